import {
  type Answer,
  answersQuestion,
  CALLER,
  canonicalJson,
  effectsOf,
  type NccoAction,
  type PendingRequest,
  type QuestionEvent,
  type RunEvent,
  type Turn,
} from '@patchbay/core'
import type { LegStore, StoredLeg } from '../storage/leg-store.ts'
import type { TurnStore } from '../storage/turn-store.ts'
import type { TurnAddresses } from '../vonage/turn-address.ts'
import { apologyAfter } from './apology.ts'
import type { Arrival } from './arrival.ts'
import { leadOn } from './lead-on.ts'
import type { OutboundFence } from './outbound-fence.ts'
import type { PlanStore } from './plan-store.ts'
import type { RunInHand } from './run-in-hand.ts'
import { isCollected, stepThrough, type TakenTurn, takenTurn } from './take-turn.ts'
import { toldNext } from './told-next.ts'
import { unsealContent } from './turn-content.ts'

interface Deps {
  turns: TurnStore
  legs: LegStore
  plans: PlanStore
  addresses: TurnAddresses
  /** Makes a turn durable; throws `RUN_MOVED_MEANWHILE` when another webhook took its place. */
  store(taken: TakenTurn): Promise<void>
  /** What the outside answers to a request that only reads. */
  answer(run: RunInHand, pending: PendingRequest): Promise<Answer>
  /** Who may be rung. */
  fence: OutboundFence
}

export interface Move {
  /** Whose webhook it is. */
  leg: string
  /** What the webhook says; all of one turn. */
  events: readonly RunEvent[]
  now: number
  /** The webhook itself, if one it was. */
  arrival: Arrival | undefined
  /** The leg collects what it hears by the poll at hand. */
  collects?: boolean
}

/** What a turn may read before it is stored; Vonage waits five seconds for a reply. */
export const READ_BUDGET_MS = 1500

/**
 * Moves a run by one webhook: at most one turn is stored.
 *
 * @returns What the leg hears next when the webhook answered a question; null when it only reported something.
 */
export type MoveRun = (run: RunInHand, move: Move) => Promise<readonly NccoAction[] | null>

export function createMoveRun(deps: Deps): MoveRun {
  const { turns, legs, plans, addresses, store } = deps
  /** The question was answered before by the very same event: a retry, which leaves no trace. */
  const isRepeated = async ({ place, runId, key }: RunInHand, event: QuestionEvent): Promise<boolean> => {
    const before = await turns.answering(place.tenantId, runId, `${event.leg}:${event.askedSeq}`)
    if (before === undefined) return false
    const { inputs } = unsealContent(key, before)
    // a secret is not known again by what it holds: whatever comes a second time is taken for the first
    const known = ({ type }: RunEvent) => type === 'secret.received' && event.type === type
    return inputs.some((input) => known(input) || canonicalJson(input) === canonicalJson(event))
  }

  /** A callee's leg gets its place in the index with the first webhook that names it. */
  const nameNewLegs = async (run: RunInHand, events: readonly RunEvent[]) => {
    for (const event of events) {
      if (!namesLeg(event) || run.state.legs[event.leg]?.vonageCallId !== null) continue
      const vonageConversationId = run.state.legs[CALLER]?.vonageConversationId ?? ''
      await legs.add(legDocument(run, event.leg, { vonageCallId: event.vonageCallId, vonageConversationId }))
    }
  }

  return async (run, { leg, events, now, arrival, collects: polls = false }) => {
    const question = events.find(answersQuestion)
    const loaded = await plans.load(run.place, run.state.frames)
    const made = { ready: loaded, turn: stepThrough(loaded, run, { events, now }), events }
    const { ready, turn, events: inputs } = await leadOn(deps, run, made, { now, budgetMs: READ_BUDGET_MS })
    const current = run.replies[leg] ?? apologyAfter(undefined)
    if (!turn.moved) {
      if (question === undefined) return events.some(({ type }) => type === 'callee.answered') ? current : null
      // the first arrival moved the run; a later one gets what followed upon it, which the caller may not have heard
      if (await isRepeated(run, question)) return (await toldNext({ turns }, run, leg, question.askedSeq))?.ncco ?? current
    }

    const asks = question !== undefined || events.some(({ type }) => type === 'callee.answered')
    const told = turn.moved && effectsOf(turn, leg).length > 0
    const collects = polls || isCollected(events)
    const answered = question === undefined ? told && (asks || collects) : isAnswered(run, turn, question)
    const taken = takenTurn({ plans: ready, addresses }, run, turn, { leg, events: inputs, now, arrival, answered })
    // first the index: were it second, a process that dies in between would leave a leg that no later webhook names
    await nameNewLegs(run, events)
    await store(taken)
    return asks ? (taken.reply ?? current) : null
  }
}

/** Vonage's id of a leg is said for what may be the first time. */
const namesLeg = (
  event: RunEvent,
): event is Extract<RunEvent, { type: 'leg.statusChanged' | 'leg.dialled' | 'callee.answered' }> =>
  event.type === 'leg.statusChanged' || event.type === 'leg.dialled' || event.type === 'callee.answered'

/**
 * Whether the event was an answer to what the leg is being asked. One that the node in question does not wait for, such as
 * the end of a connection amid a menu, is kept but answers nothing: the caller is still being asked.
 */
function isAnswered(run: RunInHand, turn: Turn, { leg, askedSeq }: QuestionEvent): boolean {
  if (run.state.ended !== null || run.state.legs[leg]?.askedSeq !== askedSeq) return false
  return turn.state.ended !== null || effectsOf(turn, leg).length > 0
}

export function legDocument(
  { place, isTest, runId, purgeAt }: Pick<RunInHand, 'place' | 'isTest' | 'runId' | 'purgeAt'>,
  leg: string,
  { vonageCallId, vonageConversationId, regionUrl }: { vonageCallId: string; vonageConversationId: string; regionUrl?: string },
): StoredLeg {
  return { _id: vonageCallId, ...place, isTest, runId, leg, vonageConversationId, regionUrl: regionUrl ?? null, purgeAt }
}

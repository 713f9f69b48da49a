import {
  answersQuestion,
  CALLER,
  type Effect,
  effectsOf,
  type Fault,
  type FlowRef,
  type LegName,
  type NccoAction,
  type NccoAddresses,
  type Plans,
  type RunEvent,
  step,
  type TraceEntry,
  type Turn,
  toNcco,
  whereIs,
} from '@patchbay/core'
import type { StoredTurn } from '../storage/turn-store.ts'
import type { TurnAddresses } from '../vonage/turn-address.ts'
import { type Arrival, seenWebhook } from './arrival.ts'
import { ordersOf } from './orders.ts'
import { LEASE_MS } from './request-desk.ts'
import type { RunInHand } from './run-in-hand.ts'
import { sealContent, type TurnContent } from './turn-content.ts'

/** A turn that was made and is not stored yet: the document, and the run as it stands after it. */
export interface TakenTurn {
  stored: StoredTurn
  run: RunInHand
  /** For the leg that asked; null when it was told nothing. */
  reply: readonly NccoAction[] | null
  /** What the turn orders, by the keys under which it stands open. */
  orders: readonly string[]
}

export interface TurnInput {
  /** Whose webhook is answered. */
  leg: LegName
  /** All of one turn, in order. */
  events: readonly RunEvent[]
  now: number
  /** The webhook behind it, if one is. */
  arrival: Arrival | undefined
}

interface Answering {
  /** Whether the leg's question was answered by it, and so a reply is due. */
  answered: boolean
  /** What the call reached, for the turn that begins it: by then another flow may be on top, or in its place. */
  entered?: FlowRef
  /** Why the caller was not let in, for the turn that begins the call. */
  blocked?: StoredTurn['blocked']
}

/** Leads a run through some events at once; what they make is one turn. Nothing is stored. */
export function stepThrough(plans: Plans, run: RunInHand, { events, now }: Pick<TurnInput, 'events' | 'now'>): Turn {
  const world = { now, seed: run.seed, seq: run.seq + 1 }
  let turn: Turn = { state: run.state, effects: [], trace: [], faults: [], recorded: [], moved: false }
  for (const event of events) turn = goneOn(turn, step(plans, turn.state, event, world))
  return turn
}

/** A turn that went on by a further step. */
export const goneOn = (turn: Turn, next: Turn): Turn => ({
  state: next.state,
  effects: [...turn.effects, ...next.effects],
  trace: [...turn.trace, ...next.trace],
  faults: [...turn.faults, ...next.faults],
  recorded: [...turn.recorded, ...next.recorded],
  moved: turn.moved || next.moved,
})

/**
 * Makes the document of a turn.
 *
 * @param run Before the turn; its `seq` is -1 for one that begins.
 */
export function takenTurn(
  { plans, addresses }: { plans: Plans; addresses: TurnAddresses },
  run: RunInHand,
  turn: Turn,
  { leg, events, now, arrival, answered, entered, blocked }: TurnInput & Answering,
): TakenTurn {
  const seq = run.seq + 1
  const { state, effects, trace, faults, recorded } = turn
  const at = addresses.nccoOf(run.place, { runId: run.runId, leg, seq })
  const reply = answered ? replyTo(plans, turn, leg, at) : null
  const pushed = pushedBy({ plans, addresses }, { run, seq }, turn, { leg: reply === null ? null : leg, events })
  const orders = ordersOf(effects, { replied: reply === null ? null : leg, pushed: Object.keys(pushed) })
  const others = Object.keys(pushed).length === 0 ? {} : { pushed }
  const seen = arrival === undefined ? {} : { webhook: seenWebhook(arrival) }
  const content: TurnContent = { inputs: events, state, effects, recorded, reply, ...others, ...seen }
  const { sealed, size } = sealContent(run.key, { runId: run.runId, seq }, content)
  const question = answered ? events.find(answersQuestion) : undefined
  const top = state.frames.at(-1)
  const stored: StoredTurn = {
    ...run.place,
    isTest: run.isTest,
    runId: run.runId,
    flowId: top?.flowId ?? '',
    version: top?.version ?? '',
    seq,
    at: new Date(now),
    seed: run.seed,
    ...(entered === undefined ? {} : { entered: { flowId: entered.flowId, version: entered.version } }),
    ...(blocked === undefined ? {} : { blocked }),
    ...(question === undefined ? {} : { question: `${question.leg}:${question.askedSeq}` }),
    sealed,
    trace: trace as readonly TraceEntry[],
    nodeId: whereIs(state)?.nodeId ?? null,
    ...(Object.values(state.legs).some(({ secret }) => secret !== undefined) ? { secret: true as const } : {}),
    faults: faults as readonly Fault[],
    ended: state.ended?.reason ?? null,
    ...(arrival === undefined ? {} : { jti: arrival.jti }),
    ...openOf([...(state.pending?.seq === seq ? [state.pending.id] : []), ...orders], now),
    projected: false,
    purgeAt: run.purgeAt,
  }
  const replies = { ...run.replies, ...pushed, ...(reply === null ? {} : { [leg]: reply }) }
  return { stored, reply, orders, run: { ...run, seq, state, replies, size } }
}

const openOf = (keys: readonly string[], now: number): Pick<StoredTurn, 'open'> =>
  keys.length === 0 ? {} : { open: keys.map((key) => ({ key, leaseUntil: new Date(now + LEASE_MS) })) }

/** Whoever waits for an answer from elsewhere, or for a recording, asks for it time and again: a push would be heard beside that. */
export const isCollected = ([first]: readonly RunEvent[]): boolean =>
  first?.type === 'request.answered' || first?.type === 'recording.received'

/** What legs hear that did not ask: something happened elsewhere. Whoever waits for an answer collects it. */
function pushedBy(
  { plans, addresses }: { plans: Plans; addresses: TurnAddresses },
  { run, seq }: { run: RunInHand; seq: number },
  turn: Turn,
  { leg: replied, events }: { leg: LegName | null; events: readonly RunEvent[] },
): Record<LegName, readonly NccoAction[]> {
  if (isCollected(events)) return {}
  const legs = new Set(turn.effects.flatMap((effect) => (isHeard(effect) && effect.leg !== replied ? [effect.leg] : [])))
  return Object.fromEntries(
    [...legs].map((leg) => [leg, replyTo(plans, turn, leg, addresses.nccoOf(run.place, { runId: run.runId, leg, seq }))]),
  )
}

/** What is told to others than the leg. */
const UNHEARD: readonly Effect['type'][] = ['dial', 'ticket', 'conference']

const isHeard = ({ type, leg }: Effect): boolean => !UNHEARD.includes(type) && (type !== 'hangUp' || leg === CALLER)

function replyTo(plans: Plans, turn: Turn, leg: LegName, at: NccoAddresses): NccoAction[] {
  const top = turn.state.frames.at(-1)
  const audible: Effect[] = effectsOf(turn, leg)
  if (top === undefined) return []
  return toNcco(audible, at, { plan: plans(top).plan, state: turn.state })
}

import { hash, randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import {
  AppError,
  answersQuestion,
  CALLER,
  type CallReceived,
  canonicalJson,
  type NccoAction,
  type RunEvent,
  startRun,
} from '@patchbay/core'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import { storageError } from '../storage/database.ts'
import type { LegStore, StoredLeg } from '../storage/leg-store.ts'
import type { TurnStore } from '../storage/turn-store.ts'
import { eventsAt, statusEvent } from '../vonage/run-events.ts'
import type { TurnAddress, TurnAddresses } from '../vonage/turn-address.ts'
import type { VoiceWebhook } from '../vonage/webhook.ts'
import { apologyAfter, NOT_IN_SERVICE } from './apology.ts'
import type { CallTarget } from './call-target.ts'
import type { PlanStore } from './plan-store.ts'
import { type RunInHand, readRun } from './run-in-hand.ts'
import { createSerially } from './serially.ts'
import { stepThrough, type TakenTurn, takenTurn } from './take-turn.ts'
import { unsealContent } from './turn-content.ts'
import type { TurnWriter } from './turn-writer.ts'

/** Latest turns kept in memory, by the size of what they hold: the usual webhook then is one write and no read. */
const KEPT_BYTES = 64 * 1024 * 1024
/** How long a run, its keys and its legs are kept. */
const KEPT_DAYS = 90
/** How often a run that others move at the same time is tried again: each loss means that another webhook won. */
const ATTEMPTS = 20

export type AnswerWebhook = Extract<VoiceWebhook, { kind: 'answer' }>
export type StatusWebhook = Extract<VoiceWebhook, { kind: 'status' }>

/** Runs: begun by a call, moved by webhooks, kept as turns. What it replies is durable before it is said. */
export interface RunService {
  /** Begins the run of a call, or repeats what the caller hears when it has begun already. */
  answer(call: AnswerWebhook, jti?: string): Promise<readonly NccoAction[]>
  /**
   * Moves a run by a webhook that came to a turn's address.
   *
   * @returns What the leg hears next; null when the webhook asks for nothing.
   * @throws {AppError} `RUN_NOT_FOUND`, `PLAN_FORMAT_UNKNOWN`, `DATABASE_NOT_REACHABLE`
   */
  handle(address: TurnAddress, webhook: VoiceWebhook, jti?: string): Promise<readonly NccoAction[] | null>
  /** Keeps what became of a leg; says whether the leg is known. */
  legChanged(webhook: StatusWebhook, jti?: string): Promise<boolean>
  /** What a leg hears when it cannot be served, from what is at hand: the flow's fallback, or a general apology. */
  apology(at?: Pick<TurnAddress, 'runId' | 'leg'>): readonly NccoAction[]
  /** The caller's leg of a conversation, for webhooks that name nothing else. */
  callerOf(vonageConversationId: string): Promise<StoredLeg | undefined>
}

export interface RunServiceDeps {
  turns: TurnStore
  writer: TurnWriter
  legs: LegStore
  keys: RunKeys
  plans: PlanStore
  findTarget(call: { from: string; to: string }): Promise<CallTarget | undefined>
  addresses: TurnAddresses
  clock: Clock
}

/** The run of an inbound call follows from Vonage's id of the call, so that a repeated answer webhook finds it. */
export const runIdOf = (vonageCallId: string): string => hash('sha256', `run/${vonageCallId}`, 'hex').slice(0, 32)

export function createRunService(deps: RunServiceDeps): RunService {
  const { turns, writer, legs, keys, plans, findTarget, addresses, clock } = deps
  const kept = new LRUCache<string, RunInHand>({ maxSize: KEPT_BYTES, sizeCalculation: ({ size }) => size + 500 })
  const serially = createSerially()

  const fresh = async (runId: string): Promise<RunInHand | undefined> => {
    const run = await readRun({ legs, turns, keys }, runId)
    if (run === undefined) kept.delete(runId)
    else kept.set(runId, run)
    return run
  }

  const store = async ({ stored, run, reply }: TakenTurn) => {
    await writer.append(stored)
    kept.set(run.runId, run)
    return reply
  }

  /** Tries until the turn is stored: a lost race, and a database that went away for a moment, are met by reading again. */
  const untilStored = <Result>(runId: string, attempt: () => Promise<Result>): Promise<Result> =>
    serially(runId, async () => {
      for (let tried = 1; ; tried++) {
        try {
          return await attempt()
        } catch (thrown) {
          kept.delete(runId)
          const error = storageError(thrown)
          const again = error.code === 'RUN_MOVED_MEANWHILE' || error.code === 'DATABASE_NOT_REACHABLE'
          if (!again || tried === ATTEMPTS) throw error
          if (error.code === 'DATABASE_NOT_REACHABLE') await wait(50 * tried)
        }
      }
    })

  const begin = async (call: AnswerWebhook, target: CallTarget, jti: string | undefined): Promise<readonly NccoAction[]> => {
    const now = clock()
    const runId = runIdOf(call.vonageCallId)
    const place = { tenantId: target.tenantId, environmentId: target.environmentId }
    const purgeAt = new Date(now + KEPT_DAYS * 24 * 60 * 60 * 1000)
    const leg = legDocument({ place, isTest: target.isTest, runId, purgeAt }, CALLER, call)
    const [key, ready] = await Promise.all([
      keys.create(place.tenantId, runId, purgeAt),
      plans.load(place, [target.ref]),
      legs.add(leg),
    ])
    const event = callReceived(call)
    const seed = randomBytes(16).toString('hex')
    const turn = startRun(ready, target.ref, event, { now, seed, seq: 0 })
    const run: RunInHand = {
      place,
      isTest: target.isTest,
      runId,
      seed,
      purgeAt,
      key,
      seq: -1,
      state: turn.state,
      replies: {},
      size: 0,
    }
    const input = { leg: CALLER, events: [event], now, ...(jti === undefined ? {} : { jti }), answered: true }
    return (await store(takenTurn({ plans: ready, addresses }, run, turn, input))) ?? NOT_IN_SERVICE
  }

  /** The question was answered before by the very same event: a retry, which leaves no trace. */
  const isRepeated = async ({ place, runId, key }: RunInHand, event: RunEvent): Promise<boolean> => {
    if (!answersQuestion(event)) return false
    const before = await turns.answering(place.tenantId, runId, `${event.leg}:${event.askedSeq}`)
    if (before === undefined) return false
    const { inputs } = unsealContent(key, before._id, before.sealed)
    return inputs.some((input) => canonicalJson(input) === canonicalJson(event))
  }

  /** One attempt to move a run. `leg` is whose webhook it is, and whether it waits for an answer follows from the events. */
  const move = async (
    run: RunInHand,
    { leg, eventsOf, jti }: { leg: string; eventsOf(run: RunInHand): RunEvent[]; jti: string | undefined },
  ): Promise<readonly NccoAction[] | null> => {
    const events = eventsOf(run)
    const question = events.find(answersQuestion)
    const now = clock()
    const ready = await plans.load(run.place, run.state.frames)
    const turn = stepThrough(ready, run, { events, now })
    const answered =
      question !== undefined && run.state.ended === null && run.state.legs[question.leg]?.askedSeq === question.askedSeq
    const current = run.replies[leg] ?? apologyAfter(undefined)
    if (!turn.moved && question === undefined) return null
    if (!turn.moved && question !== undefined && (await isRepeated(run, question))) {
      // what is kept here may be old: another process may have led the caller on since
      return (await fresh(run.runId))?.replies[leg] ?? current
    }

    await store(
      takenTurn({ plans: ready, addresses }, run, turn, { leg, events, now, ...(jti === undefined ? {} : { jti }), answered }),
    )
    await nameNewLegs(run, events)
    if (question === undefined) return null
    return kept.get(run.runId)?.replies[leg] ?? current
  }

  /** A callee's leg gets its place in the index with the first webhook that names it. */
  const nameNewLegs = async (run: RunInHand, events: readonly RunEvent[]) => {
    for (const event of events) {
      if (event.type !== 'leg.statusChanged' || run.state.legs[event.leg]?.vonageCallId !== null) continue
      const vonageConversationId = run.state.legs[CALLER]?.vonageConversationId ?? ''
      await legs.add(legDocument(run, event.leg, { vonageCallId: event.vonageCallId, vonageConversationId }))
    }
  }

  return {
    async answer(call, jti) {
      const runId = runIdOf(call.vonageCallId)
      return untilStored(runId, async () => {
        const begun = await fresh(runId)
        if (begun !== undefined) return begun.replies[CALLER] ?? apologyAfter(undefined)
        const target = await findTarget(call)
        return target === undefined ? NOT_IN_SERVICE : begin(call, target, jti)
      })
    },

    handle: (address, webhook, jti) =>
      untilStored(address.runId, async () => {
        const known = kept.get(address.runId)
        // a question that this process did not ask: another one moved the run
        const run = known === undefined || known.seq < address.seq ? await fresh(address.runId) : known
        if (run === undefined) throw new AppError('RUN_NOT_FOUND', 'There is no such run', { details: { runId: address.runId } })
        return move(run, { leg: address.leg, eventsOf: ({ state }) => eventsAt(address, webhook, state), jti })
      }),

    async legChanged(webhook, jti) {
      const leg = await legs.byCallId(webhook.vonageCallId)
      if (leg === undefined) return false
      await untilStored(leg.runId, async () => {
        const run = kept.get(leg.runId) ?? (await fresh(leg.runId))
        if (run === undefined) return null
        return move(run, { leg: leg.leg, eventsOf: () => [statusEvent(leg.leg, webhook)], jti })
      })
      return true
    },

    apology: (at) => apologyAfter(at === undefined ? undefined : kept.peek(at.runId)?.replies[at.leg]),
    callerOf: (vonageConversationId) => legs.callerOf(vonageConversationId),
  }
}

function callReceived({ from, to, vonageCallId, vonageConversationId, regionUrl }: AnswerWebhook): CallReceived {
  const region = regionUrl === undefined ? {} : { regionUrl }
  return { type: 'call.received', leg: CALLER, from, to, vonageCallId, vonageConversationId, ...region }
}

function legDocument(
  { place, isTest, runId, purgeAt }: Pick<RunInHand, 'place' | 'isTest' | 'runId' | 'purgeAt'>,
  leg: string,
  { vonageCallId, vonageConversationId, regionUrl }: { vonageCallId: string; vonageConversationId: string; regionUrl?: string },
): StoredLeg {
  return { _id: vonageCallId, ...place, isTest, runId, leg, vonageConversationId, regionUrl: regionUrl ?? null, purgeAt }
}

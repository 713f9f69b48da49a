import { hash } from 'node:crypto'
import { AppError, CALLER, type FlowId, type HandedValue, type LegStatus, type OutboundRefusal } from '@patchbay/core'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { maskParty } from '../masking/mask-text.ts'
import type { CallTarget } from '../runs/call-target.ts'
import type { OutboundFence } from '../runs/outbound-fence.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import { seal, unseal } from '../sealing/seal.ts'
import type { Attempt, CallbackStore, StoredCallback } from '../storage/callback-store.ts'
import type { FlowPlace, FlowStore } from '../storage/flow-store.ts'
import type { CallbackAddresses } from '../vonage/callback-address.ts'
import type { LegOrders } from '../vonage/leg-orders.ts'
import type { CalledSums } from './called-sums.ts'
import type { Openings } from './openings.ts'

const MINUTE_MS = 60 * 1000
const DAY_MS = 24 * 60 * MINUTE_MS
const KEPT_DAYS = 90
const RING_SECONDS = 45
/** The longest conversation, as Vonage has it (V3-11). */
const LIMIT_SECONDS = 7200
/** From the decision to call until nothing of that call can be heard any more, unless it is answered. */
const LEASE_MS = 2 * MINUTE_MS
/** A customer is not called long after it was promised: a server may have been away. */
const LATE_MS = DAY_MS
/** How long a call waits that may not be made just now. */
const LIMIT_WAIT_MS = 15 * MINUTE_MS
/** How long after its end it may still be said that a machine took the call: news come in any order (V2.3-1). */
const NEWS_MS = 30 * 1000
const AT_ONCE = 20

/** Statuses after which nobody was spoken to. */
const UNANSWERED: readonly LegStatus[] = ['busy', 'cancelled', 'unanswered', 'rejected', 'failed', 'timeout']
/** Refusals that pass with time. */
const PASSING: readonly OutboundRefusal[] = ['hourLimit', 'dayLimit', 'spendLimit']

/** Who is to be called, and how. */
export interface WantedCall {
  number: string
  flowId: string
  /** Milliseconds since 1970. */
  notBefore: number
  attempts: number
  minutesBetween: number
  callerId: string
  regionUrl: string | null
  /** What the flow's variables begin with. */
  handed?: readonly HandedValue[]
  /** Outside its hours nobody is called, but at the next opening. */
  calendar?: string
}

/** Who asks for a call. A run's key seals what is kept of it; where a trigger asks, the call has a key of its own. */
export type CallAsked = { place: FlowPlace; isTest: boolean; key: string } & (
  | { runId: string }
  | { askedBy: NonNullable<StoredCallback['askedBy']> }
)

/** Calls customers back: kept, one call at a time, by whichever process comes first. */
export interface Callbacks {
  /**
   * Keeps that somebody is to be called. Under the same key it is kept once.
   *
   * @returns The callback's id.
   * @throws {AppError} `REQUEST_FAILED` when the flow is not live.
   */
  arrange(from: CallAsked, wanted: WantedCall): Promise<string>
  /** What was arranged under a key, if anything was. */
  arranged(place: FlowPlace, key: string): Promise<StoredCallback | undefined>
  /** Makes the calls that are due; says how many callbacks it looked at. */
  sweep(): Promise<number>
  /**
   * Somebody took the call of an attempt.
   *
   * @returns What they go through, and the number that called them; undefined when nobody was to be called.
   */
  answered(at: Attempt, vonageCallId: string): Promise<{ target: CallTarget; callerId: string } | undefined>
  /** What became of the call of an attempt. */
  heard(at: Attempt, status: LegStatus): Promise<void>
}

interface Deps {
  callbacks: CallbackStore
  flows: Pick<FlowStore, 'get'>
  keys: Pick<RunKeys, 'open' | 'create'>
  openings: Openings
  sums: CalledSums
  fence: OutboundFence
  legOrders: Pick<LegOrders, 'dial'>
  addresses: CallbackAddresses
  clock: Clock
  log: Logger
}

export function createCallbacks(deps: Deps): Callbacks {
  const { callbacks, flows, keys, openings, sums, fence, legOrders, addresses, clock, log } = deps
  const liveVersion = async (place: FlowPlace, flowId: string): Promise<string | undefined> =>
    (await flows.get({ ...place, flowId }))?.liveVersion?.toString()

  /** The attempt came to nothing: there is another one, or it was the last. */
  const missed = async ({ _id: id, attempt, attemptsLeft, minutesBetween }: StoredCallback, from: Froms, reason: string) => {
    const at = { id, attempt }
    if (attemptsLeft <= 0) await callbacks.end(at, from, 'gaveUp', reason)
    else await callbacks.wait(at, from, { notBefore: new Date(clock() + minutesBetween * MINUTE_MS), reason, untouched: false })
  }

  const call = async (due: StoredCallback): Promise<void> => {
    const waits = { id: due._id, attempt: due.attempt }
    const now = clock()
    if (due.giveUpAt.getTime() < now) return void (await callbacks.end(waits, ['waiting'], 'gaveUp', 'tooLate'))
    if (due.calendar !== undefined) {
      const opens = await openings(placeOf(due), due.calendar, now)
      if (opens === undefined) return void (await callbacks.end(waits, ['waiting'], 'gaveUp', 'noHours'))
      const giveUpAt = giveUpAfter(opens, due.attemptsLeft, due.minutesBetween)
      if (opens > now) return void (await callbacks.putOff(due, { notBefore: new Date(opens), giveUpAt, reason: 'closed' }))
    }
    const version = await liveVersion(placeOf(due), due.flowId)
    if (version === undefined) return void (await callbacks.end(waits, ['waiting'], 'gaveUp', 'flowNotLive'))
    const number = await opened(keys, due, 'sealed')
    if (number === undefined) return void (await callbacks.end(waits, ['waiting'], 'gaveUp', 'erased'))

    const until = now + LEASE_MS
    const taken = await callbacks.take(due._id, { now: new Date(now), until: new Date(until), version })
    if (taken === undefined) return
    const at = { id: taken._id, attempt: taken.attempt }
    const refusal = await fence.refusal({ place: placeOf(taken), ...askingRun(taken), legsOfRun: 0, now }, number)
    if (refusal !== undefined && !PASSING.includes(refusal)) {
      await callbacks.end(at, ['calling'], 'gaveUp', refusal)
      return
    }
    const later = (reason: string, ms: number) =>
      callbacks.wait(at, ['calling'], { notBefore: new Date(clock() + ms), reason, untouched: true })
    if (refusal !== undefined) return void (await later(refusal, LIMIT_WAIT_MS))

    // rung too late, it would still ring when another process thinks that nobody is being called
    const wanted = async () => clock() + RING_SECONDS * 1000 < until
    const effect = { type: 'dial', leg: CALLER, delivery: 'push', endpoint: { kind: 'phone', number } } as const
    const { became } = await legOrders.dial(
      { ...effect, from: taken.callerId, ringSeconds: RING_SECONDS, limitSeconds: LIMIT_SECONDS, hangUpOnMachine: true },
      { at: addresses.of(at), regionUrl: taken.regionUrl, wanted },
    )
    if (became === 'unwanted') await later('tooMany', MINUTE_MS)
    if (became === 'refused') await missed(taken, ['calling'], 'refused')
    // of one that may have been made its webhooks tell, or the end of the lease
  }

  const look = async (due: StoredCallback): Promise<void> => {
    try {
      const at = { id: due._id, attempt: due.attempt }
      if (due.state === 'waiting') await call(due)
      else if (due.state === 'cancelled') await callbacks.end(at, ['cancelled'], 'cancelled', due.reason)
      else if (due.state === 'answered') await callbacks.end(at, ['answered'], 'done', null)
      else await missed(due, ['calling'], 'unknown')
    } catch (thrown) {
      log.error({ callback: due._id, code: AppError.from(thrown).code }, 'Somebody could not be called back')
    }
  }

  return {
    arranged: ({ tenantId }, key) => callbacks.get(idOf(tenantId, key)),

    async arrange(from, { number, callerId, regionUrl, handed = [], calendar, ...wanted }) {
      const { place, isTest, key } = from
      const _id = idOf(place.tenantId, key)
      if ((await callbacks.get(_id)) !== undefined) return _id
      const { flowId, notBefore, attempts, minutesBetween } = wanted
      if ((await liveVersion(place, flowId)) === undefined)
        throw new AppError('REQUEST_FAILED', 'The flow is not published', { details: { reason: 'flowNotLive', flowId } })
      const purgeAt = new Date(clock() + KEPT_DAYS * DAY_MS)
      const asked =
        'runId' in from
          ? { runId: from.runId }
          : { runId: ownKeyOf(_id), askedBy: from.askedBy, whom: sums(place.tenantId, number) }
      const sealing = await ('runId' in from
        ? keys.open(place.tenantId, from.runId)
        : keys.create(place.tenantId, ownKeyOf(_id), purgeAt))
      await callbacks.add({
        _id,
        tenantId: place.tenantId,
        environmentId: place.environmentId,
        isTest,
        ...asked,
        sealed: seal(sealing, Buffer.from(number), sealedAt(_id, 'sealed')),
        sealedMask: seal(sealing, Buffer.from(maskParty(number)), maskAt(_id)),
        ...(handed.length === 0
          ? {}
          : { sealedValues: seal(sealing, Buffer.from(JSON.stringify(handed)), sealedAt(_id, 'sealedValues')) }),
        ...(calendar === undefined ? {} : { calendar }),
        flowId,
        version: null,
        callerId,
        regionUrl,
        state: 'waiting',
        notBefore: new Date(notBefore),
        giveUpAt: giveUpAfter(notBefore, attempts, minutesBetween),
        minutesBetween,
        attempt: 0,
        attempts,
        attemptsLeft: attempts,
        leaseUntil: null,
        vonageCallId: null,
        reason: null,
        purgeAt,
      })
      return _id
    },

    async sweep() {
      const due = await callbacks.due(new Date(clock()), AT_ONCE)
      await Promise.all(due.map(look))
      return due.length
    },

    async answered(at, vonageCallId) {
      const until = new Date(clock() + LIMIT_SECONDS * 1000 + LEASE_MS)
      const callback = await callbacks.answered(at, { vonageCallId, until })
      if (callback?.version == null) return undefined
      const { version, isTest, callerId } = callback
      const values = await opened(keys, callback, 'sealedValues')
      const handed = values === undefined ? {} : { handed: JSON.parse(values) as HandedValue[] }
      return {
        target: { ...placeOf(callback), ref: { flowId: callback.flowId as FlowId, version }, isTest, ...handed },
        callerId,
      }
    },

    async heard(at, status) {
      const callback = await callbacks.get(at.id)
      if (callback === undefined) return
      const of = { ...callback, attempt: at.attempt }
      if (UNANSWERED.includes(status)) await missed(of, ['calling'], status)
      // it was played to a machine, which is nobody
      if (status === 'machine') await missed(of, ['calling', 'answered'], status)
      if (status !== 'completed') return
      // hung up before anything could be heard is no conversation
      if (!(await callbacks.over(at, new Date(clock() + NEWS_MS)))) await missed(of, ['calling'], status)
    },
  }
}

type Froms = readonly StoredCallback['state'][]

const idOf = (tenantId: string, key: string): string => hash('sha256', `callback/${tenantId}/${key}`, 'hex').slice(0, 32)
/** What stands in place of a run where none asked. */
const ownKeyOf = (id: string): string => `callback-${id}`
const askingRun = ({ runId, askedBy }: StoredCallback) => (askedBy === undefined ? { runId } : {})

const sealedAt = (id: string, what: 'sealed' | 'sealedValues') => `callbacks/${id}${what === 'sealed' ? '' : '/values'}`
export const maskAt = (id: string) => `callbacks/${id}/mask`

/** Until when there is time for `left` calls, of which the first is due then. */
export const giveUpAfter = (notBefore: number, left: number, minutesBetween: number): Date =>
  new Date(notBefore + (left - 1) * minutesBetween * MINUTE_MS + LATE_MS)

const placeOf = ({ tenantId, environmentId }: StoredCallback): FlowPlace => ({ tenantId, environmentId })

/** @returns Undefined where there is none, and when it was erased. */
async function opened(
  keys: Pick<RunKeys, 'open'>,
  { _id, tenantId, runId, ...kept }: StoredCallback,
  what: 'sealed' | 'sealedValues',
): Promise<string | undefined> {
  const sealed = kept[what]
  if (sealed === undefined) return undefined
  try {
    return unseal(await keys.open(tenantId, runId), sealed, sealedAt(_id, what)).toString()
  } catch (thrown) {
    if (AppError.from(thrown).code === 'RUN_NOT_FOUND') return undefined
    throw thrown
  }
}

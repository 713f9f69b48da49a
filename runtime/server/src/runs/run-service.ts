import { hash, randomBytes } from 'node:crypto'
import {
  AppError,
  CALLER,
  type CallReceived,
  heardNext,
  holdNcco,
  isConnectUnsettled,
  isHeardFirst,
  type NccoAction,
  type QueueWait,
  queueNcco,
  type RunEvent,
  type RunState,
  type StatePlan,
  startRun,
  unnamedCallee,
  whisperNcco,
} from '@patchbay/core'
import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { FrontDoor } from '../capacity/front-door.ts'
import type { Clock } from '../clock.ts'
import type { Conferences } from '../conferences/conferences.ts'
import type { Queues } from '../queues/queues.ts'
import type { RecordingDesk } from '../recordings/recording-desk.ts'
import type { Performers } from '../requests/perform.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import type { Vault } from '../sealing/vault.ts'
import { storageError } from '../storage/database.ts'
import type { LegStore, StoredLeg } from '../storage/leg-store.ts'
import type { TurnName, TurnStore } from '../storage/turn-store.ts'
import type { LegOrders } from '../vonage/leg-orders.ts'
import { eventsAt, statusEvent, waitsForReply } from '../vonage/run-events.ts'
import type { TurnAddress, TurnAddresses } from '../vonage/turn-address.ts'
import type { VoiceWebhook } from '../vonage/webhook.ts'
import { apologyAfter, NOT_IN_SERVICE, settleConnect } from './apology.ts'
import type { Arrival } from './arrival.ts'
import type { CallTarget } from './call-target.ts'
import { leadOn } from './lead-on.ts'
import { createMoveRun, legDocument, READ_BUDGET_MS } from './move-run.ts'
import { createOrderDesk } from './order-desk.ts'
import { keyOfOrder, readOrder } from './orders.ts'
import type { OutboundFence } from './outbound-fence.ts'
import { NEWS_PATIENCE_MS, patiently, REPLY_PATIENCE_MS } from './patience.ts'
import type { PlanStore } from './plan-store.ts'
import { pollRecording, type RecordingPoll } from './recording-poll.ts'
import { createRequestDesk, LEASE_MS } from './request-desk.ts'
import { type RunInHand, readRun } from './run-in-hand.ts'
import { createSealSecrets } from './secret-input.ts'
import { createSerially } from './serially.ts'
import { type TakenTurn, takenTurn } from './take-turn.ts'
import { toldNext } from './told-next.ts'
import { unsealContent } from './turn-content.ts'
import type { TurnWriter } from './turn-writer.ts'

/** Latest turns kept in memory, by the size of what they hold: the usual webhook then is one write and no read. */
const KEPT_BYTES = 64 * 1024 * 1024
/** How long a run, its keys and its legs are kept. */
const KEPT_DAYS = 90
/** Within this a reply is sent, whatever is still asked elsewhere: Vonage waits five seconds. */
const REPLY_BUDGET_MS = 2000
/** How long a poll is held, in silence; the hold sound follows. */
const POLL_MS = 300
const SWEPT_AT_ONCE = 20
/** How long the reply to news about a leg waits for what follows from it. */
const EVENT_PATIENCE_MS = 1500

export type AnswerWebhook = Extract<VoiceWebhook, { kind: 'answer' }>
export type RecordingWebhook = Extract<VoiceWebhook, { kind: 'record' | 'transcription' }>
export type StatusWebhook = Extract<VoiceWebhook, { kind: 'status' }>

/** Runs: begun by a call, moved by webhooks, kept as turns. What it replies is durable before it is said. */
export interface RunService {
  /**
   * Begins the run of a call, or repeats what the caller hears when it has begun already.
   *
   * @param target What is executed; without it the number that was called says so.
   */
  answer(call: AnswerWebhook, arrival?: Arrival, target?: CallTarget): Promise<readonly NccoAction[]>
  /**
   * Moves a run by a webhook that came to a turn's address.
   *
   * @returns What the leg hears next; null when the webhook asks for nothing.
   * @throws {AppError} `RUN_NOT_FOUND`, `PLAN_FORMAT_UNKNOWN`, `DATABASE_NOT_REACHABLE`
   */
  handle(address: TurnAddress, webhook: VoiceWebhook, arrival?: Arrival): Promise<readonly NccoAction[] | null>
  /** What a leg hears that waits for its recording. */
  awaitRecording(address: TurnAddress, poll: RecordingPoll, arrival?: Arrival): Promise<readonly NccoAction[]>
  /** What a leg hears next by now, after everything that is under way for its run. Moves and stores nothing. */
  current(at: TurnAddress): Promise<readonly NccoAction[]>
  /** Keeps what became of a leg; says whether the leg is known. */
  legChanged(webhook: StatusWebhook, arrival?: Arrival): Promise<boolean>
  /** Keeps that Vonage would not ring whom the run wanted rung last: the flow goes on as after any failed connection. */
  calleeRefused(runId: string, arrival?: Arrival): Promise<void>
  /** What a leg hears when it cannot be served, from what is at hand: the flow's fallback, or a general apology. */
  apology(at?: Pick<TurnAddress, 'runId' | 'leg'>): readonly NccoAction[]
  /** What somebody who was rung hears before the caller is put through. */
  whisper(address: TurnAddress): Promise<readonly NccoAction[]>
  /** Takes over requests that a process left behind; says how many it found. */
  sweep(): Promise<number>
  /**
   * Gives a run an event that asks for no reply.
   *
   * @param patienceMs How long what follows from it is waited for.
   * @returns The run's state after it; undefined when there is no such run.
   */
  tell(runId: string, event: RunEvent, patienceMs?: number): Promise<RunState | undefined>
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
  /** Who comes in, and who finds no place. */
  door: Pick<FrontDoor, 'admit' | 'leave'>
  addresses: TurnAddresses
  fence: OutboundFence
  performers: Performers
  queues: Queues
  conferences: Pick<Conferences, 'left'>
  legOrders: LegOrders
  recordings: RecordingDesk
  /** Where what nobody may read is put before a run sees it. */
  vault: Pick<Vault, 'put'>
  clock: Clock
  log: Logger
}

/** The run of an inbound call follows from Vonage's id of the call, so that a repeated answer webhook finds it. */
export const runIdOf = (vonageCallId: string): string => hash('sha256', `run/${vonageCallId}`, 'hex').slice(0, 32)

export function createRunService(deps: RunServiceDeps): RunService {
  const { turns, writer, legs, keys, plans, findTarget, addresses, fence, performers, recordings, clock, log } = deps
  const sealSecrets = createSealSecrets({ vault: deps.vault, turns })
  const { door, queues, conferences, legOrders } = deps
  const kept = new LRUCache<string, RunInHand>({ maxSize: KEPT_BYTES, sizeCalculation: ({ size }) => size + 500 })
  const serially = createSerially()

  const fresh = async (runId: string): Promise<RunInHand | undefined> => {
    const run = await readRun({ legs, turns, keys }, runId)
    if (run === undefined) kept.delete(runId)
    // who only looks does not wait in line: a turn may have been stored since this was read
    else if ((kept.get(runId)?.seq ?? -1) <= run.seq) kept.set(runId, run)
    return run
  }

  const known = async (runId: string): Promise<RunInHand> => {
    const run = await fresh(runId)
    if (run === undefined) throw new AppError('RUN_NOT_FOUND', 'There is no such run', { details: { runId } })
    return run
  }

  /** Turns of which a database that went away did not say any more whether it has them, by run. */
  const unsure = new LRUCache<string, TakenTurn>({ max: 1000 })

  const store = async (taken: TakenTurn) => {
    try {
      await writer.append(taken.stored)
    } catch (thrown) {
      if (AppError.from(thrown).code === 'DATABASE_NOT_REACHABLE') unsure.set(taken.run.runId, taken)
      throw thrown
    }
    goOnAfter(taken)
  }

  /** What a turn asks of the outside is done once it is durable. */
  const goOnAfter = ({ run, orders: ordered }: TakenTurn) => {
    kept.set(run.runId, run)
    if (run.state.pending?.seq === run.seq) desk.pursue(run)
    orders.pursue(run, ordered)
  }

  /** A turn that was stored after all is gone on with here: nobody else looks after it until its lease is over. */
  const makeSure = async (runId: string) => {
    const taken = unsure.get(runId)
    if (taken === undefined) return
    const { tenantId, seq, sealed, at } = taken.stored
    const found = await turns.at(tenantId, runId, seq)
    unsure.delete(runId)
    const isOurs = found !== undefined && sealed.equals(found.sealed) && clock() - at.getTime() < LEASE_MS
    if (isOurs) goOnAfter(taken)
  }

  /**
   * Tries until the turn is stored: a lost race, and a database that went away for a moment, are met by reading again.
   *
   * @param attempt Is told whether what is kept in memory can be trusted.
   */
  const untilStored = <Result>(
    runId: string,
    attempt: (trusted: boolean) => Promise<Result>,
    patienceMs = REPLY_PATIENCE_MS,
  ): Promise<Result> =>
    serially(runId, () =>
      patiently(patienceMs, async (tried) => {
        if (unsure.size > 0) await makeSure(runId)
        return attempt(tried === 1)
      }),
    )

  const begin = async (call: AnswerWebhook, target: CallTarget, arrival: Arrival | undefined): Promise<readonly NccoAction[]> => {
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
    const begun = startRun(ready, target.ref, event, { now, seed, seq: 0 })
    const run: RunInHand = {
      place,
      isTest: target.isTest,
      runId,
      seed,
      purgeAt,
      key,
      seq: -1,
      state: begun.state,
      replies: {},
      size: 0,
    }
    const made = { ready, turn: begun, events: [event] }
    const { turn, events, ...led } = await leadOn({ answer: desk.answer, plans, fence }, run, made, {
      now,
      budgetMs: READ_BUDGET_MS,
    })
    const { ref: entered, blocked } = target
    const input = { leg: CALLER, events, now, arrival, answered: true, entered, blocked }
    const taken = takenTurn({ plans: led.ready, addresses }, run, turn, input)
    await store(taken)
    return taken.reply ?? NOT_IN_SERVICE
  }

  /** A caller's run follows from the id of the call; other legs have to be looked up. */
  const findLeg = async (vonageCallId: string): Promise<Pick<StoredLeg, 'runId' | 'leg'> | undefined> => {
    const runId = runIdOf(vonageCallId)
    return kept.has(runId) ? { runId, leg: CALLER } : legs.byCallId(vonageCallId)
  }

  const move = createMoveRun({
    turns,
    legs,
    plans,
    addresses,
    store,
    fence,
    answer: (run, pending) => desk.answer(run, pending),
  })

  /** Gives a run an event that asks for no reply. */
  const report = (
    runId: string,
    arrival: Arrival | undefined,
    eventFor: (run: RunInHand) => RunEvent | undefined,
    { collects = false, fits = () => true }: { collects?: boolean; fits?: (kept: RunInHand) => boolean } = {},
  ): Promise<void> =>
    untilStored(
      runId,
      async (trusted) => {
        const held = trusted ? kept.get(runId) : undefined
        const run = held !== undefined && fits(held) ? held : await fresh(runId)
        const event = run === undefined ? undefined : eventFor(run)
        if (run !== undefined && event !== undefined)
          await move(run, { leg: CALLER, events: [event], now: clock(), arrival, collects })
      },
      collects ? REPLY_PATIENCE_MS : NEWS_PATIENCE_MS,
    )

  const desk = createRequestDesk({
    performers,
    turns,
    // another server may have moved the run: an answer that nothing waits for would be lost without a word
    tell: (runId, event) =>
      report(runId, undefined, () => event, {
        fits: ({ state }) => event.type !== 'request.answered' || state.pending?.id === event.requestId,
      }),
    clock,
    log,
  })

  const orders = createOrderDesk({
    turns,
    legOrders,
    queues,
    conferences,
    addresses,
    latest: fresh,
    tell: (runId, event) => report(runId, undefined, () => event),
    clock,
    log,
  })

  /** Does what turns have left open that no process looks after any more. */
  const adopt = async (run: RunInHand, seq: number) => {
    const turn = { tenantId: run.place.tenantId, runId: run.runId, seq }
    for (const key of await turns.open(turn)) {
      if (readOrder(key) !== undefined) await orders.adopt(run, turn, key)
      else if (run.state.pending?.id === key) await desk.adopt(run)
      else await turns.settled(turn, key)
    }
  }

  /** The same for a turn that the sweeper found. One run that cannot be gone on with here must not hold up all the others. */
  const takeOver = async (turn: TurnName) => {
    const { runId, seq } = turn
    try {
      const run = await readRun({ legs, turns, keys }, runId)
      if (run === undefined) throw new AppError('RUN_NOT_FOUND', 'The run has no leg, or no turn', { details: { runId } })
      // of another release: what it waits for is left to servers of that one
      await plans.load(run.place, run.state.frames)
      await adopt(run, seq)
    } catch (thrown) {
      const { code } = storageError(thrown)
      if (code === 'DATABASE_NOT_REACHABLE') throw thrown
      // of one that was erased nothing can be done any more
      if (code === 'RUN_NOT_FOUND') for (const key of await turns.open(turn)) await turns.settled(turn, key)
      log.warn({ runId, seq, code }, 'What a turn has left open is not done here')
    }
  }

  /** A write that is quick is answered before we reply, and the caller does not even know that there was one. */
  const afterRequests = async (
    { runId, leg, seq }: TurnAddress,
    reply: readonly NccoAction[],
    budgetMs: number,
  ): Promise<readonly NccoAction[]> => {
    const asking = kept.peek(runId)?.state.pending?.seq
    if (asking === undefined || isHeardFirst(reply) || !(await desk.quiet(runId, budgetMs))) return reply
    const run = kept.get(runId)
    if (run === undefined || run.state.pending?.seq === asking) return reply
    // what is not to be had now is asked for by the reply
    return (await after(run, { leg, seq }).catch(() => undefined)) ?? reply
  }

  /** What follows upon what a turn told a leg. */
  const after = async (run: RunInHand, { leg, seq }: Pick<TurnAddress, 'leg' | 'seq'>) =>
    (await toldNext({ turns }, run, leg, seq))?.ncco

  /** The same for a leg that came to ask for it: it need not be led there any more. */
  const collected = async (run: RunInHand, { leg, seq }: TurnAddress): Promise<readonly NccoAction[]> => {
    const told = await toldNext({ turns }, run, leg, seq)
    const turn = { tenantId: run.place.tenantId, runId: run.runId, seq: told?.seq ?? 0 }
    if (told?.pushed) await turns.settled(turn, keyOfOrder({ does: 'push', leg }))
    return told?.ncco ?? run.replies[leg] ?? apologyAfter(undefined)
  }

  /** Tells a run what its queue says, in reply to a poll of its caller. */
  const toldByQueue = async ({ runId }: RunInHand, { leg }: TurnAddress, says: (wait: QueueWait) => RunEvent) => {
    await report(runId, undefined, ({ state: { queue } }) => (queue === null ? undefined : says(queue)), { collects: true })
    return (await known(runId)).replies[leg] ?? apologyAfter(undefined)
  }

  /** What the queue, or its treatment, has for a caller to hear; one whom it lets go is told so in this reply. */
  const queued = async (run: RunInHand, address: TurnAddress, plan: StatePlan): Promise<readonly NccoAction[]> => {
    const { state, place } = run
    const seen = heardNext(state) === 'round' ? await queues.standing(run) : await queues.look(run)
    if ('over' in seen) {
      return toldByQueue(run, address, ({ ticket }) => ({ type: 'queue.over', ticket, outcome: seen.over }))
    }
    if (state.queue !== null) await queues.match({ ...place, queue: state.queue.queue })
    return 'standing' in seen
      ? toldByQueue(run, address, ({ ticket }) => ({ type: 'queue.looked', ticket, ...seen.standing }))
      : queueNcco(seen.sound, addresses.nccoOf(place, address), { plan, state })
  }

  /** A caller who waits for an answer from elsewhere asks whether it is there. */
  const poll = async (address: TurnAddress, first = false): Promise<readonly NccoAction[]> => {
    await Promise.all([desk.quiet(address.runId, POLL_MS), orders.quiet(address.runId, POLL_MS)])
    // any process may be the one that has the answer
    const polled = await known(address.runId)
    if (isExpired(polled.state, clock()))
      await report(address.runId, undefined, () => ({ type: 'ring.expired' }), { collects: true })
    const run = isExpired(polled.state, clock()) ? await known(address.runId) : polled
    const { state } = run
    const top = state.frames.at(-1)
    const waits = isWaiting(state) && state.ended === null && state.legs[address.leg]?.askedSeq === address.seq
    if (!waits || top === undefined) return collected(run, address)
    await desk.adopt(run)
    if (state.group !== null) await adopt(run, state.group.seq)
    const { plan } = (await plans.load(run.place, state.frames))(top)
    return heardNext(state) === null
      ? holdNcco(addresses.nccoOf(run.place, address), { plan, state }, first)
      : queued(run, address, plan)
  }

  /**
   * Keeps what a webhook says of a recording, before the run is told: whatever fails then is told again by Vonage, and keeping
   * it twice changes nothing.
   */
  const keepRecording = async (address: TurnAddress, webhook: RecordingWebhook): Promise<void> => {
    const { place, isTest, key, purgeAt, state } = await known(address.runId)
    const asking = await turns.at(place.tenantId, address.runId, address.seq)
    const effects = asking === undefined ? [] : unsealContent(key, asking).effects
    await recordings.heardOf({ place, isTest, purgeAt, ...address, from: state.legs[CALLER]?.number ?? '', effects }, webhook)
  }

  /** Silence is no answer for one who hears the queue itself. */
  const hearsQueue = (runId: string): Promise<boolean> =>
    patiently(REPLY_PATIENCE_MS, async () => heardNext((kept.get(runId) ?? (await known(runId))).state) === 'queue')

  /** The caller has left the line: the place is somebody else's. */
  const gone = async (runId: string): Promise<void> => {
    const run = kept.get(runId) ?? (await fresh(runId))
    if (run !== undefined && !run.isTest) await door.leave(run.place, runId)
  }

  return {
    async answer(call, arrival, given) {
      const runId = runIdOf(call.vonageCallId)
      const startedAt = performance.now()
      const reply = await untilStored(runId, async () => {
        const [begun, target] = await Promise.all([fresh(runId), given ?? findTarget(call)])
        if (begun !== undefined) return (await after(begun, { leg: CALLER, seq: -1 })) ?? apologyAfter(undefined)
        if (target === undefined) return NOT_IN_SERVICE
        // whom we called ourselves is let in already
        return begin(call, given ?? (await door.admit(target, runId, call)), arrival)
      })
      return afterRequests({ runId, leg: CALLER, seq: -1 }, reply, REPLY_BUDGET_MS - (performance.now() - startedAt))
    },

    async handle(address, webhook, arrival) {
      const patienceMs = waitsForReply(webhook) ? REPLY_PATIENCE_MS : NEWS_PATIENCE_MS
      const polled = (first?: boolean) => patiently(patienceMs, () => poll(address, first))
      if (webhook.kind === 'notify' && webhook.about === 'request') return polled(webhook.first)
      if (webhook.kind === 'input' && isSilent(webhook) && (await hearsQueue(address.runId))) return polled()
      const isRecording = webhook.kind === 'record' || webhook.kind === 'transcription'
      if (isRecording) await patiently(NEWS_PATIENCE_MS, () => keepRecording(address, webhook))
      const startedAt = performance.now()
      const moved = async (trusted: boolean) => {
        const held = trusted ? kept.get(address.runId) : undefined
        // a question that this process did not ask: another one moved the run
        const run = held === undefined || held.seq < address.seq ? await known(address.runId) : held
        if (webhook.kind === 'notify' && !webhook.settled && isConnectOpen(run, address))
          return settleConnect(addresses.of(address).turn, apologyAfter(run.replies[address.leg]))
        const now = clock()
        const events = await sealSecrets(run, address, eventsAt(address, webhook, run), now)
        return move(run, { leg: address.leg, events, now, arrival })
      }
      const reply = await untilStored(address.runId, moved, patienceMs)
      if (reply === null) {
        // Vonage tells of what happened elsewhere, and waits ten seconds: what follows from it is done by then
        await orders.quiet(address.runId, EVENT_PATIENCE_MS)
        return null
      }
      if (isRecording) return null
      return afterRequests(address, reply, REPLY_BUDGET_MS - (performance.now() - startedAt))
    },

    async awaitRecording(address, asked, arrival) {
      const come = await patiently(REPLY_PATIENCE_MS, async () => {
        const run = await known(address.runId)
        return (await pollRecording({ addresses, plans }, run, address, asked)) ?? collected(run, address)
      })
      if (come !== 'missed') return afterRequests(address, come, POLL_MS)
      const event: RunEvent = { type: 'recording.missed', leg: address.leg, askedSeq: address.seq }
      const reply = await untilStored(address.runId, async () =>
        move(await known(address.runId), { leg: address.leg, events: [event], now: clock(), arrival }),
      )
      return afterRequests(address, reply ?? apologyAfter(undefined), POLL_MS)
    },

    current: (address) => untilStored(address.runId, async () => collected(await known(address.runId), address)),

    async legChanged(webhook, arrival) {
      const leg = await patiently(NEWS_PATIENCE_MS, () => findLeg(webhook.vonageCallId))
      if (leg === undefined) return false
      await report(leg.runId, arrival, () => statusEvent(leg.leg, webhook))
      if (leg.leg === CALLER && webhook.status === 'completed') await patiently(NEWS_PATIENCE_MS, () => gone(leg.runId))
      await orders.quiet(leg.runId, EVENT_PATIENCE_MS)
      return true
    },

    calleeRefused: (runId, arrival) =>
      report(runId, arrival, ({ state }) => {
        const leg = unnamedCallee(state)
        return leg === undefined ? undefined : { type: 'leg.refused', leg }
      }),

    async whisper({ runId, leg, seq }) {
      const { place, key } = await patiently(REPLY_PATIENCE_MS, () => known(runId))
      const asking = await turns.at(place.tenantId, runId, seq)
      const effects = asking === undefined ? [] : unsealContent(key, asking).effects
      const ring = effects.find((effect) => effect.type === 'connect' && effect.callee === leg)
      return (
        (ring?.type === 'connect' ? whisperNcco(ring, addresses.nccoOf(place, { runId, leg, seq })) : undefined) ?? [
          { action: 'wait', timeout: 0.1 },
        ]
      )
    },

    async sweep() {
      const left = await turns.abandoned(new Date(clock()), SWEPT_AT_ONCE)
      for (const turn of left) await takeOver(turn)
      await queues.sweep()
      return left.length
    },

    async tell(runId, event, patienceMs = 0) {
      await report(runId, undefined, () => event)
      if (patienceMs > 0) await orders.quiet(runId, patienceMs)
      return (kept.get(runId) ?? (await fresh(runId)))?.state
    },

    apology: (at) => apologyAfter(at === undefined ? undefined : kept.peek(at.runId)?.replies[at.leg]),
    callerOf: (vonageConversationId) => patiently(NEWS_PATIENCE_MS, () => legs.callerOf(vonageConversationId)),
  }
}

function callReceived({ from, to, vonageCallId, vonageConversationId, regionUrl }: AnswerWebhook): CallReceived {
  const region = regionUrl === undefined ? {} : { regionUrl }
  return { type: 'call.received', leg: CALLER, from, to, vonageCallId, vonageConversationId, ...region }
}

/** No key was pressed, and nothing said. */
const isSilent = ({ digits, said }: Extract<VoiceWebhook, { kind: 'input' }>): boolean => digits === '' && said.length === 0

/** Somebody is rung by calls of our own, and nobody has taken the call. */
const isRinging = ({ group }: RunState): boolean => group !== null && group.joined === null

/** The caller waits for something that is heard of by a poll. */
const isWaiting = (state: RunState): boolean =>
  state.pending !== null || isRinging(state) || (state.queue !== null && state.group === null)

const isExpired = (state: RunState, now: number): boolean => isRinging(state) && (state.group?.until ?? 0) <= now

/** The leg's own question was a connection, of which it is not known yet how it ended. */
const isConnectOpen = ({ state }: RunInHand, { leg, seq }: TurnAddress): boolean =>
  state.ended === null && state.legs[leg]?.askedSeq === seq && isConnectUnsettled(state)

import { hash, randomBytes } from 'node:crypto'
import {
  CALLER,
  type CallReceived,
  isConnectUnsettled,
  isHeardFirst,
  type NccoAction,
  type RunEvent,
  type RunState,
  startRun,
  unnamedCallee,
  whisperNcco,
} from '@patchbay/core'
import type { Logger } from 'pino'
import type { FrontDoor } from '../capacity/front-door.ts'
import type { Clock } from '../clock.ts'
import type { Conferences } from '../conferences/conferences.ts'
import type { Queues } from '../queues/queues.ts'
import type { RecordingDesk } from '../recordings/recording-desk.ts'
import type { Performers } from '../requests/perform.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import type { Vault } from '../sealing/vault.ts'
import type { LegStore, StoredLeg } from '../storage/leg-store.ts'
import type { TurnStore } from '../storage/turn-store.ts'
import type { LegOrders } from '../vonage/leg-orders.ts'
import { eventsAt, statusEvent, waitsForReply } from '../vonage/run-events.ts'
import type { TurnAddress, TurnAddresses } from '../vonage/turn-address.ts'
import type { VoiceWebhook } from '../vonage/webhook.ts'
import { createAdoption } from './adoption.ts'
import { apologyAfter, NOT_IN_SERVICE, settleConnect } from './apology.ts'
import type { Arrival } from './arrival.ts'
import type { CallTarget } from './call-target.ts'
import { runKeptUntil } from './kept-for.ts'
import { createKeptRuns } from './kept-runs.ts'
import { leadOn } from './lead-on.ts'
import { createMoveRun, legDocument, READ_BUDGET_MS } from './move-run.ts'
import { createOrderDesk } from './order-desk.ts'
import type { OutboundFence } from './outbound-fence.ts'
import { NEWS_PATIENCE_MS, patiently, REPLY_PATIENCE_MS } from './patience.ts'
import type { PlanStore } from './plan-store.ts'
import { createPolls, POLL_MS } from './polls.ts'
import { pollRecording, type RecordingPoll } from './recording-poll.ts'
import { createRequestDesk } from './request-desk.ts'
import { type RunInHand, readRun } from './run-in-hand.ts'
import { createSealSecrets } from './secret-input.ts'
import { takenTurn } from './take-turn.ts'
import { unsealContent } from './turn-content.ts'
import type { TurnWriter } from './turn-writer.ts'

/** Within this a reply is sent, whatever is still asked elsewhere: Vonage waits five seconds. */
const REPLY_BUDGET_MS = 2000
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
  const runs = createKeptRuns({
    ...{ legs, turns, keys, writer, clock },
    goOn: ({ run, orders: ordered }) => {
      if (run.state.pending?.seq === run.seq) desk.pursue(run)
      orders.pursue(run, ordered)
    },
  })
  const { known, untilStored } = runs

  const begin = async (call: AnswerWebhook, target: CallTarget, arrival: Arrival | undefined): Promise<readonly NccoAction[]> => {
    const now = clock()
    const runId = runIdOf(call.vonageCallId)
    const place = { tenantId: target.tenantId, environmentId: target.environmentId }
    const purgeAt = runKeptUntil(now)
    const leg = legDocument({ place, isTest: target.isTest, runId, purgeAt }, CALLER, call)
    const [key, ready] = await Promise.all([
      keys.create(place.tenantId, runId, purgeAt),
      plans.load(place, [target.ref]),
      legs.add(leg),
    ])
    const event = { ...callReceived(call), ...(target.handed === undefined ? {} : { handed: target.handed }) }
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
    await runs.store(taken)
    return taken.reply ?? NOT_IN_SERVICE
  }

  /** A caller's run follows from the id of the call; other legs have to be looked up. */
  const findLeg = async (vonageCallId: string): Promise<Pick<StoredLeg, 'runId' | 'leg'> | undefined> => {
    const runId = runIdOf(vonageCallId)
    return runs.peek(runId) !== undefined ? { runId, leg: CALLER } : legs.byCallId(vonageCallId)
  }

  const move = createMoveRun({
    turns,
    legs,
    plans,
    addresses,
    store: runs.store,
    fence,
    answer: (run, pending) => desk.answer(run, pending),
  })

  /** Gives a run an event that asks for no reply. */
  const report = (
    runId: string,
    arrival: Arrival | undefined,
    eventFor: (run: RunInHand) => RunEvent | undefined,
    { collects = false, fits = () => true }: { collects?: boolean; fits?: (held: RunInHand) => boolean } = {},
  ): Promise<void> =>
    untilStored(
      runId,
      async (trusted) => {
        const held = trusted ? runs.get(runId) : undefined
        const run = held !== undefined && fits(held) ? held : await runs.fresh(runId)
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
    latest: runs.fresh,
    tell: (runId, event) => report(runId, undefined, () => event),
    clock,
    log,
  })

  const { adopt, takeOver } = createAdoption({
    ...{ turns, plans, desk, orders, log },
    read: (runId) => readRun({ legs, turns, keys }, runId),
  })

  const { poll, after, collected, hearsQueue } = createPolls({
    ...{ runs, turns, plans, queues, addresses, desk, orders, adopt, clock },
    tell: (runId, eventFor) => report(runId, undefined, eventFor, { collects: true }),
  })

  /** A write that is quick is answered before we reply, and the caller does not even know that there was one. */
  const afterRequests = async (
    { runId, leg, seq }: TurnAddress,
    reply: readonly NccoAction[],
    budgetMs: number,
  ): Promise<readonly NccoAction[]> => {
    const asking = runs.peek(runId)?.state.pending?.seq
    if (asking === undefined || isHeardFirst(reply) || !(await desk.quiet(runId, budgetMs))) return reply
    const run = runs.get(runId)
    if (run === undefined || run.state.pending?.seq === asking) return reply
    // what is not to be had now is asked for by the reply
    return (await after(run, { leg, seq }).catch(() => undefined)) ?? reply
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

  /** The caller has left the line: the place is somebody else's. */
  const gone = async (runId: string): Promise<void> => {
    const run = runs.get(runId) ?? (await runs.fresh(runId))
    if (run !== undefined && !run.isTest) await door.leave(run.place, runId)
  }

  return {
    async answer(call, arrival, given) {
      const runId = runIdOf(call.vonageCallId)
      const startedAt = performance.now()
      const reply = await untilStored(runId, async () => {
        const [begun, target] = await Promise.all([runs.fresh(runId), given ?? findTarget(call)])
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
        const held = trusted ? runs.get(address.runId) : undefined
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
      return (runs.get(runId) ?? (await runs.fresh(runId)))?.state
    },

    apology: (at) => apologyAfter(at === undefined ? undefined : runs.peek(at.runId)?.replies[at.leg]),
    callerOf: (vonageConversationId) => patiently(NEWS_PATIENCE_MS, () => legs.callerOf(vonageConversationId)),
  }
}

function callReceived({ from, to, vonageCallId, vonageConversationId, regionUrl }: AnswerWebhook): CallReceived {
  const region = regionUrl === undefined ? {} : { regionUrl }
  return { type: 'call.received', leg: CALLER, from, to, vonageCallId, vonageConversationId, ...region }
}

/** No key was pressed, and nothing said. */
const isSilent = ({ digits, said }: Extract<VoiceWebhook, { kind: 'input' }>): boolean => digits === '' && said.length === 0

/** The leg's own question was a connection, of which it is not known yet how it ended. */
const isConnectOpen = ({ state }: RunInHand, { leg, seq }: TurnAddress): boolean =>
  state.ended === null && state.legs[leg]?.askedSeq === seq && isConnectUnsettled(state)

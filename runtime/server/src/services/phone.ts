import { randomInt } from 'node:crypto'
import { AppError, hasErrors, validate } from '@patchbay/core'
import type { CalleeAction, Dial, Dialled, NumberRule, Phone, PhoneEvent, TryFlow } from '@patchbay/core/http-contract'
import type { RequestContext } from '../context.ts'
import { RequestError } from '../request-error.ts'
import { runIdOf } from '../runs/run-service.ts'
import { PHONE_CALLERS, TRY_NUMBER } from '../settings.ts'
import type { FlowStore } from '../storage/flow-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import type { StoredTurn, TurnStore } from '../storage/turn-store.ts'
import type { TurnAddresses } from '../vonage/turn-address.ts'
import type { EmulatorClient } from './emulator-client.ts'
import { compileToText, parseDefinition } from './flow-text.ts'
import { keyOf, notFound, placeOf } from './flows.ts'
import { toMoved, toPhoneEvent } from './phone-events.ts'
import type { TrialCallers } from './trial-callers.ts'

/** Trials whose callers the try line still knows. */
const KEPT_TRIALS = 50

/** An event of a call, with the place in the stream from which it can be resumed. */
export interface PhoneStreamEvent {
  id: string
  event: PhoneEvent
}

/** The phone in the browser. It calls by the emulated line, so that a call takes the whole real way. */
export interface PhoneService {
  describe(): Phone
  dial(context: RequestContext, call: Dial): Promise<Dialled>
  /** Calls a flow that needs no number: its draft or its live version. */
  tryFlow(context: RequestContext, wanted: TryFlow): Promise<Dialled>
  pressKeys(callId: string, keys: readonly string[]): Promise<void>
  /** The caller says something. */
  say(callId: string, text: string): Promise<void>
  callee(action: CalleeAction): Promise<void>
  hangUp(callId: string): Promise<void>
  /**
   * What happens in a call, from its beginning or from a place in it, until the signal ends it.
   *
   * @throws {AppError} `CALL_NOT_FOUND`
   */
  events(context: RequestContext, callId: string, lastId: string, signal: AbortSignal): Promise<AsyncIterable<PhoneStreamEvent>>
}

interface Deps {
  emulator: EmulatorClient | undefined
  flows: FlowStore
  numbers: NumberStore
  turns: TurnStore
  addresses: TurnAddresses
  trialCallers: TrialCallers
}

export function createPhone({ emulator, flows, numbers, turns, addresses, trialCallers }: Deps): PhoneService {
  const line = (): EmulatorClient => {
    if (emulator !== undefined) return emulator
    throw new AppError(
      'TELEPHONY_NOT_REACHABLE',
      'There is no emulated line: a real Vonage account is set up, so call with a real telephone',
    )
  }

  return {
    describe: () => ({
      available: emulator !== undefined,
      callers: PHONE_CALLERS as unknown as Phone['callers'],
    }),

    async dial(_context, { to, as = 'caller', from = PHONE_CALLERS[as] }) {
      const { uuid } = await line().dial(from, to)
      return { callId: uuid, from }
    },

    async tryFlow(context, { flowId, use = 'draft', from = newCaller() }) {
      const flow = await flows.get(keyOf(context, flowId))
      if (flow === undefined) throw notFound(flowId)
      if (use === 'draft') {
        const definition = parseDefinition(flow.definitionText)
        if (compileToText(definition, {}) === undefined) {
          throw new RequestError('FLOW_NOT_VALID', 'There is nothing to call yet: the flow has no first node that is filled in', {
            issues: validate(definition).filter((found) => hasErrors([found])),
          })
        }
      } else if (flow.liveVersion === null) {
        throw new AppError('VERSION_NOT_FOUND', 'The flow was never published', { details: { flowId } })
      }
      const rule = { callers: [trialCallers(from)], target: { use, flowId } } as NumberRule
      const tryLine = { _id: TRY_NUMBER, ...placeOf(context), label: 'Try line', rules: [], use: 'tryLine' as const }
      await numbers.addRule(tryLine, rule, KEPT_TRIALS)
      const { uuid } = await line().dial(from, TRY_NUMBER)
      return { callId: uuid, from }
    },

    pressKeys: (callId, keys) => line().pressKeys(callId, keys.join('')),
    say: (callId, text) => line().speak(callId, text),
    callee: ({ leg, does }) => line().act(leg, does === 'hangUp' ? 'hangup' : does),
    hangUp: (callId) => line().act(callId, 'hangup'),

    async events(context, callId, lastId, signal) {
      const leg = await line()
        .leg(callId)
        .catch((thrown: unknown) => forgotten(thrown))
      const { tenantId } = context
      if (leg !== undefined) return follow({ emulator: line(), turns, addresses, tenantId, callId, ...leg }, lastId, signal)
      const latest = await turns.latest(tenantId, runIdOf(callId))
      if (latest === undefined) throw noSuchCall()
      return lastOf(turns, latest, lastId)
    },
  }
}

/** Unless somebody wishes otherwise each trial is a caller of its own, so that trials at the same time do not meet. */
const newCaller = () => `4477009${randomInt(10_000, 100_000)}`

const noSuchCall = () => new AppError('CALL_NOT_FOUND', 'This call is over, or there is no such call')

/** A line that was started again knows none of its former calls. */
function forgotten(thrown: unknown): undefined {
  if (AppError.from(thrown).code !== 'CALL_NOT_FOUND') throw thrown
}

/** What is left to tell of a call that the line has forgotten: where it got to, and that it is over. */
async function* lastOf(turns: TurnStore, latest: StoredTurn, lastId: string): AsyncIterable<PhoneStreamEvent> {
  const [heardUpTo, movedUpTo] = parseId(lastId)
  for (const turn of await turns.since(latest.tenantId, latest.runId, movedUpTo)) {
    const moved = toMoved(turn)
    if (moved !== undefined) yield { id: `${heardUpTo}.${turn.seq}`, event: moved }
  }
  yield { id: `${heardUpTo}.${latest.seq}`, event: { type: 'ended', at: latest.at.getTime(), reason: 'lineLost' } }
}

interface Followed {
  emulator: EmulatorClient
  turns: TurnStore
  addresses: TurnAddresses
  tenantId: string
  callId: string
  conversationUuid: string
  /** The caller's number. */
  from: string
}

async function* follow(
  { emulator, turns, addresses, tenantId, callId, conversationUuid, from }: Followed,
  lastId: string,
  signal: AbortSignal,
): AsyncIterable<PhoneStreamEvent> {
  let [heardUpTo, movedUpTo] = parseId(lastId)
  const place = () => `${heardUpTo}.${movedUpTo}`
  const conversations = new Set([conversationUuid])
  // a telephone that called before has older messages
  let begun = heardUpTo > 0
  // a stream that is taken up again may begin amid a secret question
  let secret = movedUpTo >= 0 && (await turns.at(tenantId, runIdOf(callId), movedUpTo))?.secret === true

  for await (const event of emulator.events(heardUpTo, signal)) {
    // a transfer takes the caller into another conversation (V2.2-15)
    if (event.legUuid === callId) {
      begun = true
      conversations.add(event.conversationUuid)
    }
    // whom the run rings beside its caller begins in a conversation of their own (decision 0020)
    if (event.type === 'leg.created' && addresses.readUrl(event.eventUrl)?.runId === runIdOf(callId))
      conversations.add(event.conversationUuid)
    // a text message belongs to no conversation, and is read on the same telephone
    const isForCaller = event.type === 'message.sent' ? begun && event.to === from : conversations.has(event.conversationUuid)
    if (!isForCaller) continue
    // the line got an answer, or none: the turn log knows where the call is, whichever server wrote it
    if (event.type === 'webhook.sent' || event.type === 'webhook.failed' || event.type === 'leg.ended') {
      for (const turn of await turns.since(tenantId, runIdOf(callId), movedUpTo)) {
        movedUpTo = turn.seq
        secret = turn.secret === true
        const moved = toMoved(turn)
        // under the place before: a stream that breaks off here has not told of the line's own event yet
        if (moved !== undefined) yield { id: place(), event: moved }
      }
    }
    heardUpTo = event.id
    const phoneEvent = toPhoneEvent(event, callId, secret)
    if (phoneEvent !== undefined) yield { id: place(), event: phoneEvent }
  }
}

/** `<event of the line>.<turn>`: where a stream left off, for `Last-Event-ID`. */
function parseId(id: string): [number, number] {
  const [, heard, moved] = /^(\d+)\.(-?\d+)$/.exec(id) ?? []
  return heard === undefined || moved === undefined ? [0, -1] : [Number(heard), Number(moved)]
}

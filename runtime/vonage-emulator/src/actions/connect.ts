import { z } from 'zod'
import { type ActionContext, NEXT, type Outcome } from '../calls/action-context.ts'
import { join } from '../calls/join.ts'
import { type CallStatus, type Leg, nameOf } from '../calls/leg.ts'
import { advancedDetectionSchema, detect, detectionOf, machineDetectionSchema } from '../calls/machine-detection.ts'
import { callerId } from '../calls/own-number.ts'
import { noAnswerStatus, ring } from '../calls/ring.ts'
import { whisper } from '../calls/whisper.ts'
import { defineAction } from '../ncco/define-action.ts'
import { addressOf, ENDPOINT_RULES, type Endpoint, endpointSchema, partyOf } from '../ncco/endpoints.ts'
import { numeric, phoneNumber, webhookFields, webhookRules } from '../ncco/fields.ts'
import { refusal } from '../ncco/refusal.ts'
import type { StatusExtra } from '../webhooks/status-body.ts'

const schema = z.strictObject({
  endpoint: z.tuple([endpointSchema]),
  from: phoneNumber.optional(),
  randomFromNumber: z.boolean().optional(),
  eventType: z.literal('synchronous').optional(),
  timeout: numeric(z.int().min(1).max(120)).default(60),
  limit: numeric(z.int().min(1).max(7200)).default(7200),
  machineDetection: machineDetectionSchema.optional(),
  advancedMachineDetection: advancedDetectionSchema.optional(),
  advanced_machine_detection: advancedDetectionSchema.optional(),
  ringbackTone: z.string().optional(),
  ...webhookFields,
})

/** Calls somebody and joins them to this leg (V1.8). The next action runs when they have gone or could not be reached (V1.8-11). */
export const connectAction = defineAction({
  action: 'connect',
  role: 'other',
  schema,
  rules: (raw) => ({
    endpoint: 'V1.8-1',
    'endpoint.type': 'V1.8-12',
    'endpoint.*': ruleOfEndpoint(raw.endpoint),
    from: 'V1.8-2',
    randomFromNumber: 'V1.8-3',
    eventType: 'V1.8-4',
    timeout: 'V1.8-5',
    limit: 'V1.8-6',
    machineDetection: 'V1.8-7',
    advancedMachineDetection: 'V1.8-8',
    advanced_machine_detection: 'V1.8-8',
    ...webhookRules,
    eventUrl: 'V1.8-9',
    eventMethod: 'V1.8-9',
    ringbackTone: 'V1.8-10',
  }),

  check: ({ from, randomFromNumber }) =>
    from !== undefined && randomFromNumber ? refusal('V1.8-3', 'randomFromNumber') : undefined,

  async perform(config, context) {
    const [endpoint] = config.endpoint
    const party = partyOf(endpoint)
    const to = addressOf(party)
    const { exchange, leg, signal } = context
    const how = config.eventType === 'synchronous' ? tellAndAsk : tellOnly
    if (!exchange.creations.take()) {
      exchange.refuse(leg, refusal('V3-13', 'connect', 'Rate limit for creating calls exceeded.'))
      return NEXT
    }

    // only the telephone network asks whose number it is (V1.8-2)
    const caller = party.type === 'phone' ? callerId(exchange, to, config) : { shown: config.from ?? leg.from, allowed: true }
    const callee = exchange.openLeg({
      direction: 'outbound',
      from: caller.shown,
      to,
      party,
      region: leg.region,
      conversationUuid: leg.conversationUuid,
      events: config.eventUrl ? { url: config.eventUrl[0], method: config.eventMethod } : leg.events,
    })
    const { from } = callee
    exchange.log.add({ type: 'connect.dialing', endpoint: party.type, to, from, callerUuid: leg.uuid, ...nameOf(callee) })
    leg.waitsFor = { kind: 'connect', to, calleeUuid: callee.uuid }
    exchange.report(callee, 'started')

    const outcome = caller.allowed ? await ringWithTone(context, callee, endpoint, config) : 'failed'
    exchange.log.add({ type: 'connect.done', to, outcome, ...nameOf(leg) })
    if (outcome !== 'answered') {
      const { status, extra } = noAnswerStatus(callee, outcome)
      const tell = outcome === 'cancelled' ? tellOnly : how
      const next = callee.state === 'ended' ? NEXT : await tell(context, callee, status, extra)
      exchange.endLeg(callee, { by: 'platform', reason: status })
      return next
    }

    exchange.markAnswered(callee)
    const letGo = () => {
      // a guest of another conversation stays there
      if (callee.guestOf === undefined) exchange.endLeg(callee, { by: 'platform', reason: 'hangup' })
    }
    signal.addEventListener('abort', letGo)
    if (signal.aborted) letGo()
    const next = await talk(context, callee, { ...config, called: endpoint, how })
    signal.removeEventListener('abort', letGo)
    return next
  },
})

type Config = z.infer<typeof schema>
interface Talk extends Config {
  called: Endpoint
  how: Tell
}

/** What follows the answer: keys, who it is, a whisper, and the talk itself until the callee has gone. */
async function talk(context: ActionContext, callee: Leg, { called, how, ...config }: Talk): Promise<Outcome> {
  const { exchange, leg } = context
  const { dtmfAnswer, onAnswer } = called.type === 'phone' ? called : {}
  if (dtmfAnswer) exchange.log.add({ type: 'keys.sent', digits: dtmfAnswer, ...nameOf(callee) })

  let next: Outcome = NEXT
  const detection = detectionOf(config.machineDetection, config.advancedMachineDetection ?? config.advanced_machine_detection)
  if (detection) {
    const decided = detect(exchange, callee, detection, (status, extra) => how(context, callee, status, extra)).then(
      (outcome) => {
        next = outcome
        // a new NCCO for the caller leaves nothing to do for the callee
        if (outcome.type === 'replace') exchange.endLeg(callee, { by: 'platform', reason: 'hangup' })
      },
    )
    if (detection.waits) await decided
    else exchange.goOn(callee, decided)
  }
  const stays = callee.state === 'answered' && (!onAnswer || (await whisper(context, callee, onAnswer.url)))
  // meanwhile they may have gone, or been transferred to an NCCO of their own
  if (stays && callee.state === 'answered' && !callee.run) await join(exchange, leg, callee, config.limit * 1000)
  if (!callee.disconnected || callee.state === 'ended') return next
  // the application closed its websocket, and may say what is next (V1.1-6, V2.2-13)
  next = await tellAndAsk(context, callee, 'disconnected', { headers: callee.disconnected })
  exchange.endLeg(callee, { by: 'user', reason: 'disconnected' })
  return next
}

function ruleOfEndpoint(raw: unknown): string {
  const type = Array.isArray(raw) ? raw[0]?.type : undefined
  return ENDPOINT_RULES[type as keyof typeof ENDPOINT_RULES] ?? 'V1.8-12'
}

/** The caller hears the ringing, and giving up ends it. */
async function ringWithTone({ exchange, leg, signal }: ActionContext, callee: Leg, endpoint: Endpoint, config: Config) {
  const { timeout, ringbackTone: tone } = config
  void leg.playback.play({ kind: 'ringback', ...(tone && { url: tone }), loop: 0, durationMs: null, bargeIn: false })
  const giveUp = () => callee.ring?.('cancelled')
  signal.addEventListener('abort', giveUp)
  const outcome = await ring(exchange, callee, { timeoutMs: timeout * 1000, endpoint })
  signal.removeEventListener('abort', giveUp)
  if (!signal.aborted) leg.playback.stop('finished')
  return outcome
}

type Tell = (context: ActionContext, callee: Leg, status: CallStatus, extra: StatusExtra) => Promise<Outcome>

/** With `eventType: synchronous` an event is answered with what to do next (V1.8-11). */
const tellAndAsk: Tell = async ({ exchange, ask }, callee, status, extra) => {
  const body = exchange.note(callee, status, extra)
  await callee.outbox
  return ask(status, callee.events, body)
}

/** Otherwise nobody cares for the reply. */
const tellOnly: Tell = async ({ exchange }, callee, status, extra) => {
  exchange.report(callee, status, extra)
  return NEXT
}

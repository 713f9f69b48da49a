import { z } from 'zod'
import { type ActionContext, NEXT, type Outcome } from '../calls/action-context.ts'
import { join } from '../calls/join.ts'
import { type Leg, nameOf } from '../calls/leg.ts'
import { nearestOwnNumber } from '../calls/own-number.ts'
import { type NoAnswer, noAnswerStatus, ring } from '../calls/ring.ts'
import { whisper } from '../calls/whisper.ts'
import { defineAction } from '../ncco/define-action.ts'
import { numeric, phoneNumber, webAddress, webhookFields, webhookRules } from '../ncco/fields.ts'
import { refusal } from '../ncco/refusal.ts'

const machineDetection = z.strictObject({
  behavior: z.enum(['continue', 'hangup']).optional(),
  mode: z.enum(['default', 'detect', 'detect_beep']).optional(),
  beep_timeout: numeric(z.int().min(30).max(120)).optional(),
})

const phoneEndpoint = z.strictObject({
  type: z.literal('phone'),
  number: phoneNumber,
  dtmfAnswer: z
    .string()
    .regex(/^[0-9*#p]+$/)
    .optional(),
  onAnswer: z.strictObject({ url: webAddress, ringbackTone: z.string().optional(), ringback: z.string().optional() }).optional(),
  shaken: z.string().optional(),
})
const otherEndpoint = z.looseObject({ type: z.enum(['app', 'websocket', 'sip', 'vbc']) })

/** Calls somebody and joins them to this leg (V1.8). The next action runs when they have gone or could not be reached (V1.8-11). */
export const connectAction = defineAction({
  action: 'connect',
  role: 'other',
  schema: z.strictObject({
    endpoint: z.tuple([z.discriminatedUnion('type', [phoneEndpoint, otherEndpoint])]),
    from: phoneNumber.optional(),
    randomFromNumber: z.boolean().optional(),
    eventType: z.literal('synchronous').optional(),
    timeout: numeric(z.int().min(1).max(120)).default(60),
    limit: numeric(z.int().min(1).max(7200)).default(7200),
    machineDetection: z.enum(['continue', 'hangup']).optional(),
    advancedMachineDetection: machineDetection.optional(),
    advanced_machine_detection: machineDetection.optional(),
    ringbackTone: z.string().optional(),
    ...webhookFields,
  }),
  rules: {
    endpoint: 'V1.8-1',
    'endpoint.type': 'V1.8-12',
    'endpoint.number': 'V1.8-13',
    'endpoint.user': 'V1.8-13',
    'endpoint.dtmfAnswer': 'V1.8-13',
    'endpoint.onAnswer': 'V1.8-13',
    'endpoint.shaken': 'V1.8-13',
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
  },

  check: ({ from, randomFromNumber }) =>
    from !== undefined && randomFromNumber ? refusal('V1.8-3', 'randomFromNumber') : undefined,

  async perform(config, context) {
    const [endpoint] = config.endpoint
    if (endpoint.type !== 'phone') return { type: 'notBuilt', what: `connect:${endpoint.type}` }
    if (config.machineDetection || config.advancedMachineDetection || config.advanced_machine_detection) {
      return { type: 'notBuilt', what: 'connect:machineDetection' }
    }
    const { exchange, leg, signal } = context
    if (!exchange.creations.take()) {
      exchange.refuse(leg, refusal('V3-13', 'connect', 'Rate limit for creating calls exceeded.'))
      return NEXT
    }

    const caller = callerId(context, endpoint.number, config.from, config.randomFromNumber ?? false)
    const callee = exchange.openLeg({
      direction: 'outbound',
      from: caller.shown,
      to: endpoint.number,
      conversationUuid: leg.conversationUuid,
      events: config.eventUrl ? { url: config.eventUrl[0], method: config.eventMethod } : leg.events,
    })
    exchange.log.add({ type: 'connect.dialing', to: callee.to, from: callee.from, callerUuid: leg.uuid, ...nameOf(callee) })
    leg.waitsFor = { kind: 'connect', to: callee.to, calleeUuid: callee.uuid }
    exchange.report(callee, 'started')

    const outcome = caller.allowed ? await ringWithTone(context, callee, config.timeout * 1000, config.ringbackTone) : 'failed'
    exchange.log.add({ type: 'connect.done', to: callee.to, outcome, ...nameOf(leg) })
    if (outcome !== 'answered') {
      const { status, extra } = noAnswerStatus(callee, outcome)
      const counts = config.eventType === 'synchronous' && outcome !== 'cancelled'
      const next = counts ? await askAbout(context, callee, outcome) : NEXT
      if (!counts && callee.state !== 'ended') exchange.report(callee, status, extra)
      exchange.endLeg(callee, { by: 'platform', reason: status })
      return next
    }

    exchange.markAnswered(callee)
    if (endpoint.dtmfAnswer) exchange.log.add({ type: 'keys.sent', digits: endpoint.dtmfAnswer, ...nameOf(callee) })
    const free = !endpoint.onAnswer || (await whisper(context, callee, endpoint.onAnswer.url))
    if (free) await join(exchange, leg, callee, config.limit * 1000, signal)
    if (signal.aborted) exchange.endLeg(callee, { by: 'platform', reason: 'hangup' })
    return NEXT
  },
})

/** The caller hears the ringing, and giving up ends it. */
async function ringWithTone({ exchange, leg, signal }: ActionContext, callee: Leg, timeoutMs: number, tone: string | undefined) {
  void leg.playback.play({ kind: 'ringback', ...(tone && { url: tone }), loop: 0, durationMs: null, bargeIn: false })
  const giveUp = () => callee.ring?.('cancelled')
  signal.addEventListener('abort', giveUp)
  const outcome = await ring(exchange, callee, timeoutMs)
  signal.removeEventListener('abort', giveUp)
  if (!signal.aborted) leg.playback.stop('finished')
  return outcome
}

/** With `eventType: synchronous` the failure's own event is answered with what to do next (V1.8-11). */
async function askAbout({ exchange, ask }: ActionContext, callee: Leg, outcome: NoAnswer): Promise<Outcome> {
  const { status, extra } = noAnswerStatus(callee, outcome)
  const body = exchange.note(callee, status, extra)
  await callee.outbox
  return ask(status, callee.events, body)
}

/** V1.8-2, V1.8-3: a telephone is called from one of the application's own numbers only. */
function callerId({ exchange }: ActionContext, to: string, from: string | undefined, random: boolean) {
  const { numbers, switches } = exchange.config
  if (random) return { shown: nearestOwnNumber(numbers, to), allowed: true }
  const owned = numbers.some(({ msisdn }) => msisdn === from)
  if (owned && from !== undefined) return { shown: from, allowed: true }
  return {
    shown: switches.unownedFrom === 'unknown' ? 'unknown' : (from ?? 'unknown'),
    allowed: switches.unownedFrom === 'unknown',
  }
}

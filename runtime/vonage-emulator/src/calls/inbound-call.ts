import { z } from 'zod'
import type { Switches } from '../config.ts'
import type { Party } from '../ncco/endpoints.ts'
import { answerBody } from '../webhooks/answer-body.ts'
import { type Exchange, newConversationUuid } from './exchange.ts'
import { type Leg, nameOf } from './leg.ts'
import { acceptReply, runToEnd } from './run-ncco.ts'

/** Who dials, and what they dial. `from` is a number, a user of the Client SDK, a SIP address or an extension, as `through` says. */
export const dialSchema = z.strictObject({
  from: z.string().min(1),
  to: z.string().min(1),
  through: z.enum(['phone', 'app', 'sip', 'vbc']).default('phone'),
  customData: z.record(z.string(), z.unknown()).optional().describe('V2.1-8: what an app gives along.'),
  sipHeaders: z.record(z.string(), z.string()).default({}).describe('V2.1-9: headers of the INVITE.'),
})
export type DialInput = z.input<typeof dialSchema>

/**
 * Somebody dials one of the application's numbers. Returns at once; the call goes on by itself.
 * Events in the order of captured calls: started, ringing, then the answer webhook, then answered (V2.2-2 … V2.2-4).
 */
export function startInboundCall(exchange: Exchange, call: z.infer<typeof dialSchema>): Leg {
  const { application } = exchange.config
  const { from, to } = call
  const number = exchange.numbers.owned.get(to)
  const leg = exchange.openLeg({
    direction: 'inbound',
    from,
    to,
    party: callerOf(call),
    callerFields: callerFieldsOf(call, exchange.config.switches),
    region: number?.region ?? exchange.config.regions[0],
    conversationUuid: newConversationUuid(),
    events: { url: application.eventUrl, method: application.eventMethod },
  })
  if (number?.voiceCallbackType && number.voiceCallbackValue) {
    // outranks the webhook of the application (V5-4), which never learns of this call
    exchange.log.add({ type: 'call.diverted', to: number.voiceCallbackValue, ...nameOf(leg) })
    leg.untold = true
    exchange.endLeg(leg, { by: 'platform', reason: 'diverted' })
    return leg
  }
  exchange.report(leg, 'started')
  exchange.report(leg, 'ringing')
  exchange.goOn(leg, answer(exchange, leg))
  return leg
}

function callerOf({ from, through }: z.infer<typeof dialSchema>): Party {
  if (through === 'app') return { type: 'app', user: from }
  if (through === 'sip') return { type: 'sip', uri: from }
  return through === 'vbc' ? { type: 'vbc', extension: from } : { type: 'phone', number: from }
}

/** V2.1-7: a user is not `from`; V2.1-9: headers of Vonage's own stay inside. */
function callerFieldsOf(
  { from, through, customData, sipHeaders }: z.infer<typeof dialSchema>,
  { withheldFrom }: Switches,
): Record<string, unknown> {
  const forwarded = Object.entries(sipHeaders).filter(([name]) => /^(X-|User-to-User$)/i.test(name) && !/^X-Nexmo/i.test(name))
  return {
    ...(through === 'app' ? { from_user: from } : from === WITHHELD ? withheld[withheldFrom] : { from }),
    ...(customData && { custom_data: customData }),
    ...Object.fromEntries(forwarded.map(([name, value]) => [`SipHeader_${name}`, value])),
  }
}

/** Whom a telephone network names so does not give their number. */
const WITHHELD = 'anonymous'
const withheld = { text: { from: WITHHELD }, empty: { from: '' }, missing: {} }

async function answer(exchange: Exchange, leg: Leg): Promise<void> {
  const { application } = exchange.config
  const target = { url: application.answerUrl, method: application.answerMethod }
  leg.waitsFor = { kind: 'webhook', url: target.url }
  const result = await exchange.webhooks.ask({ leg, kind: 'answer', type: 'answer', target, body: answerBody(exchange, leg) })
  delete leg.waitsFor
  if (leg.state === 'ended') return
  if (!result.delivered) return exchange.endLeg(leg, { by: 'platform', reason: 'answerFailed' })
  const actions = acceptReply(exchange, leg, result.body)
  if (!actions) return exchange.endLeg(leg, { by: 'platform', reason: 'nccoRefused' })
  exchange.markAnswered(leg)
  await runToEnd(exchange, leg, actions)
}

import { addressOf, partyOf, type RestEndpoint } from '../ncco/endpoints.ts'
import { answerBody } from '../webhooks/answer-body.ts'
import { NEXT } from './action-context.ts'
import { type Exchange, newConversationUuid } from './exchange.ts'
import { type Leg, nameOf, type WebhookTarget } from './leg.ts'
import { type Detection, detect } from './machine-detection.ts'
import { noAnswerStatus, ring } from './ring.ts'
import { acceptNcco, acceptReply, runToEnd } from './run-ncco.ts'

/** A call that the application asks for by REST (V3-11). Times in milliseconds. */
export interface OutboundCall {
  endpoint: RestEndpoint
  region: string | undefined
  from: string
  /** False for a number that may not be called from, so that the call fails on its way (V1.8-2). */
  allowed: boolean
  plan: { ncco: unknown } | { answer: WebhookTarget }
  events: WebhookTarget | undefined
  detection: Detection | undefined
  ringingMs: number
  lengthMs: number
}

/** Starts it and returns at once; the call goes on by itself. */
export function startOutboundCall(exchange: Exchange, call: OutboundCall): Leg {
  const { application } = exchange.config
  const party = partyOf(call.endpoint)
  const leg = exchange.openLeg({
    direction: 'outbound',
    from: call.from,
    to: addressOf(party),
    party,
    region: call.region,
    conversationUuid: newConversationUuid(),
    events: call.events ?? { url: application.eventUrl, method: application.eventMethod },
  })
  exchange.report(leg, 'started')
  exchange.goOn(leg, carryOut(exchange, leg, call))
  return leg
}

async function carryOut(
  exchange: Exchange,
  leg: Leg,
  { plan, endpoint, allowed, detection, ringingMs, lengthMs }: OutboundCall,
): Promise<void> {
  const outcome = allowed ? await ring(exchange, leg, { timeoutMs: ringingMs, endpoint }) : 'failed'
  if (leg.over.signal.aborted) return
  if (outcome !== 'answered') {
    const { status, extra } = noAnswerStatus(leg, outcome)
    exchange.report(leg, status, extra)
    return exchange.endLeg(leg, { by: 'platform', reason: status })
  }
  exchange.markAnswered(leg)
  if (endpoint.type === 'phone' && endpoint.dtmfAnswer) {
    exchange.log.add({ type: 'keys.sent', digits: endpoint.dtmfAnswer, ...nameOf(leg) })
  }
  const cancel = exchange.clock.setTimer(lengthMs, () => exchange.endLeg(leg, { by: 'platform', reason: 'completed' }))
  leg.over.signal.addEventListener('abort', cancel)

  if (detection) {
    const decided = detect(exchange, leg, detection, async (status, extra) => {
      exchange.report(leg, status, extra)
      return NEXT
    }).then(() => undefined)
    if (detection.waits) await decided
    else exchange.goOn(leg, decided)
    if (leg.over.signal.aborted) return
  }
  const actions = 'ncco' in plan ? acceptNcco(exchange, leg, plan.ncco) : await askForPlan(exchange, leg, plan.answer)
  // meanwhile it may have ended, or been transferred to something else
  if (leg.over.signal.aborted || leg.run) return
  if (actions === 'undelivered') return exchange.endLeg(leg, { by: 'platform', reason: 'answerFailed' })
  if (!actions) return exchange.endLeg(leg, { by: 'platform', reason: 'nccoRefused' })
  await runToEnd(exchange, leg, actions)
}

async function askForPlan(exchange: Exchange, leg: Leg, target: WebhookTarget) {
  const result = await exchange.webhooks.ask({ leg, kind: 'answer', type: 'answer', target, body: answerBody(exchange, leg) })
  return result.delivered ? acceptReply(exchange, leg, result.body) : 'undelivered'
}

import { answerBody } from '../webhooks/answer-body.ts'
import { type Exchange, newConversationUuid } from './exchange.ts'
import type { Leg } from './leg.ts'
import { acceptReply, runToEnd } from './run-ncco.ts'

/**
 * Somebody dials one of the application's numbers. Returns at once; the call goes on by itself.
 * Events in the order of captured calls: started, ringing, then the answer webhook, then answered (V2.2-2 … V2.2-4).
 */
export function startInboundCall(exchange: Exchange, { from, to }: { from: string; to: string }): Leg {
  const { application } = exchange.config
  const events = { url: application.eventUrl, method: application.eventMethod }
  const leg = exchange.openLeg({ direction: 'inbound', from, to, conversationUuid: newConversationUuid(), events })
  exchange.report(leg, 'started')
  exchange.report(leg, 'ringing')
  exchange.goOn(leg, answer(exchange, leg))
  return leg
}

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

import { answerBody } from '../webhooks/answer-body.ts'
import type { Exchange } from './exchange.ts'
import type { Leg } from './leg.ts'
import { acceptReply, runNcco } from './run-ncco.ts'

/**
 * Lets the callee hear an NCCO of their own before they are joined (V1.8-13, onAnswer). When it cannot be had they are joined at once.
 *
 * @returns Whether they may be joined now: not when they have gone, were transferred away, or nobody waits for them any more.
 */
export async function whisper(exchange: Exchange, callee: Leg, url: string, signal: AbortSignal): Promise<boolean> {
  const target = { url, method: exchange.config.switches.onAnswerMethod }
  const result = await exchange.webhooks.ask({
    leg: callee,
    kind: 'onAnswer',
    type: 'answer',
    target,
    body: answerBody(exchange, callee),
  })
  if (signal.aborted || callee.state === 'ended' || callee.run) return false
  const actions = result.delivered ? acceptReply(exchange, callee, result.body) : undefined
  if (!actions) return true
  const stop = () => exchange.endLeg(callee, { by: 'platform', reason: 'hangup' })
  signal.addEventListener('abort', stop)
  const end = await runNcco(exchange, callee, actions)
  signal.removeEventListener('abort', stop)
  return end !== 'stopped'
}

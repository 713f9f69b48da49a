import { answerBody } from '../webhooks/answer-body.ts'
import type { ActionContext } from './action-context.ts'
import type { Leg } from './leg.ts'

/**
 * Lets the callee hear an NCCO of their own before they are joined (V1.8-13, onAnswer). When it cannot be had they are joined at once.
 *
 * @returns Whether they may be joined now: not when they have gone, were transferred away, or nobody waits for them any more.
 */
export async function whisper({ exchange, signal, runOn }: ActionContext, callee: Leg, url: string): Promise<boolean> {
  const target = { url, method: exchange.config.switches.onAnswerMethod }
  const body = answerBody(exchange, callee)
  const result = await exchange.webhooks.ask({ leg: callee, kind: 'onAnswer', type: 'answer', target, body })
  if (signal.aborted || callee.state === 'ended' || callee.run) return false
  if (!result.delivered) return true
  const stop = () => exchange.endLeg(callee, { by: 'platform', reason: 'hangup' })
  signal.addEventListener('abort', stop)
  const end = await runOn(callee, result.body)
  signal.removeEventListener('abort', stop)
  return end !== 'stopped'
}

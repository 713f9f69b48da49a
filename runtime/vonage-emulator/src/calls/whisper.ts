import { answerBody } from '../webhooks/answer-body.ts'
import type { ActionContext } from './action-context.ts'
import type { Leg } from './leg.ts'

/**
 * Lets the callee hear an NCCO of their own before they are joined (V1.8-13, onAnswer). When there is none they are joined at once.
 *
 * @returns Whether they may be joined now: not when they have gone or were transferred away.
 */
export async function whisper({ exchange, runOn }: ActionContext, callee: Leg, url: string): Promise<boolean> {
  const target = { url, method: exchange.config.switches.onAnswerMethod }
  const body = answerBody(exchange, callee)
  const result = await exchange.webhooks.ask({ leg: callee, kind: 'onAnswer', type: 'answer', target, body })
  if (callee.state === 'ended' || callee.run) return false
  if (!result.delivered || result.body.trim() === '') return true
  return (await runOn(callee, result.body)) !== 'stopped'
}

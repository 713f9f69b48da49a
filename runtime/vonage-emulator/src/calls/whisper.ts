import { answerBody } from '../webhooks/answer-body.ts'
import type { Exchange } from './exchange.ts'
import type { Leg } from './leg.ts'
import { acceptReply, runNcco } from './run-ncco.ts'

/** Lets the callee hear an NCCO of their own before they are joined (V1.8-13, onAnswer). When it cannot be had they are joined at once. */
export async function whisper(exchange: Exchange, callee: Leg, url: string, signal: AbortSignal): Promise<void> {
  const target = { url, method: exchange.config.switches.onAnswerMethod }
  const result = await exchange.webhooks.ask({
    leg: callee,
    kind: 'onAnswer',
    type: 'answer',
    target,
    body: answerBody(exchange, callee),
  })
  if (!result.delivered || signal.aborted || callee.state === 'ended') return
  const actions = acceptReply(exchange, callee, result.body)
  if (!actions) return
  const stop = () => callee.run?.abort()
  signal.addEventListener('abort', stop)
  await runNcco(exchange, callee, actions)
  signal.removeEventListener('abort', stop)
}

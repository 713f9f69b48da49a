import type { Action } from '../ncco/define-action.ts'
import { answerBody } from '../webhooks/answer-body.ts'
import { type Exchange, newConversationUuid } from './exchange.ts'
import type { Leg } from './leg.ts'
import { moveLeg } from './move-leg.ts'
import { acceptNcco, acceptReply, runToEnd } from './run-ncco.ts'

export type TransferDestination = { ncco: unknown } | { url: string }

/** REST transfer (V3-5): the leg leaves what it does and carries out another NCCO, in a conversation of its own. */
export async function transfer(exchange: Exchange, leg: Leg, destination: TransferDestination): Promise<void> {
  const actions =
    'ncco' in destination ? acceptNcco(exchange, leg, destination.ncco) : await fetchNcco(exchange, leg, destination.url)
  // a refused or missing NCCO leaves the call as it is; the error event said so
  if (!actions || leg.state === 'ended') return
  replace(exchange, leg, actions)
}

async function fetchNcco(exchange: Exchange, leg: Leg, url: string): Promise<Action[] | undefined> {
  const target = { url, method: exchange.config.switches.onAnswerMethod }
  const result = await exchange.webhooks.ask({ leg, kind: 'transfer', type: 'answer', target, body: answerBody(exchange, leg) })
  return result.delivered && leg.state !== 'ended' ? acceptReply(exchange, leg, result.body) : undefined
}

function replace(exchange: Exchange, leg: Leg, actions: Action[]): void {
  leg.run?.abort()
  leg.part?.()
  leg.playback.stop('replaced')
  delete leg.waitsFor
  delete leg.onEachKey
  delete leg.mix
  delete leg.guestOf
  if (exchange.config.switches.transferMoves) moveLeg(exchange, leg, newConversationUuid())
  exchange.goOn(leg, runToEnd(exchange, leg, actions))
}

import type { Exchange } from './exchange.ts'
import type { Leg } from './leg.ts'
import { settleConversation } from './settle-conversation.ts'

/** Takes a leg into another conversation, and tells the application (V2.2-15). */
export function moveLeg(exchange: Exchange, leg: Leg, conversationUuid: string): void {
  const from = leg.conversationUuid
  leg.conversationUuid = conversationUuid
  tellMove(exchange, leg, from)
  settleConversation(exchange, from)
}

export function tellMove(exchange: Exchange, leg: Leg, from: string): void {
  if (!exchange.config.switches.transferMoves) return
  const body = {
    conversation_uuid_from: from,
    conversation_uuid_to: leg.conversationUuid,
    uuid: leg.uuid,
    type: 'transfer',
    timestamp: exchange.timestamp(),
  }
  exchange.webhooks.tell({ leg, kind: 'transfer', target: leg.events, body })
}

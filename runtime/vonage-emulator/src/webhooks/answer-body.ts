import type { Exchange } from '../calls/exchange.ts'
import type { Leg } from '../calls/leg.ts'
import { regionUrlOf } from '../calls/region.ts'

/** The answer webhook (V2.1-2 … V2.1-9). */
export function answerBody(exchange: Exchange, leg: Leg): Record<string, unknown> {
  const { from, to, uuid, conversationUuid, party, direction, callerFields } = leg
  return {
    ...(direction === 'inbound' ? callerFields : { from }),
    to,
    uuid,
    conversation_uuid: conversationUuid,
    endpoint_type: party.type,
    region_url: regionUrlOf(exchange, leg),
  }
}

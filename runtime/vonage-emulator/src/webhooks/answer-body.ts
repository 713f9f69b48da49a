import type { Exchange } from '../calls/exchange.ts'
import type { Leg } from '../calls/leg.ts'

/** The answer webhook (V2.1-2 … V2.1-6). */
export function answerBody({ config }: Exchange, { from, to, uuid, conversationUuid }: Leg): Record<string, unknown> {
  return { from, to, uuid, conversation_uuid: conversationUuid, endpoint_type: 'phone', region_url: config.regionUrl }
}

import type { Exchange } from './exchange.ts'
import type { Leg } from './leg.ts'

/** Who is in a conversation now. */
export function legsIn({ legs }: Pick<Exchange, 'legs'>, conversationUuid: string): Leg[] {
  return [...legs.values()].filter((leg) => leg.conversationUuid === conversationUuid && leg.state !== 'ended')
}

/** After somebody left: a recording ends with the last leg (V1.6-10), and guests do not stay without their hosts (V1.11-1). */
export function settleConversation(exchange: Exchange, conversationUuid: string): void {
  const recorded = [...exchange.recordings].filter((recording) => recording.conversationUuid === conversationUuid)
  // most conversations are neither recorded nor have guests: then nobody needs to be counted
  if (recorded.length === 0 && !exchange.withGuests.has(conversationUuid)) return
  const left = legsIn(exchange, conversationUuid)
  if (left.length === 0) {
    exchange.withGuests.delete(conversationUuid)
    for (const recording of recorded) recording.stop()
  } else if (left.every(({ guestOf }) => guestOf === conversationUuid)) {
    for (const leg of left) exchange.endLeg(leg, { by: 'platform', reason: 'completed' })
  }
}

import type { Exchange } from '../calls/exchange.ts'
import { listenersOf } from '../calls/hearing.ts'
import { type Leg, nameOf } from '../calls/leg.ts'

/** A person presses a key: it counts for whatever listens to the keys of this leg, or of its conversation. */
export function press(exchange: Exchange, leg: Leg, digit: string): void {
  const recordings = [...exchange.recordings].filter(({ conversationUuid }) => conversationUuid === leg.conversationUuid)
  const ended = recordings.map((recording) => recording.key(digit)).includes(true)
  const listener = leg.onKey ?? leg.onEachKey ?? leg.onSubscribedKey
  exchange.log.add({ type: 'input.key', digit, used: ended || listener !== undefined, ...nameOf(leg) })
  leg.onKey?.(digit)
  leg.onEachKey?.(digit)
  leg.onSubscribedKey?.(digit)
  for (const other of listenersOf(exchange, leg)) other.onHeardKey?.(digit)
}

import type { WebSocket } from 'ws'
import type { Clock } from '../clock/clock.ts'

/** How long one packet lasts (V1.14-1). */
const PACKET_MS = 20
/** How much is buffered of what the application sends (V1.14-1). */
const MOST_PACKETS = 3072

/** The two ways of sound on a websocket leg (V1.14-1). */
export interface SocketAudio {
  /** A person on the call speaks for so long: the application gets a tone meanwhile. */
  hear(durationMs: number): void
  /** The application sent sound. */
  buffer(bytes: number): void
  /** It wants what is buffered thrown away, or to be told when it has been played. */
  clear(): void
  whenPlayed(tell: () => void): void
}

/** @param rate Samples a second; 16 bits each, mono. Packets go out until the signal is aborted. */
export function createSocketAudio(
  clock: Clock,
  { socket, rate, signal }: { socket: WebSocket; rate: number; signal: AbortSignal },
): SocketAudio {
  const bytesOfPacket = (rate / 1000) * PACKET_MS * 2
  const silence = Buffer.alloc(bytesOfPacket)
  const tone = Buffer.alloc(bytesOfPacket)
  for (let sample = 0; sample < bytesOfPacket / 2; sample++) {
    tone.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 400 * sample) / rate)), sample * 2)
  }
  let toneUntil = 0
  let playedAt = 0
  let waiting: (() => void)[] = []

  const send = () => {
    if (signal.aborted) return
    socket.send(clock.now() < toneUntil ? tone : silence)
    clock.setTimer(PACKET_MS, send)
  }
  send()

  return {
    hear(durationMs) {
      toneUntil = clock.now() + durationMs
    },
    buffer(bytes) {
      const packets = Math.ceil(bytes / bytesOfPacket)
      const room = clock.now() + MOST_PACKETS * PACKET_MS
      playedAt = Math.min(room, Math.max(clock.now(), playedAt) + packets * PACKET_MS)
    },
    clear() {
      playedAt = clock.now()
      for (const cancel of waiting) cancel()
      waiting = []
    },
    whenPlayed(tell) {
      waiting.push(
        clock.setTimer(Math.max(0, playedAt - clock.now()), () => {
          if (!signal.aborted) tell()
        }),
      )
    },
  }
}

import { z } from 'zod'
import type { Exchange } from '../calls/exchange.ts'
import { listenersOf } from '../calls/hearing.ts'
import { type Leg, nameOf } from '../calls/leg.ts'

const confidence = z.number().min(0).max(1)

/** What a person says, and how sure a recogniser would be of it. */
export const speechSchema = z.strictObject({
  text: z.string().min(1),
  confidence: confidence.default(0.95),
  silenceMs: z.number().min(0).default(0).describe('How long they are silent before they speak.'),
  alternatives: z
    .array(z.strictObject({ text: z.string().min(1), confidence }))
    .default([])
    .describe('What else it might have been (V2.5-1).'),
  garbled: z.boolean().default(false).describe('So unclear that an analysis fails (V2.5-1).'),
})
export type SpeechInput = z.input<typeof speechSchema>

/** A person speaks: it takes as long as a talk of that length, and counts where an input for speech listens. */
export function speak(exchange: Exchange, leg: Leg, { silenceMs, ...speech }: z.infer<typeof speechSchema>): void {
  const { clock, log, config } = exchange
  const { charactersPerSecond, speed } = config.playback
  const durationMs = Math.ceil((speech.text.length / charactersPerSecond / speed) * 1000)
  const begin = () => {
    if (leg.state !== 'answered') return
    log.add({ type: 'input.said', text: speech.text, durationMs, used: Boolean(leg.onSpeech), ...nameOf(leg) })
    leg.onSpeech?.({ ...speech, durationMs })
    if (!leg.muted && !leg.mix?.mute) {
      for (const recording of exchange.recordings) {
        if (recording.conversationUuid === leg.conversationUuid) recording.hear(leg, speech.text, durationMs)
      }
    }
    for (const listener of listenersOf(exchange, leg)) {
      log.add({ type: 'voice.heard', by: leg.uuid, text: speech.text, ...nameOf(listener) })
      listener.onHeard?.(durationMs)
    }
  }
  if (silenceMs === 0) begin()
  else clock.setTimer(silenceMs, begin)
}

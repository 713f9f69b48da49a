import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { flag, httpMethod, oneUrl } from '../ncco/fields.ts'
import type { Exchange } from './exchange.ts'
import type { Leg, WebhookTarget } from './leg.ts'
import { fileUrlOf } from './region.ts'

/** V1.6-9; also of a conversation that is recorded. */
export const transcriptionSchema = z.strictObject({
  language: z.string().default('en-US'),
  eventUrl: oneUrl.optional(),
  eventMethod: httpMethod.default('POST'),
  sentimentAnalysis: flag.default(false),
})
export type TranscriptionSettings = z.infer<typeof transcriptionSchema>

export interface Sentence {
  text: string
  channel: number
  fromMs: number
  durationMs: number
}

export interface Transcribed {
  recordingUuid: string
  conversationUuid: string
  channels: number
  durationMs: number
  sentences: readonly Sentence[]
  /** Where the recording's own result went. */
  target: WebhookTarget
}

/** Nothing longer is transcribed (V1.6-9). */
const LONGEST_MS = 2 * 60 * 60 * 1000
/** How long after the recording the text is ready. */
const TAKES_MS = 1000

/** Writes down what was said, and tells where it can be fetched (V2.6-2). */
export function sendTranscription(
  exchange: Exchange,
  leg: Leg,
  { settings, of }: { settings: TranscriptionSettings; of: Transcribed },
): void {
  if (of.durationMs > LONGEST_MS) return
  exchange.clock.setTimer(TAKES_MS, () => {
    const file = exchange.files.addJson(contentOf(of))
    const target = settings.eventUrl ? { url: settings.eventUrl[0], method: settings.eventMethod } : of.target
    const body = {
      conversation_uuid: of.conversationUuid,
      type: 'record',
      recording_uuid: of.recordingUuid,
      status: 'transcribed',
      transcription_url: fileUrlOf(exchange, leg, file),
    }
    exchange.webhooks.tell({ leg, kind: 'transcribed', target, body })
  })
}

/** V2.6-2: times in milliseconds, a word's share of its sentence by the number of words. */
function contentOf({ channels, durationMs, sentences }: Transcribed): Record<string, unknown> {
  const channel = (index: number) => ({
    transcript: sentences.filter((sentence) => sentence.channel === index).map(toSegment),
    duration: durationMs,
  })
  return { ver: '1.0.0', request_id: randomUUID(), channels: Array.from({ length: channels }, (_, index) => channel(index)) }
}

function toSegment({ text, fromMs, durationMs }: Sentence): Record<string, unknown> {
  const words = text.split(/\s+/)
  const share = durationMs / words.length
  return {
    sentence: text,
    raw_sentence: text.toLowerCase(),
    timestamp: fromMs,
    duration: durationMs,
    words: words.map((word, index) => ({
      word,
      start_time: Math.round(fromMs + index * share),
      end_time: Math.round(fromMs + (index + 1) * share),
      confidence: 0.95,
    })),
  }
}

import { randomUUID } from 'node:crypto'
import type { Sound } from '../files/tones.ts'
import type { Exchange } from './exchange.ts'
import { type Leg, nameOf, type WebhookTarget } from './leg.ts'
import { fileUrlOf } from './region.ts'
import { type Sentence, sendTranscription, type TranscriptionSettings } from './transcription.ts'

export interface RecordingSettings {
  channels: number
  /** What ends it before the conversation does (V1.6-4 … V1.6-6). */
  endOnSilenceMs?: number
  endOnKey?: string
  longestMs?: number
  /** Where the result goes; its reply is never read (V1.6-10). */
  target: WebhookTarget
  transcription?: TranscriptionSettings
}

/** What is recorded of one conversation. */
export interface Recording {
  readonly conversationUuid: string
  /** Somebody in the conversation speaks now. */
  hear(speaker: Leg, text: string, durationMs: number): void
  /** Somebody in the conversation presses a key; true when it ended the recording. */
  key(digit: string): boolean
  /** Ends it once: the file is stored and the result sent (V2.6-1). */
  stop(): void
  /** Resolves when it has ended. */
  readonly over: Promise<void>
}

/** Starts recording the conversation of a leg, until a condition is met or nobody is left in it (V1.6-10). */
export function startRecording(exchange: Exchange, leg: Leg, settings: RecordingSettings): Recording {
  const { clock, recordings } = exchange
  const { channels, endOnSilenceMs, endOnKey, longestMs } = settings
  const { conversationUuid } = leg
  const startedAt = clock.now()
  const uuid = randomUUID()
  const sounds: Sound[] = []
  const sentences: Sentence[] = []
  const speakers = [leg]
  let quietAt = startedAt
  let cancelSilence = () => {}
  let ended = () => {}
  const over = new Promise<void>((resolve) => {
    ended = resolve
  })

  const awaitSilence = () => {
    cancelSilence()
    if (endOnSilenceMs === undefined) return
    cancelSilence = clock.setTimer(quietAt - clock.now() + endOnSilenceMs, () => recording.stop())
  }
  const cancelLongest = longestMs === undefined ? () => {} : clock.setTimer(longestMs, () => recording.stop())

  const recording: Recording = {
    conversationUuid,
    over,
    hear(speaker, text, durationMs) {
      if (!speakers.includes(speaker)) speakers.push(speaker)
      // whoever has no channel of their own shares the last one (V1.6-3)
      const channel = Math.min(speakers.indexOf(speaker), channels - 1)
      const fromMs = clock.now() - startedAt
      sounds.push({ fromMs, toMs: fromMs + durationMs, channel })
      sentences.push({ text, channel, fromMs, durationMs })
      quietAt = Math.max(quietAt, clock.now() + durationMs)
      awaitSilence()
    },
    key(digit) {
      if (digit === endOnKey) recording.stop()
      return digit === endOnKey
    },
    stop() {
      if (!recordings.delete(recording)) return
      cancelSilence()
      cancelLongest()
      const endedAt = clock.now()
      const durationMs = endedAt - startedAt
      const file = exchange.files.addAudio({ durationMs, channels, sounds })
      exchange.log.add({ type: 'record.done', recordingUuid: uuid, durationMs, ...nameOf(leg) })
      const body = {
        start_time: new Date(startedAt).toISOString(),
        end_time: new Date(endedAt).toISOString(),
        recording_url: fileUrlOf(exchange, leg, file),
        size: file.size,
        recording_uuid: uuid,
        conversation_uuid: conversationUuid,
        timestamp: exchange.timestamp(),
      }
      exchange.webhooks.tell({ leg, kind: 'record', target: settings.target, body })
      if (settings.transcription) {
        const of = { recordingUuid: uuid, conversationUuid, channels, durationMs, sentences, target: settings.target }
        sendTranscription(exchange, leg, { settings: settings.transcription, of })
      }
      ended()
    },
  }
  recordings.add(recording)
  exchange.log.add({ type: 'record.started', recordingUuid: uuid, ...nameOf(leg) })
  awaitSilence()
  return recording
}

import { z } from 'zod'
import { aborted } from '../calls/aborted.ts'
import { NEXT } from '../calls/action-context.ts'
import { nameOf } from '../calls/leg.ts'
import { startRecording } from '../calls/recording.ts'
import { transcriptionSchema } from '../calls/transcription.ts'
import { defineAction } from '../ncco/define-action.ts'
import { flag, numeric, webhookFields } from '../ncco/fields.ts'
import { refusal } from '../ncco/refusal.ts'

/** How long the beep is. */
const BEEP_MS = 500

/**
 * Records the conversation (V1.6). Without a condition it goes on until the call ends; whether a condition makes the NCCO wait is
 * not documented clearly, so a switch says it (V1.6-10).
 */
export const recordAction = defineAction({
  action: 'record',
  role: 'other',
  schema: z.strictObject({
    format: z.enum(['mp3', 'wav', 'ogg']).optional(),
    split: z.literal('conversation').optional(),
    channels: numeric(z.int().min(1).max(32)).optional(),
    endOnSilence: numeric(z.number().min(3).max(10)).optional(),
    endOnKey: z
      .string()
      .regex(/^[0-9*#]$/)
      .optional(),
    timeOut: numeric(z.number().min(3).max(7200)).optional(),
    beepStart: flag.default(false),
    transcription: transcriptionSchema.optional(),
    ...webhookFields,
  }),
  rules: {
    format: 'V1.6-1',
    split: 'V1.6-2',
    channels: 'V1.6-3',
    endOnSilence: 'V1.6-4',
    endOnKey: 'V1.6-5',
    timeOut: 'V1.6-6',
    beepStart: 'V1.6-7',
    eventUrl: 'V1.6-8',
    eventMethod: 'V1.6-8',
    transcription: 'V1.6-9',
  },

  check: ({ channels, split }) => (channels !== undefined && !split ? refusal('V1.6-3', 'channels') : undefined),

  async perform(config, { exchange, leg, signal, sleep }) {
    const { split, channels, endOnSilence, endOnKey, timeOut, beepStart, transcription, eventUrl, eventMethod } = config
    if (beepStart) {
      exchange.log.add({ type: 'record.beep', ...nameOf(leg) })
      await sleep(BEEP_MS)
      if (signal.aborted) return NEXT
    }
    const recording = startRecording(exchange, leg, {
      channels: channels ?? (split ? 2 : 1),
      ...(endOnSilence !== undefined && { endOnSilenceMs: endOnSilence * 1000 }),
      ...(endOnKey !== undefined && { endOnKey }),
      ...(timeOut !== undefined && { longestMs: timeOut * 1000 }),
      target: eventUrl ? { url: eventUrl[0], method: eventMethod } : leg.events,
      ...(transcription && { transcription }),
    })
    const ends = endOnSilence !== undefined || endOnKey !== undefined || timeOut !== undefined
    if (ends && exchange.config.switches.recordBlocks) {
      leg.waitsFor = { kind: 'record' }
      await Promise.race([recording.over, aborted(signal)])
    }
    return NEXT
  },
})

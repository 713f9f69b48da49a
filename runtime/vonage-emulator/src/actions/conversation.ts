import { z } from 'zod'
import { NEXT } from '../calls/action-context.ts'
import { MOST_MEMBERS, roomNamed, stayIn } from '../calls/room.ts'
import { transcriptionSchema } from '../calls/transcription.ts'
import { defineAction } from '../ncco/define-action.ts'
import { flag, oneUrl, webAddress, webhookFields } from '../ncco/fields.ts'
import { refusal } from '../ncco/refusal.ts'

/** Takes the leg into a named conversation (V1.7), until it leaves or the conversation ends. */
export const conversationAction = defineAction({
  action: 'conversation',
  role: 'other',
  schema: z.strictObject({
    name: z.string().min(1),
    // the reference calls it a URL and shows an array of one
    musicOnHoldUrl: z.union([oneUrl, webAddress.transform((url): [string] => [url])]).optional(),
    startOnEnter: flag.default(true),
    endOnExit: flag.default(false),
    record: flag.default(false),
    canSpeak: z.array(z.string()).optional(),
    canHear: z.array(z.string()).optional(),
    mute: flag.default(false),
    transcription: transcriptionSchema.optional(),
    ...webhookFields,
  }),
  rules: { '*': 'V1.7-1' },

  check({ mute, canSpeak, record, transcription }) {
    if (mute && canSpeak) return refusal('V1.7-1', 'mute')
    return transcription && !record ? refusal('V1.7-1', 'transcription') : undefined
  },

  async perform(config, { exchange, leg, signal }) {
    const { name, musicOnHoldUrl, startOnEnter, endOnExit, record, canSpeak, canHear, mute, transcription } = config
    const room = roomNamed(exchange, leg, name)
    if (room.members.size >= MOST_MEMBERS) {
      exchange.refuse(leg, refusal('V1.7-1', 'name', 'The conversation is full.'))
      return NEXT
    }
    const target = config.eventUrl ? { url: config.eventUrl[0], method: config.eventMethod } : leg.events
    const membership = {
      name,
      mix: { mute, ...(canSpeak && { canSpeak }), ...(canHear && { canHear }) },
      startOnEnter,
      endOnExit,
      ...(musicOnHoldUrl && { musicOnHoldUrl: musicOnHoldUrl[0] }),
      ...(record && { record: { channels: 1, target, ...(transcription && { transcription }) } }),
    }
    await stayIn(exchange, leg, { room, membership, signal })
    return NEXT
  },
})

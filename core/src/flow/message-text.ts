import { z } from 'zod'
import { languageSchema } from './language.ts'

/** Vonage takes no longer text message (spec V4-3). */
export const MESSAGE_MAX_CHARACTERS = 1000

/** What a text message says, by language; texts may hold values. */
export const messageTextSchema = z
  .partialRecord(languageSchema, z.string().max(MESSAGE_MAX_CHARACTERS).meta({ template: 'value' }))
  .meta({ ui: 'messageText' })

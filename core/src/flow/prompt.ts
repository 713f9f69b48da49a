import { z } from 'zod'
import { promptIdSchema } from './ids.ts'
import { languageSchema } from './language.ts'

/** Vonage refuses more in one `talk`, SSML tags not counted (spec V1.2-1). Longer texts are spoken in several. */
export const TALK_MAX_CHARACTERS = 1500
const TEXT_MAX_CHARACTERS = 6000

/** What callers hear, as Liquid text: `Hello {{ name }}`. A text that begins with `<speak>` is SSML. */
const spokenTextSchema = z.string().max(TEXT_MAX_CHARACTERS).meta({ template: 'spoken' })

const MEDIA_REFERENCE = /^media:([a-f0-9]{64})$/

/** A recording that was uploaded: `media:` and its id, which is a hash of its content. Undefined for an address elsewhere. */
export const mediaIdOf = (recording: string): string | undefined => MEDIA_REFERENCE.exec(recording)?.[1]
export const mediaReference = (id: string): string => `media:${id}`

const httpsUrlSchema = z.url({ protocol: /^https$/ })

/** A recording is one that was uploaded, or an address that Vonage can fetch: MP3 or 16-bit WAV (spec V1.3-1). */
export const recordingSchema = z
  .string()
  .max(2000)
  .refine((text) => mediaIdOf(text) !== undefined || httpsUrlSchema.safeParse(text).success, { params: { reason: 'recording' } })
  .meta({ ui: 'recording' })

export const inlinePromptSchema = z
  .strictObject({
    text: z.partialRecord(languageSchema, spokenTextSchema).default({}).describe('What callers hear, by language.'),
    recording: z
      .partialRecord(languageSchema, recordingSchema)
      .optional()
      .describe('A recording by language; it is played instead of the text.'),
  })
  .meta({ id: 'inlinePrompt' })
export type InlinePrompt = z.infer<typeof inlinePromptSchema>

const libraryPromptSchema = z
  .strictObject({ promptId: promptIdSchema.describe('A prompt of the prompt library.') })
  .meta({ id: 'libraryPrompt' })

/** What callers hear: written here, or one of the prompt library. */
export const promptSchema = z.union([inlinePromptSchema, libraryPromptSchema]).meta({ ui: 'prompt' })
export type Prompt = z.infer<typeof promptSchema>

/** A prompt of the library, at one of its versions. */
export interface SharedPrompt extends InlinePrompt {
  version: number
}

/** The prompts that flows share, by id. A version's lock says which version of each it was published with. */
export type PromptLibrary = Readonly<Record<string, SharedPrompt>>

export function inlineOf(prompt: Prompt, library: PromptLibrary): InlinePrompt | undefined {
  return 'promptId' in prompt ? library[prompt.promptId] : prompt
}

import { z } from 'zod'

/** A voice within a language, by the number that Vonage gives it (spec V1.2-6, V1.13). */
export const voiceSchema = z.strictObject({
  style: z.int().min(0).max(99).default(0).meta({ title: 'Voice', description: 'The number of the voice in its language.' }),
  premium: z.boolean().default(false).meta({ title: 'Premium', description: 'Sounds more natural, and costs by the character.' }),
})
export type Voice = z.infer<typeof voiceSchema>
export const DEFAULT_VOICE: Voice = { style: 0, premium: false }

/** −1 is quietest, 1 loudest (spec V1.2-4). */
export const levelSchema = z
  .number()
  .min(-1)
  .max(1)
  .default(0)
  .meta({ title: 'Loudness', description: 'From −1, quiet, to 1, loud; 0 is as recorded.', advanced: true })

import { z } from 'zod'

/** A recording that was uploaded. */
export const mediaFileSchema = z
  .strictObject({
    id: z.string().describe('A hash of its content. Prompts name it as `media:<id>`.'),
    name: z.string(),
    contentType: z.enum(['audio/mpeg', 'audio/wav']),
    size: z.int().describe('In bytes.'),
    durationMs: z.int(),
    createdAt: z.iso.datetime(),
    url: z.string().describe('Where it is fetched, on this server: signed, for as long as it is there.'),
  })
  .meta({ id: 'MediaFile' })
export type MediaFile = z.infer<typeof mediaFileSchema>

export const mediaListSchema = z.strictObject({ media: z.array(mediaFileSchema) }).meta({ id: 'MediaList' })
export type MediaList = z.infer<typeof mediaListSchema>

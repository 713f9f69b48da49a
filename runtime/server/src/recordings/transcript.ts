import { z } from 'zod'

/** Source: spec V2.6-2. */
const transcriptSchema = z.looseObject({
  channels: z.array(
    z.looseObject({ transcript: z.array(z.looseObject({ sentence: z.string(), timestamp: z.number().catch(0) })) }),
  ),
})

/** What was said, a sentence a line, in the order of speaking. Undefined for a file that is none. */
export function transcriptText(file: Buffer): string | undefined {
  let json: unknown
  try {
    json = JSON.parse(file.toString())
  } catch {
    return undefined
  }
  const read = transcriptSchema.safeParse(json)
  if (!read.success) return undefined
  return read.data.channels
    .flatMap(({ transcript }) => transcript)
    .toSorted((a, b) => a.timestamp - b.timestamp)
    .map(({ sentence }) => sentence.trim())
    .join('\n')
}

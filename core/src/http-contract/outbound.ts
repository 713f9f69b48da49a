import { z } from 'zod'
import { OUTBOUND_REFUSALS } from '../outbound/judge-outbound.ts'

/** Numbers of one country that were not rung on one day, for one reason. */
const refusedSchema = z.strictObject({
  day: z.iso.date().describe('Of UTC.'),
  reason: z.enum(OUTBOUND_REFUSALS),
  country: z.string().nullable().describe('ISO 3166-1 alpha-2; null for a number that belongs to none.'),
  count: z.int(),
  latest: z.iso.datetime(),
  runId: z.string().nullable().describe('The latest call that wanted it; null when no call did.'),
})

export const outboundRefusalListSchema = z
  .strictObject({
    days: z.int().describe('How many days back this goes.'),
    refused: z.array(refusedSchema).describe('Newest first.'),
  })
  .meta({ id: 'OutboundRefusalList' })
export type OutboundRefusalList = z.infer<typeof outboundRefusalListSchema>

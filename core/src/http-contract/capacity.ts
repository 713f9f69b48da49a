import { z } from 'zod'
import { callsAtOnceSchema } from '../capacity/calls-at-once.ts'

/** How many calls there are and may be, and whom that kept out. */
export const callsAtOnceStateSchema = z
  .strictObject({
    settings: callsAtOnceSchema,
    now: z.int().describe('Callers who have a place at this moment.'),
    turnedAway: z.strictObject({
      lastDay: z.int().describe('Callers in the last 24 hours who found every place taken.'),
      lastWeek: z.int(),
      latest: z.iso.datetime().nullable().describe('Of the last week.'),
    }),
  })
  .meta({ id: 'CallsAtOnce' })
export type CallsAtOnceState = z.infer<typeof callsAtOnceStateSchema>

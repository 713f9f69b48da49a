import { z } from 'zod'
import { flowIdSchema } from '../flow/ids.ts'

export const emergencyStateSchema = z.enum(['off', 'drill', 'on'])

const noteSchema = z.string().max(500)

/** One movement of the switch. */
const emergencyChangeSchema = z.strictObject({
  state: emergencyStateSchema,
  flowId: flowIdSchema.nullable(),
  note: noteSchema,
  at: z.iso.datetime(),
  by: z.string(),
})

/** The switch above all routing: while it is on, every caller of the tenant is led to one flow. */
export const emergencySchema = z
  .strictObject({
    state: emergencyStateSchema.describe('`drill` leads test callers only.'),
    flowId: flowIdSchema.nullable().describe('Where callers are led; null while none was ever chosen.'),
    note: noteSchema,
    since: z.iso.datetime().nullable(),
    by: z.string().nullable(),
    changes: z.array(emergencyChangeSchema).describe('The latest fifty, newest first.'),
  })
  .meta({ id: 'Emergency' })
export type Emergency = z.infer<typeof emergencySchema>

export const setEmergencySchema = z
  .strictObject({
    state: emergencyStateSchema,
    flowId: flowIdSchema.optional().describe('A published flow; absent keeps the one that was chosen before.'),
    note: noteSchema.default(''),
  })
  .meta({ id: 'SetEmergency' })
export type SetEmergency = z.input<typeof setEmergencySchema>

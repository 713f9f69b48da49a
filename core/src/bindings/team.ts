import { z } from 'zod'
import { phoneNumberSchema } from '../flow/schema.ts'

/** People who are told about something together. */
export const teamSchema = z.strictObject({
  members: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(80).meta({ title: 'Name' }),
        phone: phoneNumberSchema.meta({ title: 'Mobile number', description: 'Gets the text messages.' }),
      }),
    )
    .min(1)
    .max(50)
    .meta({ title: 'Members' }),
})
export type Team = z.infer<typeof teamSchema>

import { z } from 'zod'

/** Whom a text message comes from: one of our numbers, or a name where a country's networks allow names. */
export const senderSchema = z.strictObject({
  from: z
    .string()
    .regex(/^(?:[1-9]\d{6,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{3,11})$/)
    .meta({
      title: 'Number or name',
      description: 'A number of yours with its country code, digits only, or up to 11 letters and digits such as ACME.',
    }),
})

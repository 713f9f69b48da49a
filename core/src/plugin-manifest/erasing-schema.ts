import { z } from 'zod'

const fieldSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, 'must be a field of the record, such as phone')
const pathSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,59}(\.[A-Za-z][A-Za-z0-9_]{0,59}){0,5}$/, 'must be a field, such as name or answers.words')

const linkSchema = z.discriminatedUnion('names', [
  z.strictObject({ field: fieldSchema, names: z.literal('telephone').describe('The customer’s telephone number.') }),
  z.strictObject({ field: fieldSchema, names: z.literal('customer').describe('A customer by id or number, as flows say it.') }),
  z.strictObject({
    field: fieldSchema,
    names: z.literal('record').describe('A record of this plugin’s, which goes.'),
    of: z.string().describe('The collection that it is in.'),
  }),
])
export type ErasingLink = z.output<typeof linkSchema>

/** What becomes of records when a customer is erased. The host does it: nothing of the plugin's runs. */
export const erasingSchema = z.strictObject({
  by: z
    .array(linkSchema)
    .max(6)
    .describe('Which fields say whose a record is; one is enough. Empty: the records are about nobody who calls.'),
  customers: z.literal(true).optional().describe('The records are customers: other plugins’ fields hold their ids.'),
  blank: z
    .array(pathSchema)
    .min(1)
    .max(20)
    .optional()
    .describe('The record stays, without these fields: for what the law on money wants kept. Absent: the record is removed.'),
})
export type CollectionErasing = z.output<typeof erasingSchema>

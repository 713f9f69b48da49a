import { z } from 'zod'

/** Whom to erase. At least a number or an id. */
export const eraseCustomerSchema = z
  .strictObject({
    numbers: z
      .array(z.string().regex(/^\+?[0-9][0-9 ().-]{3,28}[0-9]$/, 'must be a telephone number with its country code'))
      .max(20)
      .default([])
      .describe('Their telephone numbers, with the country.'),
    customerId: z.string().min(1).max(200).optional().describe('Their id in what keeps customers here.'),
  })
  .refine(({ numbers, customerId }) => numbers.length > 0 || customerId !== undefined, {
    message: 'needs a number, or the id of a customer',
    path: ['numbers'],
  })
  .meta({ id: 'EraseCustomer' })
export type EraseCustomer = z.input<typeof eraseCustomerSchema>

const count = z.int().min(0)

/** One erasing: who asked for it, and what there was. It never says of whom. */
export const erasureSchema = z
  .strictObject({
    id: z.string(),
    at: z.iso.datetime(),
    by: z.string(),
    state: z.enum(['underWay', 'done', 'failed']).describe('`failed`: it stopped before its end; asking again goes on with it.'),
    erased: z
      .strictObject({
        calls: count,
        recordings: count,
        messages: count,
        callbacks: count.describe('Calls back that will not be made.'),
        records: count.describe('Entries of plugins that are gone.'),
        blanked: count.describe('Entries of plugins that stay for the books, without whose they were.'),
        values: count.describe('What plugins kept under names.'),
        goingOn: count.describe('Calls that are going on, and were left.'),
        unclear: z
          .array(z.string())
          .describe('`plugin.collection` with entries of which nobody says what may become of them: left.'),
      })
      .describe('So far, while it is under way.'),
  })
  .meta({ id: 'Erasure' })
export type Erasure = z.infer<typeof erasureSchema>

export const erasureListSchema = z
  .strictObject({ erasures: z.array(erasureSchema).describe('The latest hundred, newest first.') })
  .meta({ id: 'ErasureList' })

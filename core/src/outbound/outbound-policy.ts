import { z } from 'zod'
import { CALLING_CODES } from './calling-codes.ts'

const limit = (most: number, usual: number) => z.int().min(0).max(most).nullable().default(usual)

const priceSchema = z.strictObject({
  prefix: z
    .string()
    .regex(/^\d{0,15}$/)
    .describe('Beginning of a number with its country code; empty means every other number.'),
  perLeg: z.int().min(0).describe('What ringing such a number is reckoned at, in the currency’s smallest unit.'),
})

/** Whom the flows of an environment may ring, and how often. Without one the defaults hold. */
export const outboundPolicySchema = z
  .strictObject({
    countries: z
      .array(z.string().refine((country) => country in CALLING_CODES, 'a country by its two letters, such as TH'))
      .max(300)
      .nullable()
      .default(null)
      .describe('Countries that may be rung (ISO 3166-1 alpha-2); null means those of the environment’s own numbers.'),
    blockPremium: z.boolean().default(true).describe('Whether numbers that cost extra are never rung.'),
    maxLegsPerRun: limit(10_000, 20).describe('How many numbers one call may ring; null means no limit.'),
    maxLegsPerHour: limit(10_000_000, 1000),
    maxLegsPerDay: limit(10_000_000, 10_000).describe('Hours and days are those of UTC.'),
    spend: z
      .strictObject({
        maxPerDay: z.int().min(0).describe('In the currency’s smallest unit.'),
        maxPerLeg: z.int().min(0).nullable().default(null).describe('What is dearer is never rung; null means no limit.'),
        currency: z.string().regex(/^[A-Z]{3}$/),
        prices: z.array(priceSchema).max(1000).describe('The longest prefix counts. A number without a price is not rung.'),
      })
      .nullable()
      .default(null)
      .describe('Off without it: we know no prices.'),
  })
  .meta({ id: 'OutboundPolicy' })
export type OutboundPolicy = z.infer<typeof outboundPolicySchema>

export const DEFAULT_OUTBOUND_POLICY: OutboundPolicy = outboundPolicySchema.parse({})

import { z } from 'zod'
import { FINDING_SEVERITY, type FindingCode } from '../account/finding.ts'
import { phoneNumberSchema } from '../flow/schema.ts'
import { numberRuleSchema } from './numbers.ts'

const countrySchema = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .describe('ISO 3166-1, two letters.')
const featuresSchema = z.array(z.string()).describe('What Vonage says that the number can do: VOICE, SMS, MMS.')
const monthlyCostSchema = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .describe('In euro, as Vonage writes it.')

/** What is found about the Vonage account. Texts are looked up by code. */
const accountFindingSchema = z
  .strictObject({
    code: z.enum(Object.keys(FINDING_SEVERITY) as [FindingCode, ...FindingCode[]]),
    severity: z.enum(['ok', 'note', 'warning', 'error']),
    data: z.record(z.string(), z.union([z.string(), z.number()])),
    mend: z.enum(['application', 'number', 'place']).optional().describe('What Patchbay can put right by itself.'),
  })
  .meta({ id: 'AccountFinding' })

export const accountCheckSchema = z
  .strictObject({
    line: z.enum(['account', 'builtIn']).describe('Whether calls come from a Vonage account, or from the line of this machine.'),
    applicationId: z.string(),
    checkedAt: z.iso.datetime(),
    findings: z.array(accountFindingSchema),
  })
  .meta({ id: 'AccountCheck' })
export type AccountCheck = z.infer<typeof accountCheckSchema>

export const mendSchema = z
  .discriminatedUnion('what', [
    z.strictObject({ what: z.literal('application') }),
    z.strictObject({ what: z.literal('number'), number: phoneNumberSchema }),
    z.strictObject({ what: z.literal('place'), number: phoneNumberSchema }),
  ])
  .meta({ id: 'Mend' })
export type MendRequest = z.infer<typeof mendSchema>

/** A number that the account owns, and what it leads to here. */
export const ownedNumberSchema = z
  .strictObject({
    number: phoneNumberSchema,
    country: countrySchema,
    type: z.string(),
    features: featuresSchema,
    linked: z.enum(['here', 'elsewhere', 'nowhere']),
    forwards: z
      .strictObject({ kind: z.string(), value: z.string() })
      .nullable()
      .describe('A callback of the number itself, which goes before the application.'),
    label: z.string().nullable().describe('Null when Patchbay does not know the number yet.'),
    rules: z.array(numberRuleSchema),
  })
  .meta({ id: 'OwnedNumber' })
export type OwnedNumber = z.infer<typeof ownedNumberSchema>

export const ownedNumberListSchema = z.strictObject({ numbers: z.array(ownedNumberSchema) }).meta({ id: 'OwnedNumberList' })
export type OwnedNumberList = z.infer<typeof ownedNumberListSchema>

export const numberSearchSchema = z
  .strictObject({
    country: countrySchema,
    pattern: z
      .string()
      .regex(/^\d{1,15}$/)
      .optional()
      .describe('Digits that are somewhere in the number.'),
    features: z
      .string()
      .regex(/^(VOICE|SMS|MMS)(,(VOICE|SMS|MMS))*$/)
      .default('VOICE'),
    type: z.enum(['landline', 'mobile-lvn', 'landline-toll-free']).optional(),
  })
  .meta({ id: 'NumberSearch' })
export type NumberSearch = z.input<typeof numberSearchSchema>

export const numberOfferSchema = z
  .strictObject({
    number: phoneNumberSchema,
    country: countrySchema,
    type: z.string(),
    features: featuresSchema,
    monthlyCost: monthlyCostSchema,
  })
  .meta({ id: 'NumberOffer' })
export type NumberOffer = z.infer<typeof numberOfferSchema>

export const numberOfferListSchema = z
  .strictObject({
    count: z.int().describe('How many there are; the first hundred are listed.'),
    numbers: z.array(numberOfferSchema),
  })
  .meta({ id: 'NumberOfferList' })
export type NumberOfferList = z.infer<typeof numberOfferListSchema>

export const buyNumberSchema = z
  .strictObject({
    number: phoneNumberSchema,
    country: countrySchema,
    monthlyCost: monthlyCostSchema.describe('The price that was shown: another one is not paid.'),
    confirm: z.literal(true).describe('Somebody saw the price and agreed.'),
  })
  .meta({ id: 'BuyNumber' })
export type BuyNumber = z.infer<typeof buyNumberSchema>

export const releaseNumberSchema = z
  .strictObject({
    confirm: z.literal(true).describe('The number is gone for good: somebody else may get it.'),
    evenWithFlow: z.boolean().default(false).describe('Also when callers of the number are led to a flow.'),
  })
  .meta({ id: 'ReleaseNumber' })
export type ReleaseNumber = z.input<typeof releaseNumberSchema>

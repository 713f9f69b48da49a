import { z } from 'zod'
import { flowIdSchema } from '../flow/ids.ts'
import { phoneNumberSchema } from '../flow/schema.ts'

/** What a rule leads to: the flow's live version, one version for good, or its draft (only for named test callers). */
export const ruleTargetSchema = z.discriminatedUnion('use', [
  z.strictObject({ use: z.literal('live'), flowId: flowIdSchema }),
  z.strictObject({ use: z.literal('version'), flowId: flowIdSchema, version: z.int().min(1) }),
  z.strictObject({ use: z.literal('draft'), flowId: flowIdSchema }),
])

/** One rule of a number. Rules are tried in order; the first that fits the caller decides. */
export const numberRuleSchema = z.strictObject({
  callers: z.array(phoneNumberSchema).min(1).optional().describe('Only calls from these numbers; absent means every call.'),
  target: ruleTargetSchema,
})
export type NumberRule = z.infer<typeof numberRuleSchema>

export const numberSchema = z
  .strictObject({
    number: phoneNumberSchema,
    label: z.string(),
    rules: z.array(numberRuleSchema),
  })
  .meta({ id: 'Number' })
export type NumberAssignment = z.infer<typeof numberSchema>

export const numberListSchema = z.strictObject({ numbers: z.array(numberSchema) }).meta({ id: 'NumberList' })
export type NumberList = z.infer<typeof numberListSchema>

export const saveNumberSchema = z
  .strictObject({ label: z.string().trim().min(1).max(60), rules: z.array(numberRuleSchema).max(50) })
  .meta({ id: 'SaveNumber' })

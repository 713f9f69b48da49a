import { z } from 'zod'
import { bindingNameSchema } from '../flow/binding.ts'
import { flowIdSchema } from '../flow/ids.ts'
import { phoneNumberSchema } from '../flow/schema.ts'
import { variableNameSchema } from '../flow/variable.ts'
import { CALL_RULE_PROBLEMS } from '../plugin-manifest/call-rule.ts'

const fieldSchema = z.string().min(1).max(60)

/** When a trigger tells of something, somebody is called. */
export const saveCallRuleSchema = z
  .strictObject({
    trigger: z.string().min(1).max(40).describe('Of the plugin.'),
    enabled: z.boolean().default(true),
    number: fieldSchema.describe('The field of the trigger’s output that holds whom to call.'),
    flowId: flowIdSchema.describe('What whoever answers goes through, as it is live by then.'),
    callerId: phoneNumberSchema.describe('Our own number, which is shown.'),
    attempts: z.int().min(1).max(5).default(1).describe('Calls at most, until somebody answers.'),
    minutesBetween: z.int().min(1).max(1440).default(10),
    calendar: bindingNameSchema.nullable().default(null).describe('Outside its hours nobody is called, but at the next opening.'),
    mostPerHour: z.int().min(1).max(1000).default(20).describe('What comes beyond it is not called.'),
    values: z
      .array(z.strictObject({ field: fieldSchema, variable: variableNameSchema }))
      .max(20)
      .refine((values) => new Set(values.map(({ variable }) => variable)).size === values.length, 'fills a variable twice')
      .default([])
      .describe('Fields of the output, and the variables of the flow that they become.'),
  })
  .meta({ id: 'SaveCallRule' })
export type SaveCallRule = z.output<typeof saveCallRuleSchema>

export const callRuleSchema = z
  .strictObject({
    ...saveCallRuleSchema.shape,
    id: z.string(),
    flow: z.strictObject({ name: z.string(), exists: z.boolean() }),
    problems: z.array(z.enum(CALL_RULE_PROBLEMS)).describe('What has changed since, and keeps it from doing what it says.'),
    revision: z.int().min(1),
    updatedAt: z.iso.datetime(),
    updatedBy: z.string(),
  })
  .meta({ id: 'CallRule' })
export type CallRule = z.infer<typeof callRuleSchema>

export const callRuleListSchema = z.strictObject({ rules: z.array(callRuleSchema) }).meta({ id: 'CallRuleList' })
export type CallRuleList = z.infer<typeof callRuleListSchema>

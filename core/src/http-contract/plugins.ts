import { z } from 'zod'
import { languageSchema } from '../flow/language.ts'

export const wordsSchema = z
  .union([z.string(), z.partialRecord(languageSchema, z.string())])
  .describe('English, or a text for each language with English among them.')

const fieldSchema = z.strictObject({
  name: z.string(),
  title: wordsSchema,
  description: wordsSchema.optional(),
  type: z.enum(['string', 'number', 'integer', 'boolean', 'array', 'object']),
  choices: z
    .array(z.strictObject({ value: z.string(), title: wordsSchema }))
    .optional()
    .describe('Where only these can be meant.'),
  required: z.boolean(),
  dataClass: z.string().optional(),
})

const actionSchema = z.strictObject({
  name: z.string(),
  title: wordsSchema,
  summary: wordsSchema,
  inputs: z.array(fieldSchema),
  outputs: z.array(fieldSchema),
  outlets: z.array(z.strictObject({ id: z.string(), label: wordsSchema })).describe('Without `failed`, which is always added.'),
  sideEffect: z.enum(['read', 'write', 'money']),
  mode: z.enum(['read', 'idempotent', 'atMostOnce']),
})
export type PluginActionSummary = z.infer<typeof actionSchema>

/** What an installed plugin can do, as far as somebody who draws a flow needs to know. */
const pluginSchema = z
  .strictObject({
    name: z.string(),
    version: z.string(),
    title: wordsSchema,
    summary: wordsSchema,
    category: z.string(),
    enabled: z.boolean().describe('Off: flows cannot use it.'),
    actions: z.array(actionSchema),
    health: z
      .strictObject({ calls: z.int(), failures: z.int(), p95Ms: z.number() })
      .describe(
        'How it did in the last 24 hours, on all servers: how often it was asked, how often that failed, and the time in ms that 95 of 100 kept.',
      ),
  })
  .meta({ id: 'Plugin' })
export type PluginSummary = z.infer<typeof pluginSchema>

export const pluginListSchema = z.strictObject({ plugins: z.array(pluginSchema) }).meta({ id: 'PluginList' })
export type PluginList = z.infer<typeof pluginListSchema>

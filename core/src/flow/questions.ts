import { z } from 'zod'
import { promptSchema } from './prompt.ts'
import { configSchemaOf } from './walk-config.ts'

/** How questions are asked in a flow where a card does not say otherwise. */
export const questionsSchema = z.strictObject({
  attempts: z
    .int()
    .min(1)
    .max(5)
    .optional()
    .meta({ title: 'Attempts', description: 'How often a question is asked in all.', examples: [3] }),
  timeoutSeconds: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .meta({ title: 'Seconds to wait', description: 'Silence that counts as no answer.', examples: [5] }),
  noInputPrompt: promptSchema
    .optional()
    .meta({ title: 'When nothing is heard', description: 'Spoken before a question is asked again.' }),
  noMatchPrompt: promptSchema
    .optional()
    .meta({ title: 'When it does not fit', description: 'Spoken before a question is asked again.' }),
})
export type Questions = z.infer<typeof questionsSchema>

/**
 * A card's form with the flow's own answers where the card gives none.
 *
 * @param schema Of the card's form; its fields say by the mark `flowDefault` what of the flow stands in for them.
 */
export function withFlowDefaults(
  config: Readonly<Record<string, unknown>>,
  schema: z.ZodType,
  questions: Questions | undefined,
): Readonly<Record<string, unknown>> {
  if (questions === undefined) return config
  const missing = Object.entries(configSchemaOf(schema).properties ?? {}).flatMap(([name, { flowDefault }]) => {
    const value = flowDefault === undefined ? undefined : questions[flowDefault]
    return config[name] === undefined && value !== undefined ? [[name, value]] : []
  })
  return missing.length === 0 ? config : { ...config, ...Object.fromEntries(missing) }
}

import { z } from 'zod'

/** Asks a plugin to do something. Held against the manifest's schema beside this. */
export const invokePluginSchema = z
  .strictObject({ input: z.record(z.string(), z.unknown()).default({}) })
  .meta({ id: 'InvokePlugin' })

/** What came of it. */
export const pluginOutcomeSchema = z
  .strictObject({
    outlet: z
      .string()
      .describe('One of the action’s own, or `failed`: it was surely not done; `unknown`: nobody knows whether it was done.'),
    output: z.record(z.string(), z.unknown()).describe('Empty when it failed, or when nobody knows.'),
    reason: z.string().optional().describe('Why it failed, or why nobody knows: one word, such as `timeout`.'),
    message: z.string().optional().describe('The reason as an English sentence.'),
  })
  .meta({ id: 'PluginOutcome' })
export type PluginOutcome = z.infer<typeof pluginOutcomeSchema>

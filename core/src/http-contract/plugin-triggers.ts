import { z } from 'zod'
import { wordsSchema } from './plugins.ts'

/** `GET /api/v1/plugins/{name}/triggers`: what a plugin hears of its provider. */
export const pluginTriggersSchema = z
  .strictObject({
    triggers: z.array(
      z.strictObject({
        name: z.string(),
        title: wordsSchema,
        summary: wordsSchema,
        address: z.string().describe('To be told to the provider.'),
        secret: z
          .string()
          .optional()
          .describe('The key of the secret that it signs with; absent for what is not signed, and asked about.'),
        isReady: z.boolean().describe('Whether the secret is set; before that everything is refused.'),
      }),
    ),
    calls: z
      .array(
        z.strictObject({
          at: z.string(),
          trigger: z.string(),
          state: z
            .enum(['underWay', 'handled', 'ignored', 'failed', 'notSigned', 'tooOld'])
            .describe('`ignored`: the plugin had no use for it.'),
          reason: z.string().optional(),
          tookMs: z.int().optional(),
          repeats: z.int().describe('How often the same came again.'),
        }),
      )
      .describe('The last hundred, newest first.'),
  })
  .meta({ id: 'PluginTriggers' })
export type PluginTriggers = z.infer<typeof pluginTriggersSchema>

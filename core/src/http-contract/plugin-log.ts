import { z } from 'zod'

/** `GET /api/v1/plugins/{name}/log`: what a plugin said of itself. */
export const pluginLogSchema = z
  .strictObject({
    lines: z
      .array(
        z.strictObject({
          at: z.string(),
          action: z.string().describe('The action, or `trigger:` and the trigger.'),
          level: z.enum(['debug', 'info', 'warn', 'error']),
          text: z.string().describe('Without secrets, digits and personal values.'),
        }),
      )
      .describe('The last two hundred, newest first.'),
  })
  .meta({ id: 'PluginLog' })
export type PluginLog = z.infer<typeof pluginLogSchema>

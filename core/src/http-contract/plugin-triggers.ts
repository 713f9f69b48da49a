import { z } from 'zod'
import { callbackSchema } from './callbacks.ts'
import { wordsSchema } from './plugins.ts'

/** What a call rule made of an event. All but the first two: nobody is called. */
export const RULE_OUTCOMES = [
  'arranged',
  'putOff',
  'noNumber',
  'notANumber',
  'notAllowed',
  'notOurNumber',
  'flowNotLive',
  'noHours',
  'limit',
] as const

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
          started: z
            .array(
              z.strictObject({
                rule: z.string(),
                flow: z.string().describe('Its name.'),
                outcome: z
                  .enum(RULE_OUTCOMES)
                  .describe('`putOff`: to the next opening. `limit`: above what the rule may call in an hour.'),
                call: callbackSchema
                  .pick({ id: true, state: true, reason: true, dueAt: true, calledIn: true })
                  .nullable()
                  .describe('How the call stands; null when there is none, or not any more.'),
              }),
            )
            .describe('What each call rule made of it.'),
        }),
      )
      .describe('The last hundred, newest first.'),
  })
  .meta({ id: 'PluginTriggers' })
export type PluginTriggers = z.infer<typeof pluginTriggersSchema>

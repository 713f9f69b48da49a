import type { z } from 'zod'
import type { ActionContext, Outcome } from '../calls/action-context.ts'
import type { Switches } from '../config.ts'
import { asRead } from './contested-fields.ts'
import { type Refusal, refusal } from './refusal.ts'

/** An action of an NCCO, checked and ready to be carried out on a leg. */
export interface Action {
  action: string
  /** `audio` may carry bargeIn, `input` closes it, `other` must not follow it (V1.5). */
  role: 'audio' | 'input' | 'other'
  bargeIn: boolean
  perform(context: ActionContext): Promise<Outcome>
}

export interface ActionType {
  action: string
  read(raw: Record<string, unknown>, switches: Switches): Action | Refusal
}

interface ActionDefinition<Schema extends z.ZodObject> {
  action: string
  role: Action['role']
  schema: Schema
  /** The rule of each field, by its path without array indexes; `x.*` stands for what is inside x and not named. */
  rules: Record<string, string> | ((raw: Record<string, unknown>) => Record<string, string>)
  /** What a schema cannot say: which fields exclude each other. Returns the refusal, if there is one. */
  check?(config: z.infer<Schema>): Refusal | undefined
  bargeIn?(config: z.infer<Schema>): boolean
  perform(config: z.infer<Schema>, context: ActionContext): Promise<Outcome>
}

/** Makes an action type: its file is the one place that knows its fields, limits and behaviour. */
export function defineAction<Schema extends z.ZodObject>(definition: ActionDefinition<Schema>): ActionType {
  const { action, role, schema, rules } = definition
  return {
    action,
    read(raw, switches) {
      const { action: _name, ...given } = raw
      const { fields, refused } = asRead(action, given, switches)
      if (refused) return refused
      const parsed = schema.safeParse(switches.unknownFields === 'ignore' ? onlyKnown(fields, schema) : fields)
      if (!parsed.success) return toRefusal(parsed.error, typeof rules === 'function' ? rules(raw) : rules)
      const config = parsed.data
      return (
        definition.check?.(config) ?? {
          action,
          role,
          bargeIn: definition.bargeIn?.(config) ?? false,
          perform: (context) => definition.perform(config, context),
        }
      )
    },
  }
}

export function isRefusal(value: Action | Refusal): value is Refusal {
  return 'rule' in value
}

function onlyKnown(fields: Record<string, unknown>, schema: z.ZodObject): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name in schema.shape))
}

function toRefusal(error: z.ZodError, rules: Record<string, string>): Refusal {
  const [issue] = error.issues
  if (!issue) return refusal('V1.1-5', '')
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const names = [...issue.path.filter((part) => typeof part === 'string'), ...unknownKey]
  // the longest known part of the path names the rule
  for (let length = names.length; length > 0; length--) {
    const rule = rules[names.slice(0, length).join('.')] ?? rules[[...names.slice(0, length - 1), '*'].join('.')]
    if (rule) return refusal(rule, names.join('.'))
  }
  return refusal('V1.1-5', names.join('.'))
}

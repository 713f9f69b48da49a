import { z } from 'zod'

/** Names that texts can use as they stand: `{{ orderNumber }}`. */
export const variableNameSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/)
  .meta({ ui: 'variable' })

export const variableSchema = z.strictObject({
  name: variableNameSchema,
  type: z.enum(['text', 'number', 'boolean']),
  initial: z
    .union([z.string().max(1000), z.number(), z.boolean()])
    .optional()
    .describe('Its value when a call begins.'),
  sensitive: z.boolean().default(false).describe('Never shown in a log, a trace or a report.'),
  description: z.string().max(200).optional(),
})
export type Variable = z.infer<typeof variableSchema>
export type VariableType = Variable['type']

/** Blank is `null`: never set, or set to nothing. */
export type VariableValue = string | number | boolean | null
export type Variables = Readonly<Record<string, VariableValue>>

/** Facts of the call that every flow can read without declaring them; all of them text. */
export const CALL_FACTS = ['caller.number', 'called.number'] as const

/** What a condition or a text may read: a variable of the flow, or a fact of the call. */
export const readableNameSchema = z.union([variableNameSchema, z.enum(CALL_FACTS)]).meta({ ui: 'readable' })

/**
 * Brings a text into a variable's type. What cannot be read as one becomes blank, and the flow goes on.
 *
 * @returns `ok: false` when the text was not blank and yet could not be read.
 */
export function toVariableValue(text: string, type: VariableType): { ok: boolean; value: VariableValue } {
  const trimmed = text.trim()
  if (trimmed === '') return { ok: true, value: null }
  switch (type) {
    case 'text':
      return { ok: true, value: text }
    case 'number': {
      const value = Number(trimmed)
      return Number.isFinite(value) ? { ok: true, value } : { ok: false, value: null }
    }
    case 'boolean':
      if (/^(true|yes|1)$/i.test(trimmed)) return { ok: true, value: true }
      if (/^(false|no|0)$/i.test(trimmed)) return { ok: true, value: false }
      return { ok: false, value: null }
  }
}

import { z } from 'zod'
import type { BindingKind } from './binding.ts'

/** A JSON Schema as zod writes it, with our own marks (`template`, `ui`) on it. */
export interface ConfigSchema {
  type?: string
  title?: string
  description?: string
  default?: unknown
  /** What a field begins with that is left out until its author adds it. */
  examples?: readonly unknown[]
  enum?: readonly (string | number)[]
  const?: string | number | boolean
  properties?: Record<string, ConfigSchema>
  required?: readonly string[]
  additionalProperties?: ConfigSchema | boolean
  propertyNames?: ConfigSchema
  items?: ConfigSchema
  anyOf?: readonly ConfigSchema[]
  oneOf?: readonly ConfigSchema[]
  allOf?: readonly ConfigSchema[]
  $ref?: string
  $defs?: Record<string, ConfigSchema>
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  pattern?: string
  format?: string
  /** A Liquid text, and what it becomes. */
  template?: 'spoken' | 'value'
  /** Which control the form shows. */
  ui?: string
  /** With `ui: 'flow'`: callers go through it while they wait in a queue. */
  whileWaiting?: boolean
  /** With `ui: 'outcomes'`: outcomes of the flow that need no row. */
  except?: readonly string[]
  /** With `ui: 'binding'`: the kind of thing that the field names. */
  binding?: BindingKind
  /** What the words of an enum are called. */
  enumTitles?: Readonly<Record<string, string>>
  /** What of the flow's settings stands in for it while the card says nothing. */
  flowDefault?: 'attempts' | 'timeoutSeconds' | 'noInputPrompt' | 'noMatchPrompt'
  /** Seldom needed: the form shows it folded away. */
  advanced?: boolean
}

const schemas = new WeakMap<z.ZodType, ConfigSchema>()

/** The JSON Schema of a config, for forms and for finding marked fields. Made once per schema. */
export function configSchemaOf(schema: z.ZodType): ConfigSchema {
  const known = schemas.get(schema)
  if (known !== undefined) return known
  const made = z.toJSONSchema(schema, { io: 'input', reused: 'inline', unrepresentable: 'any' }) as ConfigSchema
  schemas.set(schema, made)
  return made
}

export interface MarkedField {
  path: readonly (string | number)[]
  value: unknown
  schema: ConfigSchema
}

/** Every field of a config whose schema carries the mark, wherever it is nested. */
export function markedFields(schema: ConfigSchema, value: unknown, mark: (schema: ConfigSchema) => boolean): MarkedField[] {
  const found: MarkedField[] = []
  const visit = (at: ConfigSchema, current: unknown, path: readonly (string | number)[]): void => {
    if (current === undefined || current === null) return
    const resolved = at.$ref === undefined ? at : { ...schema.$defs?.[at.$ref.split('/').at(-1) ?? ''], ...at, $ref: undefined }
    if (mark(resolved as ConfigSchema)) found.push({ path, value: current, schema: resolved as ConfigSchema })
    for (const option of [...(resolved.anyOf ?? []), ...(resolved.oneOf ?? []), ...(resolved.allOf ?? [])])
      visit(option, current, path)
    if (Array.isArray(current)) {
      if (resolved.items !== undefined)
        for (const [index, item] of current.entries()) visit(resolved.items, item, [...path, index])
      return
    }
    if (typeof current !== 'object') return
    for (const [key, field] of Object.entries(current)) {
      const inner =
        resolved.properties?.[key] ??
        (typeof resolved.additionalProperties === 'object' ? resolved.additionalProperties : undefined)
      if (inner !== undefined) visit(inner, field, [...path, key])
    }
  }
  visit(schema, value, [])
  // an option of a union may be reached twice
  const seen = new Set<string>()
  return found.filter(({ path }) => {
    const key = JSON.stringify(path)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

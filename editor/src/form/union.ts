import type { ConfigSchema } from '@patchbay/core'
import { type NewFields, newValue } from './list-items.ts'

/** One way to fill in a field that can be filled in several ways. */
export interface UnionOption {
  tag: string
  schema: ConfigSchema
}

export interface Union {
  /** The field that says which option is meant. */
  tagName: string
  options: readonly UnionOption[]
}

/** The options of a field whose objects are told apart by a constant; undefined for every other field. */
export function unionOf(schema: ConfigSchema): Union | undefined {
  const options = schema.oneOf ?? schema.anyOf ?? []
  const [first] = options
  const tagName = Object.entries(first?.properties ?? {}).find(([, { const: tag }]) => tag !== undefined)?.[0]
  if (tagName === undefined) return undefined
  const tagged = options.flatMap((option): UnionOption[] => {
    const tag = option.properties?.[tagName]?.const
    return tag === undefined ? [] : [{ tag: String(tag), schema: option }]
  })
  return tagged.length === options.length ? { tagName, options: tagged } : undefined
}

/** The field filled in as another option: what the author wrote stays where the new option can hold it. */
export function switchedTo(option: UnionOption, value: unknown, fields: NewFields): unknown {
  const fresh = newValue(option.schema, fields)
  if (!isRecord(fresh) || !isRecord(value)) return fresh
  const kept = Object.entries(option.schema.properties ?? {}).flatMap(([name, schema]) =>
    name in value && fits(schema, value[name]) ? [[name, value[name]] as const] : [],
  )
  return { ...fresh, ...Object.fromEntries(kept) }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Looks no deeper than the value itself: validation says what is wrong within. */
function fits({ const: fixed, enum: among, type, pattern, format }: ConfigSchema, value: unknown): boolean {
  if (fixed !== undefined) return value === fixed
  if (among !== undefined) return among.some((word) => word === value)
  switch (type) {
    case 'string':
      return typeof value === 'string' && (pattern === undefined || new RegExp(pattern).test(value)) && format === undefined
    case 'integer':
    case 'number':
      return typeof value === 'number'
    case 'boolean':
      return typeof value === 'boolean'
    case 'array':
      return Array.isArray(value)
    default:
      return isRecord(value)
  }
}

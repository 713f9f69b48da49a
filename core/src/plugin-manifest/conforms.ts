import type { ObjectSchema, ValueSchema } from './value-schema.ts'

/** What a value has wrong, and where: `items[0].price`. */
export interface ValueFault {
  path: string
  problem: 'missing' | 'unknown' | 'type' | 'range' | 'choice'
  /** What stands there in the schema; absent of what it does not know. */
  wanted?: ValueSchema
}

/**
 * Holds a value against a schema. Texts are counted in UTF-16 units; formats are words for people and not checked.
 *
 * @param partly Required properties of the outermost object may be absent: not every way out has everything to say.
 */
export function faultsOf(schema: ValueSchema, value: unknown, { partly = false } = {}, path = ''): ValueFault[] {
  const fault = (problem: ValueFault['problem']): ValueFault[] => [{ path, problem, wanted: schema }]
  switch (schema.type) {
    case 'string':
      if (typeof value !== 'string') return fault('type')
      if (schema.enum !== undefined && !schema.enum.includes(value)) return fault('choice')
      return isWithin(value.length, schema.minLength, schema.maxLength) ? [] : fault('range')
    case 'number':
    case 'integer':
      if (typeof value !== 'number' || !Number.isFinite(value)) return fault('type')
      if (schema.type === 'integer' && !Number.isInteger(value)) return fault('type')
      return isWithin(value, schema.minimum, schema.maximum) ? [] : fault('range')
    case 'boolean':
      return typeof value === 'boolean' ? [] : fault('type')
    case 'array':
      if (!Array.isArray(value)) return fault('type')
      if (!isWithin(value.length, schema.minItems, schema.maxItems)) return fault('range')
      return value.flatMap((item, index) => faultsOf(schema.items, item, {}, `${path}[${index}]`))
    case 'object':
      return objectFaults(schema, value, partly, path)
  }
}

function objectFaults(schema: ObjectSchema, value: unknown, partly: boolean, path: string): ValueFault[] {
  const { properties, required = [] } = schema
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ path, problem: 'type', wanted: schema }]
  const at = (name: string) => (path === '' ? name : `${path}.${name}`)
  const missing = partly ? [] : required.filter((name) => !Object.hasOwn(value, name))
  return [
    ...missing.map((name): ValueFault => ({ path: at(name), problem: 'missing' })),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const known = Object.hasOwn(properties, name) ? properties[name] : undefined
      return known === undefined ? [{ path: at(name), problem: 'unknown' as const }] : faultsOf(known, inner, {}, at(name))
    }),
  ]
}

const isWithin = (size: number, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): boolean =>
  size >= min && size <= max

/** What a text's characters, a number or a list's entries may be, at least and at most. */
export interface Bounds {
  of: 'characters' | 'value' | 'entries'
  min: number | undefined
  max: number | undefined
}

/** Undefined of what has none. */
export function boundsOf(schema: ValueSchema): Bounds | undefined {
  switch (schema.type) {
    case 'string':
      return { of: 'characters', min: schema.minLength, max: schema.maxLength }
    case 'number':
    case 'integer':
      return { of: 'value', min: schema.minimum, max: schema.maximum }
    case 'array':
      return { of: 'entries', min: schema.minItems, max: schema.maxItems }
    default:
      return undefined
  }
}

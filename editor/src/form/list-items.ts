import type { ConfigSchema, Key, Language } from '@patchbay/core'

/** In the order in which menus give them out. */
export const KEYS: readonly Key[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#']

/** The choice of leaving a field out. */
export const NONE = '·none·'

/** The id of a new way out: a number that no item ever had keeps old cords from coming back to life. */
export function freshOutlet(taken: readonly unknown[], prefix: string): string {
  const used = taken.map((id) => Number(/(\d+)$/.exec(String(id))?.[1] ?? 0))
  return `${prefix}${Math.max(0, taken.length, ...used) + 1}`
}

/** The next key that no other choice has; none when all twelve are taken. */
export function nextFreeKey(taken: readonly unknown[]): Key | undefined {
  return KEYS.find((key) => !taken.includes(key))
}

/** What a new value of a field is made with. */
export interface NewFields {
  /** The languages that callers can hear. */
  languages: readonly Language[]
}

/**
 * A new item of a list: what must be filled in begins empty, but a way out gets an id of its own, and a key or a language is
 * the next that no other item has.
 *
 * @param field The list's name within the form: `choices` gives `choice3`.
 */
export function newItem(schema: ConfigSchema, field: string, items: readonly unknown[], fields: NewFields): unknown {
  const made = newValue(schema, fields)
  if (typeof made !== 'object' || made === null) return made
  const column = (name: string): unknown[] =>
    items.map((item) => (typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[name] : undefined))
  const item: Record<string, unknown> = { ...made }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const own = forNeighbours(property, column(name), field, fields)
    if (own !== undefined) item[name] = own
  }
  return item
}

/** What depends on the other items of the list. */
function forNeighbours(schema: ConfigSchema, taken: readonly unknown[], field: string, { languages }: NewFields): unknown {
  if (schema.ui === 'hidden') return freshOutlet(taken, field.replace(/s$/, ''))
  if (schema.ui === 'keys') {
    const key = nextFreeKey(taken.flat())
    return key === undefined ? [] : [key]
  }
  if (schema.ui === 'language') return [...languages, ...(schema.enum ?? [])].find((language) => !taken.includes(language))
  if (schema.default !== undefined) return undefined
  if (schema.enum !== undefined) return inOrder(schema.enum).find((word) => !taken.includes(word))
  // shares and the like: as much as the one before
  return schema.type === 'integer' ? taken.at(-1) : undefined
}

/** Keys are given out from 1, and 0 after 9. */
const inOrder = (words: readonly (string | number)[]): readonly (string | number)[] =>
  KEYS.every((key) => words.includes(key)) ? KEYS : words

/** What a field begins with when it is added. Numbers without a default or an example stay empty: any would be a guess. */
export function newValue(schema: ConfigSchema, fields: NewFields): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.ui === 'prompt') return { text: {} }
  if (schema.ui === 'conditions') return [newCondition()]
  if (schema.ui === 'language') return fields.languages[0]
  if (schema.enum !== undefined) return inOrder(schema.enum)[0]
  switch (schema.type) {
    case 'string':
      return ''
    case 'boolean':
      return false
    case 'array':
      return []
    case 'integer':
    case 'number':
      return schema.examples?.[0]
    case 'object':
      return newObject(schema, fields)
    default: {
      const [first] = schema.oneOf ?? schema.anyOf ?? []
      return first === undefined ? undefined : newValue(first, fields)
    }
  }
}

function newObject(schema: ConfigSchema, fields: NewFields): Record<string, unknown> {
  const made: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (property.default === undefined && schema.required?.includes(name) !== true) continue
    const value = newValue(property, fields)
    if (value !== undefined) made[name] = value
  }
  return made
}

export const newCondition = (): Record<string, unknown> => ({ variable: 'caller.number', operator: 'equals', value: '' })

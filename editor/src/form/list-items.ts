import type { ConfigSchema, Key } from '@patchbay/core'

/** In the order in which menus give them out. */
export const KEYS: readonly Key[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#']

/** The id of a new way out: a number that no item ever had keeps old cords from coming back to life. */
export function freshOutlet(taken: readonly unknown[], prefix: string): string {
  const used = taken.map((id) => Number(/(\d+)$/.exec(String(id))?.[1] ?? 0))
  return `${prefix}${Math.max(0, taken.length, ...used) + 1}`
}

/** The next key that no other choice has; none when all twelve are taken. */
export function nextFreeKey(taken: readonly unknown[]): Key | undefined {
  return KEYS.find((key) => !taken.includes(key))
}

/**
 * A new item of a list: what must be filled in begins empty, but a way out gets an id and a free key of its own.
 *
 * @param field The list's name within the form: `choices` gives `choice3`.
 */
export function newItem(schema: ConfigSchema, field: string, items: readonly unknown[]): Record<string, unknown> {
  const column = (name: string): unknown[] =>
    items.map((item) => (typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[name] : undefined))
  const made: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (property.ui === 'hidden') made[name] = freshOutlet(column(name), field.replace(/s$/, ''))
    else if (property.ui === 'keys') {
      const key = nextFreeKey(column(name).flat())
      made[name] = key === undefined ? [] : [key]
    } else if (property.ui === 'conditions') made[name] = [newCondition()]
    else if (property.default !== undefined) made[name] = property.default
    else if (property.type === 'array') made[name] = []
    else if (property.type === 'string') made[name] = ''
  }
  return made
}

export const newCondition = (): Record<string, unknown> => ({ variable: 'caller.number', operator: 'equals', value: '' })

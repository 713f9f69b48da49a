import type { CollectionErasing, ErasingLink } from './erasing-schema.ts'

type Value = Readonly<Record<string, unknown>>

/** Who is erased: what is known of a customer. */
export interface ErasedCustomer {
  /** Digits alone, with the country code. */
  numbers: readonly string[]
  /** Ids of the customer in what keeps customers. */
  ids: ReadonlySet<string>
}

/**
 * Whether a record is about a customer.
 *
 * @param goes Whether a record of the plugin's own is one that goes, by its collection and id.
 */
export function isAbout(
  { by }: CollectionErasing,
  value: Value,
  { numbers, ids }: ErasedCustomer,
  goes: (collection: string, id: string) => boolean,
): boolean {
  const isNumber = (text: string) => numbers.includes(digitsOf(text))
  const says = (link: ErasingLink, text: string): boolean => {
    switch (link.names) {
      case 'telephone':
        return isNumber(text)
      case 'customer':
        return isNumber(text) || ids.has(text.trim())
      case 'record':
        return goes(link.of, text)
    }
  }
  return by.some((link) => textsAt(value, link.field).some((text) => says(link, text)))
}

/** A record without some of its fields; in lists without those of each entry. */
export const blanked = (value: Value, paths: readonly string[]): Value =>
  paths.reduce<Value>((rest, path) => without(rest, path.split('.')) as Value, value)

function without(value: unknown, [step = '', ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((entry) => without(entry, [step, ...rest]))
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return value
  const { [step]: inner, ...others } = value as Record<string, unknown>
  return rest.length === 0 ? others : { ...others, [step]: without(inner, rest) }
}

/** However a number is written: with + or 00, with spaces and brackets, behind the name of a channel. */
const digitsOf = (text: string): string => text.replace(/\D/g, '').replace(/^00/, '')

function textsAt(value: Value, field: string): string[] {
  const found = Object.hasOwn(value, field) ? value[field] : undefined
  return [found].flat(4).filter((one) => typeof one === 'string')
}

/** Ids that are shorter than this may stand anywhere by chance. */
const TELLING = 6

/** Says whether a text of any kind speaks of a customer: has a number or an id of theirs as a word of its own. */
export function speakingOf({ numbers, ids }: ErasedCustomer): (text: string) => boolean {
  const telling = [...ids].filter((id) => id.length >= TELLING).map((id) => id.replace(/[^A-Za-z0-9]/g, '\\$&'))
  const spelled = numbers.map((number) => `(?:00)?${[...number].join('[ ().-]{0,2}')}`)
  const patterns = [
    ...(spelled.length > 0 ? [new RegExp(`(?<![0-9])(?:${spelled.join('|')})(?![0-9])`)] : []),
    ...(telling.length > 0 ? [new RegExp(`(?<![A-Za-z0-9])(?:${telling.join('|')})(?![A-Za-z0-9])`)] : []),
  ]
  return (text) => patterns.some((pattern) => pattern.test(text))
}

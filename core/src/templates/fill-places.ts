/** Something that a flow of a template leaves open: `[[business]]`. */
const PLACE = /\[\[([A-Za-z][A-Za-z0-9:._-]*)\]\]/g
const ONLY_PLACE = /^\[\[([A-Za-z][A-Za-z0-9:._-]*)\]\]$/

/** What stands in a place, by its name; undefined where there is no such place. */
export type Places = (name: string) => unknown

/** The places that a value leaves open, each once. */
export function placesIn(value: unknown): string[] {
  const found = new Set<string>()
  const visit = (at: unknown): void => {
    if (typeof at === 'string') for (const [, name = ''] of at.matchAll(PLACE)) found.add(name)
    else if (typeof at === 'object' && at !== null) for (const part of Object.values(at)) visit(part)
  }
  visit(value)
  return [...found]
}

/**
 * A value with its places filled in. A text that is nothing but a place becomes what stands there, be it a number or a list; within
 * a text it is written out. What was filled in is not looked at again: an answer cannot bring in a place.
 *
 * @param unknown Told of each place that there is not.
 */
export function fillPlaces(value: unknown, places: Places, unknown: (name: string) => void): unknown {
  const stands = (name: string): unknown => {
    const found = places(name)
    if (found === undefined) unknown(name)
    return found
  }
  const visit = (at: unknown): unknown => {
    if (typeof at === 'string') {
      const [, only] = ONLY_PLACE.exec(at) ?? []
      if (only !== undefined) return stands(only) ?? ''
      return at.replace(PLACE, (_, name: string) => String(stands(name) ?? ''))
    }
    if (Array.isArray(at)) return at.map(visit)
    if (typeof at !== 'object' || at === null) return at
    return Object.fromEntries(Object.entries(at).map(([key, part]) => [key, visit(part)]))
  }
  return visit(value)
}

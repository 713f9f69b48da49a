import { valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { MongoError, refuse } from '../errors.ts'
import { type Filter, parseFilter } from '../query/filter.ts'

export type ArrayFilters = ReadonlyMap<string, Filter>

/** `arrayFilters` of an update, by identifier. @throws {MongoError} 9 */
export function parseArrayFilters(option: BsonValue | undefined): ArrayFilters {
  const filters = new Map<string, Filter>()
  for (const document of option?.type === T.array ? valuesOf(option) : []) {
    const filter = parseFilter(document)
    const identifiers = new Set(namesIn(filter))
    const [identifier, ...others] = identifiers
    if (identifier === undefined || others.length > 0) {
      throw new MongoError(
        9,
        `Error parsing array filter :: Expected a single top-level field name, found '${[...identifiers].join("' and '")}'`,
      )
    }
    if (!/^[a-z][a-zA-Z0-9]*$/.test(identifier)) {
      throw new MongoError(
        2,
        `Error parsing array filter :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${identifier}'`,
      )
    }
    if (filters.has(identifier))
      throw new MongoError(9, `Found multiple array filters with the same top-level field name ${identifier}`)
    filters.set(identifier, onItem(filter))
  }
  return filters
}

function namesIn(filter: Filter): string[] {
  if (filter.kind === 'field') return [filter.path[0] ?? '']
  if (filter.kind === 'expr') return refuse('$expr in an array filter')
  return filter.kind === 'not' ? namesIn(filter.filter) : filter.filters.flatMap(namesIn)
}

/** The same filter with the identifier taken off each path, so that it reads from the array's item. */
function onItem(filter: Filter): Filter {
  if (filter.kind === 'field') return { ...filter, path: filter.path.slice(1) }
  if (filter.kind === 'expr') return filter
  return filter.kind === 'not'
    ? { kind: 'not', filter: onItem(filter.filter) }
    : { kind: filter.kind, filters: filter.filters.map(onItem) }
}

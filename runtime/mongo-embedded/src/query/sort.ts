import { compareValues } from '../bson/compare.ts'
import { numberOf } from '../bson/number.ts'
import { elementsOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { MongoError, refuse } from '../errors.ts'
import type { Collation } from './collation.ts'
import { indexedValues } from './indexed-values.ts'

export interface SortField {
  readonly name: string
  readonly path: readonly string[]
  readonly descending: boolean
  readonly collation?: Collation | undefined
}

/** @throws {MongoError} 15975 for a direction that is neither 1 nor -1. */
export function parseSort(document: BsonValue | undefined, collation?: Collation): SortField[] {
  if (document === undefined || document.type !== T.object) return []
  return elementsOf(document).map(({ name, value }) => {
    const direction = value.isNumber ? numberOf(value) : 0
    if (value.type === T.object) refuse('a $meta sort')
    if (name.startsWith('$')) refuse(`a sort by ${name}`)
    if (direction !== 1 && direction !== -1) {
      throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
    }
    return { name, path: name.split('.'), descending: direction === -1, collation }
  })
}

/** Sorts in place, stably. An array counts as its lowest item going up, its highest going down. */
export function sortDocuments(documents: BsonValue[], fields: readonly SortField[]): BsonValue[] {
  const keyed = documents.map((document) => ({ document, keys: fields.map((field) => sortKey(document, field)) }))
  keyed.sort((a, b) => {
    for (const [index, { descending, collation }] of fields.entries()) {
      const order = compareValues(a.keys[index] as BsonValue, b.keys[index] as BsonValue, collation)
      if (order !== 0) return descending ? -order : order
    }
    return 0
  })
  return keyed.map(({ document }) => document)
}

function sortKey(document: BsonValue, { path, descending, collation }: SortField): BsonValue {
  const values = indexedValues(document, path)
  let key = values[0] as BsonValue
  for (const value of values) {
    const order = compareValues(value, key, collation)
    if (descending ? order > 0 : order < 0) key = value
  }
  return key
}

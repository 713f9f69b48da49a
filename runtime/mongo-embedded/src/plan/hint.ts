import { equalValues } from '../bson/compare.ts'
import { elementsOf, fieldOf, stringOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { MongoError } from '../errors.ts'
import type { Collection } from '../storage/collection.ts'
import { ID_INDEX, NATURAL } from './choose-plan.ts'

/** Name of the index that a hint means. @throws {MongoError} 2 when there is none. */
export function hintedIndex(hint: BsonValue | undefined, collection: Collection | undefined): string | undefined {
  if (hint === undefined || hint.isNullish || collection === undefined) return undefined
  if (hint.type === T.object && elementsOf(hint).length === 0) return undefined
  const name = hint.type === T.string ? stringOf(hint) : nameOfKey(hint, collection)
  if (name === ID_INDEX || name === NATURAL || (name !== undefined && collection.state.indexes.has(name))) return name
  throw new MongoError(2, 'planner returned error :: caused by :: hint provided does not correspond to an existing index')
}

function nameOfKey(key: BsonValue, { state }: Collection): string | undefined {
  const [first, ...others] = elementsOf(key)
  if (first?.name === '_id' && others.length === 0) return ID_INDEX
  if (first?.name === NATURAL && others.length === 0) return NATURAL
  return [...state.indexes.values()].find(({ specification }) => equalValues(fieldOf(specification, 'key') as BsonValue, key))
    ?.name
}

import { equalValues } from '../bson/compare.ts'
import { numberOf } from '../bson/number.ts'
import { elementsOf, fieldOf, isTruthy, stringOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { objectOf, toBson } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import { ID_INDEX } from '../plan/choose-plan.ts'
import type { Collection } from '../storage/collection.ts'
import { cursorReply, existing, type Handler } from './database.ts'
import { writable } from './write-commands.ts'

const ID_SPECIFICATION = toBson({ v: 2, key: { _id: 1 }, name: ID_INDEX })
/** Options that are kept and change nothing here. */
const NEUTRAL = ['v', 'background', 'ns', 'hidden']
const KNOWN = ['key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', ...NEUTRAL]

export const createIndexes: Handler = async (command, database) => {
  command.allow(['indexes', 'commitQuorum'])
  const specifications = command.documents('indexes').map(normalised)
  const writes = database.store.begin()
  const createdCollection = existing(database, command) === undefined
  const collection = writable(database, command, writes)
  const before = collection.state.indexes.size + 1
  // all are checked before the first is built
  const wanted = specifications.filter((specification) => !isThere(collection, specification))
  for (const specification of wanted) {
    // the request itself may name an index twice
    if (!isThere(collection, specification)) database.catalog.createIndex(collection, specification, writes)
  }
  await database.store.commit(writes)
  const numIndexesAfter = collection.state.indexes.size + 1
  const note = wanted.length === 0 ? { note: 'all indexes already exist' } : {}
  return { numIndexesBefore: before, numIndexesAfter, createdCollectionAutomatically: createdCollection, ...note }
}

/** The specification in the order in which MongoDB lists it. @throws {MongoError} 67, 197, 238. */
function normalised(specification: BsonValue): BsonValue {
  const key = fieldOf(specification, 'key')
  if (key?.type !== T.object || elementsOf(key).length === 0) throw new MongoError(67, 'Index keys cannot be an empty object')
  for (const { name, value } of elementsOf(key)) {
    if (value.type === T.string) refuse(`an index of type '${stringOf(value)}'`)
    if (!value.isNumber || numberOf(value) === 0 || Number.isNaN(numberOf(value)))
      throw new MongoError(67, `Values in v:2 index key pattern cannot be of this type or 0: ${name}`)
    if (name.includes('$**')) refuse('a wildcard index')
    if (name === '' || name.split('.').some((part) => part === '' || part.startsWith('$')))
      throw new MongoError(67, `Index key contains an illegal field name: '${name}'`)
  }
  const options = elementsOf(specification)
  for (const { name, value } of options) {
    if (
      name === 'collation' &&
      fieldOf(value, 'locale') !== undefined &&
      stringOf(fieldOf(value, 'locale') as BsonValue) !== 'simple'
    )
      refuse('a collation of an index')
    if (!KNOWN.includes(name) && name !== 'collation')
      throw new MongoError(197, `The field '${name}' is not valid for an index specification`)
  }
  const option = (name: string) => options.find((other) => other.name === name)?.value
  const expire = option('expireAfterSeconds')
  if (expire !== undefined && (!expire.isNumber || !(numberOf(expire) >= 0) || elementsOf(key).length > 1)) {
    throw new MongoError(67, "TTL index 'expireAfterSeconds' must be a number that is not negative, on an index of one field")
  }
  if (option('sparse') !== undefined && isTruthy(option('sparse')) && option('partialFilterExpression') !== undefined) {
    throw new MongoError(67, 'cannot mix "partialFilterExpression" and "sparse" options')
  }
  const name = option('name')?.type === T.string ? (option('name') as BsonValue) : toBson(defaultName(key))
  const kept = options.filter((element) => !['v', 'key', 'name', 'background', 'ns', 'collation'].includes(element.name))
  return objectOf([
    ['v', toBson(2)],
    ['key', key],
    ['name', name],
    ...kept.map((element) => [element.name, element.value] as const),
  ])
}

function defaultName(key: BsonValue): string {
  return elementsOf(key)
    .map(({ name, value }) => `${name}_${numberOf(value)}`)
    .join('_')
}

/** @throws {MongoError} 85, 86 when there is a different index of that name, or of those keys. */
function isThere(collection: Collection, specification: BsonValue): boolean {
  const key = fieldOf(specification, 'key') as BsonValue
  const name = stringOf(fieldOf(specification, 'name') as BsonValue)
  if (equalValues(key, fieldOf(ID_SPECIFICATION, 'key') as BsonValue)) return true
  const named = collection.state.indexes.get(name)
  if (named !== undefined) {
    if (equalValues(sorted(named.specification), sorted(specification))) return true
    throw new MongoError(86, `An existing index has the same name as the requested index. Requested index: ${name}`)
  }
  for (const index of collection.state.indexes.values()) {
    const sameKey = equalValues(fieldOf(index.specification, 'key') as BsonValue, key)
    const samePartial = equalValues(partialOf(index.specification), partialOf(specification))
    if (sameKey && samePartial) throw new MongoError(85, `Index already exists with a different name: ${index.name}`)
  }
  return false
}

function partialOf(specification: BsonValue): BsonValue {
  return fieldOf(specification, 'partialFilterExpression') ?? toBson(null)
}

/** The same options in another order, or switched off, are the same index. */
function sorted(specification: BsonValue): BsonValue {
  const options = elementsOf(specification).filter(({ value }) => value.type !== T.bool || isTruthy(value))
  return objectOf(options.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, value }) => [name, value] as const))
}

export const dropIndexes: Handler = async (command, database) => {
  command.allow(['index'])
  const collection = existing(database, command)
  if (collection === undefined) throw new MongoError(26, `ns not found ${command.database}.${command.collection}`)
  const wanted = command.option('index')
  const before = collection.state.indexes.size + 1
  const indexes = wanted === undefined ? [] : chosen(collection, wanted)
  const writes = database.store.begin()
  const removals = indexes.map((index) => database.catalog.dropIndex(collection, index, writes))
  await database.store.commit(writes)
  for (const remove of removals) await remove()
  return { nIndexesWas: before }
}

function chosen(collection: Collection, wanted: BsonValue) {
  const all = [...collection.state.indexes.values()]
  if (wanted.type === T.array) return valuesOf(wanted).map((name) => named(collection, name))
  if (wanted.type === T.string && stringOf(wanted) === '*') return all
  return [named(collection, wanted)]
}

function named(collection: Collection, wanted: BsonValue) {
  if (wanted.type === T.string && stringOf(wanted) === ID_INDEX) throw new MongoError(72, 'cannot drop _id index')
  const found =
    wanted.type === T.string
      ? collection.state.indexes.get(stringOf(wanted))
      : [...collection.state.indexes.values()].find(({ specification }) =>
          equalValues(fieldOf(specification, 'key') as BsonValue, wanted),
        )
  if (found === undefined) throw new MongoError(27, 'index not found with that name or key')
  return found
}

export const listIndexes: Handler = (command, database) => {
  command.allow(['cursor'])
  const collection = existing(database, command)
  if (collection === undefined) throw new MongoError(26, `ns does not exist: ${command.database}.${command.collection}`)
  const specifications = [ID_SPECIFICATION, ...[...collection.state.indexes.values()].map(({ specification }) => specification)]
  return cursorReply(0n, `${command.database}.${command.collection}`, specifications)
}

import { fieldOf } from '../bson/read.ts'
import { type BsonValue, documentOf, T } from '../bson/value.ts'
import { intValue, objectOf } from '../bson/write.ts'
import { MongoError } from '../errors.ts'
import { typeName } from '../query/type-names.ts'
import { describe } from './describe.ts'
import { entriesOf, type Index, type IndexEntries, type IndexEntry, keyOfId } from './index-entries.ts'
import { EVERYTHING, type Table, type View } from './table.ts'
import type { Writes } from './writes.ts'

export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024

export interface CollectionState {
  readonly database: string
  readonly name: string
  readonly uuid: Buffer
  readonly tableName: string
  readonly table: Table
  /** Options of `create`, for `listCollections`. */
  readonly options: BsonValue
  readonly indexes: Map<string, Index>
  unorderedIds: boolean
}

/** One document each, with all its index entries. Every method checks everything before it writes anything. */
export class Collection {
  readonly state: CollectionState
  /** Keeps what the collection learns about its keys (arrays met, order lost) in the catalog. */
  readonly #onLearned: (writes: Writes) => void
  /** No key of an `_id` is above this one; undefined before the first insert. */
  #highestId: Buffer | undefined

  constructor(state: CollectionState, onLearned: (writes: Writes) => void) {
    this.state = state
    this.#onLearned = onLearned
  }

  get namespace(): string {
    return `${this.state.database}.${this.state.name}`
  }

  get(idKey: Buffer, view: View): BsonValue | undefined {
    const bytes = this.state.table.get(idKey, view)
    return bytes === undefined ? undefined : documentOf(bytes)
  }

  /** @throws {MongoError} 11000, 10334 or for an `_id` that can not be one. */
  insert(document: BsonValue, writes: Writes): void {
    assertSize(document)
    const id = fieldOf(document, '_id')
    assertId(id)
    const { key: idKey, unordered } = keyOfId(id)
    if (this.#holdsId(idKey)) throw this.#duplicate('_id_', objectOf([['_id', intValue(1)]]), objectOf([['_id', id]]))
    if (this.state.indexes.size > 0) {
      const added = this.#checked(document, idKey)
      for (const [index, { entries }] of added) for (const { key, value } of entries) writes.put(index.table, key, value)
      this.#learn(added, writes)
    }
    if (unordered && !this.state.unorderedIds) {
      this.state.unorderedIds = true
      this.#onLearned(writes)
    }
    writes.put(this.state.table, idKey, document.raw())
    if (this.#isAboveAll(idKey)) this.#highestId = idKey
  }

  /** ObjectIds follow the clock, so that most of them are above all there are: no need to look. */
  #holdsId(idKey: Buffer): boolean {
    return !this.#isAboveAll(idKey) && this.state.table.has(idKey)
  }

  #isAboveAll(idKey: Buffer): boolean {
    if (this.#highestId === undefined) {
      const [last] = this.state.table.range(EVERYTHING, 'latest', true)
      this.#highestId = last?.key ?? Buffer.alloc(0)
    }
    return idKey.compare(this.#highestId) > 0
  }

  /** @throws {MongoError} 11000, 66, 17419. */
  replace(idKey: Buffer, before: BsonValue, after: BsonValue, writes: Writes): void {
    if (sizeOf(after) > MAX_DOCUMENT_BYTES)
      throw new MongoError(17419, `Resulting document after update is larger than ${MAX_DOCUMENT_BYTES}`)
    if (this.state.indexes.size > 0) {
      const added = this.#checked(after, idKey)
      for (const [index, { entries }] of added) {
        const old = entriesOf(index, before, idKey).entries
        for (const { key } of notIn(entries, old)) writes.remove(index.table, key)
        for (const { key, value } of notIn(old, entries)) writes.put(index.table, key, value)
      }
      this.#learn(added, writes)
    }
    writes.put(this.state.table, idKey, after.raw())
  }

  remove(idKey: Buffer, document: BsonValue, writes: Writes): void {
    for (const index of this.state.indexes.values()) {
      for (const { key } of entriesOf(index, document, idKey).entries) writes.remove(index.table, key)
    }
    writes.remove(this.state.table, idKey)
  }

  /** Fills a new index from the documents there are. @throws {MongoError} 11000 before anything is written. */
  build(index: Index, writes: Writes): void {
    const entries = new Map<string, { key: Buffer; value: Buffer }>()
    for (const { key: idKey, value } of this.state.table.range(EVERYTHING, 'latest')) {
      const found = entriesOf(index, documentOf(value), idKey)
      for (const entry of found.entries) {
        const id = entry.key.toString('latin1')
        if (index.unique && entries.has(id)) throw this.#duplicateEntry(index, entry.values)
        entries.set(id, entry)
      }
      learnFrom(index, found)
    }
    for (const { key, value } of entries.values()) writes.put(index.table, key, value)
  }

  #checked(document: BsonValue, idKey: Buffer): [Index, IndexEntries][] {
    const all: [Index, IndexEntries][] = []
    for (const index of this.state.indexes.values()) {
      const found = entriesOf(index, document, idKey)
      if (index.unique) {
        for (const { key, values } of found.entries) {
          const owner = index.table.get(key, 'latest')
          if (owner !== undefined && !owner.equals(idKey)) throw this.#duplicateEntry(index, values)
        }
      }
      all.push([index, found])
    }
    return all
  }

  #learn(added: readonly [Index, IndexEntries][], writes: Writes): void {
    let learned = false
    for (const [index, found] of added) learned = learnFrom(index, found) || learned
    if (learned) this.#onLearned(writes)
  }

  #duplicateEntry(index: Index, values: readonly BsonValue[]): MongoError {
    const pattern = objectOf(index.fields.map(({ name, descending }) => [name, intValue(descending ? -1 : 1)] as const))
    const value = objectOf(index.fields.map(({ name }, position) => [name, values[position] as BsonValue] as const))
    return this.#duplicate(index.name, pattern, value)
  }

  #duplicate(indexName: string, keyPattern: BsonValue, keyValue: BsonValue): MongoError {
    const message = `E11000 duplicate key error collection: ${this.namespace} index: ${indexName} dup key: ${describe(keyValue)}`
    return new MongoError(11000, message, { keyPattern, keyValue })
  }
}

/** Those of `entries` whose keys are not among `others`. */
function notIn(others: readonly IndexEntry[], entries: readonly IndexEntry[]): readonly IndexEntry[] {
  const [other] = others
  if (others.length === 1 && other !== undefined) return entries.filter(({ key }) => !key.equals(other.key))
  const keys = new Set(others.map(({ key }) => key.toString('latin1')))
  return entries.filter(({ key }) => !keys.has(key.toString('latin1')))
}

function learnFrom(index: Index, { throughArray, unordered }: IndexEntries): boolean {
  let learned = false
  for (const [position, isArray] of throughArray.entries()) {
    if (isArray && !index.multikey[position]) {
      index.multikey[position] = true
      learned = true
    }
  }
  if (unordered && !index.unordered) {
    index.unordered = true
    learned = true
  }
  return learned
}

const sizeOf = (document: BsonValue): number => document.end - document.start

function assertSize(document: BsonValue): void {
  const size = sizeOf(document)
  if (size > MAX_DOCUMENT_BYTES) {
    throw new MongoError(
      10334,
      `BSONObj size: ${size} (0x${size.toString(16).toUpperCase()}) is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}`,
    )
  }
}

function assertId(id: BsonValue | undefined): asserts id is BsonValue {
  if (id === undefined) throw new MongoError(2, "The document has no '_id'")
  if (id.type === T.array || id.type === T.regex || id.type === T.undefined) {
    throw new MongoError(53, `The '_id' value cannot be of type ${typeName(id.type)}`)
  }
}

import { KeyWriter } from '../bson/ordered-key.ts'
import type { BsonValue } from '../bson/value.ts'
import type { Filter } from '../query/filter.ts'
import { indexedTuples } from '../query/indexed-values.ts'
import { matches } from '../query/match.ts'
import type { Table } from './table.ts'

export interface IndexField {
  readonly name: string
  readonly path: readonly string[]
  readonly descending: boolean
}

export interface Index {
  readonly name: string
  readonly tableName: string
  readonly table: Table
  readonly fields: readonly IndexField[]
  /** Of its fields. */
  readonly paths: readonly (readonly string[])[]
  /** As the client sent it, for `listIndexes`. */
  readonly specification: BsonValue
  readonly unique: boolean
  readonly sparse: boolean
  readonly partialFilter: Filter | undefined
  readonly expireAfterSeconds: number | undefined
  /** For each field, whether any document ever had an array there. */
  readonly multikey: boolean[]
  /** Whether any key was too long or too exotic to keep its order; equality works, sorting and ranges do not use the index then. */
  unordered: boolean
}

// LMDB takes 1,978 bytes a key: the fields' part and the _id's part of an index key each have their own limit
export const FIELDS_LIMIT = 1000
export const ID_LIMIT = 900

const writer = new KeyWriter()

export interface IdKey {
  readonly key: Buffer
  readonly unordered: boolean
}

export function keyOfId(id: BsonValue): IdKey {
  writer.unordered = false
  writer.value(id)
  const key = writer.take(ID_LIMIT)
  return { key, unordered: writer.unordered }
}

/** The key of the fields' part alone: what a unique index is unique on. */
export function keyOfFields(values: readonly BsonValue[], fields: readonly IndexField[]): Buffer {
  for (const [position, value] of values.entries()) writer.value(value, fields[position]?.descending)
  return writer.take(FIELDS_LIMIT)
}

export interface IndexEntry {
  readonly key: Buffer
  readonly value: Buffer
  /** What the entry stands for, to report a duplicate. */
  readonly values: readonly BsonValue[]
}

export interface IndexEntries {
  /** Each key once. */
  readonly entries: readonly IndexEntry[]
  readonly throughArray: readonly boolean[]
  readonly unordered: boolean
}

const NO_ENTRIES: IndexEntries = { entries: [], throughArray: [], unordered: false }

/** The entries of a document in an index. @throws {MongoError} 171 for parallel arrays. */
export function entriesOf(index: Index, document: BsonValue, idKey: Buffer): IndexEntries {
  if (index.partialFilter !== undefined && !matches(index.partialFilter, document)) return NO_ENTRIES
  const { tuples, throughArray, present } = indexedTuples(document, index.paths)
  if (index.sparse && !present.includes(true)) return NO_ENTRIES
  writer.unordered = false
  const all = tuples.map((values) => entryOf(index, values, idKey))
  // items of an array may be equal
  const entries = all.length === 1 ? all : [...new Map(all.map((entry) => [entry.key.toString('latin1'), entry])).values()]
  return { entries, throughArray, unordered: writer.unordered }
}

function entryOf(index: Index, values: readonly BsonValue[], idKey: Buffer): IndexEntry {
  const fieldsKey = keyOfFields(values, index.fields)
  if (index.unique) return { key: fieldsKey, value: idKey, values }
  const { key, value } = withId(fieldsKey, idKey)
  return { key, value, values }
}

/** Without uniqueness the _id's part ends the key; the value says where it begins. */
function withId(fieldsKey: Buffer, idKey: Buffer): { key: Buffer; value: Buffer } {
  const value = Buffer.allocUnsafe(2)
  value.writeUInt16BE(fieldsKey.length)
  return { key: Buffer.concat([fieldsKey, idKey]), value }
}

/** The key of the document that an entry leads to. */
export function idKeyOf(index: Index, key: Buffer, value: Buffer): Buffer {
  return index.unique ? value : key.subarray(value.readUInt16BE(0))
}

import { randomBytes } from 'node:crypto'
import { numberOf } from '../bson/number.ts'
import { boolOf, elementsOf, fieldOf, isTruthy, stringOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, documentOf } from '../bson/value.ts'
import { EMPTY_OBJECT, encodeDocument } from '../bson/write.ts'
import { MongoError } from '../errors.ts'
import { parseFilter } from '../query/filter.ts'
import { Collection } from './collection.ts'
import type { Index } from './index-entries.ts'
import type { Store } from './store.ts'
import { EVERYTHING, type Table } from './table.ts'
import type { Writes } from './writes.ts'

const CATALOG = 'catalog'

/** Which collections and indexes there are, and in which tables they lie. Kept in memory, written with the change that it describes. */
export class Catalog {
  readonly #store: Store
  readonly #table: Table
  readonly #databases = new Map<string, Map<string, Collection>>()

  constructor(store: Store) {
    this.#store = store
    this.#table = store.documents(CATALOG)
    for (const { value } of this.#table.range(EVERYTHING, 'committed')) this.#load(documentOf(value))
  }

  /** Removes tables that no collection names: left by a drop that was cut off between its two acts. */
  async dropOrphans(): Promise<void> {
    const known = new Set([CATALOG])
    for (const collection of this.all()) {
      known.add(collection.state.tableName)
      for (const { tableName } of collection.state.indexes.values()) known.add(tableName)
    }
    for (const name of this.#store.tableNames()) if (!known.has(name)) await this.#store.dropTable(name)
  }

  databases(): string[] {
    return [...this.#databases.keys()].sort()
  }

  all(): Collection[] {
    return [...this.#databases.values()].flatMap((collections) => [...collections.values()])
  }

  inDatabase(database: string): Collection[] {
    return [...(this.#databases.get(database)?.values() ?? [])]
  }

  find(database: string, name: string): Collection | undefined {
    return this.#databases.get(database)?.get(name)
  }

  /** @throws {MongoError} 73 for a name that MongoDB does not allow. */
  create(database: string, name: string, writes: Writes, options: BsonValue = EMPTY_OBJECT): Collection {
    assertNames(database, name)
    const tableName = newTableName('c')
    const collection = this.#add({ database, name, uuid: randomBytes(16), tableName, options, unorderedIds: false, indexes: [] })
    this.save(collection, writes)
    return collection
  }

  /** The tables are removed once the catalog no longer names them. */
  drop(collection: Collection, writes: Writes): () => Promise<void> {
    const { database, name, tableName, indexes } = collection.state
    const collections = this.#databases.get(database)
    collections?.delete(name)
    if (collections?.size === 0) this.#databases.delete(database)
    writes.remove(this.#table, catalogKey(collection))
    return this.#remover([tableName, ...[...indexes.values()].map((index) => index.tableName)])
  }

  /** A new index, built and written down. @throws {MongoError} 11000 when the documents there are do not allow it. */
  createIndex(collection: Collection, specification: BsonValue, writes: Writes): void {
    const index = this.#index({ specification, tableName: newTableName('i'), multikey: [], unordered: false })
    try {
      collection.build(index, writes)
    } catch (thrown) {
      void this.#store.dropTable(index.tableName)
      throw thrown
    }
    collection.state.indexes.set(index.name, index)
    this.save(collection, writes)
  }

  dropIndex(collection: Collection, index: Index, writes: Writes): () => Promise<void> {
    collection.state.indexes.delete(index.name)
    this.save(collection, writes)
    return this.#remover([index.tableName])
  }

  save(collection: Collection, writes: Writes): void {
    const { database, name, uuid, tableName, options, indexes, unorderedIds } = collection.state
    const record = encodeDocument({
      database,
      name,
      uuid: uuid.toString('hex'),
      tableName,
      options,
      unorderedIds,
      indexes: [...indexes.values()].map(({ specification, tableName: table, multikey, unordered }) => ({
        specification,
        tableName: table,
        multikey,
        unordered,
      })),
    })
    writes.put(this.#table, catalogKey(collection), record)
  }

  #remover(tableNames: readonly string[]): () => Promise<void> {
    return async () => {
      for (const name of tableNames) await this.#store.dropTable(name)
    }
  }

  #load(record: BsonValue): void {
    const text = (name: string) => stringOf(fieldOf(record, name) as BsonValue)
    const indexes = valuesOf(fieldOf(record, 'indexes') as BsonValue).map((index) =>
      this.#index({
        specification: fieldOf(index, 'specification') as BsonValue,
        tableName: stringOf(fieldOf(index, 'tableName') as BsonValue),
        multikey: valuesOf(fieldOf(index, 'multikey') as BsonValue).map(boolOf),
        unordered: isTruthy(fieldOf(index, 'unordered')),
      }),
    )
    this.#add({
      database: text('database'),
      name: text('name'),
      uuid: Buffer.from(text('uuid'), 'hex'),
      tableName: text('tableName'),
      options: fieldOf(record, 'options') ?? EMPTY_OBJECT,
      unorderedIds: isTruthy(fieldOf(record, 'unorderedIds')),
      indexes,
    })
  }

  #add({ indexes, ...state }: Omit<Collection['state'], 'indexes' | 'table'> & { indexes: Index[] }): Collection {
    const byName = new Map(indexes.map((index) => [index.name, index]))
    const collection: Collection = new Collection(
      { ...state, table: this.#store.documents(state.tableName), indexes: byName },
      (writes) => this.save(collection, writes),
    )
    let collections = this.#databases.get(state.database)
    if (collections === undefined) {
      collections = new Map()
      this.#databases.set(state.database, collections)
    }
    collections.set(state.name, collection)
    return collection
  }

  #index({
    specification,
    tableName,
    multikey,
    unordered,
  }: Pick<Index, 'specification' | 'tableName' | 'multikey' | 'unordered'>): Index {
    const option = (name: string) => fieldOf(specification, name)
    const fields = elementsOf(option('key') as BsonValue).map(({ name, value }) => ({
      name,
      path: name.split('.'),
      descending: numberOf(value) < 0,
    }))
    const partial = option('partialFilterExpression')
    const expire = option('expireAfterSeconds')
    return {
      name: stringOf(option('name') as BsonValue),
      tableName,
      table: this.#store.table(tableName),
      fields,
      paths: fields.map(({ path }) => path),
      specification,
      unique: isTruthy(option('unique')),
      sparse: isTruthy(option('sparse')),
      partialFilter: partial === undefined ? undefined : parseFilter(partial),
      expireAfterSeconds: expire === undefined ? undefined : numberOf(expire),
      multikey: fields.map((_, position) => multikey[position] ?? false),
      unordered,
    }
  }
}

function catalogKey(collection: Collection): Buffer {
  return Buffer.from(collection.namespace)
}

function newTableName(kind: 'c' | 'i'): string {
  return `${kind}${randomBytes(8).toString('hex')}`
}

function assertNames(database: string, name: string): void {
  if (database === '' || /[/\\. "$\0]/.test(database) || Buffer.byteLength(database) > 63) {
    throw new MongoError(73, `Invalid database name: '${database}'`)
  }
  if (name === '' || name.includes('$') || name.includes('\0') || name.startsWith('.') || Buffer.byteLength(name) > 235) {
    throw new MongoError(73, `Invalid collection name: ${name}`)
  }
  if (name.startsWith('system.')) throw new MongoError(73, `Invalid system namespace: ${database}.${name}`)
}

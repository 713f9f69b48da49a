import { Binary } from 'bson'
import { isTruthy } from '../bson/read.ts'
import { BsonValue, T } from '../bson/value.ts'
import { objectOf, toBson } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import { parseFilter } from '../query/filter.ts'
import { matches } from '../query/match.ts'
import type { Collection } from '../storage/collection.ts'
import { cursorReply, type Database, existing, type Handler } from './database.ts'

export const create: Handler = async (command, database) => {
  for (const name of [
    'capped',
    'timeseries',
    'viewOn',
    'validator',
    'clusteredIndex',
    'encryptedFields',
    'changeStreamPreAndPostImages',
  ]) {
    if (isTruthy(command.option(name))) refuse(`the option ${name} of create`)
  }
  command.allow(
    ['capped', 'autoIndexId', 'expireAfterSeconds', 'pipeline', 'size', 'max'],
    ['collation', 'validationLevel', 'validationAction', 'storageEngine', 'indexOptionDefaults'],
  )
  if (existing(database, command) !== undefined)
    throw new MongoError(48, `Collection ${command.database}.${command.collection} already exists.`)
  const writes = database.store.begin()
  database.catalog.create(command.database, command.collection, writes)
  await database.store.commit(writes)
  return {}
}

export const drop: Handler = async (command, database) => {
  command.allow([])
  const collection = existing(database, command)
  if (collection === undefined) throw new MongoError(26, 'ns not found')
  const nIndexesWas = collection.state.indexes.size + 1
  await dropAll(database, [collection])
  return { nIndexesWas, ns: collection.namespace }
}

export const dropDatabase: Handler = async (command, database) => {
  command.allow([])
  await dropAll(database, database.catalog.inDatabase(command.database))
  return { dropped: command.database }
}

async function dropAll(database: Database, collections: readonly Collection[]): Promise<void> {
  const writes = database.store.begin()
  const removals = collections.map((collection) => {
    database.cursors.killIn(collection.namespace)
    return database.catalog.drop(collection, writes)
  })
  await database.store.commit(writes)
  for (const remove of removals) await remove()
}

export const listCollections: Handler = (command, database) => {
  command.allow(['filter', 'nameOnly', 'authorizedCollections', 'cursor'])
  const filter = parseFilter(command.document('filter'))
  const nameOnly = command.flag('nameOnly')
  const entries = database.catalog
    .inDatabase(command.database)
    .map((collection) => collectionEntry(collection, nameOnly))
    .filter((entry) => matches(filter, entry))
  return cursorReply(0n, `${command.database}.$cmd.listCollections`, entries)
}

function collectionEntry({ state }: Collection, nameOnly: boolean): BsonValue {
  const name = [
    ['name', toBson(state.name)],
    ['type', toBson('collection')],
  ] as const
  if (nameOnly) return objectOf(name)
  return objectOf([
    ...name,
    ['options', state.options],
    [
      'info',
      objectOf([
        ['readOnly', toBson(false)],
        ['uuid', uuidValue(state.uuid)],
      ]),
    ],
    ['idIndex', toBson({ v: 2, key: { _id: 1 }, name: '_id_' })],
  ])
}

function uuidValue(uuid: Buffer): BsonValue {
  const bytes = Buffer.concat([Buffer.from([16, 0, 0, 0, Binary.SUBTYPE_UUID]), uuid])
  return new BsonValue(T.binary, bytes, 0, bytes.length)
}

export const listDatabases: Handler = (command, { catalog }) => {
  command.allow(['filter', 'nameOnly', 'authorizedDatabases'])
  const filter = parseFilter(command.document('filter'))
  const nameOnly = command.flag('nameOnly')
  const databases = catalog.databases().map((name) => {
    const sizeOnDisk = sizesOf(catalog.inDatabase(name)).bytes
    return toBson(nameOnly ? { name } : { name, sizeOnDisk, empty: false })
  })
  const listed = databases.filter((entry) => matches(filter, entry))
  return nameOnly ? { databases: listed } : { databases: listed, totalSize: sizesOf(catalog.all()).bytes }
}

interface Sizes {
  readonly documents: number
  readonly bytes: number
  readonly indexBytes: number
  readonly indexes: number
}

/** Committed documents, and bytes of the pages that hold them. */
function sizesOf(collections: readonly Collection[]): Sizes {
  let documents = 0
  let bytes = 0
  let indexBytes = 0
  let indexes = 0
  for (const { state } of collections) {
    const own = state.table.stats()
    documents += own.entries
    bytes += own.bytes
    indexes += state.indexes.size + 1
    for (const { table } of state.indexes.values()) indexBytes += table.stats().bytes
  }
  return { documents, bytes, indexBytes, indexes }
}

export const collStats: Handler = (command, database) => {
  command.allow(['scale'])
  const collection = existing(database, command)
  const { documents, bytes, indexBytes, indexes } = sizesOf(collection === undefined ? [] : [collection])
  const indexSizes = Object.fromEntries(
    [...(collection?.state.indexes.values() ?? [])].map(({ name, table }) => [name, table.stats().bytes]),
  )
  return {
    ns: `${command.database}.${command.collection}`,
    count: documents,
    size: bytes,
    storageSize: bytes,
    avgObjSize: documents === 0 ? 0 : Math.round(bytes / documents),
    nindexes: indexes,
    totalIndexSize: indexBytes,
    totalSize: bytes + indexBytes,
    indexSizes,
    capped: false,
  }
}

export const dbStats: Handler = (command, { catalog }) => {
  command.allow(['scale', 'freeStorage'])
  const collections = catalog.inDatabase(command.database)
  const { documents, bytes, indexBytes, indexes } = sizesOf(collections)
  return {
    db: command.database,
    collections: collections.length,
    views: 0,
    objects: documents,
    dataSize: bytes,
    storageSize: bytes,
    indexes,
    indexSize: indexBytes,
    totalSize: bytes + indexBytes,
  }
}

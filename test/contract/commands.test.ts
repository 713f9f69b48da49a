import { type Document, Long } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { contractOn, MONGODB_IS_GIVEN, refusalOf } from '../support/contract.ts'

const contract = contractOn('commands', { promoteValues: true })
const run = (command: Document) => contract.client.db().command(command)

describe('a server that drivers know', () => {
  test('says hello as a server that takes writes', async () => {
    const hello = await run({ hello: 1 })
    expect(hello).toMatchObject({ isWritablePrimary: true, ok: 1, maxBsonObjectSize: 16 * 1024 * 1024 })
  })
  test.skipIf(MONGODB_IS_GIVEN)('says hello as a standalone: no replica set, no router', async () => {
    const hello = await run({ hello: 1 })
    expect(hello).not.toHaveProperty('setName')
    expect(hello).not.toHaveProperty('msg')
    expect(hello.maxWireVersion).toBeLessThanOrEqual(24)
  })
  test('answers ping, buildInfo, serverStatus and hostInfo', async () => {
    expect(await run({ ping: 1 })).toMatchObject({ ok: 1 })
    expect((await run({ buildInfo: 1 })).versionArray).toHaveLength(4)
    const admin = contract.client.db('admin')
    expect(await admin.command({ serverStatus: 1 })).toMatchObject({ ok: 1, connections: { current: expect.any(Number) } })
    expect(await admin.command({ hostInfo: 1 })).toMatchObject({ ok: 1, system: { numCores: expect.any(Number) } })
  })
})

describe('collections', () => {
  test('are made by the first write, listed, counted and dropped', async () => {
    const db = contract.client.db(`${contract.client.db().databaseName}_lists`)
    await db.collection('first').insertOne({ a: 1 })
    await db.createCollection('second')
    const names = (await db.listCollections().toArray()).map(({ name }) => name).sort()
    expect(names).toEqual(['first', 'second'])
    expect(await db.listCollections({ name: 'first' }, { nameOnly: true }).toArray()).toEqual([
      { name: 'first', type: 'collection' },
    ])
    expect(await refusalOf(db.createCollection('second'))).toMatchObject({ code: 48 })
    expect((await contract.client.db('admin').admin().listDatabases()).databases.map(({ name }) => name)).toContain(
      db.databaseName,
    )
    expect(await db.command({ dbStats: 1 })).toMatchObject({ collections: 2, objects: 1 })
    expect(await db.command({ collStats: 'first' })).toMatchObject({ count: 1, nindexes: 1 })
    await db.collection('first').drop()
    expect(await db.collection('first').countDocuments({})).toBe(0)
    await db.dropDatabase()
    expect(await db.listCollections().toArray()).toEqual([])
  })
  test('of a name that MongoDB does not allow are refused', async () => {
    expect(await refusalOf(run({ insert: 'a$b', documents: [{ a: 1 }] }))).toMatchObject({ code: 73 })
  })
  test('a dropped and remade collection is empty and has no indexes', async () => {
    const collection = await contract.collectionOf([{ a: 1 }])
    await collection.createIndex({ a: 1 }, { unique: true })
    await collection.drop()
    await collection.insertMany([{ a: 1 }, { a: 1 }])
    expect(await collection.countDocuments({})).toBe(2)
  })
  test('a collection that is not there is empty to every reader', async () => {
    const collection = contract.client.db().collection('never')
    expect(await collection.find({}).toArray()).toEqual([])
    expect(await collection.countDocuments({})).toBe(0)
    expect(await collection.estimatedDocumentCount()).toBe(0)
    expect(await collection.distinct('a')).toEqual([])
    expect(await collection.updateOne({}, { $set: { a: 1 } })).toMatchObject({ matchedCount: 0 })
    expect(await collection.deleteOne({})).toMatchObject({ deletedCount: 0 })
    expect(await refusalOf(collection.indexes())).toMatchObject({ code: 26 })
    expect(await refusalOf(collection.drop())).toBeUndefined()
  })
})

const refusals: readonly { name: string; command: Document; code: number }[] = [
  { name: 'an unknown command', command: { frobnicate: 1 }, code: 59 },
  { name: 'an unknown option', command: { find: 'c', frobnicate: 1 }, code: 40415 },
  { name: 'a filter that is no document', command: { find: 'c', filter: 5 }, code: 14 },
  { name: 'a negative skip', command: { find: 'c', skip: -1 }, code: 51024 },
  { name: 'an unknown cursor', command: { getMore: Long.fromNumber(77), collection: 'c' }, code: 43 },
  { name: 'an unknown stage', command: { aggregate: 'c', pipeline: [{ $frob: 1 }], cursor: {} }, code: 40324 },
  {
    name: 'a stage of two operators',
    command: { aggregate: 'c', pipeline: [{ $match: {}, $limit: 1 }], cursor: {} },
    code: 40323,
  },
  { name: 'an aggregation without a cursor', command: { aggregate: 'c', pipeline: [] }, code: 9 },
  { name: 'no statements', command: { insert: 'c', documents: [] }, code: 16 },
  { name: 'a document with an array as _id', command: { insert: 'c', documents: [{ _id: [1] }] }, code: 0 },
  { name: 'a replacement of many', command: { update: 'c', updates: [{ q: {}, u: { a: 1 }, multi: true }] }, code: 0 },
]

test.each(refusals)('refused as MongoDB refuses it: $name', async ({ command, code }) => {
  const refusal = await refusalOf(run(command))
  // a statement that fails is told in writeErrors, and the command itself succeeds
  if (code === 0)
    expect(await refusalOf(run(command).then(({ writeErrors }) => expect(writeErrors).toHaveLength(1)))).toBeUndefined()
  else expect(refusal).toMatchObject({ code })
})

describe.skipIf(MONGODB_IS_GIVEN)('what a standalone does not have', () => {
  test('transactions are refused with code 20', async () => {
    const collection = await contract.collectionOf([{ a: 1 }])
    const session = contract.client.startSession()
    session.startTransaction()
    const refusal = await refusalOf(collection.insertOne({ a: 2 }, { session }))
    await session.abortTransaction().catch(() => undefined)
    await session.endSession()
    // the driver puts its own advice in the place of the code
    expect(refusal?.message).toMatch(/does not support retryable writes/)
    const inTransaction = {
      insert: collection.collectionName,
      documents: [{ a: 3 }],
      txnNumber: Long.fromNumber(1),
      autocommit: false,
      startTransaction: true,
    }
    expect(await refusalOf(run(inTransaction))).toMatchObject({ code: 20 })
    expect(await collection.countDocuments({})).toBe(1)
  })
  test('change streams are refused with code 40573', async () => {
    const collection = await contract.collectionOf([{ a: 1 }])
    expect(await refusalOf(collection.watch().next())).toMatchObject({ code: 40573 })
  })
})

describe.skipIf(MONGODB_IS_GIVEN)('what is not built is refused by name', () => {
  const notBuilt: readonly { name: string; command: Document }[] = [
    { name: 'tailable', command: { find: 'c', tailable: true } },
    { name: '$graphLookup', command: { aggregate: 'c', pipeline: [{ $graphLookup: {} }], cursor: {} } },
    { name: 'capped', command: { create: 'k', capped: true, size: 10 } },
    { name: 'validator', command: { create: 'k', validator: { a: 1 } } },
    { name: "an index of type 'text'", command: { createIndexes: 'c', indexes: [{ key: { a: 'text' }, name: 'a_text' }] } },
    { name: 'let', command: { find: 'c', let: { a: 1 } } },
    { name: 'viewOn', command: { create: 'k', viewOn: 'c' } },
  ]
  test.each(notBuilt)('$name', async ({ name, command }) => {
    const refusal = await refusalOf(run(command))
    expect(refusal?.code).toBe(238)
    expect(refusal?.message).toContain(name)
  })
})

test('a session may be used and ended', async () => {
  const collection = await contract.collectionOf()
  await contract.client.withSession(async (session) => {
    await collection.insertOne({ a: 1 }, { session })
    expect(await collection.findOne({ a: 1 }, { session })).toMatchObject({ a: 1 })
  })
})

test('a bulk of different writes is done in order', async () => {
  const collection = await contract.collectionOf([{ _id: 1, a: 1 }])
  const result = await collection.bulkWrite([
    { insertOne: { document: { _id: 2 as never, a: 2 } } },
    { updateOne: { filter: { _id: 1 as never }, update: { $set: { a: 9 } } } },
    { updateOne: { filter: { _id: 3 as never }, update: { $set: { a: 3 } }, upsert: true } },
    { deleteOne: { filter: { _id: 2 as never } } },
    { replaceOne: { filter: { _id: 1 as never }, replacement: { b: 1 } } },
  ])
  expect(result).toMatchObject({ insertedCount: 1, matchedCount: 2, modifiedCount: 2, upsertedCount: 1, deletedCount: 1 })
  expect(await collection.find({}).sort({ _id: 1 }).toArray()).toEqual([
    { _id: 1, b: 1 },
    { _id: 3, a: 3 },
  ])
})

test('an unacknowledged write is done', async () => {
  const collection = await contract.collectionOf()
  await collection.insertOne({ a: 1 }, { writeConcern: { w: 0 } })
  await expect.poll(() => collection.countDocuments({})).toBe(1)
})

test('a document of 16 MiB is stored, a larger one is refused', { timeout: 30_000 }, async () => {
  const collection = await contract.collectionOf()
  const around = 5 + 7 + 4 + 6 + 4 + 3
  await collection.insertOne({ _id: 1 as never, text: 'x'.repeat(16 * 1024 * 1024 - around - 10) })
  expect((await collection.findOne({ _id: 1 as never }))?.text.length).toBe(16 * 1024 * 1024 - around - 10)
  // the driver lets a little more through than the server takes
  expect(
    await refusalOf(
      run({ insert: collection.collectionName, documents: [{ _id: 2, text: 'x'.repeat(16 * 1024 * 1024 + 100) }] }).then(
        ({ writeErrors }) => {
          if (writeErrors) throw Object.assign(new Error(writeErrors[0].errmsg), writeErrors[0])
        },
      ),
    ),
  ).toMatchObject({ code: 10334 })
  expect(await collection.countDocuments({})).toBe(1)
  // and one that an update makes too large stays as it was
  expect(await refusalOf(collection.updateOne({ _id: 1 as never }, { $set: { more: 'y'.repeat(100) } }))).toMatchObject({
    code: 17419,
  })
  expect(await collection.findOne({}, { projection: { more: 1 } })).toEqual({ _id: 1 })
})

test('sixty-four connections at once are served', async () => {
  const { MongoClient } = await import('mongodb')
  const clients = await Promise.all(
    Array.from({ length: 64 }, () => MongoClient.connect(contract.database.url, { maxPoolSize: 1 })),
  )
  const { connections } = await contract.client.db('admin').command({ serverStatus: 1 })
  expect(connections.current).toBeGreaterThanOrEqual(64)
  await Promise.all(
    clients.map((client, n) =>
      client
        .db()
        .collection('many')
        .insertOne({ _id: n as never }),
    ),
  )
  expect(await clients[0]!.db().collection('many').countDocuments({})).toBe(64)
  await Promise.all(clients.map((client) => client.close()))
})

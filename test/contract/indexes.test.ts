import fc from 'fast-check'
import { type Collection, type Document, type IndexDescription, Long, MongoBulkWriteError, MongoServerError } from 'mongodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { type AnyDocument, contractOn, MONGODB_IS_GIVEN, refusalOf } from '../support/contract.ts'

const contract = contractOn('indexes', { promoteValues: true })

async function duplicateOf(attempt: Promise<unknown>): Promise<MongoServerError> {
  try {
    await attempt
  } catch (thrown) {
    if (thrown instanceof MongoServerError) return thrown
  }
  throw new Error('no error of the server')
}

describe('a unique index', () => {
  test('names the key that is there already', async () => {
    const collection = await contract.collectionOf([{ tenant: 't', seq: 1 }])
    await collection.createIndex({ tenant: 1, seq: -1 }, { unique: true })
    const error = await duplicateOf(collection.insertOne({ tenant: 't', seq: 1 }))
    expect(error).toMatchObject({ code: 11000, keyPattern: { tenant: 1, seq: -1 }, keyValue: { tenant: 't', seq: 1 } })
    expect(error.message).toMatch(/^E11000 duplicate key error collection: \S+ index: tenant_1_seq_-1 dup key: \{/)
  })

  test('_id is unique without being asked, across types of numbers', async () => {
    const collection = await contract.collectionOf([{ _id: 1 }])
    expect(await duplicateOf(collection.insertOne({ _id: new Long(1) as never }))).toMatchObject({
      code: 11000,
      keyPattern: { _id: 1 },
    })
  })

  test('an ordered insert stops at the first duplicate', async () => {
    const collection = await contract.collectionOf([{ _id: 2 }])
    const attempt = collection.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }] as never[])
    const error = (await attempt.catch((thrown: unknown) => thrown)) as MongoBulkWriteError
    expect(error).toBeInstanceOf(MongoBulkWriteError)
    expect(error.insertedCount).toBe(1)
    expect([error.writeErrors].flat().map(({ index, code }) => [index, code])).toEqual([[1, 11000]])
    expect(await collection.countDocuments({})).toBe(2)
  })

  test('an unordered insert passes over each duplicate and says which', async () => {
    const collection = await contract.collectionOf([{ _id: 2 }])
    const attempt = collection.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }, { _id: 3 }, { _id: 4 }] as never[], {
      ordered: false,
    })
    const error = (await attempt.catch((thrown: unknown) => thrown)) as MongoBulkWriteError
    expect(error.insertedCount).toBe(3)
    expect([error.writeErrors].flat().map(({ index, code }) => [index, code])).toEqual([
      [1, 11000],
      [3, 11000],
    ])
  })

  test('counts a missing field as null', async () => {
    const collection = await contract.collectionOf([{ b: 1 }])
    await collection.createIndex({ a: 1 }, { unique: true })
    expect(await refusalOf(collection.insertOne({ a: null }))).toMatchObject({ code: 11000 })
  })

  test('sparse leaves out documents without the field', async () => {
    const collection = await contract.collectionOf([{ b: 1 }, { b: 2 }])
    await collection.createIndex({ a: 1 }, { unique: true, sparse: true })
    await collection.insertOne({ b: 3 })
    await collection.insertOne({ a: null })
    expect(await refusalOf(collection.insertOne({ a: null }))).toMatchObject({ code: 11000 })
    expect(await collection.countDocuments({ a: null })).toBe(4)
  })

  test('partial holds for the documents that its filter takes', async () => {
    const collection = await contract.collectionOf()
    await collection.createIndex({ number: 1 }, { unique: true, partialFilterExpression: { active: true } })
    await collection.insertMany([
      { _id: 1, number: 5, active: true },
      { _id: 2, number: 5, active: false },
    ] as never[])
    expect(await refusalOf(collection.insertOne({ number: 5, active: true }))).toMatchObject({ code: 11000 })
    // coming into the index and leaving it by an update
    expect(await refusalOf(collection.updateOne({ _id: 2 as never }, { $set: { active: true } }))).toMatchObject({ code: 11000 })
    await collection.updateOne({ _id: 1 as never }, { $set: { active: false } })
    await collection.updateOne({ _id: 2 as never }, { $set: { active: true } })
    expect(await collection.find({ number: 5, active: true }).toArray()).toMatchObject([{ _id: 2 }])
  })

  test('is not built over documents that break it', async () => {
    const collection = await contract.collectionOf([{ a: 1 }, { a: 1 }])
    expect(await refusalOf(collection.createIndex({ a: 1 }, { unique: true }))).toMatchObject({ code: 11000 })
    expect(await collection.indexes()).toHaveLength(1)
  })

  test('holds for each item of an array, but not within one document', async () => {
    const collection = await contract.collectionOf([{ a: [1, 2] }])
    await collection.createIndex({ a: 1 }, { unique: true })
    await collection.insertOne({ a: [3, 3] })
    expect(await refusalOf(collection.insertOne({ a: [9, 2] }))).toMatchObject({ code: 11000 })
  })

  test('of many inserts at once one goes in, and each loser finds it at once', async () => {
    const collection = await contract.collectionOf()
    await collection.createIndex({ runId: 1, seq: 1 }, { unique: true })
    const insert = async (n: number) => {
      const turn = { runId: 'r', seq: n % 20 }
      // two ways to lose: by an insert, and by a findAndModify whose change meets the key
      const attempt =
        n % 40 < 20
          ? collection.insertOne({ ...turn })
          : collection.findOneAndUpdate({ _id: `f${n}` as never }, { $set: turn }, { upsert: true })
      const lost = await attempt.then(
        () => false,
        () => true,
      )
      if (lost) expect(await collection.findOne(turn)).toMatchObject(turn)
      return !lost
    }
    const won = await Promise.all(Array.from({ length: 200 }, (_, n) => insert(n)))
    expect(won.filter(Boolean)).toHaveLength(20)
  })

  test('the value is free again after a delete, and after a change', async () => {
    const collection = await contract.collectionOf([{ _id: 1, a: 1 }])
    await collection.createIndex({ a: 1 }, { unique: true })
    await collection.updateOne({ a: 1 }, { $set: { a: 2 } })
    await collection.insertOne({ a: 1 })
    await collection.deleteOne({ a: 2 })
    await collection.insertOne({ a: 2 })
    expect(await collection.countDocuments({})).toBe(2)
  })

  test('keeps long values apart', async () => {
    const long = 'x'.repeat(5000)
    const collection = await contract.collectionOf([{ a: `${long}1` }, { a: `${long}2` }])
    await collection.createIndex({ a: 1 }, { unique: true })
    expect(await refusalOf(collection.insertOne({ a: `${long}2` }))).toMatchObject({ code: 11000 })
    expect(await collection.countDocuments({ a: `${long}1` })).toBe(1)
    expect(await collection.countDocuments({ a: { $gte: long } })).toBe(2)
    expect((await collection.find({}).sort({ a: -1 }).toArray()).map(({ a }) => a.slice(-1))).toEqual(['2', '1'])
  })
})

test('an index over two arrays is refused for the document that has them', async () => {
  const collection = await contract.collectionOf([{ a: [1], b: 1 }])
  await collection.createIndex({ a: 1, b: 1 })
  expect(await refusalOf(collection.insertOne({ a: [1], b: [2] }))).toMatchObject({ code: 171 })
})

describe('listing and dropping', () => {
  test('indexes are listed as they were made', async () => {
    const collection = await contract.collectionOf()
    await collection.createIndex({ a: 1, b: -1 }, { unique: true, name: 'mine' })
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 60 })
    const listed = (await collection.indexes()).map(({ name, key, unique, expireAfterSeconds }) => ({
      name,
      key,
      unique,
      expireAfterSeconds,
    }))
    expect(listed).toEqual([
      { name: '_id_', key: { _id: 1 } },
      { name: 'mine', key: { a: 1, b: -1 }, unique: true },
      { name: 'at_1', key: { at: 1 }, expireAfterSeconds: 60 },
    ])
  })
  test('making the same index again does nothing, a different one under its name is refused', async () => {
    const collection = await contract.collectionOf()
    await collection.createIndex({ a: 1 })
    await collection.createIndex({ a: 1 })
    expect(await collection.indexes()).toHaveLength(2)
    expect(await refusalOf(collection.createIndex({ a: 1 }, { unique: true }))).toMatchObject({ code: 86 })
    expect(await refusalOf(collection.createIndex({ a: 1 }, { name: 'other' }))).toMatchObject({ code: 85 })
  })
  test('a dropped index no longer holds', async () => {
    const collection = await contract.collectionOf([{ a: 1 }])
    await collection.createIndex({ a: 1 }, { unique: true })
    await collection.dropIndex('a_1')
    await collection.insertOne({ a: 1 })
    expect(await refusalOf(collection.dropIndex('a_1'))).toMatchObject({ code: 27 })
    expect(await refusalOf(collection.dropIndex('_id_'))).toMatchObject({ code: 72 })
  })
})

test.skipIf(MONGODB_IS_GIVEN)('a TTL index removes what is over, and leaves what has no date', async () => {
  const collection = await contract.collectionOf()
  await collection.createIndex({ at: 1 }, { expireAfterSeconds: 5 })
  const now = Date.now()
  await collection.insertMany([
    { _id: 1, at: new Date(now - 60_000) },
    { _id: 2, at: new Date(now + 60_000) },
    { _id: 3, at: 'never' },
    { _id: 4 },
  ] as never[])
  await expect
    .poll(async () => (await collection.find({}).sort({ _id: 1 }).toArray()).map(({ _id }) => Number(_id)), { timeout: 5000 })
    .toEqual([2, 3, 4])
})

interface PlanCase {
  readonly name: string
  readonly filter: Document
  readonly sort?: Document
  readonly limit?: number
  readonly index: string
}

describe('a query reads no more than it returns', () => {
  const count = process.env.PATCHBAY_EVIDENCE === '1' ? 1_000_000 : 20_000
  const turn = (n: number): AnyDocument => ({
    _id: n,
    tenant: `t${n % 4}`,
    runId: `r${n % (count / 20)}`,
    seq: Math.floor(n / (count / 20)),
    at: new Date(1_700_000_000_000 + n * 1000),
    open: n % 50 === 0,
    tags: [`g${n % 700}`, `h${n % 500}`],
    customer: { number: `49${n}` },
  })
  const indexes: IndexDescription[] = [
    { key: { tenant: 1, runId: 1, seq: 1 }, unique: true },
    { key: { tenant: 1, at: -1 } },
    { key: { open: 1, at: 1 }, partialFilterExpression: { open: true } },
    { key: { tags: 1 } },
    { key: { 'customer.number': 1 }, sparse: true },
  ]
  const plans: readonly PlanCase[] = [
    { name: 'equality on _id', filter: { _id: 5 }, index: '_id_' },
    { name: '$in on _id', filter: { _id: { $in: [5, 6, 7] } }, index: '_id_' },
    { name: 'a range of _id', filter: { _id: { $gte: 10, $lt: 20 } }, index: '_id_' },
    { name: 'all fields of a compound index', filter: { tenant: 't1', runId: 'r1', seq: 3 }, index: 'tenant_1_runId_1_seq_1' },
    {
      name: 'the latest turn: equality, sort and limit',
      filter: { tenant: 't1', runId: 'r1' },
      sort: { seq: -1 },
      limit: 1,
      index: 'tenant_1_runId_1_seq_1',
    },
    { name: 'inside $and', filter: { $and: [{ tenant: 't1' }, { runId: 'r1' }] }, index: 'tenant_1_runId_1_seq_1' },
    { name: '$in on a field', filter: { tenant: 't1', runId: { $in: ['r1', 'r5'] } }, index: 'tenant_1_runId_1_seq_1' },
    {
      name: 'a range on a descending field',
      filter: { tenant: 't2', at: { $gte: new Date(1_700_000_100_000), $lt: new Date(1_700_000_200_000) } },
      index: 'tenant_1_at_-1',
    },
    { name: 'newest first', filter: { tenant: 't2' }, sort: { at: -1 }, limit: 10, index: 'tenant_1_at_-1' },
    {
      name: 'a partial index',
      filter: { open: true, at: { $lt: new Date(1_700_000_500_000) } },
      sort: { at: 1 },
      index: 'open_1_at_1',
    },
    { name: 'an item of an array', filter: { tags: 'g3' }, index: 'tags_1' },
    { name: 'a path', filter: { 'customer.number': '4917' }, index: 'customer.number_1' },
    { name: 'the beginning of a string', filter: { 'customer.number': /^4919/ }, index: 'customer.number_1' },
  ]
  let filled: Collection<Document>
  beforeAll(async () => {
    filled = await contract.collectionOf()
    await filled.createIndexes(indexes)
    for (let n = 0; n < count; n += 5000)
      await filled.insertMany(Array.from({ length: 5000 }, (_, more) => turn(n + more)) as Document[])
    console.log(`indexes: queries run on ${count} documents`)
  }, 600_000)

  test.each(plans)('$name', async ({ filter, sort, limit, index }) => {
    const collection = filled
    const query = () =>
      collection
        .find(filter)
        .sort((sort ?? {}) as Record<string, 1 | -1>)
        .limit(limit ?? 0)
    const { executionStats, queryPlanner } = await query().explain('executionStats')
    expect(JSON.stringify(queryPlanner.winningPlan)).toContain(`"indexName":"${index}"`)
    expect(executionStats.totalDocsExamined).toBeLessThanOrEqual(executionStats.nReturned)
    expect(executionStats.nReturned).toBeGreaterThan(0)
    const found = (await query().toArray()).map(({ _id }) => _id)
    // the same as a look at every document
    const slow = (
      await collection
        .find(filter)
        .hint({ $natural: 1 })
        .sort((sort ?? {}) as Record<string, 1 | -1>)
        .limit(limit ?? 0)
        .toArray()
    ).map(({ _id }) => _id)
    expect(sort === undefined ? new Set(found) : found).toEqual(sort === undefined ? new Set(slow) : slow)
  })

  test('the leading $match of an aggregation uses the index', async () => {
    const collection = filled
    const plan = await collection
      .aggregate([{ $match: { $and: [{ tenant: 't1' }, { runId: 'r1' }] } }, { $limit: 2 }])
      .explain('executionStats')
    expect(JSON.stringify(plan)).toContain('tenant_1_runId_1_seq_1')
  })

  test('a partial index is not used for documents that it may lack', async () => {
    const collection = filled
    expect(await collection.countDocuments({ open: { $in: [true, false] }, at: { $lt: new Date(1_700_000_100_000) } })).toBe(100)
  })

  test('without an index every document is looked at, and explain says so', async () => {
    const collection = filled
    const { executionStats, queryPlanner } = await collection.find({ seq: 3 }).explain('executionStats')
    expect(JSON.stringify(queryPlanner.winningPlan)).toContain('COLLSCAN')
    expect(executionStats.totalDocsExamined).toBe(count)
  })

  test('a hint that names no index is refused', async () => {
    const collection = filled
    expect(await refusalOf(collection.find({}).hint('nothing').toArray())).toMatchObject({ code: 2 })
  })
})

test('whatever the documents and the query, an index changes nothing but the speed', { timeout: 300_000 }, async () => {
  const scalar = fc.constantFrom<unknown>(null, 0, 1, 2, 'a', 'b', true, new Date(0), { x: 1 })
  const value = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    fc.record({ b: scalar }),
    fc.array(fc.record({ b: scalar }), { maxLength: 2 }),
  )
  const anyDocument = fc.record({ a: value, c: fc.constantFrom(0, 1, 2, null) }, { requiredKeys: [] })
  const condition = fc.oneof(
    scalar,
    fc.record({ $in: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
    fc
      .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$ne'), scalar)
      .map(([operator, operand]) => ({ [operator]: operand })),
    fc.record({ $gte: fc.constantFrom(0, 1), $lt: fc.constantFrom(1, 2) }),
    fc.record({ $exists: fc.boolean() }),
  )
  const anyFilter = fc
    .tuple(fc.constantFrom('a', 'a.b', 'a.0'), condition, condition, fc.boolean())
    .map(([field, first, second, both]) => (both ? { [field]: first, c: second } : { [field]: first }))
  const anySort = fc.constantFrom<Record<string, 1 | -1>>({}, { a: 1 }, { a: -1 }, { c: 1, a: 1 }, { 'a.b': -1 })

  await fc.assert(
    fc.asyncProperty(
      fc.array(anyDocument, { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(anyFilter, anySort), { minLength: 1, maxLength: 8 }),
      async (documents, queries) => {
        const collection = await contract.collectionOf(documents.map((document, _id) => ({ ...document, _id })))
        const answers = () =>
          Promise.all(
            queries.map(async ([filter, sort]) =>
              (
                await collection
                  .find(filter)
                  .sort({ ...sort, _id: 1 })
                  .toArray()
              ).map(({ _id }) => _id),
            ),
          )
        const plain = await answers()
        await collection.createIndexes([
          { key: { a: 1 } },
          { key: { c: -1, a: 1 } },
          { key: { 'a.b': -1 } },
          { key: { c: 1 }, sparse: true },
          { key: { 'a.0': 1 }, partialFilterExpression: { c: { $gte: 1 } } },
        ])
        expect(await answers()).toEqual(plain)
      },
    ),
    { numRuns: process.env.PATCHBAY_EVIDENCE === '1' ? 1000 : 40 },
  )
})

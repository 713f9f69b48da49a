import { Binary, Decimal128, type Document, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { type AnyDocument, contractOn, refusalOf } from '../support/contract.ts'

const contract = contractOn('sorting and projection', { promoteValues: true })

const inOrder: readonly unknown[] = [
  new MinKey(),
  [],
  null,
  Number.NaN,
  -Infinity,
  -1.5,
  0,
  Decimal128.fromString('0.1'),
  new Long(7),
  Long.fromString('9007199254740993'),
  '',
  'B',
  'a',
  'é',
  { a: 1 },
  { a: 2 },
  { b: 0 },
  new Binary(Buffer.from([9]), 0),
  new Binary(Buffer.from([1, 1]), 0),
  new ObjectId('000000000000000000000001'),
  false,
  true,
  new Date(-5),
  new Date(5),
  new Timestamp({ t: 1, i: 1 }),
  /a/,
  new MaxKey(),
]

/** The same every time, and no order that is known in advance. */
const shuffled = inOrder.map((a, index) => ({ _id: index, a })).sort((x, y) => ((x._id * 7919) % 101) - ((y._id * 7919) % 101))

test.each([{ index: false }, { index: true }])("sorting follows BSON's order across types (index: $index)", async ({ index }) => {
  const collection = await contract.collectionOf(shuffled)
  if (index) await collection.createIndex({ a: 1 })
  const ids = async (direction: 1 | -1) =>
    (await collection.find({}).sort({ a: direction }).toArray()).map(({ _id }) => Number(_id))
  expect(await ids(1)).toEqual(inOrder.map((_, position) => position))
  expect(await ids(-1)).toEqual(inOrder.map((_, position) => inOrder.length - 1 - position))
})

const sorts: readonly {
  name: string
  documents: readonly AnyDocument[]
  sort: Document
  ids: readonly number[]
  skip?: number
  limit?: number
}[] = [
  {
    name: 'two fields',
    documents: [
      { _id: 1, a: 1, b: 1 },
      { _id: 2, a: 1, b: 2 },
      { _id: 3, a: 0, b: 9 },
    ],
    sort: { a: 1, b: -1 },
    ids: [3, 2, 1],
  },
  { name: 'missing is null', documents: [{ _id: 1, a: 0 }, { _id: 2 }], sort: { a: 1 }, ids: [2, 1] },
  {
    name: 'an array counts as its lowest going up',
    documents: [
      { _id: 1, a: [5, 1] },
      { _id: 2, a: 3 },
    ],
    sort: { a: 1 },
    ids: [1, 2],
  },
  {
    name: 'an array counts as its highest going down',
    documents: [
      { _id: 1, a: [1, 5] },
      { _id: 2, a: 3 },
    ],
    sort: { a: -1 },
    ids: [1, 2],
  },
  {
    name: 'a path',
    documents: [
      { _id: 1, a: { b: 2 } },
      { _id: 2, a: { b: 1 } },
    ],
    sort: { 'a.b': 1 },
    ids: [2, 1],
  },
  {
    name: 'skip and limit',
    documents: [1, 2, 3, 4, 5].map((n) => ({ _id: n, a: -n })),
    sort: { a: 1 },
    skip: 1,
    limit: 2,
    ids: [4, 3],
  },
]

test.each(sorts)('sorting: $name', async ({ documents, sort, ids, skip, limit }) => {
  const collection = await contract.collectionOf(documents)
  const found = async () =>
    (
      await collection
        .find({})
        .sort(sort)
        .skip(skip ?? 0)
        .limit(limit ?? 0)
        .toArray()
    ).map(({ _id }) => Number(_id))
  expect(await found()).toEqual(ids)
  await collection.createIndex(sort as Record<string, 1 | -1>)
  expect(await found()).toEqual(ids)
})

const whole = { _id: 1, a: 1, b: { c: 2, d: 3 }, list: [{ x: 1, y: 1 }, { x: 2, y: 2 }, 5], deep: { er: { e: 1 } } }
const projections: readonly { name: string; projection: Document; result: Document }[] = [
  { name: 'nothing asked, all given', projection: {}, result: whole },
  { name: 'taking a field keeps _id', projection: { a: 1 }, result: { _id: 1, a: 1 } },
  { name: 'taking without _id', projection: { a: 1, _id: 0 }, result: { a: 1 } },
  { name: 'only _id', projection: { _id: 1 }, result: { _id: 1 } },
  { name: 'all but _id', projection: { _id: 0 }, result: { a: 1, b: whole.b, list: whole.list, deep: whole.deep } },
  { name: 'leaving out', projection: { b: 0, list: 0, deep: 0 }, result: { _id: 1, a: 1 } },
  { name: 'taking inside a document', projection: { 'b.c': 1 }, result: { _id: 1, b: { c: 2 } } },
  { name: 'leaving out inside a document', projection: { 'b.c': 0, list: 0, deep: 0 }, result: { _id: 1, a: 1, b: { d: 3 } } },
  { name: 'taking inside items drops scalars', projection: { 'list.x': 1 }, result: { _id: 1, list: [{ x: 1 }, { x: 2 }] } },
  {
    name: 'leaving out inside items keeps scalars',
    projection: { 'list.x': 0, a: 0, b: 0, deep: 0 },
    result: { _id: 1, list: [{ y: 1 }, { y: 2 }, 5] },
  },
  { name: 'what is not there', projection: { nothing: 1 }, result: { _id: 1 } },
  { name: '$slice', projection: { list: { $slice: 1 }, a: 0, b: 0, deep: 0 }, result: { _id: 1, list: [{ x: 1, y: 1 }] } },
  { name: '$slice from the end', projection: { list: { $slice: -1 }, a: 0, b: 0, deep: 0 }, result: { _id: 1, list: [5] } },
  {
    name: '$slice with skip',
    projection: { list: { $slice: [1, 1] }, a: 0, b: 0, deep: 0 },
    result: { _id: 1, list: [{ x: 2, y: 2 }] },
  },
  { name: '$elemMatch', projection: { list: { $elemMatch: { x: 2 } } }, result: { _id: 1, list: [{ x: 2, y: 2 }] } },
]

describe('a projection', () => {
  test.each(projections)('$name', async ({ projection, result }) => {
    const collection = await contract.collectionOf([whole])
    const found = await collection.findOne({}, { projection })
    expect(found).toEqual(result)
    expect(Object.keys(found as object)).toEqual(Object.keys(result))
  })
  test('does not mix taking and leaving out', async () => {
    const collection = await contract.collectionOf([whole])
    expect(await refusalOf(collection.findOne({}, { projection: { a: 1, b: 0 } }))).toMatchObject({ code: 31254 })
    expect(await refusalOf(collection.findOne({}, { projection: { a: 0, b: 1 } }))).toMatchObject({ code: 31253 })
  })
})

test('the first few of many come in order without an index', async () => {
  const collection = await contract.collectionOf(Array.from({ length: 3000 }, (_, n) => ({ _id: n, a: (n * 7919) % 3000 })))
  const values = (await collection.find({}).sort({ a: 1 }).skip(5).limit(10).toArray()).map(({ a }) => a)
  expect(values).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
})

test('a cursor gives every document once, in batches', async () => {
  const collection = await contract.collectionOf(Array.from({ length: 1234 }, (_, n) => ({ _id: n, n })))
  await collection.createIndex({ n: 1 })
  for (const sort of [{ _id: 1 }, { n: -1 }, { n: 1 }] as const) {
    const ids = (await collection.find({}).sort(sort).batchSize(100).toArray()).map(({ _id }) => Number(_id))
    expect(new Set(ids).size).toBe(1234)
    expect(ids).toHaveLength(1234)
  }
})

test('a cursor can be closed early, and is then gone', async () => {
  const collection = await contract.collectionOf(Array.from({ length: 500 }, (_, n) => ({ _id: n })))
  const reply = await contract.client.db().command({ find: collection.collectionName, batchSize: 2 })
  await contract.client.db().command({ killCursors: collection.collectionName, cursors: [reply.cursor.id] })
  expect(
    await refusalOf(contract.client.db().command({ getMore: reply.cursor.id, collection: collection.collectionName })),
  ).toMatchObject({ code: 43 })
})

test('distinct gives each value once, from items of arrays too', async () => {
  const collection = await contract.collectionOf([{ a: 1 }, { a: [1, 2] }, { a: new Long(2) }, { a: 'x' }, { b: 1 }, { a: null }])
  expect(await collection.distinct('a')).toEqual([null, 1, 2, 'x'])
  expect(await collection.distinct('a', { a: { $gt: 1 } })).toEqual([1, 2])
})

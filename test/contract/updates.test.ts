import { BSONRegExp, Decimal128, type Document, Double, Int32, Long, type UpdateOptions } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { type AnyDocument, contractOn, refusalOf } from '../support/contract.ts'

const contract = contractOn('updates', { promoteValues: true, promoteLongs: false })

interface Case {
  readonly name: string
  readonly before: AnyDocument
  readonly filter?: Document
  readonly update: Document
  readonly options?: UpdateOptions
  /** Without `_id`, which stays. */
  readonly after: AnyDocument
}

const cases: readonly Case[] = [
  { name: '$set makes what is missing on the way', before: {}, update: { $set: { 'a.b.c': 1 } }, after: { a: { b: { c: 1 } } } },
  {
    name: '$set keeps the neighbours',
    before: { a: { b: 1, c: 2 } },
    update: { $set: { 'a.b': 9 } },
    after: { a: { b: 9, c: 2 } },
  },
  { name: '$set of an item', before: { a: [1, 2, 3] }, update: { $set: { 'a.1': 9 } }, after: { a: [1, 9, 3] } },
  {
    name: '$set beyond the end fills with null',
    before: { a: [1] },
    update: { $set: { 'a.3': 9 } },
    after: { a: [1, null, null, 9] },
  },
  { name: '$set of the same _id is allowed', before: { a: 1 }, update: { $set: { _id: 1, a: 2 } }, after: { a: 2 } },
  {
    name: '$set in a field of an item',
    before: { a: [{ b: 1 }, { b: 2 }] },
    update: { $set: { 'a.1.b': 9 } },
    after: { a: [{ b: 1 }, { b: 9 }] },
  },
  { name: '$unset removes a field', before: { a: 1, b: 2 }, update: { $unset: { a: '' } }, after: { b: 2 } },
  { name: '$unset of an item leaves null', before: { a: [1, 2] }, update: { $unset: { 'a.0': '' } }, after: { a: [null, 2] } },
  { name: '$unset of what is not there does nothing', before: { a: 1 }, update: { $unset: { 'x.y': '' } }, after: { a: 1 } },
  { name: '$unset through a scalar does nothing', before: { a: 1 }, update: { $unset: { 'a.b': '' } }, after: { a: 1 } },
  {
    name: '$setOnInsert does nothing to a document that is there',
    before: { a: 1 },
    update: { $setOnInsert: { b: 1 } },
    after: { a: 1 },
  },
  { name: '$inc adds', before: { a: 1 }, update: { $inc: { a: 2 } }, after: { a: 3 } },
  { name: '$inc makes a missing field', before: {}, update: { $inc: { a: 2 } }, after: { a: 2 } },
  { name: '$inc of a Long stays a Long', before: { a: new Long(5) }, update: { $inc: { a: 1 } }, after: { a: new Long(6) } },
  {
    name: '$inc beyond 32 bits becomes a Long',
    before: { a: 2147483647 },
    update: { $inc: { a: 1 } },
    after: { a: new Long(2147483648) },
  },
  {
    name: '$inc of 64 bits is exact',
    before: { a: Long.fromString('9007199254740993') },
    update: { $inc: { a: 2 } },
    after: { a: Long.fromString('9007199254740995') },
  },
  { name: '$inc by a double becomes a double', before: { a: 1 }, update: { $inc: { a: 0.5 } }, after: { a: 1.5 } },
  {
    name: '$inc of a decimal is exact',
    before: { a: Decimal128.fromString('0.10') },
    update: { $inc: { a: Decimal128.fromString('0.20') } },
    after: { a: Decimal128.fromString('0.30') },
  },
  {
    name: '$inc of a decimal by an integer',
    before: { a: Decimal128.fromString('1.5') },
    update: { $inc: { a: 1 } },
    after: { a: Decimal128.fromString('2.5') },
  },
  { name: '$mul multiplies', before: { a: 3 }, update: { $mul: { a: 4 } }, after: { a: 12 } },
  { name: '$mul of a missing field is 0', before: {}, update: { $mul: { a: 4 } }, after: { a: 0 } },
  {
    name: '$bit and, or, xor',
    before: { a: 12, b: 12, c: 12 },
    update: { $bit: { a: { and: 10 }, b: { or: 3 }, c: { xor: 10 } } },
    after: { a: 8, b: 15, c: 6 },
  },
  { name: '$bit of a missing field starts from 0', before: {}, update: { $bit: { a: { or: 5 } } }, after: { a: 5 } },
  {
    name: '$bit with a Long is a Long',
    before: { a: 1 },
    update: { $bit: { a: { or: Long.fromString('4294967296') } } },
    after: { a: Long.fromString('4294967297') },
  },
  { name: '$bit of a negative number', before: { a: -1 }, update: { $bit: { a: { and: 255 } } }, after: { a: 255 } },
  { name: '$min keeps the lower', before: { a: 3, b: 3 }, update: { $min: { a: 4, b: 2, c: 1 } }, after: { a: 3, b: 2, c: 1 } },
  { name: '$max keeps the higher', before: { a: 3, b: 3 }, update: { $max: { a: 4, b: 2 } }, after: { a: 4, b: 3 } },
  { name: '$min compares across types', before: { a: 'x' }, update: { $min: { a: 5 } }, after: { a: 5 } },
  { name: '$push appends', before: { a: [1] }, update: { $push: { a: 2 } }, after: { a: [1, 2] } },
  { name: '$push makes the array', before: {}, update: { $push: { 'x.a': 2 } }, after: { x: { a: [2] } } },
  { name: '$push of an array appends it as one', before: { a: [] }, update: { $push: { a: [1, 2] } }, after: { a: [[1, 2]] } },
  { name: '$push $each', before: { a: [1] }, update: { $push: { a: { $each: [2, 3] } } }, after: { a: [1, 2, 3] } },
  {
    name: '$push $slice keeps the last',
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [3, 4], $slice: -3 } } },
    after: { a: [2, 3, 4] },
  },
  {
    name: '$push $slice keeps the first',
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [3, 4], $slice: 3 } } },
    after: { a: [1, 2, 3] },
  },
  {
    name: '$push $position',
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [9], $position: 1 } } },
    after: { a: [1, 9, 2] },
  },
  {
    name: '$push $position from the end',
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [9], $position: -1 } } },
    after: { a: [1, 9, 2] },
  },
  {
    name: '$push $sort by a field, then $slice',
    before: { a: [{ n: 3 }, { n: 1 }] },
    update: { $push: { a: { $each: [{ n: 2 }], $sort: { n: 1 }, $slice: 2 } } },
    after: { a: [{ n: 1 }, { n: 2 }] },
  },
  {
    name: '$push $sort of values',
    before: { a: [3, 1] },
    update: { $push: { a: { $each: [2], $sort: -1 } } },
    after: { a: [3, 2, 1] },
  },
  { name: '$addToSet adds once', before: { a: [1] }, update: { $addToSet: { a: 1 } }, after: { a: [1] } },
  {
    name: '$addToSet compares numbers across types',
    before: { a: [1] },
    update: { $addToSet: { a: new Long(1) } },
    after: { a: [1] },
  },
  { name: '$addToSet $each', before: { a: [1] }, update: { $addToSet: { a: { $each: [1, 2, 2] } } }, after: { a: [1, 2] } },
  { name: '$pull removes a value', before: { a: [1, 2, 1] }, update: { $pull: { a: 1 } }, after: { a: [2] } },
  { name: '$pull by a condition', before: { a: [1, 5, 9] }, update: { $pull: { a: { $gte: 5 } } }, after: { a: [1] } },
  {
    name: '$pull of documents by their fields',
    before: {
      a: [
        { x: 1, y: 1 },
        { x: 2, y: 1 },
      ],
    },
    update: { $pull: { a: { x: 1 } } },
    after: { a: [{ x: 2, y: 1 }] },
  },
  {
    name: '$pull by $in of ids',
    before: { a: [{ _id: 1 }, { _id: 2 }, { _id: 3 }] },
    update: { $pull: { a: { _id: { $in: [1, 3] } } } },
    after: { a: [{ _id: 2 }] },
  },
  { name: '$pull of a missing field does nothing', before: { b: 1 }, update: { $pull: { a: 1 } }, after: { b: 1 } },
  { name: '$pullAll', before: { a: [1, 2, 3] }, update: { $pullAll: { a: [1, 3] } }, after: { a: [2] } },
  { name: '$pop from the end', before: { a: [1, 2] }, update: { $pop: { a: 1 } }, after: { a: [1] } },
  { name: '$pop from the beginning', before: { a: [1, 2] }, update: { $pop: { a: -1 } }, after: { a: [2] } },
  { name: '$rename moves a value', before: { a: 1, b: 2 }, update: { $rename: { a: 'c.d' } }, after: { b: 2, c: { d: 1 } } },
  { name: '$rename of what is not there does nothing', before: { b: 2 }, update: { $rename: { a: 'c' } }, after: { b: 2 } },
  {
    name: '$ is the item that matched',
    before: { a: [1, 2, 3] },
    filter: { a: 2 },
    update: { $set: { 'a.$': 9 } },
    after: { a: [1, 9, 3] },
  },
  {
    name: '$ reaches into the item that matched',
    before: { a: [{ x: 1 }, { x: 2 }] },
    filter: { 'a.x': 2 },
    update: { $set: { 'a.$.y': 9 } },
    after: { a: [{ x: 1 }, { x: 2, y: 9 }] },
  },
  {
    name: '$ with $elemMatch',
    before: {
      a: [
        { x: 1, y: 1 },
        { x: 1, y: 2 },
      ],
    },
    filter: { a: { $elemMatch: { x: 1, y: 2 } } },
    update: { $set: { 'a.$.z': 1 } },
    after: {
      a: [
        { x: 1, y: 1 },
        { x: 1, y: 2, z: 1 },
      ],
    },
  },
  {
    name: '$ with a filter inside $and',
    before: { a: [1, 2] },
    filter: { $and: [{ a: 2 }] },
    update: { $set: { 'a.$': 9 } },
    after: { a: [1, 9] },
  },
  { name: '$[] is every item', before: { a: [1, 2] }, update: { $inc: { 'a.$[]': 10 } }, after: { a: [11, 12] } },
  {
    name: '$[id] is each item that the array filter takes',
    before: { a: [{ n: 1 }, { n: 5 }] },
    update: { $set: { 'a.$[e].hit': true } },
    options: { arrayFilters: [{ 'e.n': { $gt: 2 } }] },
    after: { a: [{ n: 1 }, { n: 5, hit: true }] },
  },
  {
    name: 'an array filter on plain values',
    before: { a: [1, 5] },
    update: { $set: { 'a.$[e]': 0 } },
    options: { arrayFilters: [{ e: { $gt: 2 } }] },
    after: { a: [1, 0] },
  },
  {
    name: 'an array filter with $or',
    before: { a: [{ n: 1 }, { n: 2 }, { n: 3 }] },
    update: { $set: { 'a.$[e].hit': true } },
    options: { arrayFilters: [{ $or: [{ 'e.n': 1 }, { 'e.n': 3 }] }] },
    after: { a: [{ n: 1, hit: true }, { n: 2 }, { n: 3, hit: true }] },
  },
  {
    name: 'array filters on two levels',
    before: { a: [{ b: [1, 2] }, { b: [2] }] },
    update: { $inc: { 'a.$[].b.$[x]': 10 } },
    options: { arrayFilters: [{ x: 2 }] },
    after: { a: [{ b: [1, 12] }, { b: [12] }] },
  },
  { name: 'new fields appear in the order of their names', before: {}, update: { $set: { b: 1, a: 2 } }, after: { a: 2, b: 1 } },
  {
    name: 'several operators at once',
    before: { n: 1, list: [1] },
    update: { $inc: { n: 1 }, $push: { list: 2 }, $set: { name: 'x' } },
    after: { n: 2, list: [1, 2], name: 'x' },
  },
]

const keysIn = (document: object): unknown => JSON.stringify(document)

describe('an update changes a document as MongoDB does', () => {
  test.each(cases)('$name', async ({ before, filter, update, options, after }) => {
    const collection = await contract.collectionOf([{ ...before, _id: 1 }])
    const result = await collection.updateOne({ _id: 1 as never, ...filter }, update, options)
    expect(result.matchedCount).toBe(1)
    const found = await collection.findOne({})
    expect(found).toEqual({ _id: 1, ...after })
    // equality does not look at the order of fields
    expect(keysIn(found as object)).toBe(keysIn({ _id: 1, ...after }))
  })
})

test('a replacement keeps _id and nothing else', async () => {
  const collection = await contract.collectionOf([{ _id: 1, a: 1, b: 2 }])
  await collection.replaceOne({ a: 1 }, { c: 3 })
  expect(await collection.findOne({})).toEqual({ _id: 1, c: 3 })
})

test('$currentDate writes dates', async () => {
  const collection = await contract.collectionOf([{ _id: 1 }])
  const before = Date.now()
  await collection.updateOne({}, { $currentDate: { a: true as never, b: { $type: 'date' }, c: { $type: 'timestamp' } } })
  const found = await collection.findOne({})
  expect(found?.a).toBeInstanceOf(Date)
  expect(found?.a.getTime()).toBeGreaterThanOrEqual(before - 1000)
  expect(found?.c._bsontype).toBe('Timestamp')
})

test('updateMany counts what it matched and what it changed', async () => {
  const collection = await contract.collectionOf([{ a: 1, b: 1 }, { a: 1, b: 2 }, { a: 2 }])
  const result = await collection.updateMany({ a: 1 }, { $set: { b: 2 } })
  expect(result).toMatchObject({ matchedCount: 2, modifiedCount: 1, upsertedCount: 0 })
})

test('an update that moves documents ahead of the search meets each once', async () => {
  const collection = await contract.collectionOf(Array.from({ length: 500 }, (_, n) => ({ _id: n, n })))
  await collection.createIndex({ n: 1 })
  expect(await collection.updateMany({ n: { $gte: 0 } }, { $inc: { n: 1000 } })).toMatchObject({
    matchedCount: 500,
    modifiedCount: 500,
  })
  expect(await collection.countDocuments({ n: { $gte: 2000 } })).toBe(0)
})

const refusals: readonly {
  name: string
  before?: AnyDocument
  filter?: Document
  update: Document
  options?: UpdateOptions
  code: number
}[] = [
  { name: '$inc of a string', before: { a: 'x' }, update: { $inc: { a: 1 } }, code: 14 },
  { name: '$inc of null', before: { a: null }, update: { $inc: { a: 1 } }, code: 14 },
  { name: '$inc by a string', update: { $inc: { a: 'x' as never } }, code: 14 },
  { name: '$inc beyond 64 bits', before: { a: Long.MAX_VALUE }, update: { $inc: { a: 1 } }, code: 2 },
  { name: '$bit of a string', before: { a: 'x' }, update: { $bit: { a: { or: 1 } } }, code: 2 },
  { name: '$bit of a double', before: { a: 1.5 }, update: { $bit: { a: { or: 1 } } }, code: 2 },
  { name: '$bit by a double', before: { a: 1 }, update: { $bit: { a: { or: 1.5 as never } } }, code: 2 },
  { name: '$bit of an unknown operation', before: { a: 1 }, update: { $bit: { a: { nand: 1 } as never } }, code: 2 },
  { name: '$push to a scalar', before: { a: 1 }, update: { $push: { a: 1 } }, code: 2 },
  { name: '$addToSet to a scalar', before: { a: 1 }, update: { $addToSet: { a: 1 } }, code: 2 },
  { name: '$pull from a scalar', before: { a: 1 }, update: { $pull: { a: 1 } as never }, code: 2 },
  { name: '$set through a scalar', before: { a: 1 }, update: { $set: { 'a.b': 1 } }, code: 28 },
  { name: '$set of a name in an array', before: { a: [1] }, update: { $set: { 'a.b': 1 } }, code: 28 },
  { name: 'a change of _id', update: { $set: { _id: 2 } }, code: 66 },
  { name: 'the same path twice', update: { $set: { a: 1 }, $inc: { a: 1 } }, code: 40 },
  { name: 'a path inside another', update: { $set: { a: 1, 'a.b': 1 } }, code: 40 },
  { name: 'an unknown operator', update: { $foo: { a: 1 } } as never, code: 9 },
  { name: 'an empty name in a path', update: { $set: { 'a..b': 1 } }, code: 56 },
  { name: 'a name with a dollar', update: { $set: { $a: 1 } }, code: 52 },
  { name: '$ without a match in an array', before: { a: [1] }, update: { $set: { 'a.$': 1 } }, code: 2 },
  {
    name: 'an array filter that is not used',
    before: { a: [1] },
    update: { $set: { a: 1 } },
    options: { arrayFilters: [{ e: 1 }] },
    code: 9,
  },
  { name: 'an array filter that is not there', before: { a: [1] }, update: { $set: { 'a.$[e]': 1 } }, code: 2 },
  { name: '$[] on what is not an array', before: { a: 1 }, update: { $set: { 'a.$[]': 1 } }, code: 2 },
  {
    name: 'a path that the filter of an upsert says twice',
    filter: { $and: [{ a: 1 }, { a: 2 }] },
    update: { $set: { b: 1 } },
    options: { upsert: true },
    code: 54,
  },
]

test.each(refusals)('refused as MongoDB refuses it: $name', async ({ before, filter, update, options, code }) => {
  const document = { ...before, _id: 1 }
  const collection = await contract.collectionOf([document])
  expect(await refusalOf(collection.updateOne(filter ?? {}, update, options))).toMatchObject({ code })
  expect(await collection.find({}).toArray()).toEqual([document])
})

test('what an update does not touch keeps its bytes', async () => {
  const stored = { _id: 1, double: new Double(5), regex: new BSONRegExp('a', 'i'), int: new Int32(1), n: new Int32(0) }
  const collection = await contract.collectionOf([stored])
  await collection.updateOne({}, { $inc: { n: 1 } })
  expect(await collection.findOne({}, { promoteValues: false, bsonRegExp: true })).toEqual({
    ...stored,
    _id: new Int32(1),
    n: new Int32(1),
  })
})

import { type Document, ObjectId } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { type AnyDocument, contractOn } from '../support/contract.ts'

const contract = contractOn('upserts', { promoteValues: true, promoteLongs: false })

describe('an upsert inserts what filter and update say', () => {
  const upserts: readonly { name: string; filter: Document; update: Document; inserted: AnyDocument }[] = [
    { name: 'equality', filter: { a: 1 }, update: { $set: { b: 2 } }, inserted: { a: 1, b: 2 } },
    {
      name: '$setOnInsert',
      filter: { a: 1 },
      update: { $set: { b: 2 }, $setOnInsert: { c: 3 } },
      inserted: { a: 1, b: 2, c: 3 },
    },
    {
      name: '$eq and one-element $in',
      filter: { a: { $eq: 1 }, b: { $in: [2] } },
      update: { $set: { c: 3 } },
      inserted: { a: 1, b: 2, c: 3 },
    },
    {
      name: 'equality inside $and',
      filter: { $and: [{ a: 1 }, { b: 2 }] },
      update: { $set: { c: 3 } },
      inserted: { a: 1, b: 2, c: 3 },
    },
    { name: 'a path becomes documents', filter: { 'a.b': 1 }, update: { $set: { c: 3 } }, inserted: { a: { b: 1 }, c: 3 } },
    {
      name: 'ranges and $ne say nothing',
      filter: { a: { $gt: 1 }, b: { $ne: 2 } },
      update: { $set: { c: 3 } },
      inserted: { c: 3 },
    },
    { name: '$inc starts from nothing', filter: { a: 1 }, update: { $inc: { n: 1 } }, inserted: { a: 1, n: 1 } },
    { name: 'null is a value', filter: { a: null }, update: { $set: { b: 1 } }, inserted: { a: null, b: 1 } },
  ]
  test.each(upserts)('$name', async ({ filter, update, inserted }) => {
    const collection = await contract.collectionOf()
    const result = await collection.updateOne(filter, update, { upsert: true })
    expect(result.upsertedId).toBeInstanceOf(ObjectId)
    expect(await collection.findOne({})).toEqual({ _id: result.upsertedId, ...inserted })
  })

  test('with the _id of the filter', async () => {
    const collection = await contract.collectionOf()
    await collection.updateOne({ _id: 'lease' as never }, { $set: { owner: 'a' } }, { upsert: true })
    expect(await collection.findOne({})).toEqual({ _id: 'lease', owner: 'a' })
  })

  test('a replacement takes only the _id of the filter', async () => {
    const collection = await contract.collectionOf()
    await collection.replaceOne({ _id: 7 as never, a: 1 }, { b: 2 }, { upsert: true })
    expect(await collection.findOne({})).toEqual({ _id: 7, b: 2 })
  })

  test('one of many at the same time inserts, all others update', async () => {
    const collection = await contract.collectionOf()
    await collection.createIndex({ key: 1 }, { unique: true })
    const results = await Promise.all(
      Array.from({ length: 30 }, () => collection.updateOne({ key: 'k' }, { $inc: { n: 1 } }, { upsert: true })),
    )
    expect(results.filter(({ upsertedCount }) => upsertedCount === 1)).toHaveLength(1)
    expect(await collection.find({}).toArray()).toMatchObject([{ key: 'k', n: 30 }])
  })
})

describe('findAndModify', () => {
  test('returns the document before or after, and takes the first by sort', async () => {
    const collection = await contract.collectionOf([
      { _id: 1, p: 1 },
      { _id: 2, p: 5 },
    ])
    expect(await collection.findOneAndUpdate({}, { $set: { hit: true } }, { sort: { p: -1 } })).toEqual({ _id: 2, p: 5 })
    expect(
      await collection.findOneAndUpdate(
        {},
        { $inc: { p: 1 } },
        { sort: { p: -1 }, returnDocument: 'after', projection: { p: 1 } },
      ),
    ).toEqual({ _id: 2, p: 6 })
  })
  test('removes', async () => {
    const collection = await contract.collectionOf([{ _id: 1 }, { _id: 2 }])
    expect(await collection.findOneAndDelete({ _id: 2 as never })).toEqual({ _id: 2 })
    expect(await collection.countDocuments({})).toBe(1)
  })
  test('gives null when nothing matches', async () => {
    const collection = await contract.collectionOf()
    expect(await collection.findOneAndUpdate({ a: 1 }, { $set: { b: 1 } })).toBeNull()
    expect(await collection.findOneAndUpdate({ a: 1 }, { $set: { b: 1 } }, { upsert: true })).toBeNull()
    expect(
      await collection.findOneAndUpdate(
        { a: 2 },
        { $set: { b: 1 } },
        { upsert: true, returnDocument: 'after', projection: { _id: 0 } },
      ),
    ).toEqual({ a: 2, b: 1 })
  })
  test('of many takers at once, each gets another document', async () => {
    const collection = await contract.collectionOf(Array.from({ length: 20 }, (_, n) => ({ _id: n, taken: false })))
    const takes = await Promise.all(
      Array.from({ length: 40 }, () => collection.findOneAndUpdate({ taken: false }, { $set: { taken: true } })),
    )
    const ids = takes.filter((document) => document !== null).map(({ _id }) => Number(_id))
    expect(new Set(ids).size).toBe(20)
    expect(ids).toHaveLength(20)
  })
})

test('compare-and-set: of many that saw the same version one wins', async () => {
  const collection = await contract.collectionOf([{ _id: 1, version: 0 }])
  for (let version = 0; version < 5; version++) {
    const results = await Promise.all(
      Array.from({ length: 10 }, () => collection.updateOne({ _id: 1 as never, version }, { $inc: { version: 1 } })),
    )
    expect(results.map(({ modifiedCount }) => modifiedCount).filter((count) => count === 1)).toHaveLength(1)
  }
})

import type { CollationOptions, Document } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { type AnyDocument, contractOn, MONGODB_IS_GIVEN, refusalOf } from '../support/contract.ts'

const contract = contractOn('collation', { promoteValues: true })

const texts = (...values: readonly unknown[]): AnyDocument[] => values.map((a, index) => ({ _id: index + 1, a }))
const idsOf = (documents: readonly Document[]) => documents.map(({ _id }) => Number(_id))

const english: CollationOptions = { locale: 'en' }
const anyCase: CollationOptions = { locale: 'en', strength: 2 }
const anyMark: CollationOptions = { locale: 'en', strength: 1 }

const filters: readonly {
  name: string
  documents: readonly AnyDocument[]
  filter: Document
  collation: CollationOptions
  found: readonly number[]
}[] = [
  {
    name: 'strength 1 passes over case and marks',
    documents: texts('resume', 'Résumé', 'RESUME', 'resumes'),
    filter: { a: 'resume' },
    collation: anyMark,
    found: [1, 2, 3],
  },
  {
    name: 'strength 2 passes over case alone',
    documents: texts('resume', 'Résumé', 'RESUME'),
    filter: { a: 'resume' },
    collation: anyCase,
    found: [1, 3],
  },
  {
    name: 'strength 3, which is the default, passes over neither',
    documents: texts('resume', 'Résumé', 'RESUME'),
    filter: { a: 'resume' },
    collation: english,
    found: [1],
  },
  {
    name: 'caseLevel at strength 1 tells case, and no marks',
    documents: texts('resume', 'résumé', 'RESUME'),
    filter: { a: 'resume' },
    collation: { locale: 'en', strength: 1, caseLevel: true },
    found: [1, 2],
  },
  {
    name: 'numericOrdering compares digits as numbers',
    documents: texts('room 2', 'room 10', 'room 9'),
    filter: { a: { $gt: 'room 9' } },
    collation: { locale: 'en', numericOrdering: true },
    found: [2],
  },
  {
    name: 'a range follows the alphabet, not the bytes',
    documents: texts('apple', 'Banana', 'cherry', 'Éclair'),
    filter: { a: { $gte: 'b', $lt: 'd' } },
    collation: english,
    found: [2, 3],
  },
  {
    name: '$in',
    documents: texts('ANN', 'bob', 'cem'),
    filter: { a: { $in: ['ann', 'BOB'] } },
    collation: anyCase,
    found: [1, 2],
  },
  { name: '$ne', documents: texts('ANN', 'bob'), filter: { a: { $ne: 'ann' } }, collation: anyCase, found: [2] },
  { name: '$nin', documents: texts('ANN', 'bob'), filter: { a: { $nin: ['ann'] } }, collation: anyCase, found: [2] },
  { name: '$not', documents: texts('ANN', 'bob'), filter: { a: { $not: { $eq: 'ann' } } }, collation: anyCase, found: [2] },
  { name: 'items of arrays', documents: texts(['X', 'y'], ['z']), filter: { a: 'x' }, collation: anyCase, found: [1] },
  { name: '$all', documents: texts(['X', 'Y'], ['x']), filter: { a: { $all: ['x', 'y'] } }, collation: anyCase, found: [1] },
  {
    name: '$elemMatch',
    documents: texts([{ n: 'X', v: 1 }], [{ n: 'x', v: 2 }]),
    filter: { a: { $elemMatch: { n: 'x', v: 1 } } },
    collation: anyCase,
    found: [1],
  },
  {
    name: 'texts inside documents',
    documents: texts({ b: 'X' }, { B: 'X' }),
    filter: { a: { b: 'x' } },
    collation: anyCase,
    found: [1],
  },
  {
    name: '$or and $and',
    documents: texts('ANN', 'BOB', 'CEM'),
    filter: { $or: [{ a: 'ann' }, { $and: [{ a: 'bob' }] }] },
    collation: anyCase,
    found: [1, 2],
  },
  {
    name: '$expr',
    documents: texts('ANN', 'BOB'),
    filter: { $expr: { $eq: ['$a', 'ann'] } },
    collation: anyCase,
    found: [1],
  },
  {
    name: 'regular expressions are not touched',
    documents: texts('ANN', 'ann'),
    filter: { a: /^ann/ },
    collation: anyCase,
    found: [2],
  },
  { name: 'numbers are as ever', documents: texts(5, 6, 'x'), filter: { a: { $gt: 5 } }, collation: anyCase, found: [2] },
  {
    name: 'null finds missing',
    documents: [{ _id: 1 }, { _id: 2, a: 'x' }],
    filter: { a: null },
    collation: anyCase,
    found: [1],
  },
  { name: '_id is compared too', documents: [{ _id: 1 }], filter: { _id: { $in: ['A', 1] } }, collation: anyCase, found: [1] },
  {
    name: 'alternate shifted passes over spaces and points',
    documents: texts('ab', 'a b', 'a-b', 'abc'),
    filter: { a: 'ab' },
    collation: { locale: 'en', alternate: 'shifted', strength: 3 },
    found: [1, 2, 3],
  },
]

describe('a filter with a collation, with and without an index', () => {
  test.each(filters)('$name', async ({ documents, filter, collation, found }) => {
    const collection = await contract.collectionOf(documents)
    const find = async () => idsOf(await collection.find(filter, { collation }).sort({ _id: 1 }).toArray())
    expect(await find()).toEqual(found)
    await collection.createIndex({ a: 1 })
    await collection.createIndex({ a: -1, _id: 1 }, { partialFilterExpression: { a: { $gte: '' } } })
    expect(await find()).toEqual(found)
    expect(await collection.countDocuments(filter, { collation })).toBe(found.length)
  })
  test('the same filter without it is by bytes, and uses the index', async () => {
    const collection = await contract.collectionOf(texts('ANN', 'ann'))
    await collection.createIndex({ a: 1 })
    expect(idsOf(await collection.find({ a: 'ann' }).toArray())).toEqual([2])
    expect(idsOf(await collection.find({ a: 'ann' }, { collation: { locale: 'simple' } }).toArray())).toEqual([2])
  })
  test('a condition on a number uses the index, one on a text does not', async () => {
    const collection = await contract.collectionOf(Array.from({ length: 50 }, (_, n) => ({ _id: n, n, a: `t${n}` })))
    await collection.createIndexes([{ key: { n: 1 } }, { key: { a: 1 } }])
    const plan = async (filter: Document) =>
      JSON.stringify((await collection.find(filter, { collation: anyCase }).explain('executionStats')).queryPlanner)
    expect(await plan({ n: 5 })).toContain('n_1')
    expect(await plan({ a: 'T5' })).toContain('COLLSCAN')
  })
})

const sorts: readonly { name: string; values: readonly string[]; collation: CollationOptions; sorted: readonly string[] }[] = [
  { name: 'capitals stand beside small letters', values: ['b', 'A', 'a', 'B'], collation: english, sorted: ['a', 'A', 'b', 'B'] },
  {
    name: 'caseFirst upper',
    values: ['b', 'A', 'a', 'B'],
    collation: { locale: 'en', caseFirst: 'upper' },
    sorted: ['A', 'a', 'B', 'b'],
  },
  {
    name: 'numericOrdering',
    values: ['x10', 'x9', 'x1'],
    collation: { locale: 'en', numericOrdering: true },
    sorted: ['x1', 'x9', 'x10'],
  },
  { name: 'German: ä beside a', values: ['z', 'ä', 'b', 'a'], collation: { locale: 'de' }, sorted: ['a', 'ä', 'b', 'z'] },
  { name: 'Swedish: ä after z', values: ['ä', 'z', 'b', 'a'], collation: { locale: 'sv' }, sorted: ['a', 'b', 'z', 'ä'] },
  {
    name: 'a German telephone book: ä as ae',
    values: ['Az', 'Ädler', 'Ad'],
    collation: { locale: 'de@collation=phonebook' },
    sorted: ['Ad', 'Ädler', 'Az'],
  },
  {
    name: 'French of Canada: the last mark decides',
    values: ['coté', 'côte', 'cote', 'côté'],
    collation: { locale: 'fr_CA' },
    sorted: ['cote', 'côte', 'coté', 'côté'],
  },
]

describe('sorting with a collation', () => {
  test.each(sorts)('$name', async ({ values, collation, sorted }) => {
    const collection = await contract.collectionOf(texts(...values))
    const order = async (direction: 1 | -1) =>
      (await collection.find({}, { collation }).sort({ a: direction, _id: 1 }).toArray()).map(({ a }) => a)
    expect(await order(1)).toEqual(sorted)
    expect(await order(-1)).toEqual([...sorted].reverse())
    await collection.createIndex({ a: 1, _id: 1 })
    expect(await order(1)).toEqual(sorted)
    expect((await collection.find({}, { collation }).sort({ a: 1 }).limit(1).toArray()).map(({ a }) => a)).toEqual([sorted[0]])
  })
})

describe('other commands take it too', () => {
  test('distinct gives one of those that are equal', async () => {
    const collection = await contract.collectionOf(texts('ann', 'ANN', 'bob', ['Bob', 'cem']))
    const found = (await collection.distinct('a', {}, { collation: anyCase })) as string[]
    expect(found.map((text) => text.toLowerCase())).toEqual(['ann', 'bob', 'cem'])
  })
  test('update, delete and findAndModify', async () => {
    const collection = await contract.collectionOf(texts('ANN', 'Ann', 'bob', 'cem'))
    expect((await collection.updateMany({ a: 'ann' }, { $set: { hit: 1 } }, { collation: anyCase })).modifiedCount).toBe(2)
    expect((await collection.deleteMany({ a: 'ann' }, { collation: anyCase })).deletedCount).toBe(2)
    expect(await collection.findOneAndUpdate({ a: 'BOB' }, { $set: { hit: 2 } }, { collation: anyCase })).toMatchObject({
      _id: 3,
    })
    expect(await collection.findOneAndDelete({ a: 'CEM' }, { collation: anyCase })).toMatchObject({ _id: 4 })
    expect(await collection.find({}).toArray()).toEqual([{ _id: 3, a: 'bob', hit: 2 }])
  })
  test('an upsert takes the text as the filter has it', async () => {
    const collection = await contract.collectionOf(texts('ANN'))
    await collection.updateOne({ a: 'Bob' }, { $set: { n: 1 } }, { collation: anyCase, upsert: true })
    await collection.updateOne({ a: 'BOB' }, { $set: { n: 2 } }, { collation: anyCase, upsert: true })
    expect(
      await collection
        .find({}, { projection: { _id: 0 } })
        .sort({ _id: 1 })
        .toArray(),
    ).toContainEqual({ a: 'Bob', n: 2 })
    expect(await collection.countDocuments({})).toBe(2)
  })
  test('an aggregation: $match, $sort, $group, $addToSet, $min, expressions, $lookup', async () => {
    const people = await contract.collectionOf([
      { _id: 1, team: 'red', name: 'bob' },
      { _id: 2, team: 'RED', name: 'Ann' },
      { _id: 3, team: 'blue', name: 'cem' },
    ])
    const teams = await contract.collectionOf([{ _id: 'Red' }])
    const aggregate = (...pipeline: Document[]) => people.aggregate(pipeline, { collation: anyCase }).toArray()
    const groups = await aggregate(
      { $match: { team: { $in: ['rEd', 'blue'] } } },
      { $sort: { name: 1 } },
      { $group: { _id: '$team', n: { $sum: 1 }, first: { $min: '$name' }, teams: { $addToSet: '$team' } } },
      { $sort: { n: -1 } },
    )
    expect(groups).toMatchObject([
      { n: 2, first: 'Ann' },
      { n: 1, first: 'cem' },
    ])
    expect(groups[0]?.teams).toHaveLength(1)
    expect(
      await aggregate({ $project: { is: { $eq: ['$team', 'Red'] }, at: { $in: ['BOB', ['$name']] } } }, { $sort: { _id: 1 } }),
    ).toEqual([
      { _id: 1, is: true, at: true },
      { _id: 2, is: true, at: false },
      { _id: 3, is: false, at: false },
    ])
    const joined = await aggregate(
      { $lookup: { from: teams.collectionName, localField: 'team', foreignField: '_id', as: 'found' } },
      { $match: { 'found._id': 'RED' } },
      { $count: 'n' },
    )
    expect(joined).toEqual([{ n: 2 }])
  })
})

const wrong: readonly { name: string; collation: Document; code: number }[] = [
  { name: 'a locale that does not exist', collation: { locale: 'klingon' }, code: 2 },
  { name: 'no locale', collation: { strength: 1 }, code: 40414 },
  { name: 'an unknown option', collation: { locale: 'en', frob: 1 }, code: 40415 },
  { name: 'a strength that does not exist', collation: { locale: 'en', strength: 9 }, code: 2 },
  { name: 'a locale that is no text', collation: { locale: 5 }, code: 14 },
  { name: 'simple with more options', collation: { locale: 'simple', strength: 1 }, code: 2 },
]

test.each(wrong)('refused as MongoDB refuses it: $name', async ({ collation, code }) => {
  const collection = await contract.collectionOf(texts('a'))
  expect(await refusalOf(collection.find({ a: 'a' }, { collation: collation as CollationOptions }).toArray())).toMatchObject({
    code,
  })
})

describe.skipIf(MONGODB_IS_GIVEN)('what Intl can not do is refused by name', () => {
  const refused: readonly { name: string; collation: CollationOptions }[] = [
    { name: 'strength 4', collation: { locale: 'en', strength: 4 } },
    { name: 'strength 5', collation: { locale: 'en', strength: 5 } },
    { name: 'caseLevel with strength 2', collation: { locale: 'en', strength: 2, caseLevel: true } },
    { name: 'backwards', collation: { locale: 'fr', backwards: true } },
    { name: 'normalization', collation: { locale: 'en', normalization: true } },
    { name: 'maxVariable', collation: { locale: 'en', alternate: 'shifted', maxVariable: 'space' } },
    { name: 'en@collation=phonebook', collation: { locale: 'en@collation=phonebook' } },
  ]
  test.each(refused)('$name', async ({ name, collation }) => {
    const collection = await contract.collectionOf(texts('a'))
    const refusal = await refusalOf(collection.find({ a: 'a' }, { collation }).toArray())
    expect(refusal?.code).toBe(238)
    expect(refusal?.message).toContain(name)
  })
  test.each([
    { name: 'an index', run: () => contract.client.db().collection('i').createIndex({ a: 1 }, { collation: anyCase }) },
    { name: 'the option collation of create', run: () => contract.client.db().createCollection('j', { collation: anyCase }) },
    {
      name: '$pull',
      run: () =>
        contract.client
          .db()
          .collection('k')
          .updateOne({ a: 'x' }, { $pull: { b: 'x' } as never }, { collation: anyCase }),
    },
    {
      name: 'arrayFilters',
      run: () =>
        contract.client
          .db()
          .collection('k')
          .updateOne({ a: 'x' }, { $set: { 'b.$[e]': 1 } }, { collation: anyCase, arrayFilters: [{ e: 'x' }] }),
    },
    {
      name: 'pipeline',
      run: () =>
        contract.client
          .db()
          .collection('k')
          .findOneAndUpdate({ a: 'x' }, [{ $set: { b: 1 } }], { collation: anyCase }),
    },
    {
      name: '$elemMatch in a projection',
      run: () =>
        contract.client
          .db()
          .collection('k')
          .findOne({ a: 'x' }, { collation: anyCase, projection: { b: { $elemMatch: { c: 'x' } } } }),
    },
  ])('$name', async ({ name, run }) => {
    const refusal = await refusalOf(run() as Promise<unknown>)
    expect(refusal?.code).toBe(238)
    expect(refusal?.message).toContain(name)
  })
})

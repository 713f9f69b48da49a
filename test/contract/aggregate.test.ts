// biome-ignore-all lint/suspicious/noThenProperty: the name is MongoDB's
import { type Document, Double, Int32, Long } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { type AnyDocument, contractOn, MONGODB_IS_GIVEN, refusalOf } from '../support/contract.ts'

const contract = contractOn('aggregate', { promoteValues: true, promoteLongs: false })

interface Case {
  readonly name: string
  readonly documents?: readonly AnyDocument[]
  readonly pipeline: readonly Document[]
  readonly result: readonly Document[]
}

const people = [
  { _id: 1, name: 'Ann', team: 'a', score: 3, tags: ['x', 'y'], at: new Date(1000) },
  { _id: 2, name: 'Bob', team: 'b', score: new Long(5), tags: [], at: new Date(2000) },
  { _id: 3, name: 'Cem', team: 'a', score: 4.5, at: new Date(3000) },
  { _id: 4, name: 'Dee', team: null, tags: ['x'] },
]

const stages: Case[] = [
  {
    name: '$match, $sort, $skip, $limit',
    pipeline: [{ $match: { _id: { $gt: 1 } } }, { $sort: { _id: -1 } }, { $skip: 1 }, { $limit: 1 }, { $project: { _id: 1 } }],
    result: [{ _id: 3 }],
  },
  {
    name: '$limit before $skip keeps its order',
    pipeline: [{ $sort: { _id: 1 } }, { $limit: 2 }, { $skip: 1 }, { $project: { _id: 1 } }],
    result: [{ _id: 2 }],
  },
  {
    name: '$match after $limit is not moved before it',
    pipeline: [{ $sort: { _id: 1 } }, { $limit: 2 }, { $match: { _id: { $gt: 2 } } }],
    result: [],
  },
  { name: '$count', pipeline: [{ $match: { team: 'a' } }, { $count: 'n' }], result: [{ n: 2 }] },
  { name: '$count of nothing is no document', pipeline: [{ $match: { team: 'z' } }, { $count: 'n' }], result: [] },
  {
    name: '$group by a field: missing and null are one group',
    documents: [{ _id: 1, a: null }, { _id: 2 }, { _id: 3, a: 1 }],
    pipeline: [{ $group: { _id: '$a', n: { $sum: 1 } } }, { $sort: { n: -1 } }],
    result: [
      { _id: null, n: 2 },
      { _id: 1, n: 1 },
    ],
  },
  {
    name: '$group of all: $sum adds over types, $avg, $min, $max pass over what is missing',
    pipeline: [
      {
        $group: {
          _id: null,
          sum: { $sum: '$score' },
          avg: { $avg: '$score' },
          min: { $min: '$score' },
          max: { $max: '$score' },
          n: { $count: {} },
        },
      },
    ],
    result: [{ _id: null, sum: 12.5, avg: 12.5 / 3, min: 3, max: new Long(5), n: 4 }],
  },
  {
    name: '$group by several fields',
    pipeline: [
      { $match: { score: { $exists: true } } },
      { $group: { _id: { t: '$team' }, names: { $push: '$name' } } },
      { $sort: { _id: 1 } },
    ],
    result: [
      { _id: { t: 'a' }, names: ['Ann', 'Cem'] },
      { _id: { t: 'b' }, names: ['Bob'] },
    ],
  },
  {
    name: '$group $push leaves missing out, $first gives null',
    pipeline: [
      { $sort: { _id: -1 } },
      { $group: { _id: 1, scores: { $push: '$score' }, first: { $first: '$score' }, last: { $last: '$score' } } },
    ],
    result: [{ _id: 1, scores: [4.5, new Long(5), 3], first: null, last: 3 }],
  },
  {
    name: '$group keeps the whole first document of each group in the order of $sort',
    documents: [
      { _id: 1, prompt: 'b', version: 1 },
      { _id: 2, prompt: 'a', version: 9 },
      { _id: 3, prompt: 'a', version: 10 },
    ],
    pipeline: [
      { $sort: { prompt: 1, version: -1 } },
      { $group: { _id: '$prompt', newest: { $first: '$$ROOT' } } },
      { $sort: { _id: 1 } },
    ],
    result: [
      { _id: 'a', newest: { _id: 3, prompt: 'a', version: 10 } },
      { _id: 'b', newest: { _id: 1, prompt: 'b', version: 1 } },
    ],
  },
  {
    name: '$group $addToSet keeps each value once, across types of numbers',
    documents: [{ a: 1 }, { a: new Long(1) }, { a: 2 }],
    pipeline: [{ $group: { _id: 0, set: { $addToSet: '$a' } } }, { $project: { n: { $size: '$set' }, _id: 0 } }],
    result: [{ n: 2 }],
  },
  { name: '$sortByCount', pipeline: [{ $sortByCount: '$team' }, { $limit: 1 }], result: [{ _id: 'a', count: 2 }] },
  {
    name: '$unwind drops documents without items',
    pipeline: [{ $unwind: '$tags' }, { $project: { tags: 1 } }, { $sort: { _id: 1, tags: 1 } }],
    result: [
      { _id: 1, tags: 'x' },
      { _id: 1, tags: 'y' },
      { _id: 4, tags: 'x' },
    ],
  },
  {
    name: '$unwind may keep them',
    pipeline: [
      { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } },
      { $project: { tags: 1, i: 1 } },
      { $sort: { _id: 1, i: 1 } },
    ],
    result: [
      { _id: 1, tags: 'x', i: new Long(0) },
      { _id: 1, tags: 'y', i: new Long(1) },
      { _id: 2, i: null },
      { _id: 3, i: null },
      { _id: 4, tags: 'x', i: new Long(0) },
    ],
  },
  {
    name: '$set merges into documents',
    documents: [{ _id: 1, o: { x: 1 } }],
    pipeline: [{ $set: { o: { y: 2 }, 'o.z': 3 } }],
    result: [{ _id: 1, o: { x: 1, y: 2, z: 3 } }],
  },
  {
    name: '$addFields changes each item of an array',
    documents: [{ _id: 1, a: [{ x: 1 }, { x: 2 }] }],
    pipeline: [{ $addFields: { 'a.y': 5 } }],
    result: [
      {
        _id: 1,
        a: [
          { x: 1, y: 5 },
          { x: 2, y: 5 },
        ],
      },
    ],
  },
  {
    name: '$set reads the whole document',
    documents: [{ _id: 1, a: 1, o: {} }],
    pipeline: [{ $set: { 'o.b': '$a', a: 9 } }],
    result: [{ _id: 1, a: 9, o: { b: 1 } }],
  },
  {
    name: '$unset',
    pipeline: [{ $match: { _id: 1 } }, { $unset: ['tags', 'at', 'score'] }],
    result: [{ _id: 1, name: 'Ann', team: 'a' }],
  },
  {
    name: '$replaceRoot and $replaceWith',
    documents: [{ _id: 1, o: { p: { x: 1 } } }],
    pipeline: [{ $replaceRoot: { newRoot: '$o' } }, { $replaceWith: '$p' }],
    result: [{ x: 1 }],
  },
  {
    name: '$project computes, renames and takes',
    pipeline: [{ $match: { _id: 1 } }, { $project: { _id: 0, who: '$name', team: 1, both: ['$name', '$nothing'] } }],
    result: [{ team: 'a', who: 'Ann', both: ['Ann', null] }],
  },
  {
    name: '$project of a computed field alone keeps _id',
    pipeline: [{ $match: { _id: 1 } }, { $project: { who: '$name' } }],
    result: [{ _id: 1, who: 'Ann' }],
  },
  {
    name: '$facet',
    pipeline: [{ $facet: { n: [{ $count: 'all' }], top: [{ $sort: { _id: -1 } }, { $limit: 1 }, { $project: { _id: 1 } }] } }],
    result: [{ n: [{ all: 4 }], top: [{ _id: 4 }] }],
  },
  {
    name: '$match with $expr compares fields',
    documents: [
      { _id: 1, a: 1, b: 2 },
      { _id: 2, a: 3, b: 2 },
    ],
    pipeline: [{ $match: { $expr: { $gt: ['$a', '$b'] } } }],
    result: [{ _id: 2, a: 3, b: 2 }],
  },
  {
    name: '$expr: missing is not null',
    documents: [{ _id: 1, a: null }, { _id: 2 }],
    pipeline: [{ $match: { $expr: { $eq: ['$a', null] } } }],
    result: [{ _id: 1, a: null }],
  },
  {
    name: '$expr: comparisons go across types',
    documents: [
      { _id: 1, a: 'x' },
      { _id: 2, a: 1 },
    ],
    pipeline: [{ $match: { $expr: { $gt: ['$a', 5] } } }],
    result: [{ _id: 1, a: 'x' }],
  },
]

const scores = [1, 5, 5, 9, 10, 25, 'x'].map((score, _id) => ({ _id, score }))

stages.push(
  {
    name: '$bucket: a boundary opens its bucket, empty buckets are left out, the rest is the default',
    documents: scores,
    pipeline: [{ $bucket: { groupBy: '$score', boundaries: [0, 5, 10, 15, 20], default: 'other' } }],
    result: [
      { _id: 0, count: 1 },
      { _id: 5, count: 3 },
      { _id: 10, count: 1 },
      { _id: 'other', count: 2 },
    ],
  },
  {
    name: '$bucket with an expression and an output',
    documents: scores.slice(0, 5),
    pipeline: [
      {
        $bucket: {
          groupBy: { $multiply: ['$score', 2] },
          boundaries: [0, 10, 100],
          output: { n: { $sum: 1 }, ids: { $push: '$_id' } },
        },
      },
    ],
    result: [
      { _id: 0, n: 1, ids: [0] },
      { _id: 10, n: 4, ids: [1, 2, 3, 4] },
    ],
  },
  {
    name: '$bucket of a missing value takes the default',
    documents: [{ _id: 1 }, { _id: 2, score: 3 }],
    pipeline: [{ $bucket: { groupBy: '$score', boundaries: [0, 5], default: -1 } }],
    result: [
      { _id: -1, count: 1 },
      { _id: 0, count: 1 },
    ],
  },
  {
    name: '$bucketAuto: about as many in each, each but the last ends where the next begins',
    documents: [1, 2, 3, 4, 5].map((score, _id) => ({ _id, score })),
    pipeline: [{ $bucketAuto: { groupBy: '$score', buckets: 2 } }],
    result: [
      { _id: { min: 1, max: 4 }, count: 3 },
      { _id: { min: 4, max: 5 }, count: 2 },
    ],
  },
  {
    name: '$bucketAuto keeps equal values together, and gives fewer buckets then',
    documents: [7, 7, 7, 8].map((score, _id) => ({ _id, score })),
    pipeline: [{ $bucketAuto: { groupBy: '$score', buckets: 4, output: { all: { $push: '$score' } } } }],
    result: [
      { _id: { min: 7, max: 8 }, all: [7, 7, 7] },
      { _id: { min: 8, max: 8 }, all: [8] },
    ],
  },
  {
    name: '$bucketAuto of fewer documents than buckets',
    documents: [{ _id: 1, score: 2 }, { _id: 2 }],
    pipeline: [{ $bucketAuto: { groupBy: '$score', buckets: 5 } }],
    result: [
      { _id: { min: null, max: 2 }, count: 1 },
      { _id: { min: 2, max: 2 }, count: 1 },
    ],
  },
  {
    name: '$bucketAuto of nothing',
    documents: [{ _id: 1 }],
    pipeline: [{ $match: { _id: 9 } }, { $bucketAuto: { groupBy: '$a', buckets: 2 } }],
    result: [],
  },
)

const wrongBuckets: readonly { name: string; stage: Document; code: number }[] = [
  { name: '$bucket without boundaries', stage: { $bucket: { groupBy: '$a' } }, code: 40198 },
  { name: '$bucket by a constant', stage: { $bucket: { groupBy: 5, boundaries: [0, 1] } }, code: 40202 },
  { name: '$bucket with one boundary', stage: { $bucket: { groupBy: '$a', boundaries: [0] } }, code: 40192 },
  { name: '$bucket with boundaries of two types', stage: { $bucket: { groupBy: '$a', boundaries: [0, 'x'] } }, code: 40193 },
  { name: '$bucket with boundaries out of order', stage: { $bucket: { groupBy: '$a', boundaries: [5, 1] } }, code: 40194 },
  { name: '$bucket with a default between', stage: { $bucket: { groupBy: '$a', boundaries: [0, 9], default: 5 } }, code: 40199 },
  { name: '$bucket without a place for a value', stage: { $bucket: { groupBy: '$a', boundaries: [5, 9] } }, code: 40066 },
  { name: '$bucket with an unknown option', stage: { $bucket: { groupBy: '$a', boundaries: [5, 9], frob: 1 } }, code: 40197 },
  { name: '$bucketAuto without buckets', stage: { $bucketAuto: { groupBy: '$a' } }, code: 40246 },
  { name: '$bucketAuto with 0 buckets', stage: { $bucketAuto: { groupBy: '$a', buckets: 0 } }, code: 40243 },
  { name: '$bucketAuto with half a bucket', stage: { $bucketAuto: { groupBy: '$a', buckets: 1.5 } }, code: 40242 },
  { name: '$bucketAuto by a constant', stage: { $bucketAuto: { groupBy: 'a', buckets: 2 } }, code: 40239 },
]

test.each(wrongBuckets)('refused as MongoDB refuses it: $name', async ({ stage, code }) => {
  const collection = await contract.collectionOf([{ a: 1 }])
  expect(await refusalOf(collection.aggregate([stage]).toArray())).toMatchObject({ code })
})

describe('a stage does what MongoDB does', () => {
  test.each(stages)('$name', async ({ documents, pipeline, result }) => {
    const collection = await contract.collectionOf(documents ?? people)
    expect(await collection.aggregate([...pipeline]).toArray()).toEqual(result)
  })
})

describe('an update by a pipeline', () => {
  test('computes from the document and merges', async () => {
    const collection = await contract.collectionOf([{ _id: 1, n: 1, o: { x: 1 } }])
    await collection.updateOne({ _id: 1 as never }, [
      { $set: { n: { $add: ['$n', 1] }, o: { y: 2 } } },
      { $set: { twice: { $multiply: ['$n', 2] } } },
      { $unset: 'gone' },
    ])
    expect(await collection.findOne({})).toEqual({ _id: 1, n: 2, o: { x: 1, y: 2 }, twice: 4 })
  })
  test('upserts from the filter', async () => {
    const collection = await contract.collectionOf()
    await collection.updateOne({ key: 'k' }, [{ $set: { n: { $add: [{ $ifNull: ['$n', 0] }, 1] } } }], { upsert: true })
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({ key: 'k', n: 1 })
  })
  test('does not change _id', async () => {
    const collection = await contract.collectionOf([{ _id: 1 }])
    expect(await refusalOf(collection.updateOne({}, [{ $set: { _id: 2 } }]))).toMatchObject({ code: 66 })
  })
  test('takes no other stages', async () => {
    const collection = await contract.collectionOf([{ _id: 1 }])
    expect(await refusalOf(collection.updateOne({}, [{ $match: {} }]))).toMatchObject({ code: 72 })
  })
})

describe.skipIf(MONGODB_IS_GIVEN)('what is not built is refused by name', () => {
  const refused: readonly { name: string; stage: Document }[] = [
    { name: '$setWindowFields', stage: { $setWindowFields: {} } },
    { name: '$dateFromString', stage: { $project: { a: { $dateFromString: { dateString: '$at' } } } } },
    { name: 'granularity', stage: { $bucketAuto: { groupBy: '$a', buckets: 2, granularity: 'R5' } } },
    { name: '$percentile', stage: { $group: { _id: 1, a: { $percentile: {} } } } },
    { name: '$out', stage: { $out: 'x' } },
  ]
  test.each(refused)('$name', async ({ name, stage }) => {
    const collection = await contract.collectionOf([{ a: 1 }])
    const refusal = await refusalOf(collection.aggregate([stage]).toArray())
    expect(refusal?.code).toBe(238)
    expect(refusal?.message).toContain(name)
  })
})

test('types of numbers go through a pipeline unchanged', async () => {
  const collection = await contract.collectionOf([{ _id: 1, d: new Double(5), l: new Long(5), i: new Int32(5) }])
  const [found] = await collection.aggregate([{ $project: { d: 1, l: '$l', i: 1 } }], { promoteValues: false }).toArray()
  expect(found).toEqual({ _id: new Int32(1), d: new Double(5), l: new Long(5), i: new Int32(5) })
})

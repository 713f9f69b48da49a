import { Binary, Decimal128, type Document, Double, Int32, Long, ObjectId } from 'mongodb'
import { expect } from 'vitest'
import { type AnyDocument, contractOn } from '../support/contract.ts'

export const contract = contractOn('differences of mingo')

interface Setting {
  readonly documents: readonly AnyDocument[]
}
interface Finds extends Setting {
  readonly filter: Document
  readonly ids: readonly number[]
}
interface Gives extends Setting {
  readonly pipeline: readonly Document[]
  readonly result: unknown
}
interface Becomes extends Setting {
  readonly filter?: Document
  readonly update: Document | readonly Document[]
  readonly arrayFilters?: readonly Document[]
  readonly upsert?: boolean
  readonly after: unknown
}
interface Fails {
  readonly attempt: (documents: readonly AnyDocument[]) => Promise<unknown>
  readonly documents: readonly AnyDocument[]
  readonly code: number
  /** What MongoDB can and this server refuses: said by name. */
  readonly name?: string
}
export type Case = { readonly number: number; readonly says: string } & (Finds | Gives | Becomes | Fails)

const values = (...list: readonly unknown[]): AnyDocument[] => list.map((a, index) => ({ _id: index + 1, a }))
const at = (text: string) => new Date(text)
const night = at('2026-03-28T23:30:00Z')
const timezone = 'Europe/Berlin'
const id = new ObjectId('65a1b2c3d4e5f60718293a4b')
const one = (value: unknown): Document[] => [{ $project: { _id: 0, value } }]
const refusedUpdate =
  (update: Document, options: Document = {}) =>
  async (documents: readonly AnyDocument[]) =>
    (await contract.collectionOf(documents)).updateOne({ _id: 1 as never }, update, options)
const refusedFind = (filter: Document) => async (documents: readonly AnyDocument[]) =>
  (await contract.collectionOf(documents)).find(filter).toArray()

const numbers: readonly Case[] = [
  { number: 1, says: 'a Long equals a number', documents: values(new Long(5), 6), filter: { a: 5 }, ids: [1] },
  { number: 2, says: 'an Int32 equals a number', documents: values(new Int32(5), 6), filter: { a: new Double(5) }, ids: [1] },
  { number: 3, says: 'a Double equals a number', documents: values(new Double(5), 6), filter: { a: 5 }, ids: [1] },
  {
    number: 4,
    says: 'a Decimal128 equals a number',
    documents: values(Decimal128.fromString('5'), 6),
    filter: { a: 5 },
    ids: [1],
  },
  {
    number: 5,
    says: 'numbers of all classes are compared',
    documents: values(new Long(7), new Int32(7), new Double(7.5), Decimal128.fromString('8'), 1),
    filter: { a: { $gt: 6 } },
    ids: [1, 2, 3, 4],
  },
  {
    number: 6,
    says: '$inc adds to a Long',
    documents: values(new Long(5)),
    update: { $inc: { a: 1 } },
    after: { a: new Long(6) },
  },
  {
    number: 7,
    says: '$sum takes all classes of numbers',
    documents: values(new Long(1), new Double(0.5), Decimal128.fromString('2')),
    pipeline: [{ $group: { _id: null, value: { $sum: '$a' } } }, { $project: { _id: 0 } }],
    result: { value: Decimal128.fromString('3.5') },
  },
  {
    number: 8,
    says: 'a Double of a whole number stays a Double',
    documents: values(new Double(5)),
    update: { $set: { b: new Int32(1) } },
    after: { a: new Double(5), b: new Int32(1) },
  },
  {
    number: 9,
    says: 'a 64-bit integer stays one',
    documents: values(new Long(5)),
    update: { $set: { b: new Int32(1) } },
    after: { a: new Long(5), b: new Int32(1) },
  },
]

const dates: readonly Case[] = [
  {
    number: 10,
    says: '$dateTrunc of a day in a time zone, near midnight',
    documents: values(night),
    pipeline: one({ $dateTrunc: { date: '$a', unit: 'day', timezone } }),
    result: { value: at('2026-03-28T23:00:00Z') },
  },
  {
    number: 11,
    says: '$dateAdd of a day over a change of clocks',
    documents: values(at('2026-03-28T11:00:00Z')),
    pipeline: one({ $dateAdd: { startDate: '$a', unit: 'day', amount: 1, timezone } }),
    result: { value: at('2026-03-29T10:00:00Z') },
  },
  {
    number: 12,
    says: '%G is the year of the ISO week',
    documents: values(at('2027-01-01T12:00:00Z')),
    pipeline: one({ $dateToString: { date: '$a', format: '%G' } }),
    result: { value: '2026' },
  },
]

const groups: readonly Case[] = [
  {
    number: 13,
    says: '$bucket puts a boundary into the upper bucket',
    documents: values(5),
    pipeline: [{ $bucket: { groupBy: '$a', boundaries: [0, 5, 10] } }],
    result: { _id: new Int32(5), count: new Int32(1) },
  },
  {
    number: 14,
    says: '$bucket gives no empty buckets',
    documents: values(1, 25),
    pipeline: [{ $bucket: { groupBy: '$a', boundaries: [0, 10, 20, 30] } }, { $group: { _id: null, all: { $push: '$_id' } } }],
    result: { _id: null, all: [new Int32(0), new Int32(20)] },
  },
  {
    number: 15,
    says: '$percentile',
    name: '$percentile',
    documents: values(1, 2, 3),
    attempt: async (documents) =>
      (await contract.collectionOf(documents))
        .aggregate([{ $group: { _id: null, p: { $percentile: { input: '$a', p: [0.5], method: 'approximate' } } } }])
        .toArray(),
    code: 238,
  },
  {
    number: 16,
    says: '$count of nothing gives no document',
    documents: values(1),
    pipeline: [{ $match: { a: 9 } }, { $count: 'n' }],
    result: undefined,
  },
  {
    number: 17,
    says: '$push in $group leaves missing out',
    documents: [{ _id: 1, a: 1 }, { _id: 2 }],
    pipeline: [{ $group: { _id: null, all: { $push: '$a' } } }],
    result: { _id: null, all: [new Int32(1)] },
  },
  {
    number: 18,
    says: '$expr: a missing field does not equal null',
    documents: [{ _id: 1 }, { _id: 2, a: null }],
    filter: { $expr: { $eq: ['$a', null] } },
    ids: [2],
  },
  {
    number: 19,
    says: '$expr: $gt goes across types',
    documents: values('x', 1),
    filter: { $expr: { $gt: ['$a', 5] } },
    ids: [1],
  },
]

const filters: readonly Case[] = [
  {
    number: 20,
    says: 'null at a path finds an item without it',
    documents: [
      { _id: 1, a: [{ b: 1 }, {}] },
      { _id: 2, a: [{ b: 1 }] },
    ],
    filter: { 'a.b': null },
    ids: [1],
  },
  {
    number: 21,
    says: 'at most null finds missing',
    documents: [{ _id: 1 }, { _id: 2, a: 1 }],
    filter: { a: { $lte: null } },
    ids: [1],
  },
  {
    number: 22,
    says: '$all of one value finds a scalar',
    documents: values(1, [1], 2),
    filter: { a: { $all: [1] } },
    ids: [1, 2],
  },
  {
    number: 23,
    says: 'documents are equal with their fields in order',
    documents: values({ x: 1, y: 2 }, { y: 2, x: 1 }),
    filter: { a: { x: 1, y: 2 } },
    ids: [1],
  },
  { number: 24, says: '$type objectId', documents: values(id, 'x'), filter: { a: { $type: 'objectId' } }, ids: [1] },
  { number: 25, says: '$type long', documents: values(new Long(1), new Int32(1)), filter: { a: { $type: 'long' } }, ids: [1] },
  {
    number: 26,
    says: '$type decimal',
    documents: values(Decimal128.fromString('1'), 1),
    filter: { a: { $type: 'decimal' } },
    ids: [1],
  },
  {
    number: 27,
    says: '$type binData',
    documents: values(new Binary(Buffer.from('x')), 'x'),
    filter: { a: { $type: 'binData' } },
    ids: [1],
  },
  {
    number: 28,
    says: 'an ObjectId is sorted before a date',
    documents: values(night, id),
    pipeline: [{ $sort: { a: 1 } }, { $group: { _id: null, all: { $push: '$_id' } } }],
    result: { _id: null, all: [new Int32(2), new Int32(1)] },
  },
  {
    number: 29,
    says: 'an array is sorted down by its highest item',
    documents: values([1, 5], 3, [4, 2]),
    pipeline: [{ $sort: { a: -1 } }, { $group: { _id: null, all: { $push: '$_id' } } }],
    result: { _id: null, all: [new Int32(1), new Int32(3), new Int32(2)] },
  },
  {
    number: 30,
    says: 'a collation holds in a filter',
    documents: values('ANN', 'bob'),
    attempt: async (documents) => {
      const found = (await contract.collectionOf(documents)).find({ a: 'ann' }, { collation: { locale: 'en', strength: 2 } })
      expect((await found.toArray()).map(({ _id }) => Number(_id))).toEqual([1])
    },
    code: 0,
  },
  {
    number: 31,
    says: 'a regex with x',
    documents: values('ab', 'a b'),
    filter: { a: { $regex: 'a b', $options: 'x' } },
    ids: [1],
  },
  { number: 32, says: 'a regex with (?i)', documents: values('ANN', 'bob'), filter: { a: { $regex: '(?i)ann' } }, ids: [1] },
  { number: 33, says: 'a regex with \\A', documents: values('ab', 'xab'), filter: { a: { $regex: '\\Aab' } }, ids: [1] },
]

const updates: readonly Case[] = [
  {
    number: 34,
    says: '$set in a pipeline merges into a document',
    documents: values({ x: 1 }),
    update: [{ $set: { a: { y: 2 } } }],
    after: { a: { x: new Int32(1), y: new Int32(2) } },
  },
  {
    number: 35,
    says: '$set beyond the end of an array fills with null',
    documents: values([1]),
    update: { $set: { 'a.3': 9 } },
    after: { a: [new Int32(1), null, null, new Int32(9)] },
  },
  { number: 36, says: '$inc of a string fails', documents: values('x'), attempt: refusedUpdate({ $inc: { a: 1 } }), code: 14 },
  { number: 37, says: '$inc of null fails', documents: values(null), attempt: refusedUpdate({ $inc: { a: 1 } }), code: 14 },
  { number: 38, says: '$push to a scalar fails', documents: values(1), attempt: refusedUpdate({ $push: { a: 1 } }), code: 2 },
  {
    number: 39,
    says: '$set through a scalar fails',
    documents: values(1),
    attempt: refusedUpdate({ $set: { 'a.b': 1 } }),
    code: 28,
  },
  {
    number: 40,
    says: 'an array filter that is not used fails',
    documents: values([1]),
    attempt: refusedUpdate({ $set: { a: 1 } }, { arrayFilters: [{ e: 1 }] }),
    code: 9,
  },
  {
    number: 41,
    says: '$ with a filter inside $and',
    documents: values([1, 2]),
    filter: { $and: [{ a: 2 }] },
    update: { $set: { 'a.$': 9 } },
    after: { a: [new Int32(1), new Int32(9)] },
  },
  {
    number: 42,
    says: 'an array filter with $or',
    documents: values([1, 2, 3]),
    update: { $set: { 'a.$[e]': 0 } },
    arrayFilters: [{ $or: [{ e: 1 }, { e: 3 }] }],
    after: { a: [new Int32(0), new Int32(2), new Int32(0)] },
  },
  {
    number: 43,
    says: '$set of the same _id is allowed',
    documents: values(1),
    update: { $set: { _id: 1, a: 2 } },
    after: { a: new Int32(2) },
  },
  {
    number: 44,
    says: '$setOnInsert writes into a new document alone',
    documents: [],
    filter: { _id: 1 },
    update: { $set: { a: 1 }, $setOnInsert: { b: 2 } },
    upsert: true,
    after: { a: new Int32(1), b: new Int32(2) },
  },
  {
    number: 45,
    says: 'an upsert begins with what the filter says by equality',
    documents: [],
    filter: { _id: 1, $and: [{ a: { $eq: 5 } }, { b: { $in: [6] } }], c: { $gt: 1 } },
    update: { $set: { d: 7 } },
    upsert: true,
    after: { a: new Int32(5), b: new Int32(6), d: new Int32(7) },
  },
  {
    number: 46,
    says: '$text',
    name: '$text',
    documents: values('x'),
    attempt: refusedFind({ $text: { $search: 'x' } }),
    code: 238,
  },
  {
    number: 47,
    says: '$where',
    name: '$where',
    documents: values('x'),
    attempt: refusedFind({ $where: 'this.a === 1' }),
    code: 238,
  },
  {
    number: 48,
    says: '$jsonSchema',
    name: '$jsonSchema',
    documents: values('x'),
    attempt: refusedFind({ $jsonSchema: { required: ['b'] } }),
    code: 238,
  },
  {
    number: 49,
    says: 'expressions in an update by a pipeline',
    documents: values(1),
    update: [{ $set: { a: { $add: ['$a', 1] } } }],
    after: { a: new Int32(2) },
  },
]

export const cases: readonly Case[] = [...numbers, ...dates, ...groups, ...filters, ...updates]

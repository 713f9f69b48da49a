import {
  Binary,
  BSONRegExp,
  Decimal128,
  type Document,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'mongodb'
import { describe, expect, test } from 'vitest'
import { type AnyDocument, contractOn, MONGODB_IS_GIVEN, refusalOf } from '../support/contract.ts'

const contract = contractOn('filters')

const id = new ObjectId('65a1b2c3d4e5f60718293a4b')
const uuid = new UUID('0f14d0ab-9605-4a62-a9e4-5ed26688389b')
const noon = new Date('2026-03-29T12:00:00Z')

interface Case {
  /** The rule. */
  readonly name: string
  /** Values of the field `a`, whose documents get `_id` 1, 2, 3 …; `missing` leaves it out. */
  readonly values?: readonly unknown[]
  /** Whole documents, where one field does not do. */
  readonly documents?: readonly AnyDocument[]
  readonly filter: Document
  /** The `_id`s found. */
  readonly found: readonly number[]
}

const missing = Symbol('missing')

const cases: readonly Case[] = [
  {
    name: 'numbers are equal across their types',
    values: [5, new Long(5), new Double(5), Decimal128.fromString('5.0'), '5', 6],
    filter: { a: 5 },
    found: [1, 2, 3, 4],
  },
  { name: 'a Long finds a number', values: [5, 6], filter: { a: new Long(5) }, found: [1] },
  { name: 'a Decimal128 finds a number', values: [5, 6], filter: { a: Decimal128.fromString('5') }, found: [1] },
  {
    name: '64-bit integers beyond 2^53 stay apart',
    values: [Long.fromString('9007199254740993'), Long.fromString('9007199254740992')],
    filter: { a: Long.fromString('9007199254740993') },
    found: [1],
  },
  {
    name: 'a double and an integer beyond 2^53 are compared exactly',
    values: [Long.fromString('9007199254740993')],
    filter: { a: { $gt: 9007199254740992 } },
    found: [1],
  },
  { name: 'decimals are compared exactly with doubles', values: [Decimal128.fromString('0.1')], filter: { a: 0.1 }, found: [] },
  {
    name: 'greater than reaches all types of numbers',
    values: [1, new Long(7), new Double(7.5), Decimal128.fromString('8'), 'z'],
    filter: { a: { $gt: 6 } },
    found: [2, 3, 4],
  },
  { name: 'zero and minus zero are equal', values: [0, -0], filter: { a: -0 }, found: [1, 2] },
  { name: 'NaN equals NaN', values: [Number.NaN, 1], filter: { a: Number.NaN }, found: [1] },
  { name: 'NaN is below no bound', values: [Number.NaN, 1], filter: { a: { $lt: 5 } }, found: [2] },
  { name: 'a comparison stays within its type', values: [1, 'x', null, true, noon], filter: { a: { $gte: 0 } }, found: [1] },
  { name: 'strings compare by bytes', values: ['a', 'B', 'é', 'b'], filter: { a: { $gt: 'a' } }, found: [3, 4] },
  { name: 'dates compare by time', values: [noon, new Date(0), new Date(-1)], filter: { a: { $lt: new Date(0) } }, found: [3] },
  { name: 'ObjectIds are equal by value', values: [id, id.toHexString()], filter: { a: new ObjectId(id.id) }, found: [1] },
  { name: 'UUIDs are equal by value', values: [uuid, uuid.toString()], filter: { a: new UUID(uuid.toString()) }, found: [1] },
  {
    name: 'binaries of another subtype are different',
    values: [new Binary(Buffer.from('x'), 0), new Binary(Buffer.from('x'), 5)],
    filter: { a: new Binary(Buffer.from('x'), 5) },
    found: [2],
  },
  {
    name: 'timestamps are equal by value',
    values: [new Timestamp({ t: 5, i: 1 }), new Timestamp({ t: 5, i: 2 })],
    filter: { a: new Timestamp({ t: 5, i: 2 }) },
    found: [2],
  },
  {
    name: 'MinKey and MaxKey bound everything',
    values: [1, 'x', new MinKey(), new MaxKey()],
    filter: { a: { $gt: new MinKey(), $lt: new MaxKey() } },
    found: [1, 2],
  },

  { name: 'null finds null and missing', values: [null, missing, 0, ''], filter: { a: null }, found: [1, 2] },
  { name: 'null inside $in finds missing', values: [null, missing, 1, 2], filter: { a: { $in: [null, 1] } }, found: [1, 2, 3] },
  { name: 'not null excludes missing', values: [null, missing, 0], filter: { a: { $ne: null } }, found: [3] },
  { name: 'at most null finds null and missing', values: [null, missing, 1], filter: { a: { $lte: null } }, found: [1, 2] },
  { name: '$exists finds null but not missing', values: [null, missing, 1], filter: { a: { $exists: true } }, found: [1, 3] },
  { name: '$exists false finds missing', values: [null, missing], filter: { a: { $exists: false } }, found: [2] },
  {
    name: 'null at a path finds an item without it',
    documents: [
      { _id: 1, a: [{ b: 1 }, {}] },
      { _id: 2, a: [{ b: 1 }] },
    ],
    filter: { 'a.b': null },
    found: [1],
  },
  {
    name: 'null at a path through a scalar is missing',
    documents: [
      { _id: 1, a: 5 },
      { _id: 2, a: { b: 1 } },
    ],
    filter: { 'a.b': null },
    found: [1],
  },
  {
    name: 'null at a path finds nothing in an array of scalars',
    documents: [{ _id: 1, a: [1, 2] }],
    filter: { 'a.b': null },
    found: [],
  },

  { name: 'a value finds arrays that hold it', values: [[1, 2], 1, [3]], filter: { a: 1 }, found: [1, 2] },
  {
    name: 'an array finds itself and arrays that hold it',
    values: [[1, 2], [2, 1], [[1, 2]]],
    filter: { a: [1, 2] },
    found: [1, 3],
  },
  { name: 'two bounds may be met by two items', values: [[1, 9], [5]], filter: { a: { $gt: 4, $lt: 6 } }, found: [1, 2] },
  { name: 'two bounds of an array are met by different items', values: [[1, 9]], filter: { a: { $gt: 4, $lt: 2 } }, found: [1] },
  {
    name: '$elemMatch wants one item for all',
    values: [
      [1, 9],
      [5, 50],
    ],
    filter: { a: { $elemMatch: { $gt: 4, $lt: 6 } } },
    found: [2],
  },
  {
    name: '$elemMatch on documents',
    documents: [
      {
        _id: 1,
        a: [
          { x: 1, y: 1 },
          { x: 2, y: 2 },
        ],
      },
      { _id: 2, a: [{ x: 1, y: 2 }] },
    ],
    filter: { a: { $elemMatch: { x: 1, y: 2 } } },
    found: [2],
  },
  {
    name: 'without $elemMatch different items may match',
    documents: [{ _id: 1, a: [{ x: 1 }, { y: 2 }] }],
    filter: { 'a.x': 1, 'a.y': 2 },
    found: [1],
  },
  {
    name: 'a number in a path is a place in an array',
    values: [
      [10, 20],
      [20, 10],
    ],
    filter: { 'a.1': 10 },
    found: [2],
  },
  { name: 'a number in a path is a name in a document', values: [{ 1: 10 }, [0, 10]], filter: { 'a.1': 10 }, found: [1, 2] },
  {
    name: 'a place and then a field',
    documents: [
      { _id: 1, a: [{ b: 1 }, { b: 2 }] },
      { _id: 2, a: [{ b: 2 }] },
    ],
    filter: { 'a.0.b': 2 },
    found: [2],
  },
  { name: '$size counts items', values: [[], [1], [1, 2], 'ab'], filter: { a: { $size: 2 } }, found: [3] },
  { name: '$all wants every value', values: [[1, 2, 3], [1, 3], 1], filter: { a: { $all: [1, 2] } }, found: [1] },
  { name: '$all of one value finds a scalar', values: [1, [1, 2], 2], filter: { a: { $all: [1] } }, found: [1, 2] },
  { name: '$all of nothing finds nothing', values: [[], 1], filter: { a: { $all: [] } }, found: [] },
  {
    name: '$all with $elemMatch',
    documents: [
      { _id: 1, a: [{ x: 1 }, { x: 2 }] },
      { _id: 2, a: [{ x: 1 }] },
    ],
    filter: { a: { $all: [{ $elemMatch: { x: 1 } }, { $elemMatch: { x: 2 } }] } },
    found: [1],
  },
  { name: '$ne excludes arrays that hold the value', values: [[1, 2], [3], missing], filter: { a: { $ne: 1 } }, found: [2, 3] },
  {
    name: '$nin excludes arrays that hold one of the values',
    values: [[1, 2], [3], 4, missing],
    filter: { a: { $nin: [1, 4] } },
    found: [2, 4],
  },
  { name: 'nested arrays are entered one level', values: [[[1]], [1]], filter: { a: 1 }, found: [2] },

  {
    name: 'documents are equal with their fields in order',
    values: [{ x: 1, y: 2 }, { y: 2, x: 1 }, { x: 1 }],
    filter: { a: { x: 1, y: 2 } },
    found: [1],
  },
  { name: 'numbers inside documents are equal across types', values: [{ x: new Long(1) }], filter: { a: { x: 1 } }, found: [1] },
  {
    name: 'documents with names that look like numbers keep their order',
    documents: [
      {
        _id: 1,
        a: new Map([
          ['b', 1],
          ['1', 2],
        ]),
      },
    ],
    filter: {
      a: new Map([
        ['b', 1],
        ['1', 2],
      ]),
    },
    found: [1],
  },

  {
    name: '$type by name',
    values: [1, new Long(1), 1.5, 'x', null, id, Decimal128.fromString('1'), new Binary(Buffer.from('x'))],
    filter: { a: { $type: ['long', 'objectId', 'decimal', 'binData'] } },
    found: [2, 6, 7, 8],
  },
  {
    name: '$type number means any number',
    values: [1, new Long(1), 1.5, Decimal128.fromString('1'), '1'],
    filter: { a: { $type: 'number' } },
    found: [1, 2, 3, 4],
  },
  { name: '$type looks into arrays', values: [['x'], [1]], filter: { a: { $type: 'string' } }, found: [1] },
  { name: '$type array means the array itself', values: [[1], 1], filter: { a: { $type: 'array' } }, found: [1] },
  { name: '$mod', values: [4, 5, new Long(8), 8.9, '4'], filter: { a: { $mod: [4, 0] } }, found: [1, 3, 4] },

  { name: 'a regex', values: ['hello', 'Hello', 5, ['x', 'help']], filter: { a: /^hel/ }, found: [1, 4] },
  { name: 'a regex with i', values: ['hello', 'Hello'], filter: { a: /^hel/i }, found: [1, 2] },
  { name: '$regex with $options', values: ['a\nb', 'b'], filter: { a: { $regex: '^b', $options: 'm' } }, found: [1, 2] },
  {
    name: 'a regex with x ignores spaces',
    values: ['ab', 'a b'],
    filter: { a: { $regex: 'a b # text', $options: 'x' } },
    found: [1],
  },
  { name: 'a regex with (?i) inside', values: ['HELLO'], filter: { a: { $regex: '(?i)hello' } }, found: [1] },
  { name: 'a regex with \\A and \\z', values: ['ab', 'xab'], filter: { a: { $regex: '\\Aab\\z' } }, found: [1] },
  { name: 'a dollar in a regex allows one line end', values: ['ab\n', 'ab\n\n'], filter: { a: { $regex: 'ab$' } }, found: [1] },
  { name: 'a regex in $in', values: ['abc', 'xyz', 'q'], filter: { a: { $in: [/^ab/, 'q'] } }, found: [1, 3] },
  {
    name: 'a regex finds itself as a value',
    values: [new BSONRegExp('^a', 'i'), 'abc'],
    filter: { a: new BSONRegExp('^a', 'i') },
    found: [1, 2],
  },
  { name: '$not with a regex', values: ['abc', 'xyz', missing], filter: { a: { $not: /^a/ } }, found: [2, 3] },
  { name: '$not with operators', values: [1, 5, missing], filter: { a: { $not: { $gt: 3 } } }, found: [1, 3] },

  {
    name: '$and',
    documents: [
      { _id: 1, a: 1, b: 1 },
      { _id: 2, a: 1, b: 2 },
    ],
    filter: { $and: [{ a: 1 }, { b: 2 }] },
    found: [2],
  },
  {
    name: '$or',
    documents: [{ _id: 1, a: 1 }, { _id: 2, b: 2 }, { _id: 3 }],
    filter: { $or: [{ a: 1 }, { b: 2 }] },
    found: [1, 2],
  },
  {
    name: '$nor',
    documents: [{ _id: 1, a: 1 }, { _id: 2, b: 2 }, { _id: 3 }],
    filter: { $nor: [{ a: 1 }, { b: 2 }] },
    found: [3],
  },
  { name: '$comment changes nothing', values: [1, 2], filter: { $comment: 'why', a: 1 }, found: [1] },
  {
    name: 'the lock of a job queue',
    documents: [
      { _id: 1, name: 'j', lockedAt: null, nextRunAt: new Date(1) },
      { _id: 2, name: 'j', disabled: true, lockedAt: null, nextRunAt: new Date(1) },
      { _id: 3, name: 'j', lockedAt: new Date(5) },
      { _id: 4, name: 'j', lockedAt: new Date(50) },
    ],
    filter: {
      name: 'j',
      disabled: { $ne: true },
      $or: [{ lockedAt: { $eq: null }, nextRunAt: { $lte: new Date(9) } }, { lockedAt: { $lte: new Date(9) } }],
    },
    found: [1, 3],
  },
]

function documentsOf({ values, documents }: Case): AnyDocument[] {
  return (
    documents?.slice() ??
    (values ?? []).map((value, index) => (value === missing ? { _id: index + 1 } : { _id: index + 1, a: value }))
  )
}

describe('a filter finds the right documents, with and without an index', () => {
  test.each(cases)('$name', async (example) => {
    const collection = await contract.collectionOf(documentsOf(example))
    const find = async () => (await collection.find(example.filter).toArray()).map(({ _id }) => Number(_id)).sort((a, b) => a - b)
    expect(await find()).toEqual(example.found)
    // parallel arrays do not occur in these documents, so each field can be indexed
    await collection.createIndexes([{ key: { a: 1 } }, { key: { 'a.b': -1 } }, { key: { name: 1, lockedAt: 1 } }])
    expect(await find()).toEqual(example.found)
    expect(Number(await collection.countDocuments(example.filter))).toBe(example.found.length)
  })
})

const refusals: readonly { name: string; filter: Document; code: number }[] = [
  { name: 'an unknown operator', filter: { a: { $foo: 1 } }, code: 2 },
  { name: 'an unknown operator at the top', filter: { $foo: 1 }, code: 2 },
  { name: 'an empty $or', filter: { $or: [] }, code: 2 },
  { name: '$in without an array', filter: { a: { $in: 1 } }, code: 2 },
  { name: '$size of a fraction', filter: { a: { $size: 1.5 } }, code: 9 },
  { name: 'a regex that is not valid', filter: { a: { $regex: '(' } }, code: 51091 },
  { name: 'a regex option that does not exist', filter: { a: { $regex: 'a', $options: 'q' } }, code: 51108 },
  { name: '$options without $regex', filter: { a: { $options: 'i' } }, code: 2 },
  { name: 'a divisor of 0', filter: { a: { $mod: [0, 1] } }, code: 2 },
  { name: 'a type that does not exist', filter: { a: { $type: 'number2' } }, code: 2 },
]

test.each(refusals)('refused as MongoDB refuses it: $name', async ({ filter, code }) => {
  const collection = await contract.collectionOf([{ a: 1 }])
  expect(await refusalOf(collection.find(filter).toArray())).toMatchObject({ code })
})

const notBuilt: readonly { name: string; filter: Document }[] = [
  { name: '$where', filter: { $where: 'true' } },
  { name: '$text', filter: { $text: { $search: 'x' } } },
  { name: '$jsonSchema', filter: { $jsonSchema: {} } },
  { name: '$near', filter: { a: { $near: [0, 0] } } },
  { name: 'POSIX class', filter: { a: { $regex: '[[:alpha:]]' } } },
]

test.skipIf(MONGODB_IS_GIVEN).each(notBuilt)('refused by name, since it is not built: $name', async ({ name, filter }) => {
  const collection = await contract.collectionOf([{ a: 1 }])
  const refusal = await refusalOf(collection.find(filter).toArray())
  expect(refusal?.code).toBe(238)
  expect(refusal?.message).toContain(name)
})

test('values come back in the types in which they were stored', async () => {
  const stored = {
    int: new Int32(5),
    double: new Double(5),
    long: new Long(5),
    decimal: Decimal128.fromString('5.10'),
    id,
    uuid,
    date: noon,
    binary: new Binary(Buffer.from([1, 2]), 128),
    regex: new BSONRegExp('a.b', 'im'),
    time: new Timestamp({ t: 7, i: 8 }),
    nothing: null,
    list: [new Double(1), new Long(2)],
    min: new MinKey(),
    max: new MaxKey(),
  }
  const collection = await contract.collectionOf([{ ...stored, _id: 1 }])
  const found = await collection.findOne({}, { bsonRegExp: true })
  expect(found).toEqual({ _id: new Int32(1), ...stored, uuid: expect.objectContaining({ sub_type: 4 }) })
})

// biome-ignore-all lint/suspicious/noThenProperty: the name is MongoDB's
import { Decimal128, Long, ObjectId } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { contractOn } from '../support/contract.ts'

const contract = contractOn('expressions', { promoteValues: true, promoteLongs: false })

const missing = Symbol('missing')
const expressions: readonly { name: string; expression: unknown; value: unknown }[] = [
  { name: 'a literal', expression: { $literal: '$a' }, value: '$a' },
  { name: 'a path through an array', expression: '$list.n', value: [1, 2] },
  { name: '$$ROOT', expression: '$$ROOT.a', value: 7 },
  { name: '$$REMOVE', expression: '$$REMOVE', value: missing },
  { name: '$add keeps the type', expression: { $add: ['$a', 1] }, value: 8 },
  { name: '$add of a Long', expression: { $add: ['$long', 1] }, value: new Long(6) },
  { name: '$add of decimals', expression: { $add: ['$decimal', 1] }, value: Decimal128.fromString('2.5') },
  { name: '$add of a date', expression: { $add: ['$at', 500] }, value: new Date(1500) },
  { name: '$add with null is null', expression: { $add: ['$a', '$nothing'] }, value: null },
  { name: '$subtract of dates is milliseconds', expression: { $subtract: ['$at', new Date(400)] }, value: new Long(600) },
  { name: '$subtract', expression: { $subtract: ['$a', 9] }, value: -2 },
  { name: '$multiply', expression: { $multiply: ['$a', 2, 0.5] }, value: 7 },
  { name: '$divide', expression: { $divide: ['$a', 2] }, value: 3.5 },
  { name: '$mod', expression: { $mod: ['$a', 4] }, value: 3 },
  { name: '$abs, $ceil, $floor', expression: [{ $abs: -3 }, { $ceil: 1.2 }, { $floor: -1.2 }], value: [3, 2, -2] },
  { name: '$eq across types of numbers', expression: { $eq: ['$long', 5] }, value: true },
  { name: '$cmp', expression: { $cmp: ['$a', 'x'] }, value: -1 },
  { name: '$and, $or, $not', expression: [{ $and: [1, 'x'] }, { $or: [0, null] }, { $not: [0] }], value: [true, false, true] },
  {
    name: '$cond in both forms',
    expression: [{ $cond: ['$a', 'yes', 'no'] }, { $cond: { if: '$nothing', then: 1, else: 2 } }],
    value: ['yes', 2],
  },
  { name: '$ifNull', expression: [{ $ifNull: ['$nothing', '$null', 3] }, { $ifNull: ['$a', 3] }], value: [3, 7] },
  {
    name: '$switch',
    expression: {
      $switch: {
        branches: [
          { case: { $gt: ['$a', 9] }, then: 'big' },
          { case: true, then: 'small' },
        ],
      },
    },
    value: 'small',
  },
  { name: '$concat', expression: [{ $concat: ['$text', '!'] }, { $concat: ['$text', '$nothing'] }], value: ['héllo!', null] },
  {
    name: '$toUpper and $toLower',
    expression: [{ $toUpper: 'abc' }, { $toLower: 'ABC' }, { $toLower: '$nothing' }],
    value: ['ABC', 'abc', ''],
  },
  {
    name: '$strLenCP and $substrCP count characters',
    expression: [{ $strLenCP: '$text' }, { $substrCP: ['$text', 1, 2] }],
    value: [5, 'él'],
  },
  { name: '$split', expression: { $split: ['a,b', ','] }, value: ['a', 'b'] },
  {
    name: '$toString',
    expression: [{ $toString: '$a' }, { $toString: '$id' }, { $toString: true }],
    value: ['7', '65a1b2c3d4e5f60718293a4b', 'true'],
  },
  {
    name: '$toInt, $toLong, $toDouble',
    expression: [{ $toInt: 3.9 }, { $toLong: 3 }, { $toDouble: 3 }],
    value: [3, new Long(3), 3],
  },
  {
    name: '$type',
    expression: [{ $type: '$long' }, { $type: '$nothing' }, { $type: '$id' }],
    value: ['long', 'missing', 'objectId'],
  },
  {
    name: '$size, $isArray',
    expression: [{ $size: '$list' }, { $isArray: ['$list'] }, { $isArray: ['$a'] }],
    value: [2, true, false],
  },
  { name: '$in', expression: [{ $in: [2, '$list.n'] }, { $in: [9, '$list.n'] }], value: [true, false] },
  {
    name: '$arrayElemAt, $first, $last',
    expression: [{ $arrayElemAt: ['$list.n', 1] }, { $first: '$list.n' }, { $last: '$list.n' }],
    value: [2, 1, 2],
  },
  {
    name: '$concatArrays, $slice, $reverseArray',
    expression: [
      { $concatArrays: [[1], [2]] },
      { $slice: [[1, 2, 3], -2] },
      { $slice: [[1, 2, 3], 1, 1] },
      { $reverseArray: [[1, 2]] },
    ],
    value: [[1, 2], [2, 3], [2], [2, 1]],
  },
  { name: '$map', expression: { $map: { input: '$list', as: 'item', in: { $add: ['$$item.n', '$a'] } } }, value: [8, 9] },
  { name: '$filter', expression: { $filter: { input: '$list.n', cond: { $gt: ['$$this', 1] } } }, value: [2] },
  { name: '$let', expression: { $let: { vars: { x: { $add: ['$a', 1] } }, in: { $multiply: ['$$x', '$$x'] } } }, value: 64 },
  {
    name: '$map inside $map',
    expression: { $map: { input: [1, 2], as: 'x', in: { $map: { input: [10, 20], as: 'y', in: { $add: ['$$x', '$$y'] } } } } },
    value: [
      [11, 21],
      [12, 22],
    ],
  },
  {
    name: '$sum, $avg, $min, $max of an array',
    expression: [{ $sum: '$list.n' }, { $avg: '$list.n' }, { $min: '$list.n' }, { $max: '$list.n' }],
    value: [3, 1.5, 1, 2],
  },
  { name: '$mergeObjects', expression: { $mergeObjects: [{ x: 1, y: 1 }, { y: 2 }, null] }, value: { x: 1, y: 2 } },
  {
    name: '$setUnion',
    expression: {
      $setUnion: [
        [3, 1],
        [1, 2],
      ],
    },
    value: [1, 2, 3],
  },
]

describe('an expression gives what MongoDB gives', () => {
  const document = {
    _id: 1,
    a: 7,
    long: new Long(5),
    decimal: Decimal128.fromString('1.5'),
    at: new Date(1000),
    text: 'héllo',
    null: null,
    id: new ObjectId('65a1b2c3d4e5f60718293a4b'),
    list: [{ n: 1 }, { n: 2 }],
  }
  test.each(expressions)('$name', async ({ expression, value }) => {
    const collection = await contract.collectionOf([document])
    const [found] = await collection.aggregate([{ $project: { _id: 0, value: expression } }]).toArray()
    expect(found).toEqual(value === missing ? {} : { value })
  })
})

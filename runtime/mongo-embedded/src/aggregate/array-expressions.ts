import { compareValues, equalValues } from '../bson/compare.ts'
import { calculate, numberOf } from '../bson/number.ts'
import { valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { arrayOf, doubleValue, intValue, NULL, toBson } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import type { Collation } from '../query/collation.ts'
import { typeName } from '../query/type-names.ts'
import type { Operator } from './expression.ts'
import { withoutNull } from './value-expressions.ts'

type Value = BsonValue | undefined
const MANY = Number.POSITIVE_INFINITY

export const ARRAY_OPERATORS: Readonly<Record<string, Operator>> = {
  $isArray: { least: 1, most: 1, compute: ([value]) => toBson(value?.type === T.array) },
  $size: { least: 1, most: 1, compute: ([value]) => toBson(items('$size', value).length) },
  $in: {
    least: 2,
    most: 2,
    compute: ([value, list], collation) =>
      toBson(value !== undefined && items('$in', list).some((item) => equalValues(item, value, collation))),
  },
  $arrayElemAt: {
    least: 2,
    most: 2,
    compute: ([list, index]) => itemAt(list, index === undefined || !index.isNumber ? undefined : numberOf(index)),
  },
  $first: { least: 1, most: 1, compute: ([list]) => itemAt(list, 0) },
  $last: { least: 1, most: 1, compute: ([list]) => itemAt(list, -1) },
  $concatArrays: {
    least: 0,
    most: MANY,
    compute: (values) => withoutNull(values, (lists) => arrayOf(lists.flatMap((list) => items('$concatArrays', list)))),
  },
  $slice: { least: 2, most: 3, compute: (values) => withoutNull(values, slice) },
  $reverseArray: {
    least: 1,
    most: 1,
    compute: (values) => withoutNull(values, ([list]) => arrayOf([...items('$reverseArray', list)].reverse())),
  },
  $setUnion: {
    least: 0,
    most: MANY,
    compute: (values, collation) =>
      withoutNull(values, (lists) =>
        arrayOf(
          distinct(
            lists.flatMap((list) => items('$setUnion', list)),
            collation,
          ),
        ),
      ),
  },
  $sum: {
    least: 0,
    most: MANY,
    compute: (values) =>
      spread(values)
        .filter(({ isNumber }) => isNumber)
        .reduce((a, b) => calculate('+', a, b), intValue(0)),
  },
  $avg: { least: 0, most: MANY, compute: (values) => average(spread(values)) },
  $min: { least: 0, most: MANY, compute: (values, collation) => extreme(spread(values), -1, collation) },
  $max: { least: 0, most: MANY, compute: (values, collation) => extreme(spread(values), 1, collation) },
}

function items(operator: string, value: Value): BsonValue[] {
  if (value?.type !== T.array)
    throw new MongoError(
      17124,
      `The argument to ${operator} must be an array, but was of type: ${value === undefined ? 'missing' : typeName(value.type)}`,
    )
  return valuesOf(value)
}

function itemAt(list: Value, index: number | undefined): Value {
  if (list === undefined || list.isNullish || index === undefined) return NULL
  return items('$arrayElemAt', list).at(index)
}

function slice(values: readonly BsonValue[]): BsonValue {
  const [list, first, second] = values
  const all = items('$slice', list)
  const count = numberOf((second ?? first) as BsonValue)
  if (second === undefined) return arrayOf(count < 0 ? all.slice(count) : all.slice(0, count))
  if (count <= 0) throw new MongoError(28729, 'Third argument to $slice must be positive')
  const start = numberOf(first as BsonValue)
  const from = start < 0 ? Math.max(0, all.length + start) : start
  return arrayOf(all.slice(from, from + count))
}

function distinct(values: readonly BsonValue[], collation: Collation | undefined): BsonValue[] {
  const sorted = [...values].sort((a, b) => compareValues(a, b, collation))
  return sorted.filter((value, index) => index === 0 || !equalValues(value, sorted[index - 1] as BsonValue, collation))
}

/** One array alone stands for its items; several values stand for themselves. */
function spread(values: readonly Value[]): BsonValue[] {
  const [only] = values
  if (values.length === 1 && only?.type === T.array) return valuesOf(only)
  return values.filter((value): value is BsonValue => value !== undefined)
}

function average(values: readonly BsonValue[]): BsonValue {
  const numbers = values.filter(({ isNumber }) => isNumber)
  if (numbers.some(({ type }) => type === T.decimal)) refuse('$avg of decimals')
  return numbers.length === 0 ? NULL : doubleValue(numberOf(numbers.reduce((a, b) => calculate('+', a, b))) / numbers.length)
}

function extreme(values: readonly BsonValue[], sign: 1 | -1, collation: Collation | undefined): BsonValue {
  const known = values.filter(({ isNullish }) => !isNullish)
  return (
    known.reduce<BsonValue | undefined>(
      (best, value) => (best === undefined || sign * compareValues(value, best, collation) > 0 ? value : best),
      undefined,
    ) ?? NULL
  )
}

import { calculate, numberOf } from '../bson/number.ts'
import { dateOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { doubleValue, intValue, longValue, toBson } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import { typeName } from '../query/type-names.ts'
import type { Operator } from './expression.ts'
import { withoutNull } from './value-expressions.ts'

const MANY = Number.POSITIVE_INFINITY
const MINUS_ONE = intValue(-1)

export const NUMBER_OPERATORS: Readonly<Record<string, Operator>> = {
  $add: { least: 0, most: MANY, compute: (values) => withoutNull(values, add) },
  $subtract: { least: 2, most: 2, compute: (values) => withoutNull(values, subtract) },
  $multiply: {
    least: 0,
    most: MANY,
    compute: (values) =>
      withoutNull(values, (numbers) =>
        numbers.map((value) => numeric('$multiply', value)).reduce((a, b) => calculate('*', a, b), intValue(1)),
      ),
  },
  $divide: { least: 2, most: 2, compute: (values) => withoutNull(values, divide) },
  $mod: { least: 2, most: 2, compute: (values) => withoutNull(values, modulo) },
  $abs: rounding('$abs', Math.abs),
  $ceil: rounding('$ceil', Math.ceil),
  $floor: rounding('$floor', Math.floor),
  $toInt: {
    least: 1,
    most: 1,
    compute: (values) => withoutNull(values, ([value]) => intValue(whole('$toInt', value as BsonValue, 31))),
  },
  $toLong: {
    least: 1,
    most: 1,
    compute: (values) => withoutNull(values, ([value]) => longValue(BigInt(whole('$toLong', value as BsonValue, 53)))),
  },
  $toDouble: {
    least: 1,
    most: 1,
    compute: (values) => withoutNull(values, ([value]) => doubleValue(plain('$toDouble', value as BsonValue))),
  },
}

function numeric(operator: string, value: BsonValue): BsonValue {
  if (!value.isNumber) throw new MongoError(14, `${operator} only supports numeric types, not ${typeName(value.type)}`)
  return value
}

/** As a JavaScript number, for operators that are not built for decimals and for integers beyond 2^53. */
function plain(operator: string, value: BsonValue): number {
  const number = numberOf(numeric(operator, value))
  if (value.type === T.decimal || (value.type === T.long && !Number.isSafeInteger(number)))
    return refuse(`${operator} of decimals and integers beyond 2^53`)
  return number
}

function add(values: readonly BsonValue[]): BsonValue {
  const dates = values.filter(({ type }) => type === T.date)
  if (dates.length > 1) throw new MongoError(16612, 'only one date allowed in an $add expression')
  const sum = values
    .filter(({ type }) => type !== T.date)
    .map((value) => numeric('$add', value))
    .reduce((a, b) => calculate('+', a, b), intValue(0))
  return dates[0] === undefined ? sum : toBson(new Date(dateOf(dates[0]) + Math.round(numberOf(sum))))
}

function subtract([a, b]: readonly BsonValue[]): BsonValue {
  const [left, right] = [a as BsonValue, b as BsonValue]
  if (left.type !== T.date)
    return calculate('+', numeric('$subtract', left), calculate('*', numeric('$subtract', right), MINUS_ONE))
  if (right.type === T.date) return longValue(BigInt(dateOf(left) - dateOf(right)))
  return toBson(new Date(dateOf(left) - Math.round(numberOf(numeric('$subtract', right)))))
}

function divide([a, b]: readonly BsonValue[]): BsonValue {
  const divisor = plain('$divide', b as BsonValue)
  if (divisor === 0) throw new MongoError(2, "can't $divide by zero")
  return doubleValue(plain('$divide', a as BsonValue) / divisor)
}

function modulo([a, b]: readonly BsonValue[]): BsonValue {
  const [left, right] = [a as BsonValue, b as BsonValue]
  const divisor = plain('$mod', right)
  if (divisor === 0) throw new MongoError(16610, "can't $mod by zero")
  const rest = plain('$mod', left) % divisor
  if (left.type === T.double || right.type === T.double) return doubleValue(rest)
  return left.type === T.int && right.type === T.int ? intValue(rest) : longValue(BigInt(rest))
}

/** The result has the type of the operand. */
function rounding(operator: string, round: (value: number) => number): Operator {
  return {
    least: 1,
    most: 1,
    compute: (values) =>
      withoutNull(values, ([value]) => {
        const result = round(plain(operator, value as BsonValue))
        if (value?.type === T.int && result <= 2147483647) return intValue(result)
        return value?.type === T.double ? doubleValue(result) : longValue(BigInt(result))
      }),
  }
}

function whole(operator: string, value: BsonValue, bits: number): number {
  const number = Math.trunc(
    value.type === T.date ? dateOf(value) : value.type === T.bool ? Number(value.bytes[value.start]) : plain(operator, value),
  )
  if (!(Math.abs(number) < 2 ** bits)) throw new MongoError(241, `Conversion would overflow target type in ${operator}`)
  return number
}

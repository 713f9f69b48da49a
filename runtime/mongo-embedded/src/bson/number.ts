import { Decimal128 } from 'bson'
import { MongoError } from '../errors.ts'
import { BsonValue, T } from './value.ts'
import { doubleValue, intValue, longValue } from './write.ts'

/** A number without loss: JavaScript's where it is exact (int, double), otherwise an integer or a decimal fraction. */
export type Numeric = number | bigint | Decimal

export interface Decimal {
  /** value = coefficient × 10^exponent */
  readonly coefficient: bigint
  readonly exponent: number
}

const LONG_MAX = 2n ** 63n - 1n
const LONG_MIN = -(2n ** 63n)

export function numericOf(value: BsonValue): Numeric {
  const { bytes, start } = value
  switch (value.type) {
    case T.int:
      return bytes.readInt32LE(start)
    case T.double:
      return bytes.readDoubleLE(start)
    case T.long: {
      const long = bytes.readBigInt64LE(start)
      return long >= -9007199254740991n && long <= 9007199254740991n ? Number(long) : long
    }
    default:
      return decimalOf(value)
  }
}

/** JavaScript's nearest number, for limits, sizes and averages. */
export function numberOf(value: BsonValue): number {
  const numeric = numericOf(value)
  return typeof numeric === 'object' ? Number(`${numeric.coefficient}e${numeric.exponent}`) : Number(numeric)
}

function decimalOf(value: BsonValue): number | Decimal {
  const text = new Decimal128(value.bytes.subarray(value.start, value.end)).toString()
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(text)
  if (match === null) return text === 'NaN' ? Number.NaN : text.startsWith('-') ? -Infinity : Infinity
  const [, sign, whole, fraction = '', exponent = '0'] = match
  return { coefficient: BigInt(`${sign}${whole}${fraction}`), exponent: Number(exponent) - fraction.length }
}

/** NaN is the lowest number and equal to itself, as in BSON's order. */
export function compareNumeric(a: Numeric, b: Numeric): number {
  if (typeof a === 'number' && typeof b === 'number') {
    if (a < b) return -1
    if (a > b) return 1
    if (a === b) return 0
    return Number.isNaN(a) ? (Number.isNaN(b) ? 0 : -1) : 1
  }
  if (typeof a === 'number' && !Number.isFinite(a)) return a === Infinity ? 1 : -1
  if (typeof b === 'number' && !Number.isFinite(b)) return b === Infinity ? -1 : 1
  // decimals may be 1e6144: the magnitude decides long before the digits have to be written out
  const byMagnitude = Math.sign(signOf(a)) - Math.sign(signOf(b))
  if (byMagnitude !== 0) return Math.sign(byMagnitude)
  const left = fractionOf(a)
  const right = fractionOf(b)
  const difference = left.numerator * right.denominator - right.numerator * left.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function signOf(value: Numeric): number {
  if (typeof value === 'number') return value
  const integer = typeof value === 'bigint' ? value : value.coefficient
  return integer < 0n ? -1 : integer > 0n ? 1 : 0
}

export interface Fraction {
  readonly numerator: bigint
  /** Always positive. */
  readonly denominator: bigint
}

/** Exact. `value` must be finite. */
export function fractionOf(value: Numeric): Fraction {
  if (typeof value === 'bigint') return { numerator: value, denominator: 1n }
  if (typeof value === 'object') {
    const { coefficient, exponent } = value
    return exponent >= 0
      ? { numerator: coefficient * 10n ** BigInt(exponent), denominator: 1n }
      : { numerator: coefficient, denominator: 10n ** BigInt(-exponent) }
  }
  let denominator = 1n
  let scaled = value
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    denominator *= 2n
  }
  return { numerator: BigInt(scaled), denominator }
}

/** `a + b` or `a × b` in the type MongoDB gives it: decimal, else double, else the smallest integer that holds it. */
export function calculate(operator: '+' | '*', a: BsonValue, b: BsonValue): BsonValue {
  const left = numericOf(a)
  const right = numericOf(b)
  if (a.type === T.decimal || b.type === T.decimal) return decimalResult(operator, left, right)
  if (a.type === T.double || b.type === T.double) {
    return doubleValue(operator === '+' ? Number(left) + Number(right) : Number(left) * Number(right))
  }
  const x = BigInt(left as number | bigint)
  const y = BigInt(right as number | bigint)
  const exact = operator === '+' ? x + y : x * y
  if (exact < LONG_MIN || exact > LONG_MAX)
    throw new MongoError(2, 'Failed to apply the operation: the result is beyond a 64-bit integer')
  const bothInts = a.type === T.int && b.type === T.int
  return bothInts && exact >= -2147483648n && exact <= 2147483647n ? intValue(Number(exact)) : longValue(exact)
}

function decimalResult(operator: '+' | '*', a: Numeric, b: Numeric): BsonValue {
  const left = toDecimal(a)
  const right = toDecimal(b)
  if (typeof left === 'number' || typeof right === 'number') {
    const sum = operator === '+' ? Number(signOf(a)) + Number(signOf(b)) : Number(signOf(a)) * Number(signOf(b))
    return decimalValue(Number.isNaN(sum) ? 'NaN' : sum > 0 ? 'Infinity' : '-Infinity')
  }
  if (operator === '*') return roundedDecimal(left.coefficient * right.coefficient, left.exponent + right.exponent)
  const exponent = Math.min(left.exponent, right.exponent)
  if (Math.max(left.exponent, right.exponent) - exponent > 200) throw new MongoError(2, 'Decimals are too far apart to be added')
  const aligned = ({ coefficient, exponent: own }: Decimal) => coefficient * 10n ** BigInt(own - exponent)
  return roundedDecimal(aligned(left) + aligned(right), exponent)
}

/** Not finite stays a JavaScript number. A double becomes a decimal of 15 digits, as MongoDB converts it. */
function toDecimal(value: Numeric): Decimal | number {
  if (typeof value === 'bigint') return { coefficient: value, exponent: 0 }
  if (typeof value === 'object') return value
  if (!Number.isFinite(value)) return value
  if (Number.isSafeInteger(value)) return { coefficient: BigInt(value), exponent: 0 }
  const [digits = '0', exponent = '0'] = value.toExponential(14).split('e')
  const [whole = '0', fraction = ''] = digits.split('.')
  const trimmed = fraction.replace(/0+$/, '')
  return { coefficient: BigInt(whole + trimmed), exponent: Number(exponent) - trimmed.length }
}

const DIGITS = 34

/** Rounds half to even to 34 digits, which is what Decimal128 holds. */
function roundedDecimal(coefficient: bigint, exponent: number): BsonValue {
  const negative = coefficient < 0n
  let digits = negative ? -coefficient : coefficient
  let scale = exponent
  const excess = digits.toString().length - DIGITS
  if (excess > 0) {
    const unit = 10n ** BigInt(excess)
    const rest = digits % unit
    digits /= unit
    if (rest * 2n > unit || (rest * 2n === unit && digits % 2n === 1n)) digits += 1n
    scale += excess
  }
  return decimalValue(`${negative ? '-' : ''}${digits}E${scale}`)
}

function decimalValue(text: string): BsonValue {
  const bytes = Buffer.from(Decimal128.fromStringWithRounding(text).bytes)
  return new BsonValue(T.decimal, bytes, 0, 16)
}

import { numberOf } from '../bson/number.ts'
import { boolOf, dateOf, stringOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { arrayOf, toBson } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import { typeName } from '../query/type-names.ts'
import type { Operator } from './expression.ts'
import { withoutNull } from './value-expressions.ts'

export const TEXT_OPERATORS: Readonly<Record<string, Operator>> = {
  $concat: {
    least: 0,
    most: Number.POSITIVE_INFINITY,
    compute: (values) => withoutNull(values, (texts) => toBson(texts.map((value) => text('$concat', value)).join(''))),
  },
  // these two take null for an empty string
  $toLower: { least: 1, most: 1, compute: ([value]) => toBson(asciiCase(toText(value), 'toLowerCase')) },
  $toUpper: { least: 1, most: 1, compute: ([value]) => toBson(asciiCase(toText(value), 'toUpperCase')) },
  $strLenCP: { least: 1, most: 1, compute: ([value]) => toBson([...text('$strLenCP', value)].length) },
  $substrCP: {
    least: 3,
    most: 3,
    compute: ([value, from, length]) => toBson([...toText(value)].slice(place(from), place(from) + place(length)).join('')),
  },
  $split: {
    least: 2,
    most: 2,
    compute: (values) =>
      withoutNull(values, ([value, separator]) => arrayOf(text('$split', value).split(text('$split', separator)).map(toBson))),
  },
  $toString: { least: 1, most: 1, compute: (values) => withoutNull(values, ([value]) => toBson(toText(value))) },
}

function text(operator: string, value: BsonValue | undefined): string {
  if (value?.type !== T.string)
    throw new MongoError(
      16702,
      `${operator} only supports strings, not ${value === undefined ? 'missing' : typeName(value.type)}`,
    )
  return stringOf(value)
}

/** MongoDB changes the case of ASCII letters only. */
function asciiCase(value: string, change: 'toLowerCase' | 'toUpperCase'): string {
  return value.replace(/[A-Za-z]+/g, (letters) => letters[change]())
}

function toText(value: BsonValue | undefined): string {
  if (value === undefined || value.isNullish) return ''
  switch (value.type) {
    case T.string:
      return stringOf(value)
    case T.objectId:
      return value.raw().toString('hex')
    case T.date:
      return new Date(dateOf(value)).toISOString()
    case T.bool:
      return String(boolOf(value))
    case T.int:
      return String(numberOf(value))
    case T.long:
      return String(value.bytes.readBigInt64LE(value.start))
    default:
      return refuse(`a ${typeName(value.type)} as text`)
  }
}

function place(value: BsonValue | undefined): number {
  const number = value?.isNumber ? numberOf(value) : Number.NaN
  if (!Number.isInteger(number) || number < 0) throw new MongoError(34450, '$substrCP needs whole numbers that are not negative')
  return number
}

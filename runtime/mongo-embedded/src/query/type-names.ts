import { numberOf } from '../bson/number.ts'
import { stringOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { MongoError } from '../errors.ts'

/** Source: https://www.mongodb.com/docs/manual/reference/operator/query/type/ */
const TYPE_CODES: Readonly<Record<string, number>> = {
  double: T.double,
  string: T.string,
  object: T.object,
  array: T.array,
  binData: T.binary,
  undefined: T.undefined,
  objectId: T.objectId,
  bool: T.bool,
  date: T.date,
  null: T.null,
  regex: T.regex,
  dbPointer: T.dbPointer,
  javascript: T.code,
  symbol: T.symbol,
  javascriptWithScope: T.codeWithScope,
  int: T.int,
  timestamp: T.timestamp,
  long: T.long,
  decimal: T.decimal,
  minKey: T.minKey,
  maxKey: T.maxKey,
}

const NUMBERS = [T.double, T.int, T.long, T.decimal]

/** MongoDB's name of a type byte, as in its error messages and in `$type`. */
export function typeName(type: number): string {
  return Object.entries(TYPE_CODES).find(([, code]) => code === type)?.[0] ?? 'missing'
}

/** The types that an operand of `$type` names: a name, a number, or an array of them. */
export function typesOf(operand: BsonValue): ReadonlySet<number> {
  const wanted = operand.type === T.array ? valuesOf(operand) : [operand]
  if (wanted.length === 0) throw new MongoError(9, '$type must match at least one type')
  return new Set(wanted.flatMap(typeCodes))
}

function typeCodes(wanted: BsonValue): readonly number[] {
  if (wanted.type === T.string) {
    const name = stringOf(wanted)
    const code = TYPE_CODES[name]
    if (name === 'number') return NUMBERS
    if (code === undefined) throw new MongoError(2, `Unknown type name alias: ${name}`)
    return [code]
  }
  const code = wanted.isNumber ? numberOf(wanted) : Number.NaN
  if (code === -1) return [T.minKey]
  if (!Object.values(TYPE_CODES).includes(code)) throw new MongoError(2, `Invalid numerical type code: ${code}`)
  return [code]
}

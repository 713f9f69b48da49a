import { numberOf } from '../bson/number.ts'
import { stringOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { MongoError, refuse } from '../errors.ts'
import { typeName } from '../query/type-names.ts'
import { UTC, type Zone, zoneOf } from './time-zones.ts'

/** Computed arguments by name. One that was not given has no entry, one that is missing in the document has undefined. */
export type Arguments = ReadonlyMap<string, BsonValue | undefined>

/** An operator whose arguments have names, all computed first. */
export interface NamedOperator {
  readonly required: readonly string[]
  readonly optional: readonly string[]
  /** The argument that may also be given alone, without its name. */
  readonly alone?: string
  readonly codes: { readonly notAnObject: number; readonly unknown: number; readonly missing: number }
  readonly compute: (given: Arguments) => BsonValue | undefined
}

/** Whether one of those that were given is null or missing: nearly every operator of dates gives null then. */
export function anyNull(given: Arguments, names: Iterable<string> = given.keys()): boolean {
  for (const name of names) if (given.has(name) && (given.get(name)?.isNullish ?? true)) return true
  return false
}

// dates that JavaScript can not hold lie 275,760 years away
const MAX_TIME = 8.64e15

/** Milliseconds of a date, of the time in a timestamp, or of that in an ObjectId. */
export function timeOfValue(value: BsonValue, wrong: () => MongoError): number {
  switch (value.type) {
    case T.date: {
      const time = Number(value.bytes.readBigInt64LE(value.start))
      return Math.abs(time) > MAX_TIME ? refuse('a date beyond the year 275760') : time
    }
    case T.timestamp:
      return value.bytes.readUInt32LE(value.start + 4) * 1000
    case T.objectId:
      return value.bytes.readUInt32BE(value.start) * 1000
    default:
      throw wrong()
  }
}

export function zoneFrom(given: Arguments): Zone {
  const value = given.get('timezone')
  if (value === undefined) return UTC
  if (value.type !== T.string) throw new MongoError(40517, `timezone must evaluate to a string, found ${typeName(value.type)}`)
  return zoneOf(stringOf(value))
}

export function textFrom(given: Arguments, name: string, wrong: () => MongoError): string {
  const value = given.get(name)
  if (value?.type !== T.string) throw wrong()
  return stringOf(value)
}

export function wholeFrom(given: Arguments, name: string, wrong: () => MongoError): number {
  const value = given.get(name)
  const number = value?.isNumber ? numberOf(value) : Number.NaN
  if (!Number.isSafeInteger(number)) throw wrong()
  return number
}

import type { BsonValue } from '../bson/value.ts'
import { intValue, longValue, NULL, toBson } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import { typeName } from '../query/type-names.ts'
import { type LocalDate, localDateOf } from './calendar.ts'
import { type Arguments, anyNull, type NamedOperator, textFrom, timeOfValue, zoneFrom } from './named-operator.ts'
import type { Zone } from './time-zones.ts'

const PART_CODES = { notAnObject: 40536, unknown: 40535, missing: 40539 }

function part(field: keyof LocalDate): NamedOperator {
  return {
    required: ['date'],
    optional: ['timezone'],
    alone: 'date',
    codes: PART_CODES,
    compute: (given) => {
      if (anyNull(given)) return NULL
      const { date } = localOf(given)
      // of all parts only this one is a 64-bit integer in MongoDB
      return field === 'isoWeekYear' ? longValue(BigInt(date[field])) : intValue(date[field])
    },
  }
}

function localOf(given: Arguments): { date: LocalDate; time: number; zone: Zone } {
  const value = given.get('date') as BsonValue
  const time = timeOfValue(value, () => new MongoError(16006, `can't convert from BSON type ${typeName(value.type)} to Date`))
  const zone = zoneFrom(given)
  return { date: localDateOf(time + zone.offsetAt(time)), time, zone }
}

/** Parts of dates, and dates as texts. */
export const DATE_PART_OPERATORS: Readonly<Record<string, NamedOperator>> = {
  $year: part('year'),
  $month: part('month'),
  $dayOfMonth: part('day'),
  $hour: part('hour'),
  $minute: part('minute'),
  $second: part('second'),
  $millisecond: part('millisecond'),
  $dayOfWeek: part('dayOfWeek'),
  $dayOfYear: part('dayOfYear'),
  $isoDayOfWeek: part('isoDayOfWeek'),
  $isoWeek: part('isoWeek'),
  $isoWeekYear: part('isoWeekYear'),
  $week: part('week'),
  $dateToString: {
    required: ['date'],
    optional: ['format', 'timezone', 'onNull'],
    codes: { notAnObject: 18629, unknown: 18534, missing: 18628 },
    compute: dateToString,
  },
}

function dateToString(given: Arguments): BsonValue | undefined {
  const value = given.get('date')
  if (value === undefined || value.isNullish) return given.has('onNull') ? given.get('onNull') : NULL
  if (anyNull(given, ['format', 'timezone'])) return NULL
  const { date, time, zone } = localOf(given)
  const wrong = () => new MongoError(18533, "$dateToString requires that 'format' be a string")
  const format = given.has('format') ? textFrom(given, 'format', wrong) : `%Y-%m-%dT%H:%M:%S.%L${zone.isUtc ? 'Z' : ''}`
  return toBson(formatted(format, date, zone.offsetAt(time)))
}

function formatted(format: string, date: LocalDate, offset: number): string {
  let text = ''
  for (let at = 0; at < format.length; at++) {
    const char = format[at] as string
    if (char !== '%') {
      text += char
      continue
    }
    at++
    const specifier = format[at]
    if (specifier === undefined) throw new MongoError(18535, "Unmatched '%' at end of format string")
    text += specifiedPart(specifier, date, offset)
  }
  return text
}

function specifiedPart(specifier: string, date: LocalDate, offset: number): string {
  switch (specifier) {
    case '%':
      return '%'
    case 'Y':
      return padded(date.year, 4)
    case 'm':
      return padded(date.month, 2)
    case 'd':
      return padded(date.day, 2)
    case 'H':
      return padded(date.hour, 2)
    case 'M':
      return padded(date.minute, 2)
    case 'S':
      return padded(date.second, 2)
    case 'L':
      return padded(date.millisecond, 3)
    case 'j':
      return padded(date.dayOfYear, 3)
    case 'w':
      return String(date.dayOfWeek)
    case 'u':
      return String(date.isoDayOfWeek)
    case 'U':
      return padded(date.week, 2)
    case 'V':
      return padded(date.isoWeek, 2)
    case 'G':
      return padded(date.isoWeekYear, 4)
    case 'z': {
      const minutes = Math.trunc(Math.abs(offset) / 60_000)
      return `${offset < 0 ? '-' : '+'}${padded(Math.floor(minutes / 60), 2)}${padded(minutes % 60, 2)}`
    }
    case 'Z':
    case 'b':
    case 'B':
      return refuse(`%${specifier} in $dateToString`)
    default:
      throw new MongoError(18536, `Invalid format character '%${specifier}' in format string`)
  }
}

function padded(number: number, width: number): string {
  if (number < 0 || number > 9999)
    throw new MongoError(
      18537,
      `Could not convert date to string: date component was outside the supported range of 0-9999: ${number}`,
    )
  return String(number).padStart(width, '0')
}

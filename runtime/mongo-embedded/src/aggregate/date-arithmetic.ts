import type { BsonValue } from '../bson/value.ts'
import { longValue, NULL, toBson } from '../bson/write.ts'
import { MongoError } from '../errors.ts'
import { addMonths, dayNumber, localDateOf, utc } from './calendar.ts'
import { type Arguments, anyNull, type NamedOperator, textFrom, timeOfValue, wholeFrom, zoneFrom } from './named-operator.ts'
import type { Zone } from './time-zones.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Units of a fixed length are counted on the clock of the world, days and longer ones on the calendar of a place. */
const FIXED: Readonly<Record<string, number>> = { millisecond: 1, second: SECOND, minute: MINUTE, hour: HOUR }
const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7 }
const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 }
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** Arithmetic with dates as MongoDB does it. Source: its documentation of each operator, and cases in `test/contract/dates.test.ts`. */
export const DATE_ARITHMETIC_OPERATORS: Readonly<Record<string, NamedOperator>> = {
  $dateAdd: shift('$dateAdd', 1),
  $dateSubtract: shift('$dateSubtract', -1),
  $dateDiff: {
    required: ['startDate', 'endDate', 'unit'],
    optional: ['timezone', 'startOfWeek'],
    codes: { notAnObject: 5166301, unknown: 5166302, missing: 5166303 },
    compute: dateDiff,
  },
  $dateTrunc: {
    required: ['date', 'unit'],
    optional: ['binSize', 'timezone', 'startOfWeek'],
    codes: { notAnObject: 5439007, unknown: 5439008, missing: 5439009 },
    compute: dateTrunc,
  },
}

function shift(operator: string, sign: 1 | -1): NamedOperator {
  return {
    required: ['startDate', 'unit', 'amount'],
    optional: ['timezone'],
    codes: { notAnObject: 5166400, unknown: 5166401, missing: 5166402 },
    compute: (given) => {
      if (anyNull(given)) return NULL
      const unit = unitFrom(given, () => new MongoError(5166404, `${operator} expects string defining the time unit`))
      const time = timeFrom(
        given,
        'startDate',
        new MongoError(5166403, `${operator} requires startDate to be convertible to a date`),
      )
      const wrong = () => new MongoError(5166405, `${operator} expects integer amount of time units`)
      return dateValue(added(time, unit, sign * wholeFrom(given, 'amount', wrong), zoneFrom(given)), operator)
    },
  }
}

function dateValue(time: number, operator: string): BsonValue {
  if (Number.isNaN(new Date(time).getTime())) throw new MongoError(5166406, `${operator.slice(1)} overflowed`)
  return toBson(new Date(time))
}

/** Days and longer units keep what the clock shows, shorter ones do not look at it. */
function added(time: number, unit: string, amount: number, zone: Zone): number {
  const fixed = FIXED[unit]
  if (fixed !== undefined) return time + amount * fixed
  const local = time + zone.offsetAt(time)
  const days = DAYS[unit]
  return zone.timeOf(days === undefined ? addMonths(local, amount * (MONTHS[unit] as number)) : local + amount * days * DAY)
}

/** Counts the boundaries between two dates, not the time that has passed. */
function dateDiff(given: Arguments): BsonValue {
  if (anyNull(given, ['startDate', 'endDate', 'unit', 'timezone'])) return NULL
  const unit = unitFrom(given, () => new MongoError(5166306, "$dateDiff requires 'unit' to be a string"))
  if (unit === 'week' && anyNull(given, ['startOfWeek'])) return NULL
  const wrong = (name: string) => new MongoError(5166307, `$dateDiff requires '${name}' to be a date`)
  const start = timeFrom(given, 'startDate', wrong('startDate'))
  const end = timeFrom(given, 'endDate', wrong('endDate'))
  const zone = zoneFrom(given)
  return longValue(BigInt(boundaries(unit, { start, end, zone }, unit === 'week' ? startOfWeek(given) : 0)))
}

interface Span {
  readonly start: number
  readonly end: number
  readonly zone: Zone
}

function boundaries(unit: string, { start, end, zone }: Span, weekday: number): number {
  if (unit === 'millisecond') return end - start
  const offsets = { start: zone.offsetAt(start), end: zone.offsetAt(end) }
  const local = { start: start + offsets.start, end: end + offsets.end }
  const fixed = FIXED[unit]
  if (fixed !== undefined) {
    // on the local clock, less what the clock was moved by
    const moved = Math.trunc((offsets.start - offsets.end) / fixed)
    return Math.floor(local.end / fixed) - Math.floor(local.start / fixed) + moved
  }
  if (unit === 'day') return dayNumber(local.end) - dayNumber(local.start)
  if (unit === 'week') return weekNumber(local.end, weekday) - weekNumber(local.start, weekday)
  return monthNumber(unit, local.end) - monthNumber(unit, local.start)
}

/** Weeks since 1970, each beginning on that day (0 is Sunday). The first of January 1970 was a Thursday. */
function weekNumber(local: number, weekday: number): number {
  return Math.floor((dayNumber(local) + 4 - weekday) / 7)
}

/** Months, quarters or years since the year 0. */
function monthNumber(unit: string, local: number): number {
  const { year, month } = localDateOf(local)
  return Math.floor((year * 12 + month - 1) / (MONTHS[unit] as number))
}

/** Bins are counted from the beginning of the year 2000 at that place, weeks from the first one in it. */
function dateTrunc(given: Arguments): BsonValue {
  if (anyNull(given, ['date', 'unit', 'binSize', 'timezone'])) return NULL
  const unit = unitFrom(given, () => new MongoError(5439013, "$dateTrunc requires 'unit' to be a string"))
  if (unit === 'week' && anyNull(given, ['startOfWeek'])) return NULL
  const value = given.get('date') as BsonValue
  const time = timeOfValue(value, () => new MongoError(5439012, "$dateTrunc requires 'date' to be a date"))
  const wrongSize = () => new MongoError(5439017, "$dateTrunc requires 'binSize' to be a 64-bit integer")
  const size = given.has('binSize') ? wholeFrom(given, 'binSize', wrongSize) : 1
  if (size <= 0) throw new MongoError(5439018, "$dateTrunc requires 'binSize' to be greater than 0")
  const zone = zoneFrom(given)
  const fixed = FIXED[unit]
  const midnight = utc(2000, 1, 1)
  if (fixed !== undefined) {
    const from = midnight - zone.offsetAt(midnight)
    return dateValue(time - distance(time - from, size * fixed), '$dateTrunc')
  }
  const local = time + zone.offsetAt(time)
  if (unit === 'day' || unit === 'week') {
    const days = DAYS[unit] as number
    // the first day of January 2000 that begins a week; it began on a Saturday
    const first = unit === 'week' ? (startOfWeek(given) - 6 + 7) % 7 : 0
    const away = dayNumber(local) - dayNumber(midnight) - first
    return dateValue(zone.timeOf(midnight + (first + away - distance(away, size * days)) * DAY), '$dateTrunc')
  }
  const months = MONTHS[unit] as number
  const away = monthNumber('month', local) - 2000 * 12
  return dateValue(zone.timeOf(addMonths(midnight, away - distance(away, size * months))), '$dateTrunc')
}

/** How far a value lies above the beginning of its bin. */
function distance(value: number, size: number): number {
  const rest = value % size
  return rest < 0 ? rest + size : rest
}

function timeFrom(given: Arguments, name: string, wrong: MongoError): number {
  return timeOfValue(given.get(name) as BsonValue, () => wrong)
}

function unitFrom(given: Arguments, wrong: () => MongoError): string {
  const unit = textFrom(given, 'unit', wrong)
  if (![FIXED, DAYS, MONTHS].some((units) => Object.hasOwn(units, unit)))
    throw new MongoError(9, `unknown time unit value: ${unit}`)
  return unit
}

/** 0 is Sunday, where weeks begin unless told. */
function startOfWeek(given: Arguments): number {
  if (!given.has('startOfWeek')) return 0
  const text = textFrom(given, 'startOfWeek', () => new MongoError(5439015, "'startOfWeek' must be a string")).toLowerCase()
  const day = WEEKDAYS.findIndex((name) => name === text || name.slice(0, 3) === text)
  if (day < 0) throw new MongoError(9, `unknown day of week value: ${text}`)
  return day
}

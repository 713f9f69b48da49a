import { MongoError, refuse } from '../errors.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
/** Between these the tables of time zones agree everywhere; before and after, MongoDB's may be other ones. */
const TABLES_FROM = Date.UTC(1970, 0, 1)
const TABLES_TO = Date.UTC(2038, 0, 1)

/** Times in milliseconds; local times are told as if they were UTC. */
export interface Zone {
  readonly isUtc: boolean
  offsetAt(time: number): number
  /** The moment at which clocks show this. One that they skip is moved on by what they skip; one that they show twice is refused. */
  timeOf(local: number): number
}

/** @throws {MongoError} 40485 for a name that is none, 238 for a moment beyond the tables. */
export function zoneOf(name: string): Zone {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(name) ?? []
  if (sign !== undefined) return fixed((sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE))
  if (name === 'UTC' || name === 'GMT') return UTC
  return named(name)
}

function fixed(offset: number): Zone {
  return { isUtc: offset === 0, offsetAt: () => offset, timeOf: (local) => local - offset }
}

export const UTC: Zone = fixed(0)

const zones = new Map<string, Zone>()

function named(name: string): Zone {
  const known = zones.get(name)
  if (known !== undefined) return known
  const format = formatOf(name)
  const offsetAt = (time: number): number => {
    if (time < TABLES_FROM || time >= TABLES_TO) return refuse(`a date before 1970 or after 2037 in the time zone ${name}`)
    return offsetIn(format, time)
  }
  const zone: Zone = {
    isUtc: false,
    offsetAt,
    timeOf(local) {
      // clocks are never moved by more than a day
      const before = offsetAt(Math.max(TABLES_FROM, local - 24 * HOUR))
      const after = offsetAt(Math.min(TABLES_TO - 1, local + 24 * HOUR))
      const times = [...new Set([local - before, local - after])].filter((time) => time + offsetAt(time) === local)
      if (times.length > 1)
        return refuse(`a time that clocks in ${name} show twice (${new Date(local).toISOString().slice(0, 16)})`)
      return times[0] ?? local - before
    },
  }
  zones.set(name, zone)
  return zone
}

function formatOf(name: string): Intl.DateTimeFormat {
  const fields = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const
  try {
    // MongoDB tells capital from small letters, Intl does not
    if (/^[A-Z]/.test(name)) return new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', ...fields })
  } catch {
    // told below
  }
  throw new MongoError(40485, `unrecognized time zone identifier: "${name}"`)
}

function offsetIn(format: Intl.DateTimeFormat, time: number): number {
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) as number
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return shown - Math.floor(time / 1000) * 1000
}

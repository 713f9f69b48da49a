import { laoDistance, laoTime } from './lao-times.ts'

/** Thai readers count years in their own calendar; dates of calls stand beside systems that do not. */
const localeOf = (language: string): string => (language === 'th' ? 'th-u-ca-gregory' : language)

/** A time in the reader's language, also where the browser does not know that. */
export const timeIn = (language: string, at: number | Date, options: Intl.DateTimeFormatOptions): string =>
  language === 'lo' ? laoTime(at, options) : new Intl.DateTimeFormat(localeOf(language), options).format(at)

type Unit = 'day' | 'hour' | 'minute' | 'second'

const distance = (language: string, amount: number, unit: Unit, numeric: 'auto' | 'always'): string =>
  language === 'lo'
    ? laoDistance(amount, unit)
    : new Intl.RelativeTimeFormat(localeOf(language), { numeric }).format(amount, unit)

const STEPS: readonly (readonly [unit: Unit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** The day of something; the year only where it is another one than now. */
function momentOn(isoTime: string, now: number, language: string): string {
  const at = Date.parse(isoTime)
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const }
  return timeIn(language, at, { day: 'numeric', month: 'short', ...year })
}

/**
 * When something happened, as people say it: "2 hours ago" within the last week, else the date.
 *
 * @param now Milliseconds since 1970.
 */
export function momentAgo(isoTime: string, now: number, language: string): string {
  const at = Date.parse(isoTime)
  const seconds = Math.round((now - at) / 1000)
  if (seconds > 7 * 86_400) return momentOn(isoTime, now, language)
  for (const [unit, length] of STEPS)
    if (seconds >= length) return distance(language, -Math.floor(seconds / length), unit, 'auto')
  return distance(language, 0, 'second', 'auto')
}

/**
 * When something will happen, as people say it: "in 2 hours" within the next week, else the date.
 *
 * @param now Milliseconds since 1970.
 */
export function momentAhead(isoTime: string, now: number, language: string): string {
  const seconds = Math.round((Date.parse(isoTime) - now) / 1000)
  if (seconds > 7 * 86_400) return momentOn(isoTime, now, language)
  // 59 minutes and a half are an hour
  for (const [unit, length] of STEPS)
    if (seconds >= length * 0.99) return distance(language, Math.round(seconds / length), unit, 'always')
  return distance(language, Math.max(1, seconds), 'second', 'always')
}

/** The whole moment, for who wants to know exactly. */
export function wholeMoment(isoTime: string, language: string): string {
  return timeIn(language, Date.parse(isoTime), { dateStyle: 'medium', timeStyle: 'short' })
}

/** A length of time on a clock: `1:52`. */
export function onClock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** A day such as `2026-01-31`, as people write it. It is the same day wherever it is read. */
export const wholeDay = (day: string, language: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(day))

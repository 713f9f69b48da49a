/** Thai readers count years in their own calendar; dates of calls stand beside systems that do not. */
const localeOf = (language: string): string => (language === 'th' ? 'th-u-ca-gregory' : language)

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** The day of something; the year only where it is another one than now. */
function momentOn(isoTime: string, now: number, language: string): string {
  const at = Date.parse(isoTime)
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const }
  return new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month: 'short', ...year }).format(at)
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
  const words = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' })
  for (const [unit, length] of STEPS) if (seconds >= length) return words.format(-Math.floor(seconds / length), unit)
  return words.format(0, 'second')
}

/**
 * When something will happen, as people say it: "in 2 hours" within the next week, else the date.
 *
 * @param now Milliseconds since 1970.
 */
export function momentAhead(isoTime: string, now: number, language: string): string {
  const seconds = Math.round((Date.parse(isoTime) - now) / 1000)
  if (seconds > 7 * 86_400) return momentOn(isoTime, now, language)
  const words = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'always' })
  // 59 minutes and a half are an hour
  for (const [unit, length] of STEPS) if (seconds >= length * 0.99) return words.format(Math.round(seconds / length), unit)
  return words.format(Math.max(1, seconds), 'second')
}

/** The whole moment, for who wants to know exactly. */
export function wholeMoment(isoTime: string, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'short' }).format(Date.parse(isoTime))
}

/** A length of time on a clock: `1:52`. */
export function onClock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** A day such as `2026-01-31`, as people write it. It is the same day wherever it is read. */
export const wholeDay = (day: string, language: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeZone: 'UTC' }).format(Date.parse(day))

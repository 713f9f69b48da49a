/** Thai readers count years in their own calendar; dates of calls stand beside systems that do not. */
const localeOf = (language: string): string => (language === 'th' ? 'th-u-ca-gregory' : language)

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/**
 * When something happened, as people say it: "2 hours ago" within the last week, else the date.
 *
 * @param now Milliseconds since 1970.
 */
export function momentAgo(isoTime: string, now: number, language: string): string {
  const at = Date.parse(isoTime)
  const seconds = Math.round((now - at) / 1000)
  if (seconds > 7 * 86_400) {
    const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const }
    return new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month: 'short', ...year }).format(at)
  }
  const words = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' })
  for (const [unit, length] of STEPS) if (seconds >= length) return words.format(-Math.floor(seconds / length), unit)
  return words.format(0, 'second')
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

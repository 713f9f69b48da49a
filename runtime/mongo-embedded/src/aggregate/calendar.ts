const DAY = 86_400_000

/** Fields of a local time that is told as if it were UTC. Weeks of ISO 8601 begin on Monday, others on Sunday. */
export interface LocalDate {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
  /** 1 is Sunday. */
  readonly dayOfWeek: number
  readonly dayOfYear: number
  readonly isoDayOfWeek: number
  readonly isoWeek: number
  readonly isoWeekYear: number
  /** Weeks of the year from its first Sunday on, which begins week 1. */
  readonly week: number
}

export function localDateOf(local: number): LocalDate {
  const date = new Date(local)
  const year = date.getUTCFullYear()
  const dayOfWeek = date.getUTCDay() + 1
  const dayOfYear = dayNumber(local) - dayNumber(utc(year, 1, 1)) + 1
  const isoDayOfWeek = dayOfWeek === 1 ? 7 : dayOfWeek - 1
  // an ISO week belongs to the year of its Thursday
  const thursday = local + (4 - isoDayOfWeek) * DAY
  const isoWeekYear = new Date(thursday).getUTCFullYear()
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    dayOfWeek,
    dayOfYear,
    isoDayOfWeek,
    isoWeek: Math.floor((dayNumber(thursday) - dayNumber(utc(isoWeekYear, 1, 1))) / 7) + 1,
    isoWeekYear,
    week: Math.floor((dayOfYear - dayOfWeek + 7) / 7),
  }
}

/** Days since 1970 of a local time. */
export function dayNumber(local: number): number {
  return Math.floor(local / DAY)
}

/** The beginning of a local day. `Date.UTC` takes years below 100 for those of the last century. */
export function utc(year: number, month: number, day: number): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getTime()
}

/** Adds months; a day that the month does not have becomes its last. The time of the day stays. */
export function addMonths(local: number, months: number): number {
  const { year, month, day } = localDateOf(local)
  const index = year * 12 + (month - 1) + months
  const [toYear, toMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1]
  const lastDay = new Date(utc(toYear, toMonth + 1, 0)).getUTCDate()
  return utc(toYear, toMonth, Math.min(day, lastDay)) + (local - dayNumber(local) * DAY)
}

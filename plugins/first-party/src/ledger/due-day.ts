export type Every = 'day' | 'week' | 'month' | 'year'

const DAYS: Partial<Record<Every, number>> = { day: 1, week: 7 }
const MONTHS: Partial<Record<Every, number>> = { month: 1, year: 12 }

/**
 * The day on which something is paid for the time after so many times. Months are those of the calendar, counted from the first day: what began on
 * 31 January is due on 28 February, and on 31 March after that.
 *
 * @param since `2026-01-31`
 */
export function dueDay(since: string, { every, count }: { every: Every; count: number }, times: number): string {
  const [year = 0, month = 1, day = 1] = since.split('-').map(Number)
  const days = DAYS[every]
  if (days !== undefined) return dayOf(Date.UTC(year, month - 1, day + days * count * times))
  const months = month - 1 + (MONTHS[every] ?? 1) * count * times
  // the day before the first of the month after
  const last = new Date(Date.UTC(year, months + 1, 0)).getUTCDate()
  return dayOf(Date.UTC(year, months, Math.min(day, last)))
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

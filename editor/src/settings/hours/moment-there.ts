import { type LocalTime, WEEKDAYS } from '@patchbay/core'
import type { Weekday } from './week-hours.ts'

const asDate = ({ date, minute }: LocalTime): Date => new Date(`${date}T${minute}:00Z`)

/** A time on a place's clock, as readers of a language write it; with its day where that is another one. */
export function momentThere(moment: LocalTime, today: string, language: string): string {
  const day = moment.date === today ? {} : { weekday: 'long' as const }
  return new Intl.DateTimeFormat(language, { ...day, hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(asDate(moment))
}

/** 2024 began on a Monday. */
export const weekdayName = (day: Weekday, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(day)))

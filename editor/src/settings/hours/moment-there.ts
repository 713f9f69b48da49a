import { type LocalTime, WEEKDAYS } from '@patchbay/core'
import { timeIn } from '../../words/moment.ts'
import type { Weekday } from './week-hours.ts'

const asDate = ({ date, minute }: LocalTime): Date => new Date(`${date}T${minute}:00Z`)

/** A time on a place's clock, as readers of a language write it; with its day where that is another one. */
export function momentThere(moment: LocalTime, today: string, language: string): string {
  const day = moment.date === today ? {} : { weekday: 'long' as const }
  return timeIn(language, asDate(moment), { ...day, hour: 'numeric', minute: '2-digit', timeZone: 'UTC' })
}

/** 2024 began on a Monday. */
export const weekdayName = (day: Weekday, language: string): string =>
  timeIn(language, Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(day)), { weekday: 'long', timeZone: 'UTC' })

import { type Calendar, WEEKDAYS } from '@patchbay/core'

export type Weekday = (typeof WEEKDAYS)[number]

/** From a time to another, as `09:00`. */
export interface Span {
  from: string
  to: string
}

/** The hours of each day: how people think of a week. */
export type Week = Readonly<Record<Weekday, readonly Span[]>>

const spansOf = (hours: Calendar['hours'], day: Weekday): Span[] =>
  hours
    .filter(({ days }) => days.includes(day))
    .map(({ from, to }) => ({ from, to: toField(to) }))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))

/** A day's hours from what is stored, where days with the same hours share an entry. */
export function toWeek(hours: Calendar['hours']): Week {
  return Object.fromEntries(WEEKDAYS.map((day) => [day, spansOf(hours, day)])) as Record<Weekday, Span[]>
}

/** What is stored of a week. */
export function toHours(week: Week): Calendar['hours'] {
  const shared = new Map<string, Calendar['hours'][number]>()
  for (const day of WEEKDAYS)
    for (const { from, to } of week[day]) {
      const known = shared.get(`${from} ${to}`)
      if (known === undefined) shared.set(`${from} ${to}`, { days: [day], from, to })
      else if (!known.days.includes(day)) known.days.push(day)
    }
  return [...shared.values()]
}

/** A field for a time knows no 24:00; hours that end at 00:00 end at midnight as well. */
export const toField = (minute: string): string => (minute === '24:00' ? '00:00' : minute)

/** How far hours reach: within their day, until some time of the next one, or once around the clock. */
export function reachOf({ from, to }: Span): 'day' | 'nextDay' | 'allDay' {
  if (from === '' || to === '') return 'day'
  if (from === to) return 'allDay'
  return to > from || to === '00:00' ? 'day' : 'nextDay'
}

/** Hours for a day that had none: those of the day before it that has some, or office hours. */
export function usualHours(week: Week, day: Weekday): readonly Span[] {
  const before = WEEKDAYS.slice(0, WEEKDAYS.indexOf(day)).toReversed()
  const like = [...before, ...WEEKDAYS].find((other) => week[other].length > 0)
  return like === undefined ? [{ from: '09:00', to: '17:00' }] : week[like]
}

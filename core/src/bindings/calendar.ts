import { z } from 'zod'

const dateSchema = z.iso.date()
const minuteSchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/)

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** From a minute to another of the same day; one that ends before it begins goes on past midnight. */
const spanSchema = z.strictObject({
  from: minuteSchema.meta({ title: 'From', description: 'Such as 09:00.' }),
  to: minuteSchema.meta({ title: 'To', description: 'Such as 17:30; 24:00 is midnight.' }),
})

type Span = z.infer<typeof spanSchema>

/** When somebody is there, in the words of one place's clock. */
export const calendarSchema = z.strictObject({
  timeZone: z
    .string()
    .refine(isTimeZone, 'Not a time zone')
    .meta({ title: 'Time zone', description: 'Such as Asia/Bangkok.', ui: 'timeZone' }),
  hours: z
    .array(
      spanSchema.extend({
        days: z.array(z.enum(WEEKDAYS)).min(1).meta({ title: 'Days' }),
      }),
    )
    .max(50)
    .meta({ title: 'Every week', description: 'A day may be open several times, as around lunch.' }),
  holidays: z
    .array(
      z.strictObject({
        date: dateSchema.meta({ title: 'Day', description: 'Such as 2026-12-31.' }),
        name: z.string().min(1).max(80).meta({ title: 'Name' }),
      }),
    )
    .max(400)
    .default([])
    .meta({ title: 'Holidays', description: 'The whole day; callers can hear another greeting then.' }),
  exceptions: z
    .array(
      z.strictObject({
        date: dateSchema.meta({ title: 'Day' }),
        hours: z.array(spanSchema).max(10).meta({ title: 'Open', description: 'Instead of the usual; none is closed all day.' }),
      }),
    )
    .max(400)
    .default([])
    .meta({ title: 'Other hours on one day' }),
})
export type Calendar = z.infer<typeof calendarSchema>

export type CalendarStatus = 'open' | 'closed' | 'holiday'

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * What a calendar says of a moment. An exception wins over a holiday, a holiday over the week. Hours that go on past
 * midnight belong to the day that they began on.
 *
 * @param at Milliseconds since 1970, UTC. The clock of the calendar's place follows, with its summer time.
 */
export function calendarStatus(calendar: Calendar, at: number): CalendarStatus {
  const now = localTime(calendar.timeZone, at)
  const pastMidnight = ({ from, to }: Span) => to <= from
  const since = spansOf(calendar, now.date).some(
    (span) => now.minute >= span.from && (pastMidnight(span) || now.minute < span.to),
  )
  const still = spansOf(calendar, dayAfter(now.date, -1)).some((span) => pastMidnight(span) && now.minute < span.to)
  if (since || still) return 'open'
  const isHoliday = calendar.holidays.some(({ date }) => date === now.date)
  return isHoliday && !calendar.exceptions.some(({ date }) => date === now.date) ? 'holiday' : 'closed'
}

/** How far ahead the next change is looked for. */
const DAYS_AHEAD = 14

/** What a calendar says now, and until when, by its own place's clock; `until` is null when nothing changes for two weeks. */
export interface CalendarNow {
  status: CalendarStatus
  now: LocalTime
  until: LocalTime | null
}

/** @param at Milliseconds since 1970, UTC. */
export function calendarNow(calendar: Calendar, at: number): CalendarNow {
  const status = calendarStatus(calendar, at)
  const change = momentsAhead(calendar, at).find((moment) => calendarStatus(calendar, moment) !== status)
  const { timeZone } = calendar
  return { status, now: localTime(timeZone, at), until: change === undefined ? null : localTime(timeZone, change) }
}

/**
 * When a calendar is open next, or `at` itself while it is.
 *
 * @param at Milliseconds since 1970, UTC.
 * @returns Undefined when it does not open for two weeks.
 */
export const nextOpening = (calendar: Calendar, at: number): number | undefined =>
  [at, ...momentsAhead(calendar, at)].find((moment) => calendarStatus(calendar, moment) === 'open')

/** The moments at which the status can change at all, in order. */
function momentsAhead(calendar: Calendar, at: number): number[] {
  const { timeZone, hours, exceptions } = calendar
  const spans = [...hours, ...exceptions.flatMap((exception) => exception.hours)]
  const minutes = new Set(['00:00', ...spans.flatMap(({ from, to }) => [from, to])])
  const today = localTime(timeZone, at).date
  const days = Array.from({ length: DAYS_AHEAD }, (_, day) => dayAfter(today, day))
  return days
    .flatMap((date) => [...minutes].map((minute) => momentOf(timeZone, { date, minute })))
    .filter((moment) => moment > at)
    .toSorted((a, b) => a - b)
}

/** When the clock on the wall shows this. An hour that a place leaves out in spring is taken as the one after it. */
function momentOf(timeZone: string, { date, minute }: LocalTime): number {
  const shown = Date.parse(`${date}T00:00:00Z`) + Number(minute.slice(0, 2)) * 3_600_000 + Number(minute.slice(3)) * 60_000
  const ahead = (moment: number): number => {
    const local = localTime(timeZone, moment)
    return Date.parse(`${local.date}T${local.minute}:00Z`) - Math.floor(moment / 60_000) * 60_000
  }
  // the first guess may be on the other side of a change of clocks
  return shown - ahead(shown - ahead(shown))
}

function spansOf({ hours, holidays, exceptions }: Calendar, date: string): readonly Span[] {
  const exception = exceptions.find((one) => one.date === date)
  if (exception !== undefined) return exception.hours
  if (holidays.some((one) => one.date === date)) return []
  const weekday = WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7]
  return hours.filter(({ days }) => weekday !== undefined && days.includes(weekday))
}

const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** The clock on the wall: `date` as 2026-12-31, `minute` as 17:05, both of which compare as texts. */
export interface LocalTime {
  date: string
  minute: string
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function localTime(timeZone: string, at: number): LocalTime {
  const part = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return { date: `${part['year']}-${part['month']}-${part['day']}`, minute: `${part['hour']}:${part['minute']}` }
}

/** Making one takes longer than asking it a hundred times. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  clocks.set(timeZone, made)
  return made
}

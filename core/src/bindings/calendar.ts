import { z } from 'zod'

const dateSchema = z.iso.date()
const minuteSchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/)

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

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

type CalendarStatus = 'open' | 'closed' | 'holiday'

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
  const still = spansOf(calendar, dayBefore(now.date)).some((span) => pastMidnight(span) && now.minute < span.to)
  if (since || still) return 'open'
  const isHoliday = calendar.holidays.some(({ date }) => date === now.date)
  return isHoliday && !calendar.exceptions.some(({ date }) => date === now.date) ? 'holiday' : 'closed'
}

function spansOf({ hours, holidays, exceptions }: Calendar, date: string): readonly Span[] {
  const exception = exceptions.find((one) => one.date === date)
  if (exception !== undefined) return exception.hours
  if (holidays.some((one) => one.date === date)) return []
  const weekday = WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7]
  return hours.filter(({ days }) => weekday !== undefined && days.includes(weekday))
}

const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** The clock on the wall: `date` as 2026-12-31, `minute` as 17:05, both of which compare as texts. */
function localTime(timeZone: string, at: number): { date: string; minute: string } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return { date: `${part['year']}-${part['month']}-${part['day']}`, minute: `${part['hour']}:${part['minute']}` }
}

import { calendarSchema, calendarStatus } from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import { reachOf, toHours, toWeek, usualHours } from './week-hours.ts'

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const
const lunch = [
  { days: [...weekdays], from: '13:00', to: '17:30' },
  { days: [...weekdays, 'saturday' as const], from: '09:00', to: '12:00' },
]

describe('a week', () => {
  test('has the hours of each day, in order', () => {
    const week = toWeek(lunch)
    expect(week.friday).toEqual([
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '17:30' },
    ])
    expect([week.saturday, week.sunday]).toEqual([[{ from: '09:00', to: '12:00' }], []])
  })

  test('is stored as few entries, and comes back as the same week', () => {
    const stored = toHours(toWeek(lunch))
    expect(stored).toHaveLength(2)
    expect(toWeek(stored)).toEqual(toWeek(lunch))
  })

  test('that is open round the clock stays so, though a field knows no 24:00', () => {
    const always = calendarSchema.parse({ timeZone: 'UTC', hours: [{ days: ['monday'], from: '00:00', to: '24:00' }] })
    const again = { ...always, hours: toHours(toWeek(always.hours)) }
    for (const moment of ['2026-11-22T23:59:00Z', '2026-11-23T00:00:00Z', '2026-11-23T23:59:00Z', '2026-11-24T00:00:00Z'])
      expect(calendarStatus(again, Date.parse(moment)), moment).toBe(calendarStatus(always, Date.parse(moment)))
  })

  test('gives a day that had no hours those of the day before it', () => {
    const week = toWeek(lunch)
    expect(usualHours(week, 'sunday')).toEqual(week.saturday)
    expect(usualHours({ ...week, monday: [] }, 'monday')).toEqual(week.tuesday)
    expect(usualHours(toWeek([]), 'monday')).toEqual([{ from: '09:00', to: '17:00' }])
  })
})

test.each([
  ['09:00', '17:00', 'day'],
  ['18:00', '00:00', 'day'],
  ['18:00', '02:00', 'nextDay'],
  ['00:00', '00:00', 'allDay'],
  ['09:00', '', 'day'],
])('hours from %s to %s reach %s', (from, to, reach) => expect(reachOf({ from, to })).toBe(reach))

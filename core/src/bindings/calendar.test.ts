import { describe, expect, test } from 'vitest'
import { type Calendar, calendarNow, calendarSchema, calendarStatus, nextOpening } from './calendar.ts'

const office: Calendar = calendarSchema.parse({
  timeZone: 'Asia/Bangkok',
  hours: [
    { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '09:00', to: '12:00' },
    { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '13:00', to: '17:30' },
  ],
  holidays: [{ date: '2026-12-31', name: 'New Year’s Eve' }],
  exceptions: [{ date: '2026-12-24', hours: [{ from: '10:00', to: '11:00' }] }],
})
const at = (text: string) => Date.parse(text)

describe('an office in Bangkok, seven hours ahead of UTC', () => {
  test.each([
    ['2026-11-23T01:59:59Z', 'closed'],
    ['2026-11-23T02:00:00Z', 'open'],
    ['2026-11-23T05:00:00Z', 'closed'],
    ['2026-11-23T06:00:00Z', 'open'],
    ['2026-11-23T10:30:00Z', 'closed'],
    // Monday there, Sunday still in London
    ['2026-11-22T23:00:00Z', 'closed'],
    ['2026-11-21T03:00:00Z', 'closed'],
    ['2026-12-31T03:00:00Z', 'holiday'],
    ['2026-12-30T17:30:00Z', 'holiday'],
    ['2026-12-24T03:30:00Z', 'open'],
    ['2026-12-24T07:00:00Z', 'closed'],
  ])('%s is %s', (moment, status) => expect(calendarStatus(office, at(moment))).toBe(status))
})

describe('hours past midnight belong to the day they began on', () => {
  const bar = calendarSchema.parse({ timeZone: 'Europe/Istanbul', hours: [{ days: ['friday'], from: '18:00', to: '02:00' }] })
  test.each([
    ['2026-11-20T15:00:00Z', 'open'],
    ['2026-11-20T22:59:00Z', 'open'],
    ['2026-11-20T23:00:00Z', 'closed'],
    ['2026-11-19T22:59:00Z', 'closed'],
  ])('%s is %s', (moment, status) => expect(calendarStatus(bar, at(moment))).toBe(status))
})

describe('where clocks are put forward, the wall clock decides', () => {
  const london = calendarSchema.parse({
    timeZone: 'Europe/London',
    hours: [{ days: ['monday', 'sunday'], from: '09:00', to: '17:00' }],
  })
  test.each([
    ['2026-03-28T09:00:00Z', 'closed'],
    ['2026-03-29T08:00:00Z', 'open'],
    ['2026-03-29T16:00:00Z', 'closed'],
    ['2026-10-25T08:59:00Z', 'closed'],
    ['2026-10-25T09:00:00Z', 'open'],
  ])('%s is %s', (moment, status) => expect(calendarStatus(london, at(moment))).toBe(status))
})

test('round the clock', () => {
  const always = calendarSchema.parse({ timeZone: 'UTC', hours: [{ days: ['monday'], from: '00:00', to: '24:00' }] })
  expect(calendarStatus(always, at('2026-11-23T00:00:00Z'))).toBe('open')
  expect(calendarStatus(always, at('2026-11-23T23:59:59Z'))).toBe('open')
  expect(calendarStatus(always, at('2026-11-24T00:00:00Z'))).toBe('closed')
})

test.each(['Mars/Olympus', ''])('%j is no time zone', (timeZone) =>
  expect(calendarSchema.safeParse({ timeZone, hours: [] }).success).toBe(false),
)

describe('what is next', () => {
  test.each([
    ['2026-11-23T02:00:00Z', 'open', '2026-11-23 12:00'],
    ['2026-11-23T05:30:00Z', 'closed', '2026-11-23 13:00'],
    ['2026-11-20T11:00:00Z', 'closed', '2026-11-23 09:00'],
    ['2026-12-30T11:00:00Z', 'closed', '2026-12-31 00:00'],
    ['2026-12-31T03:00:00Z', 'holiday', '2027-01-01 00:00'],
  ])('at %s it is %s until %s there', (moment, status, until) => {
    const now = calendarNow(office, at(moment))
    expect([now.status, `${now.until?.date} ${now.until?.minute}`]).toEqual([status, until])
  })

  test('across a change of clocks, by the clock on the wall', () => {
    const london = calendarSchema.parse({ timeZone: 'Europe/London', hours: [{ days: ['sunday'], from: '00:30', to: '17:00' }] })
    expect(calendarNow(london, at('2026-03-29T00:45:00Z'))).toMatchObject({
      status: 'open',
      until: { date: '2026-03-29', minute: '17:00' },
    })
    expect(calendarNow(london, at('2026-10-24T10:00:00Z'))).toMatchObject({
      status: 'closed',
      until: { date: '2026-10-25', minute: '00:30' },
    })
  })

  test.each([
    ['2026-11-23T02:00:30Z', '2026-11-23T02:00:30Z'],
    ['2026-11-23T05:30:00Z', '2026-11-23T06:00:00Z'],
    ['2026-11-20T11:00:00Z', '2026-11-23T02:00:00Z'],
    ['2026-12-23T11:00:00Z', '2026-12-24T03:00:00Z'],
    ['2026-12-30T11:00:00Z', '2027-01-01T02:00:00Z'],
  ])('after %s it opens at %s', (moment, opens) => expect(nextOpening(office, at(moment))).toBe(at(opens)))

  test('a calendar without any hours stays as it is', () => {
    const never = calendarSchema.parse({ timeZone: 'UTC', hours: [] })
    expect(calendarNow(never, at('2026-11-23T02:00:00Z'))).toMatchObject({ status: 'closed', until: null })
    expect(nextOpening(never, at('2026-11-23T02:00:00Z'))).toBeUndefined()
  })
})

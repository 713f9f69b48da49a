import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dueDay } from './due-day.ts'

const monthly = { every: 'month', count: 1 } as const
const after = (since: string, every: Parameters<typeof dueDay>[1], times: number) =>
  Array.from({ length: times }, (_, n) => dueDay(since, every, n + 1))

describe('by calendar months', () => {
  test.each([
    ['2026-01-15', ['2026-02-15', '2026-03-15', '2026-04-15']],
    ['2026-01-31', ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']],
    ['2024-01-31', ['2024-02-29', '2024-03-31']],
    ['2023-12-30', ['2024-01-30', '2024-02-29', '2024-03-30']],
    ['2026-11-30', ['2026-12-30', '2027-01-30', '2027-02-28', '2027-03-30']],
    // 2100 is no leap year, 2000 was one
    ['2100-01-29', ['2100-02-28', '2100-03-29']],
    ['2000-01-30', ['2000-02-29']],
  ])('from %s', (since, days) => expect(after(since, monthly, days.length)).toEqual(days))
})

test('by years, also from the day that most of them do not have', () => {
  expect(after('2024-02-29', { every: 'year', count: 1 }, 4)).toEqual(['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29'])
  expect(after('2026-05-31', { every: 'month', count: 3 }, 3)).toEqual(['2026-08-31', '2026-11-30', '2027-02-28'])
})

test('by weeks and days, over the end of a year and of a February', () => {
  expect(after('2026-12-28', { every: 'week', count: 1 }, 2)).toEqual(['2027-01-04', '2027-01-11'])
  expect(after('2024-02-27', { every: 'day', count: 2 }, 2)).toEqual(['2024-02-29', '2024-03-02'])
})

test('the same month comes never twice, none is left out, and no day is later than the first', () => {
  const day = fc.date({ min: new Date('1999-01-01'), max: new Date('2101-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 240 }), (begun, times) => {
      const since = begun.toISOString().slice(0, 10)
      const at = (n: number) => dueDay(since, monthly, n).split('-').map(Number) as [number, number, number]
      const [year, month, dayOfMonth] = at(times)
      const [yearBefore, monthBefore] = at(times - 1)
      expect(year * 12 + month).toBe(yearBefore * 12 + monthBefore + 1)
      const first = Number(since.slice(8))
      const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
      expect(dayOfMonth).toBe(Math.min(first, last))
    }),
  )
})

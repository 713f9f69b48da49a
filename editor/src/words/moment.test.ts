import { expect, test } from 'vitest'
import { momentAgo, momentAhead, onClock, timeIn, wholeMoment } from './moment.ts'

const now = Date.parse('2026-03-10T12:00:00Z')

test.each([
  ['2026-03-10T11:59:40Z', 'now'],
  ['2026-03-10T11:58:00Z', '2 minutes ago'],
  ['2026-03-10T09:30:00Z', '2 hours ago'],
  ['2026-03-09T11:00:00Z', 'yesterday'],
  ['2026-02-01T12:00:00Z', 'Feb 1'],
  ['2025-02-01T12:00:00Z', 'Feb 1, 2025'],
])('%s is said as “%s”', (at, said) => expect(momentAgo(at, now, 'en')).toBe(said))

test.each([
  ['2026-03-10T12:00:20Z', 'in 20 seconds'],
  ['2026-03-10T12:15:00Z', 'in 15 minutes'],
  ['2026-03-10T12:59:59Z', 'in 1 hour'],
  ['2026-03-10T14:31:00Z', 'in 3 hours'],
  ['2026-03-11T12:00:00Z', 'in 1 day'],
  ['2026-04-01T12:00:00Z', 'Apr 1'],
  ['2026-03-10T11:00:00Z', 'in 1 second'],
])('%s is ahead as “%s”', (at, said) => expect(momentAhead(at, now, 'en')).toBe(said))

test.each([
  [0, '0:00'],
  [61_900, '1:01'],
  [600_000, '10:00'],
  [-5, '0:00'],
])('%d ms stand on the clock as %s', (milliseconds, shown) => expect(onClock(milliseconds)).toBe(shown))

// browsers have no Lao: it has to come from here, and must not be English
test.each([
  ['2026-03-10T11:59:40Z', 'ຫວ່າງກີ້ນີ້'],
  ['2026-03-10T11:58:00Z', '2 ນາທີກ່ອນ'],
  ['2026-03-10T09:30:00Z', '2 ຊົ່ວໂມງກ່ອນ'],
  ['2026-03-09T11:00:00Z', 'ມື້ວານນີ້'],
  ['2026-03-07T11:00:00Z', '3 ມື້ກ່ອນ'],
  ['2025-02-01T12:00:00Z', '1 ກ.ພ. 2025'],
])('%s is said in Lao as “%s”', (at, said) => expect(momentAgo(at, now, 'lo')).toBe(said))

test('what is ahead is said in Lao, too', () => {
  expect(momentAhead('2026-03-10T12:15:00Z', now, 'lo')).toBe('ອີກ 15 ນາທີ')
  expect(momentAhead('2026-03-11T12:00:00Z', now, 'lo')).toBe('ອີກ 1 ມື້')
})

test('a month is written out in Lao where it is in English', () => {
  expect(timeIn('lo', Date.UTC(2026, 5, 1), { dateStyle: 'full', timeZone: 'UTC' })).toBe('ວັນຈັນ 1 ມິຖຸນາ 2026')
  expect(timeIn('lo', Date.UTC(2026, 4, 1), { dateStyle: 'medium', timeZone: 'UTC' })).toBe('1 ພ.ພ. 2026')
})

test('no Lao time has an English word in it', () => {
  for (let month = 0; month < 12; month++) {
    for (let day = 1; day <= 7; day++) {
      const at = Date.UTC(2026, month, day, 9, 5)
      const styles = [{ dateStyle: 'full' }, { month: 'long' }, { month: 'short', day: 'numeric' }, { weekday: 'long' }] as const
      for (const style of styles) expect(timeIn('lo', at, { ...style, timeZone: 'UTC' })).not.toMatch(/[A-Za-z]/)
      expect(wholeMoment(new Date(at).toISOString(), 'lo')).not.toMatch(/[A-Za-z]/)
    }
  }
})

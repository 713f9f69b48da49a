import { expect, test } from 'vitest'
import { momentAgo, onClock } from './moment.ts'

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
  [0, '0:00'],
  [61_900, '1:01'],
  [600_000, '10:00'],
  [-5, '0:00'],
])('%d ms stand on the clock as %s', (milliseconds, shown) => expect(onClock(milliseconds)).toBe(shown))

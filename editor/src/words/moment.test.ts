import { expect, test } from 'vitest'
import { momentAgo, momentAhead, onClock } from './moment.ts'

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

import { expect, test } from 'vitest'
import { createPluginTally } from './plugin-tally.ts'

test('calls, failures and how long all but the slowest took, each installation for itself', () => {
  const tally = createPluginTally()
  for (let ms = 1; ms <= 100; ms++) tally.add('a', ms, ms > 97)
  tally.add('b', 7, false)
  expect([tally.of('a'), tally.of('b'), tally.of('c')]).toEqual([
    { calls: 100, failures: 3, p95Ms: 95 },
    { calls: 1, failures: 0, p95Ms: 7 },
    { calls: 0, failures: 0, p95Ms: 0 },
  ])
})

test('what was long ago is counted, and not measured', () => {
  const tally = createPluginTally()
  for (let n = 0; n < 500; n++) tally.add('a', 1000, false)
  for (let n = 0; n < 500; n++) tally.add('a', 10, false)
  expect(tally.of('a')).toEqual({ calls: 1000, failures: 0, p95Ms: 10 })
})

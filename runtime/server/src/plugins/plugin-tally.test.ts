import { expect, test } from 'vitest'
import type { PluginCounts } from '../storage/plugin-tally-store.ts'
import { createPluginTally } from './plugin-tally.ts'

const place = { tenantId: 'local', environmentId: 'prod' }
const HOUR_MS = 60 * 60 * 1000

function servers(count: number) {
  const stored: PluginCounts[] = []
  const at = { now: Date.UTC(2026, 10, 22, 10, 30), isAway: false }
  const store = {
    async add(row: PluginCounts) {
      if (at.isAway) throw new Error('away')
      stored.push(row)
    },
    since: async ({ environmentId }: typeof place, from: Date) =>
      stored.filter((row) => row.environmentId === environmentId && row.hour >= from),
  }
  return { at, stored, tallies: Array.from({ length: count }, () => createPluginTally(store, () => at.now)) }
}

test('calls, failures and what 95 of 100 keep, each plugin for itself, over all servers', async () => {
  const { tallies, stored } = servers(2)
  const [one, two] = tallies as [(typeof tallies)[0], (typeof tallies)[0]]
  for (let ms = 1; ms <= 100; ms++) (ms % 2 === 0 ? one : two).add(place, 'a', ms, ms > 97)
  one.add(place, 'b', 7, false)
  one.add({ ...place, environmentId: 'other' }, 'a', 7, true)
  await one.sweep()
  await two.sweep()
  expect(stored).toHaveLength(4)
  expect(Object.fromEntries(await two.health(place))).toEqual({
    a: { calls: 100, failures: 3, p95Ms: 100 },
    b: { calls: 1, failures: 0, p95Ms: 10 },
  })
})

test('what was not stored yet counts, and what could not be stored is stored later, once', async () => {
  const { tallies, stored, at } = servers(1)
  const [tally] = tallies as [(typeof tallies)[0]]
  tally.add(place, 'a', 7, false)
  at.isAway = true
  await expect(tally.sweep()).rejects.toThrow('away')
  tally.add(place, 'a', 7, true)
  expect((await tally.health(place)).get('a')).toEqual({ calls: 2, failures: 1, p95Ms: 10 })
  at.isAway = false
  expect([await tally.sweep(), await tally.sweep()]).toEqual([1, 0])
  expect(stored).toEqual([
    { ...place, plugin: 'a', hour: new Date(Date.UTC(2026, 10, 22, 10)), calls: 2, failures: 1, times: { 10: 2 } },
  ])
})

test('a day later it is forgotten', async () => {
  const { tallies, at } = servers(1)
  const [tally] = tallies as [(typeof tallies)[0]]
  tally.add(place, 'a', 7, false)
  await tally.sweep()
  at.now += 23 * HOUR_MS
  expect((await tally.health(place)).size).toBe(1)
  at.now += HOUR_MS
  expect((await tally.health(place)).size).toBe(0)
})

import { DEFAULT_OUTBOUND_POLICY, type OutboundPolicy } from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import type { Refused } from '../storage/outbound-refusal-store.ts'
import type { OutboundCount } from '../storage/outbound-store.ts'
import { createOutboundFence } from './outbound-fence.ts'

const place = { tenantId: 'local', environmentId: 'main' }
const now = Date.UTC(2026, 10, 22, 7, 59)
const HOUR = 3_600_000

function fenceOf(policy?: Partial<OutboundPolicy>) {
  const sums = new Map<string, OutboundCount>()
  const told: Refused[] = []
  const fence = createOutboundFence({
    policies: {
      get: async () =>
        policy && {
          ...place,
          policyText: JSON.stringify({ ...DEFAULT_OUTBOUND_POLICY, ...policy }),
          updatedAt: new Date(0),
          updatedBy: 'owner',
        },
    },
    counts: {
      async add({ window }, { legs, spent }) {
        const before = sums.get(window) ?? { legs: 0, spent: 0 }
        const after = { legs: before.legs + legs, spent: before.spent + spent }
        sums.set(window, after)
        return after
      },
    },
    refusals: {
      async add(_place, refused) {
        told.push(refused)
      },
    },
    numbers: { list: async () => [{ _id: '12025550100', ...place, label: '', rules: [], use: 'line' }] },
  })
  const ring = (number: string, at = now, legsOfRun = 0) => fence.refusal({ place, now: at, legsOfRun }, number)
  return { ring, told, sums: () => Object.fromEntries([...sums].map(([window, { legs }]) => [window, legs])) }
}

describe('the fence', () => {
  test('lets numbers of our own country through without a policy, and counts them by hour and day', async () => {
    const { ring, sums } = fenceOf()
    expect(await ring('12025550143')).toBeUndefined()
    expect(await ring('12025550143', now + HOUR)).toBeUndefined()
    expect(sums()).toEqual({ '2026-11-22T07': 1, '2026-11-22': 2, '2026-11-22T08': 1 })
  })

  test.each([
    ['19005550143', 'premium'],
    ['12025550100', 'ownNumber'],
    ['66812345678', 'country'],
  ])('does not count who is never rung: %s', async (number, reason) => {
    const { ring, sums } = fenceOf()
    expect(await ring(number)).toBe(reason)
    expect(sums()).toEqual({})
  })

  test('stops at the limit of the hour, takes the refused one back, and opens again with the next', async () => {
    const { ring, sums } = fenceOf({ maxLegsPerHour: 2 })
    const asked = await Promise.all([ring('12025550143'), ring('12025550144'), ring('12025550145')])
    expect(asked).toEqual([undefined, undefined, 'hourLimit'])
    expect(sums()).toEqual({ '2026-11-22T07': 2, '2026-11-22': 2 })
    expect(await ring('12025550145', now + HOUR)).toBeUndefined()
  })

  test('stops a run that has rung enough, and the day, and the money', async () => {
    expect(await fenceOf({ maxLegsPerRun: 2 }).ring('12025550143', now, 2)).toBe('runLimit')
    expect(await fenceOf({ maxLegsPerDay: 0 }).ring('12025550143')).toBe('dayLimit')
    const spend = { maxPerDay: 25, maxPerLeg: null, currency: 'EUR', prices: [{ prefix: '', perLeg: 10 }] }
    const { ring } = fenceOf({ spend })
    expect([await ring('12025550143'), await ring('12025550143'), await ring('12025550143')]).toEqual([
      undefined,
      undefined,
      'spendLimit',
    ])
  })

  test('what it refuses is told, by reason and country', async () => {
    const { ring, told } = fenceOf({ maxLegsPerHour: 1 })
    for (const number of ['12025550143', '12025550144', '19005550143', '66812345678']) await ring(number)
    const runId = null
    expect(told).toEqual([
      { reason: 'hourLimit', country: 'US', runId },
      { reason: 'premium', country: 'US', runId },
      { reason: 'country', country: 'TH', runId },
    ])
  })
})

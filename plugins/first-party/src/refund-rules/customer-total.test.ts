import { describe, expect, test } from 'vitest'
import { createMemoryHost } from '../testing/memory-context.ts'
import { countFor, uncount } from './customer-total.ts'
import { refundCollections } from './refund-manifest.ts'
import type { RefundSettings } from './refund-service.ts'

const DAY_MS = 86_400_000

/** One host, one cap. */
function totals(settings: RefundSettings = { capPerCustomer: 1000 }) {
  const host = createMemoryHost({ collections: refundCollections })
  const context = () => host.context(settings)
  return {
    host,
    count: (key: string, amount: number, { who = 'c1', currency = 'THB', always = false } = {}) =>
      countFor(context(), who, { key, amount, currency }, always),
    uncount: (key: string) => uncount(context(), 'c1', key),
  }
}

test('what fits under the cap is counted, and what is one more is not', async () => {
  const { count } = totals()
  expect(await count('a', 400)).toBe(true)
  expect(await count('b', 601)).toBe(false)
  expect(await count('b', 600)).toBe(true)
  expect(await count('c', 1)).toBe(false)
})

test('customers and currencies are counted apart', async () => {
  const { count } = totals()
  expect(await count('a', 1000)).toBe(true)
  expect(await count('b', 1000, { who: 'c2' })).toBe(true)
  expect(await count('c', 1000, { currency: 'TRY' })).toBe(true)
  expect(await count('d', 1)).toBe(false)
})

test('one key is counted once, however often it is asked', async () => {
  const { count } = totals()
  expect(await Promise.all(Array.from({ length: 20 }, () => count('a', 600)))).toEqual(Array(20).fill(true))
  expect(await count('b', 400)).toBe(true)
})

describe('20 at once', () => {
  test('are as many as fit', async () => {
    const { count } = totals()
    const counted = await Promise.all(Array.from({ length: 20 }, (_, index) => count(`r${index}`, 150)))
    expect(counted.filter(Boolean)).toHaveLength(6)
    expect(await count('last', 100)).toBe(true)
    expect(await count('more', 1)).toBe(false)
  })
  test('are all counted where somebody has decided', async () => {
    const { count } = totals()
    const counted = await Promise.all(Array.from({ length: 20 }, (_, index) => count(`r${index}`, 150, { always: true })))
    expect(counted).toEqual(Array(20).fill(true))
    expect(await count('more', 1)).toBe(false)
  })
})

test('what was surely not given is counted no more', async () => {
  const { count, uncount: forget } = totals()
  await count('a', 1000)
  await forget('b')
  expect(await count('c', 1)).toBe(false)
  await forget('a')
  expect(await count('c', 1000)).toBe(true)
})

test.each<[number | undefined, number]>([
  [undefined, 30],
  [7, 7],
])('days in the settings: %s, to the millisecond %i', async (capDays, days) => {
  const { host, count } = totals({ capPerCustomer: 1000, ...(capDays === undefined ? {} : { capDays }) })
  await count('a', 1000)
  host.pass(days * DAY_MS)
  expect(await count('b', 1)).toBe(false)
  host.pass(1)
  expect(await count('b', 1000)).toBe(true)
})

test('without a cap, and without a customer, all fits and nothing is kept', async () => {
  const { count, host } = totals({})
  host.beforeWrite = () => {
    throw new Error('nothing is to be kept')
  }
  expect(await count('a', 99_999_999_999)).toBe(true)
  const capped = createMemoryHost({ collections: refundCollections }).context({ capPerCustomer: 1 })
  expect(await countFor(capped, undefined, { key: 'a', amount: 2, currency: 'THB' }, false)).toBe(true)
})

test('what broke off while it was counted is counted once when it is asked again', async () => {
  const { host, count } = totals()
  await count('first', 100)
  host.beforeWrite = () => {
    throw Object.assign(new Error('gone'), { code: 'UNAVAILABLE' })
  }
  await expect(count('a', 900)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  host.beforeWrite = () => undefined
  expect(await count('a', 900)).toBe(true)
  expect(await count('b', 1)).toBe(false)
})

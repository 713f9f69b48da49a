import type { Context } from '@patchbay/plugin-sdk'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFakeHttp, outcomeOf } from '../testing/fake-http.ts'
import { createMemoryHost } from '../testing/memory-context.ts'
import fake from './fake.ts'
import ledger from './handlers.ts'
import manifest from './manifest.ts'

const DAY_MS = 86_400_000
const at = (day: string) => Date.parse(`${day}T09:00:00Z`)
type Name = keyof typeof ledger.actions
interface Told {
  subscriptionId: string
  state: string
  nextDate?: string
  endsOn?: string
  paymentId?: string
}

/** A ledger on its first day, with the two plans that are there for trying. */
function desk(today = '2026-01-31') {
  const wire = createFakeHttp(fake)
  const host = createMemoryHost(manifest, { startsAt: at(today), http: wire.http })
  let keys = 0
  const before = Object.keys(wire.state.payments).length
  const ask = (action: Name, input: object, key = `key-${keys++}`) =>
    outcomeOf(() => ledger.actions[action](input as never, host.context({}, { key }) as Context<never>))
  return {
    ...{ wire, host, ask },
    /** What was taken, one payment after the other. */
    taken: () =>
      Object.values(wire.state.payments)
        .slice(before)
        .map(({ captured }) => captured)
        .filter((captured) => captured > 0),
    async begun(methodId = 'card_good', planId = 'plan-monthly') {
      const made = await ask('createSubscription', { planId, customerId: 'c9', methodId })
      return made.output as Told
    },
    until(day: string) {
      host.pass(at(day) - host.context({}).clock.now())
    },
  }
}

test('on a first run there is a plan by the month and one by the year, once', async () => {
  const { ask } = desk()
  await Promise.all([ask('listPlans', {}), ask('listPlans', {})])
  const { output } = await ask('listPlans', {})
  const { plans } = output as { plans: { every: string }[] }
  expect(plans.map(({ every }) => every)).toEqual(['month', 'year'])
  expect(await ask('createPlan', { name: 'Gym', amount: 100, currency: 'THB', every: 'week', count: 2 })).toMatchObject({
    outlet: 'created',
  })
})

test('the first month is paid at once, and each one after on its day', async () => {
  const { ask, begun, until, taken } = desk('2026-01-31')
  const { subscriptionId, nextDate } = await begun()
  expect(nextDate).toBe('2026-02-28')
  expect(await ask('renew', { subscriptionId })).toMatchObject({ outlet: 'notDue', output: { nextDate: '2026-02-28' } })
  for (const [day, next] of [
    ['2026-02-28', '2026-03-31'],
    ['2026-03-31', '2026-04-30'],
    ['2026-04-30', '2026-05-31'],
  ] as const) {
    until(day)
    expect(await ask('renew', { subscriptionId })).toMatchObject({
      outlet: 'renewed',
      output: { nextDate: next, state: 'active' },
    })
    expect((await ask('renew', { subscriptionId })).outlet).toBe('notDue')
  }
  expect(taken()).toEqual([59_900, 59_900, 59_900, 59_900])
})

test('a card that is declined begins nothing', async () => {
  const { ask, taken } = desk()
  const asked = { planId: 'plan-monthly', customerId: 'c9', methodId: 'card_1' }
  for (let times = 0; times < 2; times++)
    expect(await ask('createSubscription', asked, 'same')).toMatchObject({
      outlet: 'declined',
      output: { code: 'insufficientFunds' },
    })
  expect(await ask('listSubscriptions', { customerId: 'c9' })).toMatchObject({ output: { subscriptions: [] } })
  expect(taken()).toEqual([])
})

test('whoever has to say yes to their bank begins when they have', async () => {
  const { ask, wire, taken } = desk()
  const asked = { planId: 'plan-yearly', customerId: 'c9', methodId: 'card_asks' }
  const made = await ask('createSubscription', asked, 'same')
  expect(made).toMatchObject({ outlet: 'requiresAction', output: { url: expect.stringContaining('/pay/') } })
  const { subscriptionId } = made.output as Told
  expect((await ask('getSubscription', { subscriptionId })).outlet).toBe('requiresAction')
  const [payment] = Object.values(wire.state.payments).slice(-1)
  Object.assign(payment ?? {}, { status: 'paid', captured: 599_000 })
  expect(await ask('getSubscription', { subscriptionId })).toMatchObject({
    outlet: 'active',
    output: { nextDate: '2027-01-31', amount: 599_000 },
  })
  expect(await ask('createSubscription', asked, 'same')).toMatchObject({ outlet: 'active' })
  expect(taken()).toEqual([599_000])
})

test('what is declined later is past due, and paid with another card', async () => {
  const { ask, begun, until, taken, wire } = desk('2026-01-15')
  const { subscriptionId } = await begun()
  until('2026-02-15')
  expect(await ask('renew', { subscriptionId, methodId: 'card_1' }, 'r1')).toMatchObject({
    outlet: 'declined',
    output: { code: 'insufficientFunds', state: 'pastDue', nextDate: '2026-02-15' },
  })
  // asked for again under its key, it is what it was
  expect(await ask('renew', { subscriptionId, methodId: 'card_good' }, 'r1')).toMatchObject({ outlet: 'declined' })
  expect((await ask('getSubscription', { subscriptionId })).outlet).toBe('pastDue')
  expect(await ask('renew', { subscriptionId, methodId: 'card_none' })).toMatchObject({ output: { code: 'noCard' } })
  expect(await ask('renew', { subscriptionId })).toMatchObject({ outlet: 'renewed', output: { nextDate: '2026-03-15' } })
  expect(taken()).toEqual([59_900, 59_900])
  expect(Object.values(wire.state.payments).at(-1)).toMatchObject({ amount: 59_900 })
})

test('half of it is that month’s payment, and is said to be', async () => {
  const { ask, begun, taken } = desk()
  const { subscriptionId } = await begun('card_half')
  expect(await ask('getSubscription', { subscriptionId })).toMatchObject({ outlet: 'active', output: { code: 'partlyPaid' } })
  expect(taken()).toEqual([29_950])
})

describe('cancelled', () => {
  test('it is paid until its end, and nothing is taken after', async () => {
    const { ask, begun, until, taken } = desk('2026-01-31')
    const { subscriptionId } = await begun()
    for (const key of ['c1', 'c1', 'c2'])
      expect(await ask('cancelSubscription', { subscriptionId }, key)).toMatchObject({
        outlet: 'cancelled',
        output: { state: 'ending', endsOn: '2026-02-28' },
      })
    until('2026-02-28')
    expect(await ask('renew', { subscriptionId })).toMatchObject({ outlet: 'ended', output: { state: 'ended' } })
    expect((await ask('cancelSubscription', { subscriptionId }, 'c3')).outlet).toBe('alreadyEnded')
    expect((await ask('cancelSubscription', { subscriptionId }, 'c1')).outlet).toBe('cancelled')
    expect(taken()).toEqual([59_900])
  })

  test('while it is past due it ends at once', async () => {
    const { ask, begun, until } = desk('2026-01-15')
    const { subscriptionId } = await begun()
    until('2026-03-01')
    expect(await ask('cancelSubscription', { subscriptionId })).toMatchObject({
      outlet: 'cancelled',
      output: { state: 'ended', endsOn: '2026-02-15' },
    })
  })
})

test('many who begin under one key begin one, and 20 who renew at once, each under their own, pay one month', async () => {
  await fc.assert(
    fc.asyncProperty(fc.date({ min: new Date('2023-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }), async (day) => {
      const { ask, until, taken } = desk(day.toISOString().slice(0, 10))
      const asked = { planId: 'plan-monthly', customerId: 'c9', methodId: 'card_good' }
      const made = await Promise.all(Array.from({ length: 5 }, () => ask('createSubscription', asked, 'begin')))
      expect(new Set(made.map(({ outlet }) => outlet))).toEqual(new Set(['active']))
      const [first] = made as [(typeof made)[number]]
      const { subscriptionId, nextDate = '' } = first.output as Told
      until(nextDate)
      const renewed = await Promise.all(Array.from({ length: 20 }, (_, n) => ask('renew', { subscriptionId }, `renew-${n}`)))
      expect(taken()).toEqual([59_900, 59_900])
      expect(renewed.map(({ outlet }) => outlet)).toContain('renewed')
      for (const { outlet } of renewed) expect(['renewed', 'notDue']).toContain(outlet)
      expect((await ask('renew', { subscriptionId }, 'renew-0')).outlet).toBe('renewed')
      expect(taken()).toHaveLength(2)
    }),
    { numRuns: 25 },
  )
})

test('whatever gets lost on the way, and wherever it breaks off, a month is paid once', async () => {
  for (const action of ['createSubscription', 'renew'] as const) {
    /** Everything up to the question, and the question. */
    const ready = async () => {
      const one = desk('2026-01-15')
      const key = `sub-of-${action}`
      if (action === 'createSubscription')
        return {
          ...one,
          go: () => one.ask(action, { planId: 'plan-monthly', customerId: 'c9', methodId: 'card_good' }, key),
          paid: 1,
        }
      const { subscriptionId } = await one.begun()
      one.until('2026-02-15')
      return { ...one, go: () => one.ask(action, { subscriptionId }, key), paid: 2 }
    }
    const clean = await ready()
    const from = clean.wire.asked.length
    let writes = 0
    clean.host.beforeWrite = () => {
      writes++
    }
    const { outlet } = await clean.go()
    const requests = clean.wire.asked.length - from
    expect(requests * writes).toBeGreaterThan(1)
    const breaks = [
      ...Array.from({ length: requests }, (_, n) => ['request', n] as const),
      ...Array.from({ length: requests }, (_, n) => ['reply', n] as const),
      ...Array.from({ length: writes }, (_, n) => ['write', n] as const),
    ]
    for (const [what, n] of breaks) {
      const { go, wire, host, taken, paid } = await ready()
      let left = n
      if (what === 'write')
        host.beforeWrite = () => {
          if (left-- === 0) throw new Error('the server was killed')
        }
      else wire.lose(wire.asked.length + n, what)
      await go()
      host.beforeWrite = () => undefined
      expect((await go()).outlet, `${action}: ${what} ${n + 1}`).toBe(outlet)
      expect(taken(), `${action}: ${what} ${n + 1}`).toHaveLength(paid)
    }
  }
})

test('a day that nobody asked on is taken later, and the next one keeps its day', async () => {
  const { ask, begun, until, host } = desk('2026-01-31')
  const { subscriptionId } = await begun()
  until('2026-03-02')
  expect((await ask('getSubscription', { subscriptionId })).outlet).toBe('pastDue')
  expect(await ask('renew', { subscriptionId })).toMatchObject({ output: { nextDate: '2026-03-31' } })
  host.pass(40 * DAY_MS)
  expect(await ask('renew', { subscriptionId })).toMatchObject({ output: { nextDate: '2026-04-30' } })
})

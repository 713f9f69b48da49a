import type { Context } from '@patchbay/plugin-sdk'
import { expect, test } from 'vitest'
import { createFakeHttp, outcomeOf } from '../testing/fake-http.ts'
import { createMemoryHost } from '../testing/memory-context.ts'
import fake from './fake.ts'
import stripe from './handlers.ts'
import manifest from './manifest.ts'

type Name = keyof typeof stripe.actions
const MONTHLY = { planId: 'price_month', customerId: 'cus_9', methodId: 'pm_saved' }

function desk() {
  const wire = createFakeHttp(fake)
  const host = createMemoryHost(manifest, { startsAt: Date.UTC(2026, 0, 15, 9, 0), http: wire.http })
  let keys = 0
  const before = Object.keys(wire.state.intents).length
  return {
    ...{ wire, host, billing: wire.state.billing },
    ask: (action: Name, input: object, key = `key-${keys++}`) =>
      outcomeOf(() =>
        stripe.actions[action](input as never, host.context(fake.settings, { key, runId: 'run-1' }) as Context<never>),
      ),
    /** What was taken since. */
    taken: () =>
      Object.values(wire.state.intents)
        .slice(before)
        .filter(({ status }) => status === 'succeeded')
        .map(({ amount }) => amount),
  }
}

test('a subscription is begun once under its key, with the first time paid and the call it came from', async () => {
  const { ask, taken, wire } = desk()
  const made = await ask('createSubscription', MONTHLY, 'same')
  expect(made).toMatchObject({
    outlet: 'active',
    output: { name: 'Internet', amount: 59_900, currency: 'THB', every: 'month', count: 1, nextDate: '2026-02-15' },
  })
  expect((await ask('createSubscription', MONTHLY, 'same')).output).toEqual(made.output)
  expect((await ask('getSubscription', {}, 'same')).output).toEqual(made.output)
  const posted = wire.asked.filter(({ method, path }) => method === 'POST' && path === '/v1/subscriptions')
  expect(posted).toHaveLength(1)
  expect(posted[0]?.form).toMatchObject({ 'metadata[patchbay]': 'same', 'metadata[run]': 'run-1' })
  expect(posted[0]?.headers['idempotency-key']).toBe('same-subscribe')
  expect(taken()).toEqual([59_900])
})

test('an answer that got lost is asked for, also when Stripe has forgotten the key', async () => {
  for (const what of ['request', 'reply'] as const) {
    const { ask, taken, wire } = desk()
    wire.lose(0, what)
    expect((await ask('createSubscription', MONTHLY, 'same')).outlet).toBe('TIMEOUT')
    wire.state.answered = {}
    const told = await ask('getSubscription', {}, 'same')
    expect(told.outlet).toBe(what === 'reply' ? 'active' : 'notFound')
    expect((await ask('createSubscription', MONTHLY, 'same')).outlet).toBe('active')
    expect(taken()).toEqual([59_900])
  }
})

test('a card that is declined says why; what the bank asks leads to Stripe’s page', async () => {
  const { ask, taken } = desk()
  expect(await ask('createSubscription', { ...MONTHLY, methodId: 'pm_declined' })).toMatchObject({
    outlet: 'declined',
    output: { code: 'insufficientFunds' },
  })
  expect(await ask('createSubscription', { ...MONTHLY, methodId: 'pm_none' })).toMatchObject({ output: { code: 'noCard' } })
  expect((await ask('createSubscription', { ...MONTHLY, planId: 'price_none' })).outlet).toBe('noPlan')
  const asked = await ask('createSubscription', { ...MONTHLY, methodId: 'pm_asks' })
  expect(asked).toMatchObject({
    outlet: 'requiresAction',
    output: { url: expect.stringContaining('https://invoice.stripe.com/') },
  })
  expect(taken()).toEqual([])
})

test('20 who renew at once, each under their own key, pay the open bill once', async () => {
  const { ask, taken } = desk()
  const made = await Promise.all(Array.from({ length: 20 }, (_, n) => ask('renew', { subscriptionId: 'sub_due' }, `r${n}`)))
  expect(taken()).toEqual([59_900])
  for (const { outlet } of made) expect(['renewed', 'notDue']).toContain(outlet)
  expect(await ask('renew', { subscriptionId: 'sub_due' }, 'r0')).toMatchObject({ outlet: 'renewed' })
  expect((await ask('renew', { subscriptionId: 'sub_due' })).outlet).toBe('notDue')
  expect(taken()).toEqual([59_900])
})

test('a renewal whose answer got lost is made once', async () => {
  const clean = desk()
  await clean.ask('renew', { subscriptionId: 'sub_due' }, 'r')
  for (let at = 0; at < clean.wire.asked.length; at++) {
    for (const what of ['request', 'reply'] as const) {
      const { ask, taken, wire } = desk()
      wire.lose(at, what)
      expect((await ask('renew', { subscriptionId: 'sub_due' }, 'r')).outlet).toBe('TIMEOUT')
      wire.state.answered = {}
      expect((await ask('renew', { subscriptionId: 'sub_due' }, 'r')).outlet, `${what} ${at + 1}`).toBe('renewed')
      expect(taken(), `${what} ${at + 1}`).toEqual([59_900])
    }
  }
})

test('past due is paid by another card', async () => {
  const { ask } = desk()
  expect(await ask('renew', { subscriptionId: 'sub_poor' })).toMatchObject({
    outlet: 'declined',
    output: { code: 'insufficientFunds', state: 'pastDue' },
  })
  expect(await ask('renew', { subscriptionId: 'sub_poor', methodId: 'pm_saved' })).toMatchObject({
    outlet: 'renewed',
    output: { state: 'active' },
  })
})

test('cancelled, it is paid until its end; past due, it ends at once, and the same who asks again is told so', async () => {
  const { ask, billing } = desk()
  for (const key of ['c', 'c', 'd'])
    expect(await ask('cancelSubscription', { subscriptionId: 'sub_sample' }, key)).toMatchObject({
      outlet: 'cancelled',
      output: { state: 'ending', endsOn: '2026-02-15' },
    })
  expect(billing.subscriptions['sub_sample']?.status).toBe('active')
  expect((await ask('renew', { subscriptionId: 'sub_sample' })).outlet).toBe('ended')
  for (const key of ['e', 'e'])
    expect(await ask('cancelSubscription', { subscriptionId: 'sub_poor' }, key)).toMatchObject({
      outlet: 'cancelled',
      output: { state: 'ended' },
    })
  expect((await ask('cancelSubscription', { subscriptionId: 'sub_poor' }, 'd')).outlet).toBe('alreadyEnded')
})

test('a customer’s subscriptions are listed, without those that never began', async () => {
  const { ask } = desk()
  await ask('createSubscription', MONTHLY)
  const { output } = await ask('listSubscriptions', { customerId: 'cus_9' })
  expect(output).toMatchObject({
    subscriptions: [{ customerId: 'cus_9', state: 'active', paymentId: expect.stringMatching(/^pi_/) }],
  })
})

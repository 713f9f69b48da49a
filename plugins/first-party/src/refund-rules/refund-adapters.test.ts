import type { Context, Fake, KeptRecords, Money } from '@patchbay/plugin-sdk'
import { describe, expect, test } from 'vitest'
import iyzicoFake from '../iyzico-refunds/fake.ts'
import iyzico from '../iyzico-refunds/handlers.ts'
import omiseFake from '../omise-refunds/fake.ts'
import omise from '../omise-refunds/handlers.ts'
import paypalFake from '../paypal-refunds/fake.ts'
import paypal from '../paypal-refunds/handlers.ts'
import refundDeskFake from '../refund-desk/fake.ts'
import refundDesk from '../refund-desk/handlers.ts'
import shopifyFake from '../shopify-refunds/fake.ts'
import shopify from '../shopify-refunds/handlers.ts'
import stripeFake from '../stripe-refunds/fake.ts'
import stripe from '../stripe-refunds/handlers.ts'
import { createFakeHttp, type FakeHttp, outcomeOf } from '../testing/fake-http.ts'
import { createMemoryHost } from '../testing/memory-context.ts'
import xeroFake from '../xero-refunds/fake.ts'
import xero from '../xero-refunds/handlers.ts'
import { refundCollections, sentCollection } from './refund-manifest.ts'

const DAY_MS = 86_400_000
/** A minute later than nobody has heard of a request. */
const SETTLED_MS = 60_000
/** Each fake has a payment of 4,900.00 of the day before, in the currency of its limits, of which nothing was given back. */
const PAID = 490_000
const NOW = Date.UTC(2026, 0, 15, 9, 0)

type Action = (input: never, context: Context<never>) => Promise<{ outlet: string }> | { outlet: string }
interface Service {
  settings: object
  wire: Pick<FakeHttp<unknown>, 'http' | 'asked' | 'lose'>
  /** All that has moved, in no order. */
  money(): readonly Money[]
}
const serviceOf = <State>(fake: Fake<State>): Service => {
  const wire = createFakeHttp(fake)
  const nothing: KeptRecords = {}
  return { settings: fake.settings ?? {}, wire, money: () => fake.money?.(wire.state, nothing) ?? [] }
}
const ADAPTERS: [name: string, payment: string, start: () => Service, actions: Readonly<Record<string, Action>>][] = [
  ['refund-desk', 'pay_sample', () => serviceOf(refundDeskFake), refundDesk.actions],
  ['stripe-refunds', 'pi_sample', () => serviceOf(stripeFake), stripe.actions],
  ['shopify-refunds', 'gid://shopify/Order/1001', () => serviceOf(shopifyFake), shopify.actions],
  ['shopify-refunds by the name of an order', '#1001', () => serviceOf(shopifyFake), shopify.actions],
  ['xero-refunds', 'INV-0001', () => serviceOf(xeroFake), xero.actions],
  ['paypal-refunds', 'BAHT', () => serviceOf(paypalFake), paypal.actions],
  ['paypal-refunds by the number of a transaction', 'CAP-BAHT', () => serviceOf(paypalFake), paypal.actions],
  ['omise-refunds', 'chrg_sample', () => serviceOf(omiseFake), omise.actions],
  ['iyzico-refunds', '11', () => serviceOf(iyzicoFake), iyzico.actions],
]
/** They know no keys: what nobody has heard of is sent again after a minute. */
const KEYLESS = ['omise-refunds', 'iyzico-refunds']

describe.each(ADAPTERS)('%s', (name, paymentId, start, actions) => {
  /** One installation, its service, and what has moved since. */
  function desk() {
    const { settings, wire, money } = start()
    const host = createMemoryHost(
      { collections: { ...refundCollections, ...sentCollection } },
      { startsAt: NOW, http: wire.http },
    )
    const before = money().map(({ amount }) => amount)
    const { currency = 'THB' } = settings as { currency?: string }
    return {
      ...{ wire, host, currency },
      moved() {
        const all = money().map(({ amount }) => amount)
        for (const amount of before) all.splice(all.indexOf(amount), 1)
        return all
      },
      ask(action: string, input: object, key: string, role?: 'owner' | 'agent') {
        const actor = role === undefined ? null : { name: role, role }
        const context = { ...host.context(settings, { key }), actor }
        return outcomeOf(() => actions[action]?.(input as never, context as never) ?? { outlet: 'no such action' })
      },
    }
  }

  test('gives a part back, and says what it was', async () => {
    const { ask, moved, currency } = desk()
    const made = await ask('refund', { paymentId, amount: 12_345, reason: 'Geç geldi · ช้า' }, 'k1')
    expect(made).toMatchObject({ outlet: 'refunded', output: { amount: 12_345, currency } })
    expect(moved()).toEqual([12_345])
    const { refundId } = made.output as { refundId: string }
    expect(await ask('getRefund', { refundId }, 'k2')).toMatchObject({ outlet: 'refunded', output: { refundId, amount: 12_345 } })
    expect(await ask('checkEligibility', { paymentId, amount: 1 }, 'k3')).toMatchObject({
      outlet: 'eligible',
      output: { max: PAID - 12_345, captured: PAID, refunded: 12_345 },
    })
  })

  test('gives no more back than was captured', async () => {
    const { ask, moved } = desk()
    expect((await ask('refund', { paymentId, amount: PAID + 1 }, 'k1', 'owner')).outlet).toBe('exceedsCaptured')
    expect((await ask('refund', { paymentId, amount: 100_000 }, 'k2')).outlet).toBe('refunded')
    expect((await ask('refund', { paymentId, amount: PAID - 99_999 }, 'k3', 'owner')).outlet).toBe('exceedsCaptured')
    expect(moved()).toEqual([100_000])
  })

  test('gives nothing back twice', async () => {
    const { ask, moved } = desk()
    expect((await ask('refund', { paymentId }, 'k1', 'owner')).outlet).toBe('refunded')
    expect((await ask('refund', { paymentId }, 'k1', 'owner')).outlet).toBe('refunded')
    expect((await ask('refund', { paymentId, amount: 1 }, 'k2', 'owner')).outlet).toBe('alreadyRefunded')
    expect(moved()).toEqual([PAID])
  })

  test('asks for approval above the limit, and gives back once when somebody has agreed', async () => {
    const { ask, moved, host } = desk()
    expect((await ask('refund', { paymentId, amount: 130_001 }, 'k1')).outlet).toBe('needsApproval')
    expect(moved()).toEqual([])
    const request = await ask('requestApproval', { paymentId, amount: 130_001, reason: 'Broken' }, 'k2')
    const { approvalId } = request.output as { approvalId: string }
    const agreed = await Promise.all(
      ['d1', 'd2', 'd3'].map((key) => ask('decide', { approvalId, decision: 'approve' }, key, 'owner')),
    )
    expect(agreed.map(({ outlet }) => outlet)).toContain('refunded')
    host.pass(3 * DAY_MS)
    expect((await ask('decide', { approvalId, decision: 'approve' }, 'd4', 'owner')).outlet).toBe('refunded')
    expect(moved()).toEqual([130_001])
  })

  test('knows what it does not know: an answer that got lost is asked for, and money moves once', async () => {
    const clean = desk()
    await clean.ask('refund', { paymentId, amount: 10_000 }, 'k1')
    const requests = clean.wire.asked.length
    expect(requests).toBeGreaterThan(1)
    for (let at = 0; at < requests; at++) {
      for (const what of ['request', 'reply'] as const) {
        const { ask, moved, wire, host } = desk()
        wire.lose(at, what)
        expect((await ask('refund', { paymentId, amount: 10_000 }, 'k1')).outlet).toBe('TIMEOUT')
        // as the host does: first it is asked what became of it
        const told = await ask('getRefund', {}, 'k1')
        if (told.outlet !== 'refunded') {
          expect(told.outlet).toBe('notFound')
          if (KEYLESS.includes(name)) host.pass(SETTLED_MS)
          expect((await ask('refund', { paymentId, amount: 10_000 }, 'k1')).outlet).toBe('refunded')
        }
        expect(moved(), `${what} ${at + 1} of ${requests} got lost`).toEqual([10_000])
      }
    }
  })

  test.runIf(KEYLESS.includes(name))('sends nothing again while the first request may be on its way', async () => {
    const clean = desk()
    await clean.ask('refund', { paymentId, amount: 10_000 }, 'k1')
    const { ask, moved, wire, host } = desk()
    wire.lose(clean.wire.asked.length - 1, 'request')
    const posts = () => wire.asked.filter(({ method, path }) => method === 'POST' && path.includes('refund'))
    expect((await ask('refund', { paymentId, amount: 10_000 }, 'k1')).outlet).toBe('TIMEOUT')
    expect(posts().length).toBe(1)
    for (const ms of [0, 30_000, SETTLED_MS - 30_001]) {
      host.pass(ms)
      expect((await ask('refund', { paymentId, amount: 10_000 }, 'k1')).outlet).toBe('UNAVAILABLE')
    }
    expect(posts().length).toBe(1)
    host.pass(1)
    const again = await Promise.all([1, 2, 3].map(() => ask('refund', { paymentId, amount: 10_000 }, 'k1')))
    expect(again.map(({ outlet }) => outlet)).toContain('refunded')
    expect(moved()).toEqual([10_000])
  })

  test('20 at once get no more than was captured', async () => {
    const { ask, moved } = desk()
    const made = await Promise.all(
      Array.from({ length: 20 }, (_one, index) => ask('refund', { paymentId, amount: 60_000 }, `k${index}`)),
    )
    const given = made.filter(({ outlet }) => outlet === 'refunded')
    expect(moved()).toEqual(given.map(() => 60_000))
    expect(given).toHaveLength(8)
    const rest = made.filter(({ outlet }) => outlet !== 'refunded')
    for (const { outlet } of rest) expect(['exceedsCaptured', 'alreadyRefunded', 'UNAVAILABLE']).toContain(outlet)
  })

  test('gives nothing back of what it does not know, or of long ago', async () => {
    const { ask, moved, host } = desk()
    for (const nobody of ['', '..', 'NONE', '99', '#none', 'gid://shopify/Customer/1001', 'pay_none'])
      expect(await ask('refund', { paymentId: nobody, amount: 1 }, `k${nobody}`)).toMatchObject({ outlet: 'notEligible' })
    host.pass(30 * DAY_MS)
    expect(await ask('refund', { paymentId, amount: 1 }, 'late')).toMatchObject({
      outlet: 'notEligible',
      output: { reason: 'windowOver' },
    })
    expect(moved()).toEqual([])
  })
})

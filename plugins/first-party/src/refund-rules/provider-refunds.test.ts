import type { Context } from '@patchbay/plugin-sdk'
import { expect, test } from 'vitest'
import { type IyzicoState, startPaidIyzico } from '../iyzico/fake-iyzico.ts'
import iyzicoFake from '../iyzico-refunds/fake.ts'
import iyzico from '../iyzico-refunds/handlers.ts'
import { type OmiseState, startPaidOmise } from '../omise/fake-omise.ts'
import omiseFake from '../omise-refunds/fake.ts'
import omise from '../omise-refunds/handlers.ts'
import { type PaypalState, startPaidPaypal } from '../paypal/fake-paypal.ts'
import paypalFake from '../paypal-refunds/fake.ts'
import paypal from '../paypal-refunds/handlers.ts'
import { createFakeHttp, outcomeOf } from '../testing/fake-http.ts'
import { createMemoryHost } from '../testing/memory-context.ts'
import { refundCollections, sentCollection } from './refund-manifest.ts'

const collections = { ...refundCollections, ...sentCollection }
const startsAt = Date.UTC(2026, 0, 15, 9, 0)

type Ask = (action: 'refund' | 'getRefund' | 'checkEligibility', input: object, key?: string) => ReturnType<typeof outcomeOf>
interface Service<State> {
  settings?: object
  start(): State
}
type Actions = Readonly<
  Record<string, (input: never, context: Context<never>) => Promise<{ outlet: string }> | { outlet: string }>
>

function desk<State>(fake: Parameters<typeof createFakeHttp<State>>[0] & Service<State>, state: State, actions: Actions) {
  const wire = createFakeHttp<State>({ ...fake, start: () => state })
  const host = createMemoryHost({ collections }, { startsAt, http: wire.http })
  const ask: Ask = (action, input, key = action) =>
    outcomeOf(() => actions[action]?.(input as never, host.context(fake.settings, { key }) as never) ?? { outlet: 'none' })
  const sent = () =>
    wire.asked.filter(({ method, path }) => method === 'POST' && path.includes('refund')).map(({ json, form }) => json ?? form)
  return { ...wire, ask, sent }
}
const byPaypal = (state: PaypalState = startPaidPaypal()) => desk(paypalFake, state, paypal.actions)
const byOmise = (state: OmiseState = startPaidOmise()) => desk(omiseFake, state, omise.actions)
const byIyzico = (state: IyzicoState = startPaidIyzico()) => desk(iyzicoFake, state, iyzico.actions)

test('PayPal is told an amount as it writes them, why, and by which mark it is found again', async () => {
  const { ask, sent, asked } = byPaypal()
  await ask('refund', { paymentId: 'BAHT', amount: 12_345, reason: 'Geç geldi · ช้า' }, 'k1')
  expect(sent()).toEqual([
    { amount: { currency_code: 'THB', value: '123.45' }, custom_id: 'k1', note_to_payer: 'Geç geldi · ช้า' },
  ])
  const posted = asked.find(({ path }) => path.endsWith('/refund'))
  expect(posted?.path).toBe('/v2/payments/captures/CAP-BAHT/refund')
  expect(posted?.headers['paypal-request-id']).toBe('k1-refund')
})

test('what PayPal has under way is pending, and cannot be given a second time', async () => {
  const state = startPaidPaypal()
  state.refunds.push({ id: 'REF-P', capture: 'CAP-BAHT', status: 'PENDING', amount: { currency_code: 'THB', value: '4000.00' } })
  const { ask } = byPaypal(state)
  expect(await ask('getRefund', { refundId: 'REF-P' })).toMatchObject({ outlet: 'pending', output: { paymentId: 'BAHT' } })
  expect(await ask('checkEligibility', { paymentId: 'BAHT', amount: 1 })).toMatchObject({ output: { max: 90_000 } })
  expect((await ask('refund', { paymentId: 'BAHT', amount: 90_001 })).outlet).toBe('exceedsCaptured')
})

test('that PayPal is still at a request of the same id says nothing of the refund', async () => {
  const state = startPaidPaypal()
  const { ask } = desk(
    {
      ...paypalFake,
      answer: (request, now) =>
        request.path.endsWith('/refund')
          ? { status: 422, json: { name: 'UNPROCESSABLE_ENTITY', details: [{ issue: 'PREVIOUS_REQUEST_IN_PROGRESS' }] } }
          : paypalFake.answer(request, now),
    },
    state,
    paypal.actions,
  )
  expect((await ask('refund', { paymentId: 'BAHT', amount: 100 })).outlet).toBe('UNAVAILABLE')
})

test('an order that nobody has paid is not given back', async () => {
  const { ask } = byPaypal()
  expect(await ask('refund', { paymentId: 'WAITING', amount: 100 })).toMatchObject({ output: { reason: 'notPaid' } })
})

test('Omise gives back what a link was paid by', async () => {
  const state = startPaidOmise()
  const { ask } = desk(
    {
      ...omiseFake,
      answer(request, now) {
        if (request.path !== '/links/link_1') return omiseFake.answer(request, now)
        const charge = omiseFake.answer({ ...request, path: '/charges/chrg_sample' }, now).json
        return { status: 200, json: { object: 'link', id: 'link_1', charges: { data: [charge] } } }
      },
    },
    state,
    omise.actions,
  )
  const made = await ask('refund', { paymentId: 'link_1', amount: 100 })
  expect(made).toMatchObject({ outlet: 'refunded', output: { refundId: 'chrg_sample.rfnd_2', paymentId: 'chrg_sample' } })
})

test('Omise says no to a charge that is disputed, and another attempt may follow', async () => {
  const { ask, state } = byOmise()
  expect((await ask('refund', { paymentId: 'chrg_disputed', amount: 100 }, 'k1')).outlet).toBe('notEligible')
  const { chrg_disputed: charge } = state.charges
  if (charge !== undefined) charge.dispute = { status: 'won' }
  expect((await ask('refund', { paymentId: 'chrg_disputed', amount: 100 }, 'k1')).outlet).toBe('refunded')
})

test('a refund that Omise has not finished is pending', async () => {
  const state = startPaidOmise()
  state.refunds.push({ id: 'rfnd_p', charge: 'chrg_sample', amount: 100, metadata: {}, status: 'pending' })
  expect((await byOmise(state).ask('getRefund', { refundId: 'chrg_sample.rfnd_p' })).outlet).toBe('pending')
})

test('iyzico is told the number of the payment, and what the refund is called', async () => {
  const { ask, sent } = byIyzico()
  await ask('refund', { paymentId: '11', amount: 12_345 }, 'k1')
  expect(sent()).toEqual([
    { locale: 'tr', conversationId: 'k1', paymentId: '11', price: '123.45', currency: 'TRY', ip: '203.0.113.7' },
  ])
})

test('what iyzico took from several items is one refund', async () => {
  const state = startPaidIyzico()
  state.payments[0]?.refunds.push({ price: 10.5, conversation: 'k9' }, { price: 2.25, conversation: 'k9' }, { price: 1 })
  const { ask } = byIyzico(state)
  expect(await ask('getRefund', { refundId: '11.k9' })).toMatchObject({ outlet: 'refunded', output: { amount: 1275 } })
  expect(await ask('checkEligibility', { paymentId: '11', amount: 1 })).toMatchObject({ output: { refunded: 1375 } })
})

test('a payment that was cancelled with iyzico has been given back', async () => {
  const state = startPaidIyzico()
  state.payments[0]?.cancels.push({ refundPrice: 4900 })
  expect((await byIyzico(state).ask('refund', { paymentId: '11', amount: 100 })).outlet).toBe('alreadyRefunded')
})

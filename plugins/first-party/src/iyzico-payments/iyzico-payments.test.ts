import { type Manifest, triggerCall } from '@patchbay/core'
import type { Fake } from '@patchbay/plugin-sdk'
import { bundlePlugin, createTrialBench, type Trial, type TrialBench } from '@patchbay/plugin-tools'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { IyzicoState } from '../iyzico/fake-iyzico.ts'
import { pluginTrial } from '../testing/plugin-trial.ts'

let bench: TrialBench
let trial: Trial
beforeAll(async () => {
  bench = createTrialBench()
  trial = await pluginTrial(bench, 'iyzico-payments')
})
afterAll(() => bench.close())
beforeEach(() => trial.reset())

const FIVE = { amount: 500, currency: 'TRY' }
const SAVED = { ...FIVE, methodId: 'card-saved', customerId: 'user-1' }
const state = () => trial.outside.state() as IyzicoState
const asked = () => trial.outside.requests().map(({ method, path }) => `${method} ${path}`)
const sent = (path: string) => trial.outside.requests().find((request) => request.path === path)?.json as Record<string, unknown>
const webhook = (body: object) => trial.run(triggerCall('payment'), { headers: {}, body, text: JSON.stringify(body) })

describe('a page of iyzico’s', () => {
  let token: string
  beforeEach(async () => {
    const { output } = await trial.run('createPaymentLink', { ...FIVE, description: 'İnternet, Ocak', language: 'tr' })
    token = (output as { linkId: string }).linkId
  })
  const pay = () => {
    const [page] = Object.values(state().pages)
    if (page === undefined) throw new Error('There is no page')
    page.paidBy = 13
    const [sample] = state().payments
    state().payments.push({ ...(sample as IyzicoState['payments'][number]), paymentId: 13, paidPrice: 5 })
  }

  test('is waited for, and paid when iyzico says so', async () => {
    expect(await trial.run('getPayment', { paymentId: token })).toMatchObject({
      outlet: 'requiresAction',
      output: { captured: 0 },
    })
    expect(await webhook({ iyziEventType: 'CHECKOUT_FORM_AUTH', token, status: 'SUCCESS', iyziPaymentId: 13 })).toMatchObject({
      outlet: 'ignored',
    })
    pay()
    const paid = { paymentId: '13', ...FIVE }
    expect(await webhook({ iyziEventType: 'CHECKOUT_FORM_AUTH', token, status: 'SUCCESS', iyziPaymentId: 13 })).toMatchObject({
      outlet: 'handled',
      output: { ...paid, what: 'succeeded' },
    })
    expect(await trial.run('getPayment', { paymentId: token })).toMatchObject({
      outlet: 'paid',
      output: { ...paid, captured: 500 },
    })
  })

  test('says what it is for, in its letters, and for how much, as iyzico writes amounts', () => {
    const page = sent('/payment/iyzipos/checkoutform/initialize/auth/ecom')
    expect(page).toMatchObject({ price: '5.00', paidPrice: '5.00', currency: 'TRY', locale: 'tr', enabledInstallments: [1] })
    expect(page['basketItems']).toMatchObject([{ name: 'İnternet, Ocak', price: '5.00' }])
  })

  test('is not taken back: it closes by itself', async () => {
    expect(await trial.run('cancelPayment', { paymentId: token })).toMatchObject({ outlet: 'failed', reason: 'invalidInput' })
  })
})

test('“pay with iyzico” is another page', async () => {
  const { manifest, fake } = trial
  const settings = { ...fake.settings, page: 'payWithIyzico' }
  const other = await otherTrial(manifest, { ...fake, settings })
  expect(await other.run('createPaymentLink', { ...FIVE, description: 'x' })).toMatchObject({ outlet: 'created' })
  expect(other.outside.requests().map(({ path }) => path)).toEqual(['/payment/pay-with-iyzico/initialize'])
})

test('a signature by another key moves nothing', async () => {
  const { manifest, fake } = trial
  const other = await otherTrial(manifest, { ...fake, secrets: { IYZICO_SECRET_KEY: 'secret-of-somebody-else' } })
  expect(await other.run('charge', SAVED)).toMatchObject({ outlet: 'unknown', reason: 'unauthorized' })
  expect((other.outside.state() as IyzicoState).payments).toHaveLength(2)
})

test('a saved card is not charged again while the first charge may be on its way', async () => {
  trial.outside.harm('timeout')
  expect(await trial.run('charge', SAVED)).toMatchObject({ outlet: 'unknown', reason: 'timeout' })
  trial.outside.harm(undefined)
  expect(await trial.run('getPayment', {})).toMatchObject({ outlet: 'notFound' })
  // the host knows that it was asked before, and leads to unknown
  expect(await trial.run('charge', SAVED, { laterMs: 59_000 })).toMatchObject({ reason: 'unavailable' })
  expect(asked().filter((request) => request.endsWith('/payment/auth'))).toHaveLength(1)
  expect(await trial.run('charge', SAVED, { laterMs: 61_000 })).toMatchObject({ outlet: 'paid' })
  expect(state().payments).toHaveLength(3)
})

test('digits that may be on their way still are neither paid with nor declined, until a minute has passed', async () => {
  const typed = { ...FIVE, card: 'token-of-a-card-number', expiry: 'token-of-its-last-month' }
  trial.outside.harm('timeout')
  expect(await trial.run('charge', typed)).toMatchObject({ outlet: 'unknown' })
  trial.outside.harm(undefined)
  for (const laterMs of [10_000, 30_000, 59_000])
    expect(await trial.run('charge', typed, { cardGone: true, laterMs })).toMatchObject({ reason: 'unavailable' })
  const gone = { outlet: 'declined', output: { code: 'cardGone' } }
  expect(await trial.run('charge', typed, { cardGone: true, laterMs: 61_000 })).toMatchObject(gone)
  expect(await trial.run('getPayment', {}, { laterMs: 62_000 })).toMatchObject(gone)
  expect(state().payments).toHaveLength(2)
})

test('a bank that does not answer iyzico has not declined', async () => {
  expect(await trial.run('charge', { ...SAVED, methodId: 'card-slow' })).toMatchObject({
    outlet: 'unknown',
    reason: 'unavailable',
  })
})

test('liras and kuruş go out as a text, come back as a number, and stay exact', async () => {
  const amount = 123_456_789
  expect(await trial.run('charge', { ...SAVED, amount })).toMatchObject({ outlet: 'paid', output: { amount, captured: amount } })
  expect(sent('/payment/auth')).toMatchObject({ price: '1234567.89', paidPrice: '1234567.89' })
})

test('what was given back is counted', async () => {
  const [payment] = state().payments
  payment?.refunds.push({ price: 1.5 }, { price: 0.25 })
  expect(await trial.run('getPayment', { paymentId: '11' })).toMatchObject({
    outlet: 'paid',
    output: { state: 'partlyRefunded', refunded: 175 },
  })
})

test.each([[{}], [{ iyziPaymentId: 4711 }], [{ paymentId: '../11' }], ['11']])(
  'a webhook such as %j says nothing',
  async (body) => expect(await webhook(body as object)).toMatchObject({ outlet: 'ignored' }),
)

/** The same plugin, set up in another way. */
async function otherTrial(manifest: Manifest, fake: Fake): Promise<Trial> {
  return bench.trialOf(manifest, await bundlePlugin(`${import.meta.dirname}/handlers.ts`), fake)
}

import { triggerCall } from '@patchbay/core'
import { createTrialBench, type Trial, type TrialBench } from '@patchbay/plugin-tools'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PaypalState } from '../paypal/fake-paypal.ts'
import { pluginTrial } from '../testing/plugin-trial.ts'

let bench: TrialBench
let trial: Trial
beforeAll(async () => {
  bench = createTrialBench()
  trial = await pluginTrial(bench, 'paypal-payments')
})
afterAll(() => bench.close())
beforeEach(() => trial.reset())

const FIVE = { amount: 500, currency: 'USD' }
const orderOf = (id: string) => {
  const order = (trial.outside.state() as PaypalState).orders[id]
  if (order === undefined) throw new Error(`There is no order ${id}`)
  return order
}
const asked = () => trial.outside.requests().map(({ method, path }) => `${method} ${path}`)
const webhook = (event_type: string, id: string) => {
  const body = { id: 'WH-2', event_type, resource: { id, dispute_id: id } }
  return trial.run(triggerCall('payment'), { headers: {}, body, text: JSON.stringify(body) }, { key: `trigger/${event_type}` })
}

describe('a page of PayPal’s', () => {
  let id: string
  beforeEach(async () => {
    const { output } = await trial.run('createPaymentLink', { ...FIVE, description: 'Internet', language: 'th' }, { key: 'page' })
    id = (output as { linkId: string }).linkId
  })

  test('is paid when the payer has said yes and PayPal says so, and once', async () => {
    expect(await trial.run('getPayment', { paymentId: id })).toMatchObject({ outlet: 'requiresAction' })
    orderOf(id).status = 'APPROVED'
    const paid = { outlet: 'handled', output: { paymentId: id, what: 'succeeded', ...FIVE } }
    expect(await webhook('CHECKOUT.ORDER.APPROVED', id)).toMatchObject(paid)
    expect(await webhook('CHECKOUT.ORDER.APPROVED', id)).toMatchObject(paid)
    expect(asked().filter((request) => request.endsWith(`${id}/capture`))).toHaveLength(1)
    expect(await trial.run('getPayment', { paymentId: id })).toMatchObject({ outlet: 'paid', output: { captured: 500 } })
    expect(await webhook('PAYMENT.CAPTURE.COMPLETED', `CAP-${id}`)).toMatchObject(paid)
  })

  test('is not paid by somebody who says so', async () => {
    expect(await webhook('CHECKOUT.ORDER.APPROVED', id)).toMatchObject({ outlet: 'ignored' })
    expect(await webhook('PAYMENT.CAPTURE.COMPLETED', 'CAP-of-nobody')).toMatchObject({ outlet: 'ignored' })
    expect(orderOf(id).captures).toEqual([])
  })

  test('that was taken back is never captured', async () => {
    expect(await trial.run('cancelPayment', { paymentId: id })).toMatchObject({ outlet: 'cancelled' })
    orderOf(id).status = 'APPROVED'
    expect(await webhook('CHECKOUT.ORDER.APPROVED', id)).toMatchObject({ outlet: 'ignored' })
    expect(orderOf(id).captures).toEqual([])
    expect(await trial.run('getPayment', { paymentId: id })).toMatchObject({ outlet: 'declined', output: { state: 'cancelled' } })
  })

  test('of another account’s order is none of ours', async () => {
    orderOf('PART').status = 'APPROVED'
    expect(await webhook('CHECKOUT.ORDER.APPROVED', 'PART')).toMatchObject({ outlet: 'ignored' })
  })
})

test('a payer who had to authenticate is charged when PayPal says that they have', async () => {
  const { output } = await trial.run('charge', { ...FIVE, methodId: 'vault-asks' })
  const { paymentId } = output as { paymentId: string }
  orderOf(paymentId).status = 'APPROVED'
  expect(await webhook('CHECKOUT.ORDER.APPROVED', paymentId)).toMatchObject({ output: { what: 'succeeded', ...FIVE } })
  expect(await trial.run('getPayment', {})).toMatchObject({ outlet: 'paid' })
})

test('what PayPal refuses at once is kept as the reason, and not tried again', async () => {
  const expired = { outlet: 'declined', output: { code: 'expiredCard' } }
  expect(await trial.run('charge', { ...FIVE, methodId: 'vault-expired' })).toMatchObject(expired)
  const before = asked().length
  expect(await trial.run('charge', { ...FIVE, methodId: 'vault-expired' })).toMatchObject(expired)
  expect(asked().slice(before)).toEqual(['GET /v2/checkout/orders/ORDER5'])
})

test('digits that may be on their way still are neither paid with nor declined, until a minute has passed', async () => {
  const typed = { ...FIVE, card: 'token-of-a-card-number', expiry: 'token-of-its-last-month' }
  trial.outside.harm('timeout', 2)
  expect(await trial.run('charge', typed)).toMatchObject({ outlet: 'unknown' })
  trial.outside.harm(undefined)
  expect(await trial.run('getPayment', {})).toMatchObject({ outlet: 'notFound' })
  for (const laterMs of [10_000, 30_000, 59_000])
    expect(await trial.run('charge', typed, { cardGone: true, laterMs })).toMatchObject({
      outlet: 'unknown',
      reason: 'unavailable',
    })
  const gone = { outlet: 'declined', output: { code: 'cardGone' } }
  expect(await trial.run('charge', typed, { cardGone: true, laterMs: 61_000 })).toMatchObject(gone)
  expect(await trial.run('charge', typed, { cardGone: true, laterMs: 62_000 })).toMatchObject(gone)
})

test('a dispute that is over is none any more', async () => {
  expect(await webhook('CUSTOMER.DISPUTE.CREATED', 'PP-D-1')).toMatchObject({ output: { what: 'disputed' } })
  const { disputes } = trial.outside.state() as PaypalState
  disputes['PP-D-1'] = { capture: 'CAP-DISPUTED', status: 'RESOLVED' }
  expect(await webhook('CUSTOMER.DISPUTE.RESOLVED', 'PP-D-1')).toMatchObject({ outlet: 'ignored' })
  expect(await trial.run('getPayment', { paymentId: 'DISPUTED' })).toMatchObject({ outlet: 'paid', output: { state: 'paid' } })
})

test.each([
  [1234, 'JPY', '1234'],
  [123_456, 'THB', '1234.56'],
  [123_400, 'TWD', '1234'],
])('%i of %s is %s to PayPal', async (amount, currency, value) => {
  const made = await trial.run('charge', { amount, currency, methodId: 'vault-saved' })
  expect(made).toMatchObject({ outlet: 'paid', output: { amount, captured: amount, currency } })
  expect(orderOf('ORDER5').amount).toEqual({ currency_code: currency, value })
})

test('a part of a Taiwan dollar is not rounded', async () => {
  expect(await trial.run('charge', { amount: 123_456, currency: 'TWD', methodId: 'vault-saved' })).toMatchObject({
    reason: 'invalidInput',
  })
  expect(asked()).toEqual([])
})

test('one access token serves until PayPal takes it no more', async () => {
  await trial.run('getPayment', { paymentId: 'SAMPLE' })
  await trial.run('getPayment', { paymentId: 'SAMPLE' })
  expect(asked().filter((request) => request.endsWith('/v1/oauth2/token'))).toHaveLength(1)
  trial.outside.harm('401', asked().length)
  await trial.run('getPayment', { paymentId: 'SAMPLE' })
  expect(asked().filter((request) => request.endsWith('/v1/oauth2/token'))).toHaveLength(2)
})

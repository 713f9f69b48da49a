import { createTrialBench, type Trial, type TrialBench } from '@patchbay/plugin-tools'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OmiseState } from '../omise/fake-omise.ts'
import { pluginTrial } from '../testing/plugin-trial.ts'

let bench: TrialBench
let trial: Trial
beforeAll(async () => {
  bench = createTrialBench()
  trial = await pluginTrial(bench, 'omise-payments')
})
afterAll(() => bench.close())
beforeEach(() => trial.reset())

const SAVED = { amount: 49_900, currency: 'THB', methodId: 'card_saved', customerId: 'cust_1' }
const LINK = { amount: 49_900, currency: 'THB', description: 'อินเทอร์เน็ต' }
const state = () => trial.outside.state() as OmiseState
const posted = (path: string) => trial.outside.requests().filter((request) => request.method === 'POST' && request.path === path)

test('a saved card is not charged again while the first charge may be on its way', async () => {
  trial.outside.harm('timeout')
  expect(await trial.run('charge', SAVED)).toMatchObject({ outlet: 'unknown', reason: 'timeout' })
  trial.outside.harm(undefined)
  expect(await trial.run('getPayment', {})).toMatchObject({ outlet: 'notFound' })
  // the host knows that it was asked before, and leads to unknown
  expect(await trial.run('charge', SAVED, { laterMs: 59_000 })).toMatchObject({ reason: 'unavailable' })
  expect(posted('/charges')).toHaveLength(1)
  expect(await trial.run('charge', SAVED, { laterMs: 61_000 })).toMatchObject({ outlet: 'paid' })
})

test('a charge is found among those of others, and on a later page', async () => {
  trial.outside.harm('lostReply', 0)
  await trial.run('charge', SAVED)
  trial.outside.harm(undefined)
  const { charges } = state()
  const { chrg_5: mine, chrg_sample: another, ...rest } = charges
  if (mine === undefined || another === undefined) throw new Error('There is no charge')
  const others = Array.from({ length: 120 }, (_, n) => ({ ...another, id: `chrg_other_${n}` }))
  for (const id of Object.keys(charges)) delete charges[id]
  Object.assign(charges, rest, Object.fromEntries(others.map((one) => [one.id, one])), { chrg_sample: another, chrg_5: mine })
  expect(await trial.run('getPayment', {})).toMatchObject({ outlet: 'paid', output: { paymentId: 'chrg_5', captured: 49_900 } })
})

test('a link whose answer got lost is found again, and paid through it is paid', async () => {
  trial.outside.harm('lostReply', 0)
  await trial.run('createPaymentLink', LINK)
  trial.outside.harm(undefined)
  const { output } = await trial.run('createPaymentLink', LINK)
  const { linkId } = output as { linkId: string }
  expect(state().links).toMatchObject([{ id: linkId, description: expect.stringMatching(/^อินเทอร์เน็ต · [0-9a-f]{8}$/) }])
  expect(await trial.run('getPayment', { paymentId: linkId })).toMatchObject({
    outlet: 'requiresAction',
    output: { captured: 0 },
  })
  expect(await trial.run('cancelPayment', { paymentId: linkId })).toMatchObject({ outlet: 'cancelled' })
  expect(await trial.run('getPayment', { paymentId: linkId })).toMatchObject({
    outlet: 'declined',
    output: { code: 'cancelled' },
  })
})

test('the same for two callers is two links', async () => {
  const links = await Promise.all(['a', 'b'].map((key) => trial.run('createPaymentLink', LINK, { key })))
  expect(new Set(links.map(({ output }) => (output as { linkId: string }).linkId)).size).toBe(2)
})

test('the payments of one customer are picked out, and the list goes on', async () => {
  const { charges } = state()
  for (const id of ['chrg_part', 'chrg_sample']) Object.assign(charges[id] ?? {}, { customer: 'cust_1' })
  const first = await trial.run('listPayments', { customerId: 'cust_1', limit: 2 })
  expect(first.output).toMatchObject({ payments: [{ paymentId: 'chrg_part' }], next: '2' })
  const rest = await trial.run('listPayments', { customerId: 'cust_1', limit: 2, after: '2' })
  expect(rest.output).toMatchObject({ payments: [{ paymentId: 'chrg_sample' }] })
  expect(rest.output).not.toHaveProperty('next')
})

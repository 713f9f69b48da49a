import { describe, expect, test } from 'vitest'
import { memoryRecords } from '../testing/memory-records.ts'
import { createGateway, leftOf } from './gateway.ts'
import { TEST_CARDS } from './test-card.ts'

const NOW = Date.UTC(2026, 10, 22)
const place = { tenantId: 't', environmentId: 'e' }
const gatewayOf = (clock = () => NOW) => createGateway({ records: memoryRecords(), clock, place })
const order = (number: string, more = {}) => ({
  key: `key-${number.slice(-4)}`,
  amount: 1001,
  currency: 'THB',
  card: { number },
  ...more,
})

test.each([
  ['4242424242424242', { status: 'paid', captured: 1001, brand: 'visa', lastFour: '4242' }],
  ['5555 5555 5555 4444', { status: 'paid', captured: 1001, brand: 'mastercard' }],
  ['4000000000009995', { status: 'declined', captured: 0, code: 'insufficientFunds' }],
  ['4000002500003155', { status: 'requiresAction', captured: 0 }],
  ['4000000000005050', { status: 'partlyPaid', captured: 500 }],
  ['4000000000000259', { status: 'paid', captured: 1001, disputed: true }],
  ['4000000000004087', { status: 'paid', captured: 1001, silent: true }],
])('the card %s: %j', async (number, expected) => {
  const gateway = gatewayOf()
  const made = await gateway.charge(order(number))
  expect(made).toMatchObject(expected)
  expect(await gateway.payment(made.id)).toEqual(made)
  expect(JSON.stringify(made)).not.toContain(number.replaceAll(' ', ''))
})

test.each([
  ['4242424242424241', 'noCard'],
  ['4532015112830366', 'notATestCard'],
  ['12', 'noCard'],
  ['constructor', 'noCard'],
])('%s is refused: %s', (number, reason) => expect(gatewayOf().charge(order(number))).rejects.toMatchObject({ reason }))

test('every card of the list can be a card number, and one that has run out is none', async () => {
  const gateway = gatewayOf()
  for (const number of Object.keys(TEST_CARDS)) await expect(gateway.charge(order(number))).resolves.toBeDefined()
  const until = (expiry: string) =>
    gateway.charge({ ...order('4242424242424242'), key: expiry, card: { number: '4242424242424242', expiry } })
  await expect(until('11/26')).resolves.toMatchObject({ status: 'paid' })
  for (const expiry of ['1026', '1326', '', 'soon']) await expect(until(expiry)).rejects.toMatchObject({ reason: 'expired' })
})

test('one key is one payment, and stands for one amount', async () => {
  const gateway = gatewayOf()
  const made = await Promise.all(Array.from({ length: 10 }, () => gateway.charge(order('4242424242424242'))))
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  expect(await gateway.payments({})).toHaveLength(1)
  await expect(gateway.charge(order('4242424242424242', { amount: 1 }))).rejects.toMatchObject({ reason: 'keyReused' })
})

test('a card whose digits are lost pays nothing, and what was faster stays paid', async () => {
  const gateway = gatewayOf()
  const gone = { ...order('4242424242424242'), card: undefined, gone: true as const }
  const [one, other] = await Promise.all([gateway.charge(gone), gateway.charge(order('4242424242424242'))])
  expect(one).toEqual(other)
  expect(await gateway.charge({ ...gone, key: 'lost' })).toMatchObject({ status: 'declined', captured: 0, code: 'cardGone' })
  expect(await gateway.charge({ ...order('4242424242424242'), key: 'lost' })).toMatchObject({ status: 'declined', captured: 0 })
  await gateway.charge({ ...order('4242424242424242'), key: 'paid' })
  expect(await gateway.charge({ ...gone, key: 'paid' })).toMatchObject({ status: 'paid', captured: 1001 })
})

describe('a refund', () => {
  const paid = async () => {
    const gateway = gatewayOf()
    const { id } = await gateway.charge(order('4242424242424242', { amount: 1000 }))
    const refund = (key: string, amount: number) => gateway.refund({ key, payment: id, amount, reason: '' })
    return { gateway, id, refund }
  }
  test('is never more than was captured, with 20 at once', async () => {
    const { gateway, id, refund } = await paid()
    const asked = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => refund(`r${index}`, 100)))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    const payment = await gateway.payment(id)
    expect([payment.refunds.length, leftOf(payment)]).toEqual([10, 0])
    await expect(refund('more', 1)).rejects.toMatchObject({ reason: 'alreadyRefunded' })
  })
  test('under one key is one refund, with 20 at once', async () => {
    const { gateway, id, refund } = await paid()
    const asked = await Promise.all(Array.from({ length: 20 }, () => refund('one', 300)))
    expect(new Set(asked.map((one) => one.id)).size).toBe(1)
    expect(leftOf(await gateway.payment(id))).toBe(700)
    await expect(refund('one', 200)).rejects.toMatchObject({ reason: 'keyReused' })
    await expect(refund('two', 701)).rejects.toMatchObject({ reason: 'exceedsCaptured' })
  })
  test('of what was never paid is refused', async () => {
    const gateway = gatewayOf()
    const { id } = await gateway.charge(order('4000000000000002'))
    const asked = gateway.refund({ key: 'k', payment: id, amount: 1, reason: '' })
    await expect(asked).rejects.toMatchObject({ reason: 'notPaid' })
  })
})

test('what waits for the payer is paid, declined or cancelled, once', async () => {
  const gateway = gatewayOf()
  const waits = async (key: string) => (await gateway.charge(order('4000002500003155', { key }))).id
  const [yes, no, gone] = [await waits('yes'), await waits('no'), await waits('gone')]
  expect(await gateway.confirm(yes, true)).toMatchObject({ status: 'paid', captured: 1001 })
  expect(await gateway.confirm(yes, false)).toMatchObject({ status: 'paid' })
  expect(await gateway.confirm(no, false)).toMatchObject({ status: 'declined', captured: 0 })
  expect(await gateway.cancel(gone)).toMatchObject({ status: 'cancelled' })
  expect(await gateway.confirm(gone, true)).toMatchObject({ status: 'cancelled', captured: 0 })
  await expect(gateway.cancel(yes)).rejects.toMatchObject({ reason: 'alreadySettled' })
})

describe('a link', () => {
  const link = { key: 'link', amount: 500, currency: 'TRY', description: 'Fatura', invoice: 'i1', expiresAt: NOW + 1000 }
  const card = { number: '4242424242424242', expiry: '12/30', securityCode: '123' }
  test('is paid once, however many pay at once', async () => {
    const gateway = gatewayOf()
    const { id } = await gateway.createLink(link)
    expect((await gateway.createLink(link)).id).toBe(id)
    const made = await Promise.all(Array.from({ length: 5 }, () => gateway.payLink(id, card)))
    expect(new Set(made.map((one) => one.id)).size).toBe(1)
    expect(await gateway.payments({ where: { invoice: 'i1' } })).toHaveLength(1)
    expect(await gateway.link(id)).toMatchObject({ link: { status: 'paid' }, payment: { status: 'paid', captured: 500 } })
    expect((await gateway.payLink(id, { ...card, number: '5555555555554444' })).id).toBe(made[0]?.id)
  })
  test('may be tried again after a card was declined, and after the bank was told no', async () => {
    const gateway = gatewayOf()
    const { id } = await gateway.createLink(link)
    expect(await gateway.payLink(id, { ...card, number: '4000000000000002' })).toMatchObject({ status: 'declined' })
    const waits = await gateway.payLink(id, { ...card, number: '4000002500003155' })
    expect((await gateway.payLink(id, card)).id).toBe(waits.id)
    await gateway.confirm(waits.id, false)
    expect(await gateway.payLink(id, card)).toMatchObject({ status: 'paid' })
    expect(await gateway.payments({})).toHaveLength(3)
  })
  test('that was paid at the bank is paid, though nobody told it', async () => {
    const gateway = gatewayOf()
    const { id } = await gateway.createLink(link)
    const waits = await gateway.payLink(id, { ...card, number: '4000002500003155' })
    await gateway.confirm(waits.id, true)
    expect(await gateway.link(id)).toMatchObject({ link: { status: 'paid', payment: waits.id } })
  })
  test('runs out', async () => {
    let now = NOW
    const gateway = gatewayOf(() => now)
    const { id } = await gateway.createLink(link)
    now += 2000
    await expect(gateway.payLink(id, card)).rejects.toMatchObject({ reason: 'linkOver' })
  })
})

test('a saved card pays by its token, and its digits are nowhere', async () => {
  const gateway = gatewayOf()
  const saved = await gateway.saveMethod({ key: 'm', customer: 'c1', card: { number: '4000000000009995' } })
  expect(JSON.stringify(await gateway.methods('c1'))).not.toContain('400000000000')
  const made = await gateway.charge({ key: 'k', amount: 10, currency: 'USD', method: saved.id })
  expect(made).toMatchObject({ status: 'declined', code: 'insufficientFunds', lastFour: '9995' })
})

import type { Context } from '@patchbay/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { refundCollections } from '../refund-rules/refund-manifest.ts'
import { createFakeHttp, outcomeOf } from '../testing/fake-http.ts'
import { createMemoryHost } from '../testing/memory-context.ts'
import fake, { startXero, type XeroState } from './fake.ts'
import xero from './handlers.ts'
import { SAMPLE } from './sample.ts'
import { timeOf } from './xero-api.ts'

const NOW = Date.UTC(2026, 0, 15, 9, 0)
/** Of which 3,000.00 are still to be paid. */
const PARTLY = 'INV-0003'

function desk(change: (state: XeroState) => void = () => undefined) {
  const state = startXero()
  change(state)
  const wire = createFakeHttp<XeroState>({ ...fake, start: () => state })
  const host = createMemoryHost({ collections: refundCollections }, { startsAt: NOW, http: wire.http })
  const settings = { ...fake.settings, limitFlow: 10_000_000 }
  let keys = 0
  const contextOf = (key: string) => host.context(settings, { key }) as Context<never>
  type Refund = Parameters<typeof xero.actions.refund>[0]
  type Note = Parameters<typeof xero.actions.creditNote>[0]
  return {
    ...wire,
    refund: (input: Refund, key = `key-${keys++}`) => outcomeOf(() => xero.actions.refund(input, contextOf(key))),
    credit: (input: Partial<Note>, key = `key-${keys++}`) =>
      outcomeOf(() => xero.actions.creditNote({ amount: 100, currency: 'THB', reason: 'Late', ...input }, contextOf(key))),
    eligible: (paymentId: string) => outcomeOf(() => xero.actions.checkEligibility({ paymentId }, contextOf('e'))),
    /** What is written, without what was there. */
    notes: () => state.notes.slice(1).map(({ status, total, used, out }) => ({ status, total, used, out })),
    bill: (number: string) => state.bills.find((one) => one.number === number),
  }
}

describe('a refund', () => {
  test('is a credit note that is paid out of the bank account', async () => {
    const { refund, notes, state } = desk()
    const made = await refund({ paymentId: 'INV-0001', amount: 12_345, reason: 'Broken' }, 'k1')
    expect(made).toMatchObject({ outlet: 'refunded', output: { paymentId: 'INV-0001', amount: 12_345 } })
    expect(notes()).toEqual([{ status: 'PAID', total: 123.45, used: 123.45, out: 123.45 }])
    expect(state.notes.at(-1)?.reference).toBe('INV-0001 [patchbay refund:k1]')
  })

  test('of a bill that is paid in part is no more than was paid', async () => {
    const { refund, eligible } = desk()
    expect(await eligible(PARTLY)).toMatchObject({ outlet: 'eligible', output: { max: 190_000, captured: 190_000 } })
    expect((await refund({ paymentId: PARTLY, amount: 190_001 })).outlet).toBe('exceedsCaptured')
    expect((await refund({ paymentId: PARTLY })).outlet).toBe('refunded')
    expect((await refund({ paymentId: PARTLY, amount: 1 })).outlet).toBe('alreadyRefunded')
    expect(await refund({ paymentId: 'INV-0004' })).toMatchObject({ outlet: 'notEligible', output: { reason: 'notPaid' } })
  })

  test('that the bank account does not take leaves no credit behind, and may be tried anew', async () => {
    const { refund, notes, state } = desk((now) => {
      now.bank = 'USD'
    })
    expect((await refund({ paymentId: 'INV-0001' })).outlet).toBe('notEligible')
    expect(notes()).toEqual([{ status: 'VOIDED', total: 4900, used: 0, out: 0 }])
    state.bank = ''
    expect((await refund({ paymentId: 'INV-0001' })).outlet).toBe('refunded')
  })

  test('counts what somebody gave back by hand, and wrote the number of the bill on', async () => {
    const { refund } = desk(({ notes }) => {
      const [note] = notes
      if (note !== undefined)
        notes.push({ ...note, id: SAMPLE.bill(950), reference: 'INV-0001', total: 4000, used: 4000, out: 4000 })
    })
    expect((await refund({ paymentId: 'INV-0001', amount: 90_001 })).outlet).toBe('exceedsCaptured')
    expect((await refund({ paymentId: 'INV-0001', amount: 90_000 })).outlet).toBe('refunded')
  })

  test('is not mixed up with a bill whose number begins alike', async () => {
    const { refund } = desk(({ notes }) => {
      const [note] = notes
      if (note !== undefined) notes.push({ ...note, id: SAMPLE.bill(950), reference: 'INV-00012', total: 4900, used: 4900 })
    })
    expect((await refund({ paymentId: 'INV-0001' })).outlet).toBe('refunded')
  })
})

describe('a credit note', () => {
  test('is set off against what is still to be paid', async () => {
    const { credit, notes, bill } = desk()
    expect(await credit({ amount: 20_000, invoiceId: PARTLY })).toMatchObject({ outlet: 'issued', output: { number: 'CN-0002' } })
    expect(notes()).toEqual([{ status: 'PAID', total: 200, used: 200, out: 0 }])
    expect(bill(PARTLY)).toMatchObject({ credited: 200 })
  })

  test('of a paid bill stays as credit, and of a customer, too', async () => {
    const { credit, notes } = desk()
    expect((await credit({ amount: 20_000, paymentId: 'INV-0001' })).outlet).toBe('issued')
    expect((await credit({ amount: 30_000, customerId: SAMPLE.contact })).outlet).toBe('issued')
    expect(notes().map(({ total, used }) => [total, used])).toEqual([
      [200, 0],
      [300, 0],
    ])
  })

  test('and what is paid out are together no more than the bill', async () => {
    const { credit, refund } = desk()
    expect((await credit({ amount: 300_000, invoiceId: PARTLY })).outlet).toBe('issued')
    expect((await refund({ paymentId: PARTLY })).outlet).toBe('refunded')
    expect((await credit({ amount: 1, invoiceId: PARTLY })).outlet).toBe('notEligible')
    const all = await Promise.all(Array.from({ length: 20 }, () => credit({ amount: 60_000, invoiceId: 'INV-0001' })))
    expect(all.filter(({ outlet }) => outlet === 'issued')).toHaveLength(8)
  })

  test('is written and set off once, whichever answer got lost', async () => {
    const clean = desk()
    await clean.credit({ amount: 20_000, invoiceId: PARTLY }, 'k')
    for (let at = 0; at < clean.asked.length; at++) {
      for (const what of ['request', 'reply'] as const) {
        const { credit, lose, notes, bill } = desk()
        lose(at, what)
        expect((await credit({ amount: 20_000, invoiceId: PARTLY }, 'k')).outlet).toBe('TIMEOUT')
        expect(await credit({ amount: 20_000, invoiceId: PARTLY }, 'k')).toMatchObject({
          outlet: 'issued',
          output: { number: 'CN-0002' },
        })
        expect(notes()).toHaveLength(1)
        expect(bill(PARTLY)).toMatchObject({ credited: 200 })
      }
    }
  })

  test.each([
    ['in another currency', { invoiceId: PARTLY, currency: 'USD' }],
    ['of a bill that there is not', { invoiceId: 'INV-9999' }],
    ['of nobody', {}],
    ['of whom Xero does not know', { customerId: 'c1' }],
    ['of more than the bill', { invoiceId: PARTLY, amount: 490_001 }],
  ])('is not written %s', async (_, input) => {
    const { credit, notes } = desk()
    expect((await credit(input)).outlet).toBe('notEligible')
    expect(notes()).toEqual([])
  })
})

test('a token is asked for once', async () => {
  const { refund, asked } = desk()
  await refund({ paymentId: 'INV-0001', amount: 100 })
  await refund({ paymentId: 'INV-0001', amount: 100 })
  expect(asked.filter(({ origin }) => origin === 'https://identity.xero.com')).toHaveLength(1)
})

test.each([
  ['/Date(1768381200000+0000)/', 1_768_381_200_000],
  ['2026-01-14T09:00:00Z', 1_768_381_200_000],
  ['soon', 0],
  [undefined, 0],
])('the time %s is %i', (text, expected) => expect(timeOf(text)).toBe(expected))

import type { Context } from '@patchbay/plugin-sdk'
import { expect, test } from 'vitest'
import { createFakeHttp, outcomeOf } from '../testing/fake-http.ts'
import { createMemoryHost } from '../testing/memory-context.ts'
import fake from './fake.ts'
import stripe from './handlers.ts'
import manifest from './manifest.ts'

const ABOUT = { amount: 20_000, currency: 'THB', reason: 'Geç geldi · ช้า', invoiceId: 'in_paid' }

function desk() {
  const wire = createFakeHttp(fake)
  const host = createMemoryHost(manifest, { startsAt: Date.UTC(2026, 0, 15, 9, 0), http: wire.http })
  let keys = 0
  return {
    ...{ wire, notes: wire.state.billing.creditNotes },
    ask: (action: keyof typeof stripe.actions, input: object, key = `key-${keys++}`) => {
      const context = {
        ...host.context(fake.settings, { key }),
        actor: action === 'decide' ? { name: 'Mali', role: 'owner' } : null,
      }
      return outcomeOf(() => stripe.actions[action](input as never, context as unknown as Context<never>))
    },
    sent: () => wire.asked.filter(({ method, path }) => method === 'POST' && path === '/v1/credit_notes').map(({ form }) => form),
  }
}

test('what of an invoice was paid goes to the customer’s balance; of one that is open there is less to pay', async () => {
  const { ask, sent } = desk()
  expect(await ask('creditNote', ABOUT)).toMatchObject({ outlet: 'issued', output: { number: 'ABC-cn_1' } })
  expect((await ask('creditNote', { ...ABOUT, invoiceId: 'in_open' })).outlet).toBe('issued')
  expect(sent()).toEqual([
    { invoice: 'in_paid', amount: '20000', memo: ABOUT.reason, 'metadata[patchbay]': 'key-0', credit_amount: '20000' },
    { invoice: 'in_open', amount: '20000', memo: ABOUT.reason, 'metadata[patchbay]': 'key-1' },
  ])
})

test('an invoice is not credited beyond its amount, with 20 at once', async () => {
  const { ask, notes } = desk()
  const made = await Promise.all(Array.from({ length: 20 }, () => ask('creditNote', { ...ABOUT, amount: 100_000 })))
  expect(made.filter(({ outlet }) => outlet === 'issued')).toHaveLength(4)
  expect(notes).toHaveLength(4)
  for (const { outlet } of made) expect(['issued', 'notEligible']).toContain(outlet)
})

test('an answer that got lost is looked for: one note', async () => {
  const clean = desk()
  await clean.ask('creditNote', ABOUT, 'n1')
  for (let at = 0; at < clean.wire.asked.length; at++) {
    for (const what of ['request', 'reply'] as const) {
      const { ask, notes, wire } = desk()
      wire.lose(at, what)
      expect((await ask('creditNote', ABOUT, 'n1')).outlet).toBe('TIMEOUT')
      wire.state.answered = {}
      expect((await ask('creditNote', ABOUT, 'n1')).outlet).toBe('issued')
      expect(notes, `${what} ${at + 1}`).toHaveLength(1)
    }
  }
})

test('the note of what was approved says which refund it is about, and is written once', async () => {
  const { ask, notes, wire } = desk()
  const asked = await ask('requestApproval', { paymentId: 'pi_sample', amount: 200_000, reason: 'Broken' })
  const { approvalId } = asked.output as { approvalId: string }
  // as the page of approvals asks: by the payment
  const note = { ...ABOUT, invoiceId: undefined, paymentId: 'pi_sample', amount: 200_000, approvalId }
  expect((await ask('creditNote', note)).outlet).toBe('notEligible')
  const given = await ask('decide', { approvalId, decision: 'approve' })
  const { refundId } = given.output as { refundId: string }
  for (let times = 0; times < 2; times++) expect((await ask('creditNote', note)).outlet).toBe('issued')
  expect(notes).toMatchObject([{ amount: 200_000, refund: refundId }])
  expect(wire.state.refunds.filter(({ payment_intent }) => payment_intent === 'pi_sample')).toHaveLength(1)
  expect(await ask('getApproval', { approvalId })).toMatchObject({ output: { approval: { creditNote: 'ABC-cn_1' } } })
})

test('another currency, no invoice, and more than a flow may give', async () => {
  const { ask, notes } = desk()
  expect((await ask('creditNote', { ...ABOUT, currency: 'USD' })).outlet).toBe('notEligible')
  expect((await ask('creditNote', { ...ABOUT, invoiceId: undefined })).outlet).toBe('notEligible')
  expect((await ask('creditNote', { ...ABOUT, invoiceId: undefined, paymentId: 'pi_part' })).outlet).toBe('notEligible')
  expect((await ask('creditNote', { ...ABOUT, amount: 130_001 })).outlet).toBe('needsApproval')
  expect(notes).toEqual([])
})

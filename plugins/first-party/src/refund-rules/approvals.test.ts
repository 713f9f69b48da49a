import { expect, test } from 'vitest'
import manifest from '../refund-desk/manifest.ts'
import { createMemoryHost } from '../testing/memory-context.ts'
import { creditHandlers } from './credit-handlers.ts'
import { refundHandlers } from './refund-handlers.ts'
import type { MadeRefund, RefundService, RefundSettings, TakenPayment } from './refund-service.ts'

const UNSET = { limitFlow: 50_000, limitAgent: 200_000 }
const CALL = { key: 'k1'.padEnd(24, '0'), runId: 'run-1' }

interface Desk {
  settings?: RefundSettings
  refusal?: 'exceedsCaptured'
  /** Somebody gives it back between the first look for it and the next one. */
  meanwhile?: true
}

/** A service with one payment of 4,900.00 baht. */
function deskOf({ settings = {}, refusal, meanwhile }: Desk = {}) {
  const host = createMemoryHost(manifest)
  const taken: TakenPayment = {
    ...{ paymentId: 'p1', amount: 490_000, captured: 490_000, refunded: 0, currency: 'THB' },
    ...{ at: Date.parse('2026-11-20T10:00:00Z'), customerId: 'c1', disputed: true },
  }
  const made: MadeRefund[] = []
  const service: RefundService = {
    payment: async (id) => (id === 'p1' ? taken : undefined),
    async refund({ key, paymentId, amount, currency }) {
      if (refusal !== undefined) return refusal
      const known = made.find(({ refundId }) => refundId === key)
      if (known !== undefined) return known
      const refund: MadeRefund = { refundId: key, paymentId, amount, currency, state: 'refunded' }
      made.push(refund)
      return refund
    },
    async made({ key, paymentId }) {
      const known = made.find(({ refundId }) => refundId === key)
      if (known !== undefined || meanwhile === undefined) return known
      made.push({ refundId: key, paymentId, amount: taken.captured, currency: taken.currency, state: 'refunded' })
      Object.assign(taken, { refunded: taken.captured })
      return undefined
    },
    get: async (id) => made.find(({ refundId }) => refundId === id),
    history: async () => [taken],
  }
  const handlers = { ...refundHandlers(() => service, UNSET), ...creditHandlers(() => service, UNSET) }
  const context = (call?: { key?: string; runId?: string }) => host.context(settings, call)
  const ask = async (amount: number) => {
    const { output } = await handlers.requestApproval({ paymentId: 'p1', amount, reason: 'Broken' }, context(CALL))
    const approvalId = String(output?.approvalId)
    return { approvalId, look: async () => (await handlers.getApproval({ approvalId }, context())).output }
  }
  return { handlers, context, ask, made }
}

test.each([
  [{}, 50_001, { rule: 'limit', limit: 50_000 }],
  [{ limitFlow: 100 }, 50_000, { rule: 'limit', limit: 100 }],
  [{ currency: 'EUR' }, 100, { rule: 'currency' }],
  [{ capPerCustomer: 10_000 }, 10_001, { rule: 'cap', limit: 10_000 }],
  [{}, 50_000, { rule: 'asked' }],
])('with the rules %j a request for %i says what sent it to somebody: %j', async (settings, amount, told) => {
  const { look } = await deskOf({ settings }).ask(amount)
  const { limit, rule, runId, askedBy } = (await look())?.approval ?? {}
  expect({ rule, ...(limit === undefined ? {} : { limit }) }).toEqual(told)
  expect([runId, askedBy]).toEqual(['run-1', 'flow'])
})

test('whoever decides sees that a payment is disputed', async () => {
  const { look } = await deskOf().ask(60_000)
  expect((await look())?.history).toMatchObject([{ paymentId: 'p1', state: 'disputed' }])
})

test('what was approved and could not be given back is told as such, and has no note', async () => {
  const { handlers, context, ask } = deskOf({ refusal: 'exceedsCaptured' })
  const { approvalId, look } = await ask(60_000)
  expect((await handlers.decide({ approvalId, decision: 'approve' }, context())).outlet).toBe('exceedsCaptured')
  expect((await look())?.approval).toMatchObject({ state: 'refused', answer: 'exceedsCaptured' })
  const order = { approvalId, amount: 60_000, currency: 'THB', reason: 'Broken' }
  expect((await handlers.creditNote(order, context())).outlet).toBe('notEligible')
})

test('of two who approve at the same moment both are told that it was given back, and it stays approved', async () => {
  const { handlers, context, ask, made } = deskOf({ meanwhile: true })
  const { approvalId, look } = await ask(490_000)
  expect((await handlers.decide({ approvalId, decision: 'approve' }, context())).outlet).toBe('refunded')
  expect((await look())?.approval).toMatchObject({ state: 'approved', refundId: made[0]?.refundId })
  expect(made).toHaveLength(1)
})

test('one note is written for an approved refund, whoever asks and however often, and the request has its number', async () => {
  const { handlers, context, ask } = deskOf()
  const { approvalId, look } = await ask(60_000)
  const order = { approvalId, amount: 60_000, currency: 'THB', reason: 'Broken', paymentId: 'p1' }
  expect((await handlers.creditNote(order, context())).outlet).toBe('notEligible')
  await handlers.decide({ approvalId, decision: 'approve' }, context())
  const more = { ...order, amount: 60_001 }
  expect((await handlers.creditNote(more, context())).outlet).toBe('notEligible')
  const [first, second] = [await handlers.creditNote(order, context()), await handlers.creditNote(order, context())]
  expect(first).toMatchObject({ outlet: 'issued', output: { number: expect.stringMatching(/^CN-2026-\d{5}$/) } })
  expect(second).toEqual(first)
  expect((await look())?.approval?.creditNote).toBe(first.output?.number)
})

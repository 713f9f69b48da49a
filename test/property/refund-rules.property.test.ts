import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refundHandlers } from '../../plugins/first-party/src/refund-rules/refund-handlers.ts'
import { refundCollections } from '../../plugins/first-party/src/refund-rules/refund-manifest.ts'
import type {
  MadeRefund,
  RefundContext,
  RefundService,
  RefundSettings,
} from '../../plugins/first-party/src/refund-rules/refund-service.ts'
import { createMemoryHost } from '../../plugins/first-party/src/testing/memory-context.ts'

const runs = process.env['PATCHBAY_EVIDENCE'] === '1' ? 5000 : 300
const DAY_MS = 86_400_000
const PAYMENT = 'pay_1'
/** Few units, so that bounds are met. */
const CAPTURED = 20
const CAP_DAYS = 30
const WINDOW_DAYS = 6

type Lost = 'no' | 'before' | 'after'
interface Moved extends MadeRefund {
  key: string
  at: number
}

/**
 * Whoever moves the money, at its worst: it knows no keys, does whatever it is asked, and its answer may get lost before or after that.
 *
 * @param own Refuses what is more than it has, as one step: what real ones do, and what holds when many ask at once.
 */
function moneyService(now: () => number, own: boolean) {
  const moved: Moved[] = []
  const refunded = () => moved.reduce((sum, { amount }) => sum + amount, 0)
  const gone = () => Object.assign(new Error('nobody answered'), { code: 'TIMEOUT' })
  const state = { lost: 'no' as Lost, moved, refunded }
  const service: RefundService = {
    payment: async (paymentId) =>
      paymentId === PAYMENT
        ? { paymentId, amount: CAPTURED, captured: CAPTURED, refunded: refunded(), currency: 'THB', at: 0, customerId: 'c1' }
        : undefined,
    async refund({ key, paymentId, amount, currency }) {
      if (state.lost === 'before') throw gone()
      if (own && amount > CAPTURED - refunded()) return refunded() === CAPTURED ? 'alreadyRefunded' : 'exceedsCaptured'
      const made: Moved = { refundId: `re_${moved.length}`, paymentId, amount, currency, state: 'refunded', key, at: now() }
      moved.push(made)
      if (state.lost === 'after') throw gone()
      return made
    },
    made: async ({ key }) => moved.find((one) => one.key === key),
    get: async (refundId) => moved.find((one) => one.refundId === refundId),
    history: async () => [],
  }
  return { service, state }
}

const ROLES = ['flow', 'agent', 'supervisor', 'owner', 'builder'] as const
const actorOf = (role: (typeof ROLES)[number]): RefundContext['actor'] => (role === 'flow' ? null : { name: role, role })
const NONE_LEFT = new Set(['exceedsCaptured', 'alreadyRefunded'])

function desk(settings: RefundSettings, own = false) {
  const host = createMemoryHost({ collections: refundCollections }, { startsAt: DAY_MS })
  const clock = host.context({}).clock
  const { service, state } = moneyService(clock.now, own)
  const handlers = refundHandlers(() => service)
  const as = (role: (typeof ROLES)[number], key: string): RefundContext => ({
    ...host.context(settings, { key }),
    actor: actorOf(role),
  })
  /** What came of it; what broke off is `unknown`. */
  const outletOf = async (ask: () => Promise<{ outlet: string }> | { outlet: string }): Promise<string> => {
    try {
      return (await ask()).outlet
    } catch {
      return 'unknown'
    }
  }
  return { host, handlers, as, outletOf, ...state, state }
}

const limit = fc.option(fc.nat({ max: CAPTURED }), { nil: undefined })
const anySettings = fc.record({ limitFlow: limit, limitAgent: limit, limitSupervisor: limit, capPerCustomer: limit })
const settingsOf = (given: Readonly<Record<string, number | undefined>>): RefundSettings => ({
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  ...{ windowDays: WINDOW_DAYS, capDays: CAP_DAYS },
})
const anyOrder = fc.record({
  ask: fc.constantFrom('refund', 'refund', 'approval'),
  key: fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5', 'k6'),
  amount: fc.option(fc.integer({ min: 1, max: 24 }), { nil: undefined }),
  role: fc.constantFrom(...ROLES),
  lost: fc.constantFrom<Lost>('no', 'no', 'before', 'after'),
  days: fc.constantFrom(0, 0, 0, 1, 4),
})

type Limits = typeof anySettings extends fc.Arbitrary<infer Value> ? Value : never
type Order = typeof anyOrder extends fc.Arbitrary<infer Value> ? Value : never
/** Found at full size: approved, but nobody answered; then others are given back, and it is pressed again. */
const APPROVED_AND_OVERTAKEN: [Limits, Order[]] = [
  { limitFlow: undefined, limitAgent: undefined, limitSupervisor: undefined, capPerCustomer: undefined },
  [
    { ask: 'approval', key: 'k3', amount: 10, role: 'flow', lost: 'before', days: 0 },
    { ask: 'approval', key: 'k1', amount: 11, role: 'flow', lost: 'no', days: 0 },
    { ask: 'approval', key: 'k3', amount: undefined, role: 'flow', lost: 'no', days: 0 },
  ],
]

test('whatever is asked in whatever order, no more is given back than was captured, than a role may, than the cap, or twice', async () => {
  await fc.assert(
    fc.asyncProperty(anySettings, fc.array(anyOrder, { maxLength: 14 }), async (given, orders) => {
      const settings = settingsOf(given)
      const { host, handlers, as, outletOf, state, moved, refunded } = desk(settings)
      const asked = new Map<string, (typeof ROLES)[number][]>()
      for (const { ask, key, amount, role, lost, days } of orders) {
        host.pass(days * DAY_MS)
        state.lost = lost
        if (ask === 'refund') {
          asked.set(key, [...(asked.get(key) ?? []), role])
          const input = { paymentId: PAYMENT, ...(amount === undefined ? {} : { amount }) }
          const before = refunded()
          const outlet = await outletOf(() => handlers.refund(input, as(role, key)))
          if (outlet !== 'refunded' && outlet !== 'unknown') expect(refunded()).toBe(before)
        } else {
          const wanted = { paymentId: PAYMENT, amount: amount ?? 1, reason: 'Broken' }
          const request = await handlers.requestApproval(wanted, as(role, `a-${key}`))
          const approvalId = request.outlet === 'requested' ? request.output?.approvalId : undefined
          if (approvalId !== undefined)
            await outletOf(() => handlers.decide({ approvalId, decision: 'approve' }, as('owner', `d-${key}`)))
        }
      }

      expect(new Set(moved.map(({ key }) => key)).size).toBe(moved.length)
      const unasked = moved.filter(({ key }) => asked.has(key))
      const limitOf = { flow: settings.limitFlow ?? 0, agent: settings.limitAgent ?? 0, builder: 0, owner: CAPTURED }
      for (const { key, amount } of unasked) {
        const most = (asked.get(key) ?? []).map((role) =>
          role === 'supervisor' ? (settings.limitSupervisor ?? CAPTURED) : limitOf[role],
        )
        expect(amount).toBeLessThanOrEqual(Math.max(...most))
      }
      for (const { at } of unasked) expect(at).toBeLessThanOrEqual(WINDOW_DAYS * DAY_MS)
      if (settings.capPerCustomer !== undefined)
        expect(unasked.reduce((sum, { amount }) => sum + amount, 0)).toBeLessThanOrEqual(settings.capPerCustomer)
      expect(refunded()).toBeLessThanOrEqual(CAPTURED)
    }),
    { numRuns: runs, examples: [APPROVED_AND_OVERTAKEN] },
  )
})

test('20 who ask at once get no more than was captured, and no more than the cap', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 20, maxLength: 20 }),
      fc.option(fc.integer({ min: 8, max: 30 }), { nil: undefined }),
      async (amounts, cap) => {
        const { handlers, as, outletOf, moved, refunded } = desk(settingsOf({ limitFlow: CAPTURED, capPerCustomer: cap }), true)
        const outlets = await Promise.all(
          amounts.map((amount, index) =>
            outletOf(() => handlers.refund({ paymentId: PAYMENT, amount }, as('flow', `k${index}`))),
          ),
        )
        expect(refunded()).toBeLessThanOrEqual(Math.min(CAPTURED, cap ?? CAPTURED))
        expect(outlets.filter((outlet) => outlet === 'refunded')).toHaveLength(moved.length)
        // whoever got nothing hears why
        for (const outlet of outlets) expect(['refunded', 'needsApproval', 'unknown', ...NONE_LEFT]).toContain(outlet)
        expect(moved.length).toBeGreaterThan(0)
      },
    ),
    { numRuns: Math.ceil(runs / 10) },
  )
})

test('what was approved is given back once, however often and however late somebody presses', async () => {
  const { host, handlers, as, outletOf, state, moved } = desk({})
  const request = await handlers.requestApproval({ paymentId: PAYMENT, amount: 3, reason: 'Broken' }, as('flow', 'a'))
  const approvalId = request.output?.approvalId ?? ''
  const decide = (key: string) => outletOf(() => handlers.decide({ approvalId, decision: 'approve' }, as('owner', key)))
  state.lost = 'after'
  expect(await decide('d1')).toBe('unknown')
  state.lost = 'no'
  expect(await decide('d2')).toBe('refunded')
  host.pass(7 * DAY_MS)
  expect(await decide('d3')).toBe('refunded')
  expect(moved.map(({ amount }) => amount)).toEqual([3])
})

import { describe, expect, test } from 'vitest'
import { judgeRefund, NOTHING_BY_ITSELF } from './judge-refund.ts'
import type { RefundContext, RefundSettings, TakenPayment } from './refund-service.ts'

const NOW = Date.UTC(2026, 10, 22, 9, 0)
const DAY_MS = 86_400_000
const clock = { now: () => NOW, iso: () => new Date(NOW).toISOString() }

type Role = NonNullable<RefundContext['actor']>['role']
const actorOf = (role: Role | 'flow'): RefundContext['actor'] => (role === 'flow' ? null : { name: 'somebody', role })

const judge = (
  amount: number,
  {
    payment = {},
    settings = {},
    role = 'flow',
    unset = NOTHING_BY_ITSELF,
  }: {
    payment?: Partial<TakenPayment>
    settings?: RefundSettings
    role?: Role | 'flow'
    unset?: typeof NOTHING_BY_ITSELF
  } = {},
): string => {
  const taken = { paymentId: 'p', amount: 1000, captured: 1000, refunded: 0, currency: 'THB', at: NOW, ...payment }
  const judged = judgeRefund(taken, amount, { settings, actor: actorOf(role), clock }, unset)
  return judged.type === 'notEligible' ? judged.reason : judged.type
}
const LIMITS: RefundSettings = { limitFlow: 100, limitAgent: 200, limitSupervisor: 300 }

describe('who may give back how much of their own accord', () => {
  test.each<[Role | 'flow', number]>([
    ['flow', 100],
    ['agent', 200],
    ['supervisor', 300],
  ])('%s: %i, and not one more', (role, limit) => {
    expect(judge(limit, { settings: LIMITS, role })).toBe('eligible')
    expect(judge(limit + 1, { settings: LIMITS, role })).toBe('needsApproval')
  })
  test('an owner: all that is left', () => expect(judge(1000, { settings: LIMITS, role: 'owner' })).toBe('eligible'))
  test.each(['builder', 'developer', 'analyst'] as const)('%s: nothing', (role) =>
    expect(judge(1, { settings: LIMITS, role })).toBe('needsApproval'),
  )
  test.each<[Role | 'flow', string]>([
    ['flow', 'needsApproval'],
    ['agent', 'needsApproval'],
    ['supervisor', 'eligible'],
  ])('where the limit is blank, of real money %s: %s', (role, expected) => expect(judge(1, { role })).toBe(expected))
  test('where the limit is blank, a plugin may have one of its own', () => {
    const unset = { limitFlow: 10, limitAgent: 20 }
    expect([judge(10, { unset }), judge(11, { unset })]).toEqual(['eligible', 'needsApproval'])
    expect([judge(20, { unset, role: 'agent' }), judge(21, { unset, role: 'agent' })]).toEqual(['eligible', 'needsApproval'])
    // what somebody has set holds, also when it is nothing
    expect(judge(1, { unset, settings: { limitFlow: 0 } })).toBe('needsApproval')
  })
  test('in another currency than that of the limits nobody', () => {
    for (const role of ['flow', 'agent', 'supervisor', 'owner'] as const)
      expect(judge(1, { settings: { ...LIMITS, currency: 'USD' }, role })).toBe('needsApproval')
    expect(judge(1, { settings: { ...LIMITS, currency: 'THB' } })).toBe('eligible')
  })
})

describe('never more than what is left', () => {
  const settings = { limitFlow: 10_000 }
  test.each([
    [1000, 0, 1000, 'eligible'],
    [1001, 0, 1000, 'exceedsCaptured'],
    [400, 600, 1000, 'eligible'],
    [401, 600, 1000, 'exceedsCaptured'],
    [1, 1000, 1000, 'alreadyRefunded'],
    [1, 1200, 1000, 'alreadyRefunded'],
    [1, 0, 0, 'notPaid'],
  ])('%i, when %i of %i are given back: %s', (amount, refunded, captured, expected) =>
    expect(judge(amount, { payment: { refunded, captured }, settings, role: 'owner' })).toBe(expected),
  )
})

describe('within so many days', () => {
  const settings = { limitFlow: 1000 }
  test.each<[number | undefined, number]>([
    [undefined, 30],
    [1, 1],
    [0, 0],
    [3650, 3650],
  ])('%s in the settings: to the millisecond %i', (windowDays, days) => {
    const at = NOW - days * DAY_MS
    const within = { ...settings, ...(windowDays === undefined ? {} : { windowDays }) }
    expect(judge(1, { payment: { at }, settings: within })).toBe('eligible')
    expect(judge(1, { payment: { at: at - 1 }, settings: within })).toBe('windowOver')
    // nobody is above the rule
    expect(judge(1, { payment: { at: at - 1 }, settings: within, role: 'owner' })).toBe('windowOver')
  })
  test('what cannot be given back at all says so first', () => {
    const at = NOW - 40 * DAY_MS
    expect(judge(1, { payment: { at, refunded: 1000 }, settings })).toBe('alreadyRefunded')
    expect(judge(1001, { payment: { at }, settings })).toBe('exceedsCaptured')
  })
})

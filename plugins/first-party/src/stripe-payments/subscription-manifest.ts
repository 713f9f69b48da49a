import { payments } from '@patchbay/core'

const { actions } = payments
const text = { type: 'string', maxLength: 120 } as const

/** What was asked for under which key, to be found again when Stripe has forgotten its own. */
export const subscriptionNotes = {
  subscribed: {
    title: 'Subscriptions that were begun',
    record: { type: 'object', properties: { customer: text }, required: ['customer'] },
    erasing: { by: [{ field: 'customer', names: 'customer' }] },
  },
  renewals: {
    title: 'Renewals that were asked for',
    record: { type: 'object', properties: { subscription: text, invoice: text }, required: ['subscription', 'invoice'] },
  },
} as const

const plan = { planId: 'price_month', name: 'Internet', amount: 59_900, currency: 'THB', every: 'month', count: 1 } as const
const active = {
  ...{ subscriptionId: 'sub_sample', state: 'active', ...plan, customerId: 'cus_1', methodId: 'pm_saved' },
  ...{ nextDate: '2026-02-15', since: '2026-01-15' },
} as const

export const subscriptionActions = {
  listPlans: {
    ...actions.listPlans,
    timeoutMs: 5000,
    examples: [{ input: {}, outlet: 'done', output: { plans: [plan] } }],
  },
  createSubscription: {
    ...actions.createSubscription,
    examples: [
      {
        input: { planId: 'price_month', customerId: 'cus_1', methodId: 'pm_saved' },
        outlet: 'active',
        output: { ...active, subscriptionId: 'sub_6' },
      },
      {
        input: { planId: 'price_month', customerId: 'cus_1', methodId: 'pm_declined' },
        outlet: 'declined',
        output: { code: 'insufficientFunds' },
      },
      { input: { planId: 'price_month', customerId: 'cus_1', methodId: 'pm_asks' }, outlet: 'requiresAction' },
      { input: { planId: 'price_none', customerId: 'cus_1', methodId: 'pm_saved' }, outlet: 'noPlan' },
    ],
  },
  getSubscription: {
    ...actions.getSubscription,
    timeoutMs: 8000,
    examples: [
      { input: { subscriptionId: 'sub_sample' }, outlet: 'active', output: active },
      { input: { subscriptionId: 'sub_due' }, outlet: 'pastDue' },
      { input: { subscriptionId: 'sub_over' }, outlet: 'ended' },
      { input: { subscriptionId: 'sub_none' }, outlet: 'notFound' },
    ],
  },
  listSubscriptions: {
    ...actions.listSubscriptions,
    timeoutMs: 5000,
    examples: [{ input: { customerId: 'cus_1', limit: 1 }, outlet: 'done', output: { subscriptions: [active] } }],
  },
  cancelSubscription: {
    ...actions.cancelSubscription,
    timeoutMs: 8000,
    examples: [
      {
        input: { subscriptionId: 'sub_sample' },
        outlet: 'cancelled',
        output: { ...active, state: 'ending', endsOn: '2026-02-15' },
      },
      { input: { subscriptionId: 'sub_over' }, outlet: 'alreadyEnded' },
      { input: { subscriptionId: 'sub_none' }, outlet: 'notFound' },
    ],
  },
  renew: {
    ...actions.renew,
    examples: [
      { input: { subscriptionId: 'sub_due' }, outlet: 'renewed', output: { ...active, subscriptionId: 'sub_due' } },
      { input: { subscriptionId: 'sub_sample' }, outlet: 'notDue', output: active },
      { input: { subscriptionId: 'sub_poor' }, outlet: 'declined', output: { code: 'insufficientFunds' } },
      { input: { subscriptionId: 'sub_asks' }, outlet: 'requiresAction' },
      { input: { subscriptionId: 'sub_over' }, outlet: 'ended' },
      { input: { subscriptionId: 'sub_none' }, outlet: 'notFound' },
    ],
  },
} as const

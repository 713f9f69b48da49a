import { payments } from '@patchbay/core'

const { actions } = payments
const text = { type: 'string', maxLength: 120 } as const
const whole = { type: 'integer', minimum: 0 } as const
const { name, currency, every, count } = actions.getSubscription.output.properties
const plan = { name: { type: 'string', maxLength: 200 }, amount: whole, currency: text, every: text, count: whole } as const
const PLAN = ['name', 'amount', 'currency', 'every', 'count'] as const

export const subscriptionCollections = {
  plans: { title: 'Plans', record: { type: 'object', properties: plan, required: PLAN } },
  subscriptions: {
    title: 'Subscriptions',
    record: {
      type: 'object',
      properties: {
        ...plan,
        ...{ planId: text, customerId: text, methodId: text, since: text, paid: whole, tries: whole },
        ...{ cancelled: text, code: text, paymentId: text },
      },
      required: [...PLAN, 'planId', 'customerId', 'methodId', 'since', 'paid', 'tries'],
    },
    indexes: [['customerId']],
    // of somebody who is not known any more nothing is taken any more
    erasing: { by: [{ field: 'customerId', names: 'customer' }] },
  },
  renewals: {
    title: 'Renewals that were asked for',
    record: {
      type: 'object',
      properties: { subscription: text, paid: whole, tries: whole },
      required: ['subscription', 'paid', 'tries'],
    },
  },
} as const

/** Monthly since 15 December, and so due on the day of the trial. */
const internet = {
  ...{ name: 'Internet', amount: 59_900, currency: 'THB', every: 'month', count: 1, planId: 'plan-1', customerId: 'c2' },
  ...{ methodId: 'card_good', since: '2025-12-15' },
} as const
const { methodId, ...asTold } = internet
const active = { subscriptionId: 'sub-paid', state: 'active', ...asTold, methodId, nextDate: '2026-02-15' } as const

/** What the collections of the fake hold for these examples. */
export const subscriptionRecords = {
  plans: [{ id: 'plan-1', value: { name: 'Internet', amount: 59_900, currency: 'THB', every: 'month', count: 1 } }],
  subscriptions: [
    { id: 'sub-due', value: { ...internet, paid: 1, tries: 0 } },
    { id: 'sub-paid', value: { ...internet, paid: 2, tries: 0, paymentId: 'pay_sample' } },
    { id: 'sub-poor', value: { ...internet, methodId: 'card_1', paid: 1, tries: 0 } },
    { id: 'sub-over', value: { ...internet, paid: 1, tries: 0, cancelled: 'before' } },
  ],
} as const

export const subscriptionExamples = {
  listPlans: {
    ...actions.listPlans,
    timeoutMs: 3000,
    examples: [
      {
        input: {},
        outlet: 'done',
        output: {
          plans: [{ planId: 'plan-1', name: 'Internet', amount: 59_900, currency: 'THB', every: 'month', count: 1 }],
        },
      },
    ],
  },
  createPlan: {
    title: { en: 'Make a plan', th: 'สร้างแพ็กเกจ', tr: 'Plan oluştur', lo: 'ສ້າງແພັກເກັດ', 'zh-Hant': '建立方案' },
    summary: {
      en: 'Puts a plan in, which customers can subscribe to.',
      th: 'เพิ่มแพ็กเกจที่ลูกค้าสมัครได้',
      tr: 'Müşterilerin abone olabileceği bir plan ekler.',
      lo: 'ເພີ່ມແພັກເກັດທີ່ລູກຄ້າສະໝັກໄດ້',
      'zh-Hant': '新增客戶可訂閱的方案。',
    },
    input: {
      type: 'object',
      properties: {
        name,
        amount: actions.charge.input.properties.amount,
        currency,
        every,
        count: { ...count, maximum: 100 },
      },
      required: PLAN,
    },
    output: { type: 'object', properties: { planId: text }, required: ['planId'] },
    outlets: [{ name: 'created', title: { en: 'Made', th: 'สร้างแล้ว', tr: 'Oluşturuldu', lo: 'ສ້າງແລ້ວ', 'zh-Hant': '已建立' } }],
    sideEffect: 'write',
    mode: 'idempotent',
    examples: [
      {
        input: { name: 'Gym', amount: 120_000, currency: 'THB', every: 'month', count: 3 },
        outlet: 'created',
        output: { planId: 'plan-2' },
      },
    ],
  },
  createSubscription: {
    ...actions.createSubscription,
    examples: [
      {
        input: { planId: 'plan-1', customerId: 'c2', methodId: 'card_good' },
        outlet: 'active',
        output: { ...active, subscriptionId: 'sub-1', since: '2026-01-15' },
      },
      {
        input: { planId: 'plan-1', customerId: 'c1', methodId: 'card_1' },
        outlet: 'declined',
        output: { code: 'insufficientFunds' },
      },
      { input: { planId: 'plan-1', customerId: 'c3', methodId: 'card_asks' }, outlet: 'requiresAction' },
      { input: { planId: 'plan-none', customerId: 'c2', methodId: 'card_good' }, outlet: 'noPlan' },
    ],
  },
  getSubscription: {
    ...actions.getSubscription,
    timeoutMs: 5000,
    examples: [
      { input: { subscriptionId: 'sub-paid' }, outlet: 'active', output: active },
      { input: { subscriptionId: 'sub-over' }, outlet: 'ended' },
      { input: { subscriptionId: 'sub-none' }, outlet: 'notFound' },
    ],
  },
  listSubscriptions: {
    ...actions.listSubscriptions,
    timeoutMs: 3000,
    examples: [{ input: { customerId: 'c2' }, outlet: 'done', output: { subscriptions: [active] } }],
  },
  cancelSubscription: {
    ...actions.cancelSubscription,
    timeoutMs: 5000,
    examples: [
      {
        input: { subscriptionId: 'sub-paid' },
        outlet: 'cancelled',
        output: { ...asTold, subscriptionId: 'sub-paid', state: 'ending', endsOn: '2026-02-15' },
      },
      { input: { subscriptionId: 'sub-over' }, outlet: 'alreadyEnded' },
      { input: { subscriptionId: 'sub-none' }, outlet: 'notFound' },
    ],
  },
  renew: {
    ...actions.renew,
    examples: [
      { input: { subscriptionId: 'sub-due' }, outlet: 'renewed', output: { ...active, subscriptionId: 'sub-due' } },
      { input: { subscriptionId: 'sub-paid' }, outlet: 'notDue', output: active },
      { input: { subscriptionId: 'sub-poor' }, outlet: 'declined', output: { code: 'insufficientFunds' } },
      { input: { subscriptionId: 'sub-over' }, outlet: 'ended' },
      { input: { subscriptionId: 'sub-none' }, outlet: 'notFound' },
    ],
  },
} as const

import { refunds } from '@patchbay/core'

/** What every plugin that gives money back keeps, asks for and can be told: the rules are the same whoever moves the money. */

const { actions } = refunds
const text = { type: 'string', maxLength: 120 } as const
const whole = { type: 'integer', minimum: 0 } as const

export const refundSettings = {
  currency: {
    type: 'string',
    title: 'Currency of the limits',
    format: 'currency',
    minLength: 3,
    maxLength: 3,
    description: 'What was paid in another currency always waits for approval.',
  },
  windowDays: {
    type: 'integer',
    minimum: 0,
    maximum: 3650,
    title: 'Days after the payment',
    description: '30, when it is blank.',
  },
  limitFlow: { ...whole, title: 'A flow gives back at most', description: 'In the smallest unit. More waits for approval.' },
  limitAgent: { ...whole, title: 'An agent gives back at most', description: 'In the smallest unit. More waits for approval.' },
  limitSupervisor: {
    ...whole,
    title: 'A supervisor gives back at most',
    description: 'In the smallest unit. More waits for approval. Without a limit, when it is blank.',
  },
  capPerCustomer: {
    ...whole,
    title: 'One customer gets back at most',
    description: 'In the smallest unit. More waits for approval.',
  },
  capDays: { type: 'integer', minimum: 1, maximum: 3650, title: 'Within days', description: '30, when it is blank.' },
} as const

/** Of refunds and credit: what the law on money wants kept stays, without whose it was. */
export const whose = { field: 'customerId', names: 'customer' } as const

export const refundCollections = {
  asked: {
    title: 'Refunds that were asked for',
    record: {
      type: 'object',
      properties: { paymentId: text, amount: whole, currency: text, customerId: text },
      required: ['paymentId', 'amount', 'currency'],
    },
    // nothing is given back twice, whoever it was for
    erasing: { by: [whose], blank: ['customerId'] },
  },
  approvals: {
    title: 'Requests for approval',
    record: {
      type: 'object',
      properties: {
        state: text,
        paymentId: text,
        amount: whole,
        currency: text,
        captured: whole,
        refunded: whole,
        customerId: text,
        caseId: text,
        reason: { type: 'string', maxLength: 200 },
        description: { type: 'string', maxLength: 200 },
        askedBy: text,
        runId: text,
        rule: text,
        limit: whole,
        decidedBy: text,
        decidedAt: text,
        answer: { type: 'string', maxLength: 200 },
        refundId: text,
        creditNote: text,
      },
      required: ['state', 'paymentId', 'amount', 'currency', 'askedBy'],
    },
    indexes: [['state']],
    erasing: { by: [whose], blank: ['customerId', 'reason', 'description', 'answer'] },
  },
  totals: {
    title: 'What customers got back',
    record: {
      type: 'object',
      properties: {
        customerId: text,
        entries: {
          type: 'array',
          maxItems: 500,
          items: {
            type: 'object',
            properties: { key: text, amount: whole, currency: text, at: whole },
            required: ['key', 'amount', 'currency', 'at'],
          },
        },
      },
      required: ['entries'],
    },
    erasing: { by: [whose] },
  },
} as const

/** A payment of the fakes of tests, of 4,900.00 in its currency, and what the examples do with it. */
const refundExamples = (paymentId: string, refundId: string, currency: string) =>
  ({
    checkEligibility: [
      {
        input: { paymentId, amount: 10_000 },
        outlet: 'eligible',
        output: { max: 490_000, currency, captured: 490_000, refunded: 0, paidAt: '2026-01-14T09:00:00.000Z' },
      },
      { input: { paymentId, amount: 400_000 }, outlet: 'needsApproval', output: { max: 490_000, currency } },
      {
        input: { paymentId, amount: 990_000 },
        outlet: 'notEligible',
        output: { max: 490_000, currency, reason: 'exceedsCaptured' },
      },
    ],
    refund: [
      {
        input: { paymentId, amount: 10_000, reason: 'Late' },
        outlet: 'refunded',
        output: { refundId, paymentId, amount: 10_000, currency },
      },
      { input: { paymentId, amount: 400_000 }, outlet: 'needsApproval', output: { max: 490_000, currency } },
      { input: { paymentId, amount: 990_000 }, outlet: 'exceedsCaptured', output: { max: 490_000, currency } },
    ],
    requestApproval: [
      {
        input: { paymentId, amount: 400_000, reason: 'Never arrived' },
        outlet: 'requested',
        output: { approvalId: 'approval-1', max: 490_000 },
      },
      {
        input: { paymentId, amount: 990_000, reason: 'Never arrived' },
        outlet: 'notEligible',
        output: { reason: 'exceedsCaptured' },
      },
    ],
    listApprovals: [
      {
        input: { state: 'waiting' },
        outlet: 'done',
        output: {
          approvals: [
            {
              ...{ approvalId: 'approval-sample', state: 'waiting', paymentId, amount: 200_000, currency },
              ...{ reason: 'Broken', askedBy: 'flow', askedAt: '2026-01-15T08:00:00.000Z' },
            },
          ],
        },
      },
    ],
    getApproval: [
      {
        input: { approvalId: 'approval-done' },
        outlet: 'approved',
        output: {
          approval: {
            ...{ approvalId: 'approval-done', state: 'approved', paymentId, amount: 5000, currency },
            ...{ reason: 'Broken', askedBy: 'flow', askedAt: '2026-01-15T08:00:00.000Z' },
          },
          history: [],
        },
      },
      { input: { approvalId: 'approval-none' }, outlet: 'notFound' },
    ],
    decide: [
      {
        input: { approvalId: 'approval-sample', decision: 'approve' },
        outlet: 'refunded',
        output: { refundId, paymentId, amount: 200_000, currency },
      },
      { input: { approvalId: 'approval-sample', decision: 'refuse', reason: 'Used' }, outlet: 'refused' },
      { input: { approvalId: 'approval-done', decision: 'refuse' }, outlet: 'alreadyDecided' },
    ],
  }) as const

/** Of services that know no keys: when each refund was sent (`sendOnce`). */
export const sentCollection = {
  sent: {
    title: 'Refunds that were sent',
    record: { type: 'object', properties: { at: whole }, required: ['at'] },
  },
} as const

/** What the collections of a fake hold for these examples. */
export const refundRecords = (paymentId: string, currency = 'THB') => ({
  approvals: [
    {
      id: 'approval-sample',
      value: { state: 'waiting', paymentId, amount: 200_000, currency, reason: 'Broken', askedBy: 'flow' },
    },
    {
      id: 'approval-done',
      value: { state: 'approved', paymentId, amount: 5000, currency, reason: 'Broken', askedBy: 'flow', refundId: 'done' },
    },
  ],
})

/** The actions of the rules with the examples of one plugin. `getRefund` names refunds of its own (`getRefundAction`). */
export const refundActions = (paymentId: string, refundId: string, currency = 'THB') => {
  const examples = refundExamples(paymentId, refundId, currency)
  return {
    checkEligibility: { ...actions.checkEligibility, timeoutMs: 3000, examples: examples.checkEligibility },
    refund: { ...actions.refund, examples: examples.refund },
    requestApproval: { ...actions.requestApproval, timeoutMs: 5000, examples: examples.requestApproval },
    getApproval: { ...actions.getApproval, timeoutMs: 5000, examples: examples.getApproval },
    listApprovals: { ...actions.listApprovals, timeoutMs: 3000, examples: examples.listApprovals },
    decide: { ...actions.decide, examples: examples.decide },
  } as const
}

interface RefundNames {
  /** A refund of 1.00 that a fake knows, and the payment that it is of. */
  refundId: string
  paymentId: string
  /** What a fake knows no refund by. */
  none: string
  currency?: string
}

/** Looking a refund up, with the examples of one plugin. */
export const getRefundAction = ({ refundId, paymentId, none, currency = 'THB' }: RefundNames) =>
  ({
    ...actions.getRefund,
    timeoutMs: 5000,
    examples: [
      { input: { refundId }, outlet: 'refunded', output: { refundId, paymentId, amount: 100, currency } },
      { input: { refundId: none }, outlet: 'notFound' },
    ],
  }) as const

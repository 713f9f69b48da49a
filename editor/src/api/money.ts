import type { PluginCategories, PluginOutcome, PluginSummary } from '@patchbay/core/http-contract'
import { ApiError } from './api-error.ts'
import { invokePlugin, listPlugins } from './plugins.ts'
import { request } from './request.ts'

/** A payment as every plugin of the category tells of one (core/src/plugin-categories/payments.ts). Amounts in whole minor units. */
export interface Payment {
  paymentId: string
  state: string
  amount: number
  captured: number
  refunded: number
  currency: string
  lastFour?: string
  brand?: string
  /** Why it was declined. */
  code?: string
  /** Where the payer goes on. */
  url?: string
  customerId?: string
  invoiceId?: string
  description?: string
  at?: string
  /** The call whose flow asked for it. */
  runId?: string
}
export interface OnePayment extends Payment {
  /** Of plugins that can tell. */
  refunds?: { refundId: string; amount: number; reason?: string; at?: string }[]
}

/** A refund that somebody decides about (core/src/plugin-categories/refunds.ts). */
export interface Approval {
  approvalId: string
  state: 'waiting' | 'approved' | 'refused'
  paymentId: string
  amount: number
  currency: string
  captured?: number
  refunded?: number
  customerId?: string
  caseId?: string
  reason: string
  askedBy: string
  askedAt: string
  runId?: string
  rule?: 'limit' | 'currency' | 'cap' | 'asked'
  limit?: number
  decidedBy?: string
  decidedAt?: string
  answer?: string
  refundId?: string
  creditNote?: string
  description?: string
}

export interface Eligibility {
  outlet: 'eligible' | 'needsApproval' | 'notEligible'
  max: number
  reason?: string
}

/** What serves a category in this environment, and what it can do beside what every plugin of it can. */
export interface Serving {
  name: string
  title: PluginSummary['title']
  actions: readonly string[]
}

/** Who serves payments and refunds; undefined where nobody does. */
export async function moneyServing(): Promise<{ payments?: Serving; refunds?: Serving }> {
  const [{ plugins }, { categories }] = await Promise.all([listPlugins(), request<PluginCategories>('/plugin-categories')])
  const of = (category: 'payments' | 'refunds'): Serving | undefined => {
    const chosen = categories.find((one) => one.category === category)?.plugin
    const plugin = plugins.find(({ name }) => name === chosen)
    return plugin && { name: plugin.name, title: plugin.title, actions: plugin.actions.map(({ name }) => name) }
  }
  const [payments, refunds] = [of('payments'), of('refunds')]
  return { ...(payments === undefined ? {} : { payments }), ...(refunds === undefined ? {} : { refunds }) }
}

/** @throws {ApiError} What the API says, and `MONEY_FAILED` when the plugin could not say it. */
async function read<Output>(category: 'payments' | 'refunds', action: string, input: object) {
  const { outlet, output, message } = await invokePlugin(category, action, { ...input })
  if (outlet === 'failed' || outlet === 'unknown') throw new ApiError('MONEY_FAILED', 500, { detail: message ?? outlet })
  return { outlet, output: output as Output }
}

export interface PaymentPage {
  payments: Payment[]
  next?: string
}
/** The latest first. @param customerId Empty: of everybody. */
export const listPayments = async (customerId: string, after: string): Promise<PaymentPage> =>
  (await read<PaymentPage>('payments', 'listPayments', { limit: 50, ...given({ customerId, after }) })).output

/** Null when there is no such payment. */
export async function getPayment(paymentId: string): Promise<OnePayment | null> {
  const { outlet, output } = await read<OnePayment>('payments', 'getPayment', { paymentId })
  return outlet === 'notFound' ? null : output
}

export interface ApprovalPage {
  approvals: Approval[]
  next?: string
}
/** The latest first. */
export const listApprovals = async (state: Approval['state'] | '', after: string, limit = 50): Promise<ApprovalPage> =>
  (await read<ApprovalPage>('refunds', 'listApprovals', { limit, ...given({ state, after }) })).output

/** With what else the customer paid. Null when there is no such request. */
export async function getApproval(approvalId: string): Promise<{ approval: Approval; history: Payment[] } | null> {
  const { outlet, output } = await read<{ approval: Approval; history: Payment[] }>('refunds', 'getApproval', { approvalId })
  return outlet === 'notFound' ? null : output
}

/** What became of a refund: `refunded`, `pending` or `notFound`. */
export const getRefund = async (refundId: string): Promise<string> => (await read('refunds', 'getRefund', { refundId })).outlet

export async function checkEligibility(paymentId: string, amount: number): Promise<Eligibility> {
  const { outlet, output } = await read<Omit<Eligibility, 'outlet'>>('refunds', 'checkEligibility', { paymentId, amount })
  return { ...output, outlet: outlet as Eligibility['outlet'] }
}

interface RefundOrder {
  paymentId: string
  amount: number
  reason: string
  customerId?: string | undefined
}

/**
 * What moves money. That nobody answered in time is `unknown`, like a plugin's own word that it does not know: it is asked again
 * under the same key.
 */
async function move(action: string, input: Readonly<Record<string, unknown>>, key: string): Promise<PluginOutcome> {
  try {
    return await invokePlugin('refunds', action, input, key)
  } catch (thrown) {
    if (ApiError.from(thrown).away) return { outlet: 'unknown', output: {} }
    throw thrown
  }
}
export const refund = (order: RefundOrder, key: string) => move('refund', given(order), key)
export const decide = (approvalId: string, decision: 'approve' | 'refuse', reason: string, key: string) =>
  move('decide', given({ approvalId, decision, reason }), key)

/** @returns Outlet `requested` with `approvalId`, or `notEligible` with `reason`. */
export const requestApproval = (order: RefundOrder, key: string) => invokePlugin('refunds', 'requestApproval', given(order), key)

/** @returns Outlet `issued` with `number`; `needsApproval` or `notEligible`. */
export const writeCreditNote = ({ approvalId, amount, currency, reason, paymentId, customerId }: Approval, key: string) =>
  invokePlugin('refunds', 'creditNote', given({ approvalId, amount, currency, reason, paymentId, customerId }), key)

/** @returns Outlet `created` with `url`. */
export const createPaymentLink = (
  order: { amount: number; currency: string; description: string; language: string },
  key: string,
) => invokePlugin('payments', 'createPaymentLink', { ...order }, key)

/** What is blank is not given. */
const given = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))

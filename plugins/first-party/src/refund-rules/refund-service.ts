import type { Context } from '@patchbay/plugin-sdk'

export interface RefundSettings {
  currency?: string
  windowDays?: number
  limitFlow?: number
  limitAgent?: number
  limitSupervisor?: number
  capPerCustomer?: number
  capDays?: number
}
export type RefundContext = Context<RefundSettings>

/** What was taken, as the service that took it says. */
export interface TakenPayment {
  paymentId: string
  amount: number
  captured: number
  refunded: number
  currency: string
  /** Milliseconds since 1970. */
  at: number
  customerId?: string
  description?: string
  /** The payer disputes it with their bank. */
  disputed?: boolean
}

export interface MadeRefund {
  refundId: string
  paymentId: string
  amount: number
  currency: string
  state: 'refunded' | 'pending'
}
export type RefundRefusal = 'exceedsCaptured' | 'alreadyRefunded' | 'notEligible'

export interface RefundOrder {
  key: string
  paymentId: string
  amount: number
  currency: string
  reason: string
  orderId?: string | undefined
  restock?: boolean | undefined
}

/** Whoever moves the money back. The rules stand before it, and whoever it is has its own as well. */
export interface RefundService {
  /** Undefined when there is no such payment. */
  payment(paymentId: string): Promise<TakenPayment | undefined>
  /** The same refund for the same key. What it refuses was surely not done. */
  refund(order: RefundOrder): Promise<MadeRefund | RefundRefusal>
  /** What was made under a key; undefined when nothing was. */
  made(order: { key: string; paymentId: string }): Promise<MadeRefund | undefined>
  get(refundId: string): Promise<MadeRefund | undefined>
  /** What else the customer paid, for whoever decides. */
  history(customerId: string): Promise<readonly TakenPayment[]>
}

/** A text of dots or of nothing stands for no payment: in an address it would stand for something else. */
export const paymentOf = async (service: RefundService, paymentId: string): Promise<TakenPayment | undefined> =>
  /^[.\s]*$/.test(paymentId) ? undefined : service.payment(paymentId)

import type { refunds } from '@patchbay/core'
import type { ValueOf } from '@patchbay/plugin-sdk'
import { isWithinLimit, NOTHING_BY_ITSELF } from '../refund-rules/judge-refund.ts'
import { approvalsOf, changeApproval, coversNote } from '../refund-rules/kept-approvals.ts'
import type { RefundContext } from '../refund-rules/refund-service.ts'
import { fromStripe, isMissing, stripeBody, stripeError, stripeGet, stripePost, toStripe } from '../stripe/stripe-api.ts'

/** docs.stripe.com/api/invoices */
interface Invoice {
  id: string
  object: string
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void' | null
  currency: string
  amount_remaining: number
}
/** docs.stripe.com/api/credit_notes */
interface Note {
  id: string
  object: string
  number: string
  pdf?: string | null
  metadata?: Record<string, string>
}

const MEMO_MAX = 500

/**
 * A note about an invoice of Stripe's. What of it is still to be paid becomes less; of what is paid already it says where it went: the refund that
 * was approved with it, or the customer's balance, for their next invoice. Stripe keeps an eye on it that an invoice is not credited beyond its amount.
 */
export async function creditNote(order: ValueOf<(typeof refunds)['actions']['creditNote']['input']>, context: RefundContext) {
  const { amount, currency, reason, paymentId, approvalId } = order
  const invoiceId = order.invoiceId ?? (paymentId === undefined ? undefined : await invoiceOf(context, paymentId))
  if (invoiceId === undefined) return { outlet: 'notEligible' } as const
  const mark = approvalId === undefined ? context.key : `note-${approvalId}`
  const issued = async ({ id, number, pdf }: Note) => {
    if (approvalId !== undefined)
      await changeApproval(context, approvalId, (now) => (now.creditNote === number ? undefined : { ...now, creditNote: number }))
    return { outlet: 'issued', output: { creditNoteId: id, number, ...(typeof pdf === 'string' ? { url: pdf } : {}) } } as const
  }
  const found = await stripeGet(context.http, `invoices/${encodeURIComponent(invoiceId)}`)
  if (isMissing(found)) return { outlet: 'notEligible' } as const
  const invoice = stripeBody<Invoice>(found)
  const before = await noteOf(context, invoice, mark)
  if (before !== undefined) return issued(before)
  if (invoice.currency.toUpperCase() !== currency || (invoice.status !== 'open' && invoice.status !== 'paid'))
    return { outlet: 'notEligible' } as const
  const approval = approvalId === undefined ? undefined : (await approvalsOf(context).get(approvalId))?.value
  // whoever approved the refund has approved its note
  if (approvalId !== undefined && !coversNote(approval, order)) return { outlet: 'notEligible' } as const
  if (approval === undefined && !isWithinLimit(amount, currency, context, NOTHING_BY_ITSELF))
    return { outlet: 'needsApproval' } as const

  const paidPart = amount - Math.min(amount, fromStripe(invoice.amount_remaining, currency))
  const form = {
    ...{ invoice: invoice.id, amount: toStripe(amount, currency), memo: reason.slice(0, MEMO_MAX), 'metadata[patchbay]': mark },
    ...creditOf(paidPart, currency, approval?.amount === paidPart ? approval.refundId : undefined),
  }
  const reply = await stripePost(context.http, 'credit_notes', form, `${mark}-note`)
  if (reply.status !== 400 || stripeError(reply) === undefined) return issued(stripeBody<Note>(reply))
  // by somebody who asked for the same at the same time it may have been written all the same
  const written = await noteOf(context, invoice, mark)
  return written === undefined ? ({ outlet: 'notEligible' } as const) : issued(written)
}

/** docs.stripe.com/api/invoice-payment/list: which invoice a payment was for, if for any. */
async function invoiceOf({ http }: Pick<RefundContext, 'http'>, paymentId: string): Promise<string | undefined> {
  const query = { 'payment[type]': 'payment_intent', 'payment[payment_intent]': paymentId, limit: '1' }
  const reply = await stripeGet(http, 'invoice_payments', query)
  return isMissing(reply) ? undefined : stripeBody<{ data: { invoice: string }[] }>(reply).data[0]?.invoice
}

function creditOf(amount: number, currency: string, refund: string | undefined): Record<string, string> {
  if (amount === 0) return {}
  const units = toStripe(amount, currency)
  return refund === undefined ? { credit_amount: units } : { 'refunds[0][refund]': refund, 'refunds[0][amount_refunded]': units }
}

async function noteOf({ http }: Pick<RefundContext, 'http'>, { id }: Invoice, mark: string): Promise<Note | undefined> {
  const { data } = stripeBody<{ data: Note[] }>(await stripeGet(http, 'credit_notes', { invoice: id, limit: '100' }))
  return data.find(({ metadata }) => metadata?.['patchbay'] === mark)
}

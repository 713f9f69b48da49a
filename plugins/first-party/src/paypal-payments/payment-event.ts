import {
  bodyOf,
  type Capture,
  fromPaypal,
  isMissing,
  issueIn,
  orderIn,
  type PaypalContext,
  paypal,
} from '../paypal/paypal-api.ts'
import { keptOf, orderAt, orders, told } from './orders.ts'

interface Told {
  paymentId: string
  what: 'succeeded' | 'failed' | 'disputed'
  amount: number
  currency: string
}

const FAILED: readonly string[] = ['DENIED', 'DECLINED', 'FAILED']

/**
 * A webhook of PayPal's (developer.paypal.com/api/rest/webhooks/event-names). Anybody may have sent it: nothing of it is taken but an id, and PayPal
 * is asked what is so.
 */
export async function paymentEvent(body: unknown, context: PaypalContext): Promise<Told | null> {
  const { event_type: type, resource } = (body ?? {}) as { event_type?: string; resource?: Record<string, unknown> }
  const { id, dispute_id: dispute } = resource ?? {}
  switch (type) {
    case 'CHECKOUT.ORDER.APPROVED':
      return typeof id === 'string' ? approved(id, context) : null
    case 'PAYMENT.CAPTURE.COMPLETED':
    case 'PAYMENT.CAPTURE.DENIED':
    case 'PAYMENT.CAPTURE.DECLINED':
      return typeof id === 'string' ? settled(id, context) : null
    case 'CUSTOMER.DISPUTE.CREATED':
    case 'CUSTOMER.DISPUTE.RESOLVED':
      return typeof dispute === 'string' ? disputed(dispute, context) : null
    default:
      return null
  }
}

/** The payer has said yes to an order of ours: PayPal waits for us to take the money. */
async function approved(id: string, context: PaypalContext): Promise<Told | null> {
  const kept = await keptOf(context, id)
  if (kept === undefined || kept.value.state === 'cancelled') return null
  const order = await orderAt(context, id)
  if (order === undefined) return null
  const now = context.clock.now()
  const before = told(order, kept.value, now)
  if (order.status !== 'APPROVED' || before?.state !== 'pending') return before === undefined ? null : outcome(before)
  // whoever takes it back at this moment, and is first, is heard
  await orders(context).replace(kept.id, kept.revision, { ...kept.value, state: 'capturing' })
  const reply = await paypal(context, 'POST', `/v2/checkout/orders/${encodeURIComponent(id)}/capture`, {
    requestId: `${id}-approved`,
  })
  const captured = issueIn(reply) === undefined ? orderIn(reply) : await orderAt(context, id)
  const payment = captured === undefined ? undefined : told(captured, kept.value, now)
  return payment === undefined ? null : outcome(payment)
}

function outcome({
  paymentId,
  state,
  amount,
  currency,
  captured,
}: { state: string; captured: number } & Omit<Told, 'what'>): Told | null {
  const what = captured > 0 ? 'succeeded' : state === 'declined' ? 'failed' : undefined
  return what === undefined ? null : { paymentId, what, amount, currency }
}

async function captureAt(id: string, context: PaypalContext): Promise<(Capture & { order: string }) | undefined> {
  const reply = await paypal(context, 'GET', `/v2/payments/captures/${encodeURIComponent(id)}`)
  if (isMissing(reply)) return undefined
  const capture = bodyOf<Capture>(reply)
  const order = capture.supplementary_data?.related_ids?.order_id
  return order === undefined ? undefined : { ...capture, order }
}

async function settled(id: string, context: PaypalContext): Promise<Told | null> {
  const capture = await captureAt(id, context)
  if (capture === undefined) return null
  const { order, amount, status } = capture
  const what = status === 'COMPLETED' ? 'succeeded' : FAILED.includes(status) ? 'failed' : undefined
  return what === undefined ? null : { paymentId: order, what, amount: fromPaypal(amount), currency: amount.currency_code }
}

/** Whether a payment is disputed is not said of an order: it is kept, until the dispute is over. */
async function disputed(id: string, context: PaypalContext): Promise<Told | null> {
  const reply = await paypal(context, 'GET', `/v1/customer/disputes/${encodeURIComponent(id)}`)
  if (isMissing(reply)) return null
  type Dispute = { status?: string; disputed_transactions?: { seller_transaction_id?: string }[] }
  const { status, disputed_transactions: transactions = [] } = bodyOf<Dispute>(reply)
  const of = transactions[0]?.seller_transaction_id
  const capture = of === undefined ? undefined : await captureAt(of, context)
  if (capture === undefined) return null
  const isOpen = status !== 'RESOLVED'
  const kept = await keptOf(context, capture.order)
  if (kept !== undefined && (kept.value.disputed === true) !== isOpen)
    await orders(context).replace(kept.id, kept.revision, { ...kept.value, disputed: isOpen })
  const { order, amount } = capture
  return isOpen ? { paymentId: order, what: 'disputed', amount: fromPaypal(amount), currency: amount.currency_code } : null
}

import { known, type Payment, paymentOf } from '../payment-adapter/payment-answer.ts'
import { type Capture, fromPaypal, isMissing, type Order, orderIn, type PaypalContext, paypal } from '../paypal/paypal-api.ts'

/** What is known here of an order beside PayPal's own books: PayPal has no way to take an order back, and keeps no reason. */
export interface KeptOrder {
  order: string
  /** `open`: nothing was asked to move yet; whoever makes it `capturing` or `cancelled` first decides. */
  state: 'open' | 'capturing' | 'declined' | 'cancelled'
  /** When it came to this, in ms. */
  at: number
  code?: string
  /** Where the payer goes on. */
  url?: string
  /** Of a page: until when it is good, in ms. */
  until?: number
  disputed?: boolean
}

export const orders = ({ records }: Pick<PaypalContext, 'records'>) => records<KeptOrder>('orders')

/** What PayPal has for ids of ours is one field: the key, and behind it the call whose flow asked. */
const CALL = ',call.'
const MARK_MAX = 127
export function markOf(key: string, runId: string | null): string {
  const mark = `${key}${CALL}${runId}`
  return runId !== null && /^[A-Za-z0-9_.-]+$/.test(runId) && mark.length <= MARK_MAX ? mark : key
}

export const keptOf = async (context: PaypalContext, order: string) =>
  (await orders(context).find({ where: { order }, limit: 1 }))[0]

/** Undefined when there is none. */
export async function orderAt(context: PaypalContext, id: string): Promise<Order | undefined> {
  const reply = await paypal(context, 'GET', `/v2/checkout/orders/${encodeURIComponent(id)}`)
  return isMissing(reply) ? undefined : orderIn(reply)
}

const MOVED: readonly Capture['status'][] = ['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED']
const REFUSED: readonly Capture['status'][] = ['DECLINED', 'DENIED', 'FAILED']

/** What became of an order; undefined while nobody was asked for money. @param now In ms. */
export function told(order: Order, kept: KeptOrder | undefined, now: number): Payment | undefined {
  const [unit] = order.purchase_units as [Order['purchase_units'][number]]
  const captures = unit.payments?.captures ?? []
  const sum = (all: readonly { amount: Capture['amount'] }[]) => all.reduce((total, { amount }) => total + fromPaypal(amount), 0)
  const captured = sum(captures.filter(({ status }) => MOVED.includes(status)))
  const refused = captures.find(({ status }) => REFUSED.includes(status))
  const url = kept?.url ?? order.links?.find(({ rel }) => rel === 'payer-action')?.href
  const given = (): { state: 'pending' | 'requiresAction' | 'paid' | 'declined' | 'cancelled'; code?: string } | undefined => {
    if (captured > 0) return { state: 'paid' }
    if (captures.some(({ status }) => status === 'PENDING')) return { state: 'pending' }
    if (refused !== undefined) return { state: 'declined', code: codeOf(refused.processor_response?.response_code ?? 'declined') }
    if (kept?.state === 'declined') return { state: 'declined', code: kept.code ?? 'declined' }
    if (kept?.state === 'cancelled' || order.status === 'VOIDED') return { state: 'cancelled' }
    if ((kept?.until ?? now) < now) return { state: 'cancelled', code: 'expired' }
    if (order.status === 'APPROVED') return { state: 'pending' }
    return url === undefined ? undefined : { state: 'requiresAction' }
  }
  const is = given()
  if (is === undefined) return undefined
  const card = order.payment_source?.card
  return paymentOf({
    ...{ paymentId: order.id, amount: fromPaypal(unit.amount), captured, currency: unit.amount.currency_code, state: is.state },
    refunded: sum((unit.payments?.refunds ?? []).filter(({ status }) => status === 'COMPLETED')),
    disputed: kept?.disputed === true,
    ...known({
      ...{ code: is.code, brand: card?.brand?.toLowerCase(), lastFour: card?.last_digits, description: unit.description },
      url: is.state === 'requiresAction' ? url : undefined,
      runId: unit.custom_id?.split(CALL)[1],
      invoiceId: unit.reference_id === 'default' ? undefined : unit.reference_id,
      at: order.create_time === undefined ? undefined : new Date(order.create_time).toISOString(),
    }),
  })
}

/** Of processors and of PayPal: developer.paypal.com/serversdk, “processor response code”, and developer.paypal.com/api/handle-payment-failures. */
const CODES: Readonly<Record<string, string>> = {
  '5120': 'insufficientFunds',
  '5400': 'expiredCard',
  CARD_EXPIRED: 'expiredCard',
  '00N7': 'wrongCode',
  '5110': 'wrongCode',
  '0390': 'noCard',
  '1330': 'noCard',
  '0500': 'declined',
  INSTRUMENT_DECLINED: 'declined',
  PAYMENT_DENIED: 'declined',
  TRANSACTION_REFUSED: 'declined',
}
export const codeOf = (own: string): string => CODES[own] ?? own

import { definePlugin } from '@patchbay/plugin-sdk'
import { refundHandlers } from '../refund-rules/refund-handlers.ts'
import type { MadeRefund, RefundContext, RefundService, TakenPayment } from '../refund-rules/refund-service.ts'
import {
  fromStripe,
  isMissing,
  type PaymentIntent,
  stripeBody,
  stripeError,
  stripeGet,
  stripePost,
  toStripe,
} from '../stripe/stripe-api.ts'
import { creditNote } from './credit-note.ts'
import type { StripeRefunds } from './manifest.ts'

interface StripeRefund {
  id: string
  object: string
  payment_intent: string
  amount: number
  currency: string
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled'
  metadata?: Record<string, string>
}

const EXPAND = 'latest_charge'

/** docs.stripe.com/api/refunds. Stripe's own idempotency holds for a day; after that the mark in the refund's metadata is looked for. */
function stripeOf({ http }: Pick<RefundContext, 'http'>): RefundService {
  const made = (refund: StripeRefund): MadeRefund | undefined =>
    refund.status === 'failed' || refund.status === 'canceled' ? undefined : toMade(refund)
  return {
    async payment(paymentId) {
      const reply = await stripeGet(http, `payment_intents/${encodeURIComponent(paymentId)}`, { 'expand[]': EXPAND })
      return isMissing(reply) ? undefined : taken(stripeBody<PaymentIntent>(reply))
    },
    async refund({ key, paymentId, amount, currency }) {
      const form = {
        ...{ payment_intent: paymentId, amount: toStripe(amount, currency), reason: 'requested_by_customer' },
        'metadata[patchbay]': key,
      }
      const reply = await stripePost(http, 'refunds', form, `${key}-refund`)
      const error = stripeError(reply)
      if (reply.status === 400 && error?.code === 'charge_already_refunded') return 'alreadyRefunded'
      if (reply.status === 400 && error?.code === 'amount_too_large') return 'exceedsCaptured'
      if (isMissing(reply)) return 'notEligible'
      const refund = stripeBody<StripeRefund>(reply)
      return made(refund) ?? 'notEligible'
    },
    async made({ key, paymentId }) {
      const reply = await stripeGet(http, 'refunds', { payment_intent: paymentId, limit: '100' })
      const found = stripeBody<{ data: StripeRefund[] }>(reply).data.find(({ metadata }) => metadata?.['patchbay'] === key)
      return found === undefined ? undefined : made(found)
    },
    async get(refundId) {
      const reply = await stripeGet(http, `refunds/${encodeURIComponent(refundId)}`)
      return isMissing(reply) ? undefined : made(stripeBody<StripeRefund>(reply))
    },
    async history(customer) {
      const reply = await stripeGet(http, 'payment_intents', { customer, limit: '20', 'expand[]': `data.${EXPAND}` })
      return stripeBody<{ data: PaymentIntent[] }>(reply).data.map(taken)
    },
  }
}

const toMade = ({ id, payment_intent, amount, currency, status }: StripeRefund): MadeRefund => ({
  ...{ refundId: id, paymentId: payment_intent, amount: fromStripe(amount, currency), currency: currency.toUpperCase() },
  state: status === 'succeeded' ? 'refunded' : 'pending',
})

function taken({
  id,
  status,
  amount,
  amount_received,
  currency,
  created,
  customer,
  description,
  latest_charge,
}: PaymentIntent): TakenPayment {
  return {
    ...{ paymentId: id, amount: fromStripe(amount, currency), currency: currency.toUpperCase(), at: created * 1000 },
    captured: status === 'succeeded' ? fromStripe(amount_received, currency) : 0,
    refunded: fromStripe(latest_charge?.amount_refunded ?? 0, currency),
    ...(latest_charge?.disputed === true ? { disputed: true } : {}),
    ...(typeof customer === 'string' ? { customerId: customer } : {}),
    ...(typeof description === 'string' ? { description } : {}),
  }
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<StripeRefunds>({ actions: { ...refundHandlers(stripeOf), creditNote } })

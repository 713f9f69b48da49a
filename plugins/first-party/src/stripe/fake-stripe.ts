import type { FakeReply, FakeRequest, Money } from '@patchbay/plugin-sdk'
import { minorDigits } from '@patchbay/plugin-sdk'
import { type Intent, intent } from './fake-intents.ts'
import { metadataIn, missing, ok, refuse } from './fake-replies.ts'
import { answerBilling, type StripeBilling, startBilling } from './fake-subscriptions.ts'

/** What a Stripe account holds, as far as these plugins look. */
export interface StripeState {
  intents: Record<string, Intent>
  methods: Record<string, string>
  sessions: { id: string; amount: number; currency: string }[]
  refunds: { id: string; payment_intent: string; amount: number; status: string; key: string }[]
  billing: StripeBilling
  /** What was answered under an idempotency key is answered again (docs.stripe.com/api/idempotent_requests). */
  answered: Record<string, FakeReply>
}

export const STRIPE_SOURCES = [
  'https://docs.stripe.com/api/payment_intents',
  'https://docs.stripe.com/api/refunds',
  'https://docs.stripe.com/api/checkout/sessions/create',
  'https://docs.stripe.com/api/idempotent_requests',
  'https://docs.stripe.com/api/errors',
  'https://docs.stripe.com/currencies',
  'https://docs.stripe.com/api/subscriptions',
  'https://docs.stripe.com/api/invoices/pay',
  'https://docs.stripe.com/api/prices/list',
  'https://docs.stripe.com/api/credit_notes/create',
  'https://docs.stripe.com/api/invoice-payment/list',
]
export const STRIPE_KEY = 'sk_test_fake_0123456789'

export const startStripe = (): StripeState => ({
  intents: {
    pi_sample: intent('pi_sample'),
    pi_waiting: intent('pi_waiting', { status: 'requires_action' }),
    pi_given: intent('pi_given', { refunded: 100 }),
    pi_part: intent('pi_part', { received: 100_000 }),
    pi_disputed: intent('pi_disputed', { disputed: true }),
  },
  methods: { pm_saved: 'paid', pm_declined: 'declined', pm_asks: 'asks' },
  sessions: [],
  refunds: [{ id: 're_sample', payment_intent: 'pi_given', amount: 100, status: 'succeeded', key: 'given' }],
  billing: startBilling(),
  answered: {},
})

export function answerAsStripe(request: FakeRequest, state: StripeState): FakeReply {
  if (request.headers['authorization'] !== `Bearer ${STRIPE_KEY}`) return refuse(401, { type: 'invalid_request_error' })
  const key = request.headers['idempotency-key']
  const before = key === undefined || request.method !== 'POST' ? undefined : state.answered[key]
  if (before !== undefined) return before
  const reply = answerNew(request, state, key ?? '')
  // what is refused for its form, or for who asks, is not kept under the key
  if (key !== undefined && request.method === 'POST' && (reply.status < 400 || reply.status === 402)) state.answered[key] = reply
  return reply
}

function answerNew(request: FakeRequest, state: StripeState, key: string): FakeReply {
  const { method, path, form, query } = request
  const [, , what = '', id = '', verb = ''] = path.split('/')
  const found = state.intents[id]
  switch (`${method} ${what}${id === '' ? '' : '/id'}${verb === '' ? '' : `/${verb}`}`) {
    case 'POST payment_methods': {
      if (!/^\d{12,19}$/.test(form['card[number]'] ?? '') || !/^\d\d$/.test(form['card[exp_month]'] ?? '')) {
        return refuse(402, { type: 'card_error', code: 'incorrect_number' })
      }
      const made = `pm_${Object.keys(state.methods).length + 1}`
      state.methods[made] = form['card[number]'] === '4000000000009995' ? 'declined' : 'paid'
      return ok({ id: made, object: 'payment_method', card: { brand: 'visa', last4: form['card[number]']?.slice(-4) } })
    }
    case 'POST payment_intents': {
      const amount = Number(form['amount'])
      if (!Number.isInteger(amount) || amount < 1 || form['currency']?.length !== 3)
        return refuse(400, { type: 'invalid_request_error' })
      const made = intent(`pi_${Object.keys(state.intents).length + 1}`, {
        ...{ amount, currency: form['currency'], status: 'requires_payment_method' },
        metadata: metadataIn(form),
      })
      delete made.method
      state.intents[made.id] = made
      return ok(toJson(made))
    }
    case 'POST payment_intents/id/confirm': {
      if (found === undefined) return missing()
      const outcome = state.methods[form['payment_method'] ?? '']
      if (outcome === undefined) return missing()
      found.method = form['payment_method'] ?? ''
      found.status = outcome === 'paid' ? 'succeeded' : outcome === 'asks' ? 'requires_action' : 'requires_payment_method'
      if (outcome !== 'declined') return ok(toJson(found))
      found.code = 'insufficient_funds'
      return refuse(402, { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' })
    }
    case 'POST payment_intents/id/cancel':
      if (found === undefined) return missing()
      if (found.status === 'succeeded' || found.status === 'canceled') {
        return refuse(400, { type: 'invalid_request_error', code: 'payment_intent_unexpected_state' })
      }
      found.status = 'canceled'
      return ok(toJson(found))
    case 'GET payment_intents/id':
      return found === undefined ? missing() : ok(toJson(found))
    case 'GET payment_intents':
      return ok({
        object: 'list',
        has_more: false,
        data: Object.values(state.intents).slice(0, Number(query['limit'])).map(toJson),
      })
    case 'POST checkout/id': {
      const made = { id: `cs_${state.sessions.length + 1}`, amount: Number(form['line_items[0][price_data][unit_amount]']) }
      state.sessions.push({ ...made, currency: form['line_items[0][price_data][currency]'] ?? '' })
      return ok({ id: made.id, object: 'checkout.session', url: `https://checkout.stripe.com/c/pay/${made.id}` })
    }
    case 'GET customers/id/payment_methods':
      return ok({ object: 'list', data: [{ id: 'pm_saved', card: { brand: 'visa', last4: '4242' } }] })
    case 'POST refunds':
      return refund(state, form, key)
    case 'GET refunds/id': {
      const made = state.refunds.find((one) => one.id === id)
      return made === undefined ? missing() : ok(refundJson(state, made))
    }
    case 'GET refunds': {
      const made = state.refunds.filter((one) => one.payment_intent === query['payment_intent'])
      return ok({ object: 'list', has_more: false, data: made.map((one) => refundJson(state, one)) })
    }
    default:
      return answerBilling(request, state) ?? refuse(404, { type: 'invalid_request_error' })
  }
}

function refund(state: StripeState, form: Readonly<Record<string, string>>, key: string): FakeReply {
  const of = state.intents[form['payment_intent'] ?? '']
  if (of === undefined) return missing()
  const amount = Number(form['amount'])
  if (of.refunded === of.amount) return refuse(400, { type: 'invalid_request_error', code: 'charge_already_refunded' })
  // docs.stripe.com/refunds: never more than what is left of the payment
  if (amount > of.amount - of.refunded) return refuse(400, { type: 'invalid_request_error', code: 'amount_too_large' })
  of.refunded += amount
  const made = {
    ...{ id: `re_${state.refunds.length + 1}`, payment_intent: of.id, amount, status: 'succeeded' },
    key: form['metadata[patchbay]'] ?? key,
  }
  state.refunds.push(made)
  return ok(refundJson(state, made))
}

const refundJson = (state: StripeState, { key, ...made }: StripeState['refunds'][number]) => ({
  ...{ object: 'refund', currency: state.intents[made.payment_intent]?.currency ?? 'thb', metadata: { patchbay: key } },
  ...made,
})

const toJson = ({ refunded, code, received, disputed, method: _, ...of }: Intent) => ({
  ...of,
  ...{ object: 'payment_intent', created: Date.UTC(2026, 0, 14, 9, 0) / 1000, customer: null, description: null },
  amount_received: of.status === 'succeeded' ? (received ?? of.amount) : 0,
  latest_charge:
    of.status === 'succeeded'
      ? {
          ...{ id: `ch_${of.id}`, amount_captured: received ?? of.amount, amount_refunded: refunded },
          disputed: disputed === true,
          payment_method_details: { card: { brand: 'visa', last4: '4242' } },
        }
      : null,
  next_action: of.status === 'requires_action' ? { redirect_to_url: { url: 'https://hooks.stripe.com/3d_secure' } } : null,
  last_payment_error: code === undefined ? null : { type: 'card_error', code: 'card_declined', decline_code: code },
})

/** Stripe counts ISK and UGX with two decimals, and all of these as ISO 4217 does. */
export const asMoney = (units: number, currency: string): Money => {
  const code = currency.toUpperCase()
  return { amount: code === 'ISK' || code === 'UGX' ? units / 10 ** (2 - minorDigits(code)) : units, currency: code }
}

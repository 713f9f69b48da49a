import { type Context, definePlugin, expectOk } from '@patchbay/plugin-sdk'
import {
  type Asked,
  answerOf,
  declined,
  goodUntil,
  known,
  methodsAnswer,
  paymentOf,
  unlessCardGone,
} from '../payment-adapter/payment-answer.ts'
import {
  codeOf,
  fromStripe,
  isMissing,
  type PaymentIntent,
  stripeBody,
  stripeError,
  stripeGet,
  stripePost,
  toStripe,
} from '../stripe/stripe-api.ts'
import type { StripePayments } from './manifest.ts'
import { cancelSubscription, createSubscription, getSubscription, listPlans, listSubscriptions, renew } from './subscriptions.ts'

const EXPAND = { 'expand[]': 'latest_charge' }
/** A page of Stripe's holds for half an hour to a day. */
const LINK_MINUTES = { least: 30, most: 1439 }
const LANGUAGES: Readonly<Record<string, string>> = { en: 'en', th: 'th', tr: 'tr', 'zh-Hant': 'zh-TW' }

/** How far a payment has come, before money moves: the same question begins where the last one broke off. */
interface Begun {
  method: string
  intent?: string
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<StripePayments>({
  actions: {
    async createPaymentLink({ amount, currency, description, customerId, invoiceId, language = '', expiresInMinutes }, context) {
      const { http, key, clock, settings, runId } = context
      const expiresAt = Math.floor(goodUntil(clock.now(), expiresInMinutes, LINK_MINUTES) / 1000)
      const reply = await stripePost(
        http,
        'checkout/sessions',
        {
          ...{ mode: 'payment', success_url: settings.returnUrl, expires_at: String(expiresAt), customer: customerId },
          ...{ locale: LANGUAGES[language] ?? 'auto', 'payment_intent_data[description]': description },
          'payment_intent_data[metadata][invoice]': invoiceId,
          'payment_intent_data[metadata][run]': runId ?? undefined,
          'line_items[0][quantity]': '1',
          'line_items[0][price_data][currency]': currency.toLowerCase(),
          'line_items[0][price_data][unit_amount]': toStripe(amount, currency),
          'line_items[0][price_data][product_data][name]': description,
        },
        key,
      )
      const { id, url } = stripeBody<{ id: string; url: string }>(reply)
      return { outlet: 'created', output: { linkId: id, url, expiresAt: new Date(expiresAt * 1000).toISOString() } }
    },

    async charge(asked, context) {
      const { http, key, settings } = context
      const begun = await begin(asked, context)
      if (typeof begun === 'string') return declined(begun)
      const reply = await stripePost(
        http,
        `payment_intents/${begun.intent}/confirm`,
        { payment_method: begun.method, return_url: settings.returnUrl, ...EXPAND },
        `${key}-confirm`,
      )
      const error = stripeError(reply)
      if (reply.status === 402 && error?.type === 'card_error') {
        return { outlet: 'declined', output: { code: codeOf(error), paymentId: begun.intent } }
      }
      return answerOf(told(stripeBody<PaymentIntent>(reply)))
    },

    async getPayment({ paymentId }, { http, key, records }) {
      const id = paymentId ?? (await records<Begun>('intents').get(key))?.value.intent
      // what was never confirmed has moved nothing
      if (id === undefined) return { outlet: 'notFound' }
      const reply = await stripeGet(http, `payment_intents/${encodeURIComponent(id)}`, EXPAND)
      if (isMissing(reply)) return { outlet: 'notFound' }
      const intent = stripeBody<PaymentIntent>(reply)
      return isOnlyBegun(intent) ? { outlet: 'notFound' } : answerOf(told(intent))
    },

    async listPayments({ customerId, limit = 50, after }, { http }) {
      const query = { limit: String(limit), customer: customerId, starting_after: after, 'expand[]': 'data.latest_charge' }
      const { data, has_more } = stripeBody<{ data: PaymentIntent[]; has_more: boolean }>(
        await stripeGet(http, 'payment_intents', query),
      )
      const last = has_more ? data.at(-1)?.id : undefined
      return { outlet: 'done', output: { payments: data.map(told), ...(last === undefined ? {} : { next: last }) } }
    },

    async cancelPayment({ paymentId }, { http }) {
      const reply = await stripePost(http, `payment_intents/${encodeURIComponent(paymentId)}/cancel`, {})
      if (isMissing(reply)) return { outlet: 'notFound' }
      if (stripeError(reply)?.code === 'payment_intent_unexpected_state') {
        const now = stripeBody<PaymentIntent>(await stripeGet(http, `payment_intents/${encodeURIComponent(paymentId)}`, EXPAND))
        const { state } = told(now)
        return state === 'cancelled'
          ? { outlet: 'cancelled', output: { state } }
          : { outlet: 'alreadySettled', output: { state } }
      }
      return { outlet: 'cancelled', output: { state: told(stripeBody<PaymentIntent>(reply)).state } }
    },

    async listMethods({ customerId }, { http }) {
      const path = `customers/${encodeURIComponent(customerId)}/payment_methods`
      const reply = await stripeGet(http, path, { type: 'card', limit: '20' })
      type Method = { id: string; card?: { brand?: string; last4?: string } }
      const methods = isMissing(reply) ? [] : stripeBody<{ data: Method[] }>(reply).data
      return methodsAnswer(
        methods.map(({ id, card = {} }) => ({ methodId: id, brand: card.brand ?? 'card', lastFour: card.last4 })),
      )
    },

    ...{ listPlans, createSubscription, getSubscription, listSubscriptions, cancelSubscription, renew },
  },

  triggers: {
    /** docs.stripe.com/api/events/types */
    payment({ body }) {
      const { type, data } = (body ?? {}) as { type?: string; data?: { object?: Record<string, unknown> } }
      const what = TOLD[type ?? '']
      const { id, payment_intent: of, amount, currency } = data?.object ?? {}
      const paymentId = what === 'disputed' ? of : id
      if (what === undefined || typeof paymentId !== 'string' || typeof amount !== 'number' || typeof currency !== 'string')
        return null
      return { paymentId, what, amount: fromStripe(amount, currency), currency: currency.toUpperCase() }
    },
  },
})

const TOLD: Readonly<Record<string, 'succeeded' | 'failed' | 'disputed' | undefined>> = {
  'payment_intent.succeeded': 'succeeded',
  'payment_intent.payment_failed': 'failed',
  'charge.dispute.created': 'disputed',
}

/**
 * Makes ready what only has to be confirmed, one step a time, each noted before the next: nothing of it moves money. A card is given
 * once; after it is with Stripe, what stands for it does.
 *
 * @returns Why it goes no further; or what is to be confirmed.
 */
async function begin(asked: Asked, { http, key, records, runId }: Context): Promise<string | Required<Begun>> {
  const { amount, currency, card, methodId, customerId, invoiceId, description } = asked
  const begun = records<Begun>('intents')
  let known = await begun.get(key)
  if (known === null) {
    const method = methodId ?? (card === undefined ? undefined : await methodOf({ ...asked, card }, { http, key }))
    if (method === undefined) return 'noCard'
    if (method.startsWith(REFUSED)) return method.slice(REFUSED.length)
    known = await begun.insert({ method }, { id: key })
  }
  const { method } = known.value
  if (known.value.intent !== undefined) return { method, intent: known.value.intent }
  const reply = await stripePost(
    http,
    'payment_intents',
    {
      ...{ amount: toStripe(amount, currency), currency: currency.toLowerCase(), 'payment_method_types[]': 'card' },
      ...{ customer: customerId, description, 'metadata[invoice]': invoiceId, 'metadata[patchbay]': key },
      'metadata[run]': runId ?? undefined,
    },
    `${key}-create`,
  )
  const { id } = stripeBody<PaymentIntent>(reply)
  await begun.replace(key, known.revision, { method, intent: id })
  return { method, intent: id }
}

const REFUSED = 'refused:'

/** What stands for a card with Stripe from then on; or, marked, why it takes none. */
async function methodOf(
  { card, expiry = '', securityCode }: Asked & { card: string },
  { http, key }: Pick<Context, 'http' | 'key'>,
): Promise<string> {
  const form = {
    ...{ type: 'card', 'card[number]': card, 'card[cvc]': securityCode },
    ...{ 'card[exp_month]': `${expiry}[0,2]`, 'card[exp_year]': `${expiry}[2,4]` },
  }
  const reply = await unlessCardGone(stripePost(http, 'payment_methods', form, `${key}-card`))
  // an attempt that got no further had its digits: nothing has moved
  if (reply === undefined) return `${REFUSED}cardGone`
  const error = stripeError(reply)
  if (error !== undefined && (error.type === 'card_error' || reply.status === 402)) return `${REFUSED}${codeOf(error)}`
  return stripeBody<{ id: string }>(expectOk(reply)).id
}

/** Nobody has tried to take money yet. */
const isOnlyBegun = ({ status, last_payment_error: error }: PaymentIntent): boolean =>
  status === 'requires_confirmation' || (status === 'requires_payment_method' && (error === undefined || error === null))

const STATES = {
  succeeded: 'paid',
  processing: 'pending',
  requires_capture: 'pending',
  requires_action: 'requiresAction',
  canceled: 'cancelled',
  requires_payment_method: 'declined',
  requires_confirmation: 'pending',
} as const satisfies Record<PaymentIntent['status'], string>

function told(intent: PaymentIntent) {
  const currency = intent.currency.toUpperCase()
  const { latest_charge: charge, next_action: next, last_payment_error: error, customer, description, metadata } = intent
  const captured = intent.status === 'succeeded' ? fromStripe(intent.amount_received, currency) : 0
  const refunded = fromStripe(charge?.amount_refunded ?? 0, currency)
  const { brand, last4 } = charge?.payment_method_details?.card ?? {}
  return paymentOf({
    ...{ paymentId: intent.id, amount: fromStripe(intent.amount, currency), captured, refunded, currency },
    ...{ state: STATES[intent.status], disputed: charge?.disputed === true },
    at: new Date(intent.created * 1000).toISOString(),
    ...known({
      brand,
      lastFour: last4,
      url: next?.redirect_to_url?.url,
      customerId: customer,
      description,
      invoiceId: metadata?.['invoice'],
      runId: metadata?.['run'],
    }),
    ...(error === undefined || error === null ? {} : { code: codeOf(error) }),
  })
}

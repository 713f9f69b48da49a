import { definePlugin, PluginError } from '@patchbay/plugin-sdk'
import { answerOf, goodUntil, methodsAnswer } from '../payment-adapter/payment-answer.ts'
import { bodyOf, isMissing, orderIn, paypal } from '../paypal/paypal-api.ts'
import { charge, unitOf } from './charge.ts'
import type { PaypalPayments } from './manifest.ts'
import { keptOf, orderAt, orders, told } from './orders.ts'
import { paymentEvent } from './payment-event.ts'

/** An order that nobody approves ends by itself. */
const LINK_MINUTES = { least: 5, most: 180 }
const LOCALES: Readonly<Record<string, string>> = { en: 'en-US', th: 'th-TH', tr: 'tr-TR', 'zh-Hant': 'zh-TW' }

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<PaypalPayments>({
  actions: {
    async createPaymentLink(asked, context) {
      const { key, clock, settings } = context
      const made = await orders(context).get(key)
      const kept = made ?? (await makePage())
      const { order, url = '', until = clock.now() } = kept.value
      return { outlet: 'created', output: { linkId: order, url, expiresAt: new Date(until).toISOString() } }

      async function makePage() {
        const locale = LOCALES[asked.language ?? '']
        const experience_context = {
          ...{ return_url: settings.returnUrl, cancel_url: settings.returnUrl, user_action: 'PAY_NOW' },
          ...{ shipping_preference: 'NO_SHIPPING', ...(locale === undefined ? {} : { locale }) },
        }
        const json = {
          ...{ intent: 'CAPTURE', purchase_units: [unitOf(asked, context)] },
          payment_source: { paypal: { experience_context } },
        }
        const order = orderIn(await paypal(context, 'POST', '/v2/checkout/orders', { json, requestId: `${key}-link` }))
        const page = order.links?.find(({ rel }) => rel === 'payer-action')?.href
        if (page === undefined) throw new PluginError('UNAVAILABLE', 'PayPal has made no page')
        const until = goodUntil(clock.now(), asked.expiresInMinutes, LINK_MINUTES)
        return orders(context).insert({ order: order.id, state: 'open', at: clock.now(), url: page, until }, { id: key })
      }
    },

    charge,

    async getPayment({ paymentId }, context) {
      const kept = paymentId === undefined ? await orders(context).get(context.key) : await keptOf(context, paymentId)
      const id = paymentId ?? kept?.value.order
      const order = id === undefined ? undefined : await orderAt(context, id)
      const payment = order === undefined ? undefined : told(order, kept?.value, context.clock.now())
      // what nobody was asked for has moved nothing
      return payment === undefined ? { outlet: 'notFound' } : answerOf(payment)
    },

    /** PayPal takes no order back, but nobody else than this plugin takes its money: what is cancelled here is never captured. */
    async cancelPayment({ paymentId }, context) {
      const kept = await keptOf(context, paymentId)
      const order = await orderAt(context, paymentId)
      const payment = order === undefined ? undefined : told(order, kept?.value, context.clock.now())
      if (order === undefined || (kept === undefined && payment === undefined)) return { outlet: 'notFound' }
      if (payment !== undefined && payment.captured > 0) return { outlet: 'alreadySettled', output: { state: payment.state } }
      if (payment?.state === 'cancelled' || payment?.state === 'declined')
        return { outlet: 'cancelled', output: { state: payment.state } }
      if (kept === undefined) return { outlet: 'notFound' }
      if (kept.value.state === 'capturing' && kept.value.url === undefined)
        throw new PluginError('UNAVAILABLE', 'Its money is being taken just now')
      await orders(context).replace(kept.id, kept.revision, { ...kept.value, state: 'cancelled', at: context.clock.now() })
      return { outlet: 'cancelled', output: { state: 'cancelled' } }
    },

    async listMethods({ customerId }, context) {
      const reply = await paypal(
        context,
        'GET',
        `/v3/vault/payment-tokens?customer_id=${encodeURIComponent(customerId)}&page_size=20`,
      )
      type Token = { id: string; payment_source?: { card?: { brand?: string; last_digits?: string } } }
      const { payment_tokens: tokens = [] } = isMissing(reply) ? {} : bodyOf<{ payment_tokens?: Token[] }>(reply)
      return methodsAnswer(
        tokens.flatMap(({ id, payment_source: { card } = {} }) =>
          card === undefined ? [] : [{ methodId: id, brand: card.brand, lastFour: card.last_digits }],
        ),
      )
    },
  },

  triggers: { payment: ({ body }, context) => paymentEvent(body, context) },
})

import { definePlugin, PluginError } from '@patchbay/plugin-sdk'
import { iyzico, reported, told } from '../iyzico/iyzico-api.ts'
import { answerOf, methodsAnswer } from '../payment-adapter/payment-answer.ts'
import type { IyzicoPayments } from './manifest.ts'
import { charge, linkOf, paymentAt } from './payments.ts'

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<IyzicoPayments>({
  actions: {
    async createPaymentLink(asked, context) {
      const { token = '', url = '', until = 0 } = await linkOf(asked, context)
      return { outlet: 'created', output: { linkId: token, url, expiresAt: new Date(until).toISOString() } }
    },

    charge,

    async getPayment({ paymentId }, context) {
      const payment = await paymentAt(paymentId, context)
      return payment === undefined ? { outlet: 'notFound' } : answerOf(payment)
    },

    /** What was only reserved is let go. What was taken is given back by a refund, with its rules; a page closes by itself. */
    async cancelPayment({ paymentId }, context) {
      const payment = await paymentAt(paymentId, context)
      if (payment === undefined) return { outlet: 'notFound' }
      const { state } = payment
      if (state === 'cancelled' || state === 'declined') return { outlet: 'cancelled', output: { state } }
      if (payment.captured > 0) return { outlet: 'alreadySettled', output: { state } }
      if (state === 'requiresAction') throw new PluginError('INVALID_INPUT', 'A page of iyzico’s closes by itself')
      const json = { locale: 'tr', conversationId: context.key, paymentId, ip: context.settings.ip }
      const answer = await iyzico(context, '/payment/cancel', { json })
      if (answer.status === 'failure') throw new PluginError('UNAVAILABLE', `iyzico has not let it go (${answer.errorCode})`)
      return { outlet: 'cancelled', output: { state: 'cancelled' } }
    },

    async listMethods({ customerId }, context) {
      type Card = { cardToken: string; cardAssociation?: string; lastFourDigits?: string }
      const json = { locale: 'tr', conversationId: context.key, cardUserKey: customerId }
      const answer = await iyzico<{ cardDetails?: Card[] }>(context, '/cardstorage/cards', { json })
      const cards = answer.status === 'failure' ? [] : (answer.cardDetails ?? [])
      return methodsAnswer(
        cards.map(({ cardToken, cardAssociation, lastFourDigits }) => ({
          ...{ methodId: cardToken, brand: cardAssociation, lastFour: lastFourDigits },
        })),
      )
    },
  },

  triggers: {
    /** docs.iyzico.com/en/advanced/webhook. Anybody may have sent it: the number is taken from it, and iyzico is asked. */
    async payment({ body }, context) {
      const { paymentId, iyziPaymentId } = (body ?? {}) as { paymentId?: unknown; iyziPaymentId?: unknown }
      const id = String(iyziPaymentId ?? paymentId ?? '')
      const payment = /^\d{1,18}$/.test(id) ? await reported(context, { paymentId: id }) : undefined
      if (payment === undefined) return null
      const { state, amount, currency, captured } = told(payment)
      const what = captured > 0 ? 'succeeded' : state === 'declined' ? 'failed' : undefined
      return what === undefined ? null : { paymentId: id, what, amount, currency }
    },
  },
})

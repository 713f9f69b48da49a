import { definePlugin, formatMoney } from '@patchbay/plugin-sdk'
import { fromIyzico, type IyzicoContext, iyzico, type ReportedPayment, refundsIn, reported, told } from '../iyzico/iyzico-api.ts'
import { refundHandlers } from '../refund-rules/refund-handlers.ts'
import type { MadeRefund, RefundContext, RefundService, TakenPayment } from '../refund-rules/refund-service.ts'
import { sendOnce } from '../refund-rules/send-once.ts'
import type { IyzicoRefunds } from './manifest.ts'

/**
 * docs.iyzico.com/en/advanced/refund-and-cancel: a refund is of a payment's number, whichever of its items iyzico takes it from, and no more than
 * is left of it. iyzico knows no keys, and gives a refund no number: it is sent once, and found by our `conversationId` in its reports. A payment is
 * not cancelled: that is all of it, on the day that it was made, if the bank does it; a refund always does.
 */
function iyzicoOf(given: RefundContext): RefundService {
  const context = given as IyzicoContext & RefundContext
  const { settings } = context
  const paymentAt = async (id: string) => (/^\d{1,18}$/.test(id) ? reported(context, { paymentId: id }) : undefined)

  return {
    async payment(paymentId) {
      const payment = await paymentAt(paymentId)
      return payment === undefined ? undefined : taken(payment)
    },

    refund: ({ key, paymentId, amount, currency }) =>
      sendOnce(context, key, async () => {
        const price = formatMoney({ amount, currency })
        const json = { locale: 'tr', conversationId: key, paymentId, price, currency, ip: settings.ip }
        const answer = await iyzico(context, '/v2/payment/refund', { json })
        if (answer.status === 'success') return refundOf(key, { paymentId, amount, currency })
        // what is in the way is said in numbers that are not all written down: the payment is looked at again
        const now = await paymentAt(paymentId)
        if (now === undefined) return 'notEligible'
        const { captured, refunded } = taken(now)
        const left = captured - refunded
        return madeIn(now, key) ?? (left <= 0 ? 'alreadyRefunded' : amount > left ? 'exceedsCaptured' : 'notEligible')
      }),

    async made({ key, paymentId }) {
      const payment = await paymentAt(paymentId)
      return payment === undefined ? undefined : madeIn(payment, key)
    },

    async get(refundId) {
      const [, paymentId = '', key = ''] = /^(\d{1,18})\.(.+)$/.exec(refundId) ?? []
      const payment = await paymentAt(paymentId)
      return payment === undefined ? undefined : madeIn(payment, key)
    },

    // iyzico lists no payments of a customer
    history: async () => [],
  }
}

const refundOf = (key: string, { paymentId, amount, currency }: Omit<MadeRefund, 'refundId' | 'state'>): MadeRefund => ({
  ...{ refundId: `${paymentId}.${key}`, paymentId, amount, currency, state: 'refunded' },
})

/** What goes by one name of ours: iyzico may have taken it from several items. */
function madeIn(payment: ReportedPayment, key: string): MadeRefund | undefined {
  const { paymentId, currency } = payment
  const ours = refundsIn(payment).filter(({ refundConversationId }) => refundConversationId === key)
  if (ours.length === 0) return undefined
  const amount = ours.reduce((sum, { refundPrice }) => sum + fromIyzico(refundPrice, currency), 0)
  const made = refundOf(key, { paymentId: String(paymentId), amount, currency })
  return ours.every(({ refundStatus }) => refundStatus === 1) ? made : { ...made, state: 'pending' }
}

function taken(payment: ReportedPayment): TakenPayment {
  const { paymentId, amount, captured, refunded, currency } = told(payment)
  return { ...{ paymentId, amount, captured, refunded, currency }, at: Date.parse(payment.createdDate ?? '') || 0 }
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<IyzicoRefunds>({ actions: refundHandlers(iyzicoOf) })

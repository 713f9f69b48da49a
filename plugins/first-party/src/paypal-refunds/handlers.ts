import { definePlugin, PluginError } from '@patchbay/plugin-sdk'
import {
  bodyOf,
  type Capture,
  fromPaypal,
  isMissing,
  issueIn,
  type Order,
  orderIn,
  type PaypalContext,
  paypal,
  type Refund,
  toPaypal,
} from '../paypal/paypal-api.ts'
import { refundHandlers } from '../refund-rules/refund-handlers.ts'
import type { MadeRefund, RefundContext, RefundRefusal, RefundService, TakenPayment } from '../refund-rules/refund-service.ts'
import type { PaypalRefunds } from './manifest.ts'

const NOTE_MAX = 255
const TAKEN: readonly Capture['status'][] = ['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED']
/** developer.paypal.com/api/payments/v2/errors */
const REFUSED: Readonly<Record<string, RefundRefusal>> = {
  CAPTURE_FULLY_REFUNDED: 'alreadyRefunded',
  REFUND_AMOUNT_EXCEEDED: 'exceedsCaptured',
}

/** What is said of the id that it was asked under, such as that another request with it goes on, says nothing of the refund. */
const OF_THE_REQUEST = /REQUEST/

interface Known {
  order: Order
  /** That the money was taken by. */
  capture: Capture | undefined
}

/**
 * developer.paypal.com/api/payments/v2: a refund is of a capture, and PayPal gives no more back than that took. What is asked for under a
 * PayPal-Request-Id again is not done again; after PayPal has forgotten it, our mark in `custom_id` is looked for.
 */
function paypalOf(given: RefundContext): RefundService {
  const context = given as PaypalContext & RefundContext
  const read = async (path: string) => {
    const reply = await paypal(context, 'GET', path)
    return isMissing(reply) ? undefined : reply
  }
  const captureOf = async (id: string) => {
    const reply = await read(`/v2/payments/captures/${encodeURIComponent(id)}`)
    return reply === undefined ? undefined : bodyOf<Capture>(reply)
  }
  /** An order by its id, or by the number of its transaction, which is what customers are told. */
  const known = async (id: string): Promise<Known | undefined> => {
    const found = await read(`/v2/checkout/orders/${encodeURIComponent(id)}`)
    const order = found ?? (await orderOf(await captureOf(id)))
    return order === undefined ? undefined : knownIn(orderIn(order))
  }
  const orderOf = async (capture: Capture | undefined) => {
    const of = capture?.supplementary_data?.related_ids?.order_id
    return of === undefined ? undefined : read(`/v2/checkout/orders/${encodeURIComponent(of)}`)
  }

  return {
    async payment(paymentId) {
      const found = await known(paymentId)
      return found === undefined ? undefined : taken(found)
    },

    // by somebody who asked under the same key at the same time it may have been made all the same
    async refund({ key, paymentId, amount, currency, reason }) {
      const found = await known(paymentId)
      if (found?.capture === undefined) return 'notEligible'
      const note = reason.slice(0, NOTE_MAX)
      const json = { amount: toPaypal(amount, currency), custom_id: key, ...(note === '' ? {} : { note_to_payer: note }) }
      const path = `/v2/payments/captures/${encodeURIComponent(found.capture.id)}/refund`
      const reply = await paypal(context, 'POST', path, { json, requestId: `${key}-refund` })
      const issue = issueIn(reply)
      if (issue !== undefined && OF_THE_REQUEST.test(issue))
        throw new PluginError('UNAVAILABLE', 'PayPal is still at this refund')
      if (issue !== undefined) return (await this.made({ key, paymentId })) ?? REFUSED[issue] ?? 'notEligible'
      return toMade(bodyOf<Refund>(reply), found.order.id) ?? 'notEligible'
    },

    async made({ key, paymentId }) {
      const found = await known(paymentId)
      const refund = found === undefined ? undefined : refundsOf(found.order).find((one) => one.custom_id === key)
      return refund === undefined || found === undefined ? undefined : toMade(refund, found.order.id)
    },

    async get(refundId) {
      const reply = await read(`/v2/payments/refunds/${encodeURIComponent(refundId)}`)
      if (reply === undefined) return undefined
      const refund = bodyOf<Refund>(reply)
      const of = refund.links
        ?.find(({ rel }) => rel === 'up')
        ?.href.split('/')
        .at(-1)
      const order = of === undefined ? undefined : (await captureOf(of))?.supplementary_data?.related_ids?.order_id
      return order === undefined ? undefined : toMade(refund, order)
    },

    // PayPal lists no payments of a customer
    history: async () => [],
  }
}

const capturesIn = ({ purchase_units: [unit] }: Order) => unit?.payments?.captures ?? []
const refundsOf = ({ purchase_units: [unit] }: Order): readonly Refund[] => unit?.payments?.refunds ?? []
const knownIn = (order: Order): Known => ({ order, capture: capturesIn(order).find(({ status }) => TAKEN.includes(status)) })

function taken({ order, capture }: Known): TakenPayment {
  const [unit] = order.purchase_units as [Order['purchase_units'][number]]
  // what is on its way back is not there to be given
  const given = refundsOf(order).filter(({ status }) => status === 'COMPLETED' || status === 'PENDING')
  return {
    ...{ paymentId: order.id, amount: fromPaypal(unit.amount), currency: unit.amount.currency_code },
    captured: capture === undefined ? 0 : fromPaypal(capture.amount),
    refunded: given.reduce((sum, { amount }) => sum + fromPaypal(amount), 0),
    // of an order without a date nobody knows how long ago it was
    at: Date.parse(order.create_time ?? '') || 0,
    ...(unit.description === undefined ? {} : { description: unit.description }),
  }
}

const toMade = ({ id, status, amount }: Refund, order: string): MadeRefund | undefined =>
  status === 'FAILED' || status === 'CANCELLED'
    ? undefined
    : {
        ...{ refundId: id, paymentId: order, amount: fromPaypal(amount), currency: amount.currency_code },
        state: status === 'COMPLETED' ? 'refunded' : 'pending',
      }

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<PaypalRefunds>({ actions: refundHandlers(paypalOf) })

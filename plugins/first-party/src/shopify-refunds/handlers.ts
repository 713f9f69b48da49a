import { definePlugin, PluginError } from '@patchbay/plugin-sdk'
import { refundHandlers } from '../refund-rules/refund-handlers.ts'
import type { RefundContext, RefundOrder, RefundRefusal, RefundService } from '../refund-rules/refund-service.ts'
import type { ShopifyRefunds } from './manifest.ts'
import { ask, idIn, notReadable, type ShopifyContext } from './shopify-api.ts'
import {
  findOrder,
  goodsOf,
  markOf,
  type Order,
  ordersOf,
  partsOf,
  REFUND,
  type Refund,
  refundsOf,
  taken,
  toMade,
} from './shopify-orders.ts'

const CREATE = `mutation RefundCreate($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) { refund { ${REFUND} } userErrors { field message } }
}`
/** What is said of a key (shopify.dev/docs/api/usage/implementing-idempotency): whether it was done is not known then. */
const NOT_KNOWN = /in progress|try again|idempoten/i
const NOTE_MAX = 200

interface Created {
  refundCreate: { refund: Refund | null; userErrors: { field: string[] | null; message: string }[] } | null
}

/** An order is what is paid, and what is given back of. Shopify has its own eye on it that never more goes back than came in. */
function shopOf(given: RefundContext): RefundService {
  const context = given as ShopifyContext
  /** Of this call: it is looked at again only where it may have changed. */
  let seen: { text: string; order: Order } | undefined
  const orderOf = async (text: string): Promise<Order | undefined> => {
    if (seen?.text === text) return seen.order
    const order = await findOrder(context, text)
    if (order !== undefined) seen = { text, order }
    return order
  }

  const refused = (order: Order, amount: number): RefundRefusal | undefined => {
    const { captured, refunded } = taken(order)
    if (refunded >= captured) return 'alreadyRefunded'
    return amount > captured - refunded ? 'exceedsCaptured' : undefined
  }

  const create = async (order: Order, { key, amount, reason, restock }: RefundOrder): Promise<Created['refundCreate']> => {
    const input = {
      ...{ orderId: order.id, currency: order.presentmentCurrencyCode, transactions: partsOf(order, amount) },
      ...{ note: `${reason.slice(0, NOTE_MAX)} ${markOf(key)}`.trim(), notify: context.settings.notify ?? false },
      ...(restock ? { refundLineItems: await goodsOf(context, order.id), shipping: { fullRefund: true } } : {}),
    }
    return (await ask<Created>(context, CREATE, { input, key })).refundCreate
  }

  const service: RefundService = {
    async payment(paymentId) {
      const order = await orderOf(paymentId)
      return order === undefined ? undefined : taken(order)
    },

    async refund(wanted) {
      const order = await orderOf(wanted.paymentId)
      if (order === undefined) return 'notEligible'
      const before = refused(order, wanted.amount)
      if (before !== undefined) return before
      // which of the goods a part of the money stands for, nobody can say
      if (wanted.restock && wanted.amount !== taken(order).captured) return 'notEligible'
      const made = await create(order, wanted)
      if (made === null) throw notReadable()
      if (made.refund !== null && made.userErrors.length === 0) return toMade(made.refund) ?? 'notEligible'
      if (made.userErrors.some(({ message }) => NOT_KNOWN.test(message))) {
        const known = await service.made(wanted)
        if (known !== undefined) return known
        throw new PluginError('UNAVAILABLE', 'Shopify is still at the refund')
      }
      seen = undefined
      const now = await orderOf(wanted.paymentId)
      return (now === undefined ? undefined : refused(now, wanted.amount)) ?? 'notEligible'
    },

    async made({ key, paymentId }) {
      const order = await orderOf(paymentId)
      if (order === undefined) return undefined
      const found = (await refundsOf(context, order.id)).find(({ note }) => note?.endsWith(markOf(key)))
      return found === undefined ? undefined : toMade(found)
    },

    async get(refundId) {
      const id = idIn('Refund', refundId)
      if (id === undefined) return undefined
      const query = `query Refund($id: ID!) { refund(id: $id) { ${REFUND} } }`
      const { refund } = await ask<{ refund: Refund | null }>(context, query, { id })
      return refund === null ? undefined : toMade(refund)
    },

    history: async (customer) => (await ordersOf(context, customer)).map(taken),
  }
  return service
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<ShopifyRefunds>({ actions: refundHandlers(shopOf) })

import type { MadeRefund, TakenPayment } from '../refund-rules/refund-service.ts'
import { amountIn, ask, idIn, type ShopifyContext, type ShopMoney, unitsOf } from './shopify-api.ts'

/** shopify.dev/docs/api/admin-graphql/latest/objects/OrderTransaction */
interface Transaction {
  id: string
  kind: string
  status: string
  gateway: string
  processedAt: string | null
  parentTransaction: { id: string } | null
  amountSet: ShopMoney
}
export interface Order {
  id: string
  name: string
  createdAt: string
  presentmentCurrencyCode: string
  customer: { id: string } | null
  transactions: Transaction[]
}
export interface Refund {
  id: string
  note: string | null
  order: { id: string }
  totalRefundedSet: ShopMoney
  transactions: { nodes: { status: string }[] }
}

const ORDER = `id name createdAt presentmentCurrencyCode customer { id }
  transactions(first: 30) {
    id kind status gateway processedAt parentTransaction { id } amountSet { presentmentMoney { amount currencyCode } }
  }`
export const REFUND = `id note order { id }
  totalRefundedSet { presentmentMoney { amount currencyCode } }
  transactions(first: 10) { nodes { status } }`

/** What people know an order by, such as `#1001`. */
const NAME = /^#[A-Za-z0-9-]{1,30}$/

/** @param text The id of an order, its number in the address of the admin, or its name. */
export async function findOrder(context: ShopifyContext, text: string): Promise<Order | undefined> {
  if (NAME.test(text)) {
    const { orders } = await ask<{ orders: { nodes: Order[] } }>(
      context,
      `query Named($query: String!) { orders(first: 5, query: $query) { nodes { ${ORDER} } } }`,
      { query: `name:"${text}"` },
    )
    return orders.nodes.find(({ name }) => name === text)
  }
  const id = idIn('Order', text)
  if (id === undefined) return undefined
  const query = `query Order($id: ID!) { order(id: $id) { ${ORDER} } }`
  return (await ask<{ order: Order | null }>(context, query, { id })).order ?? undefined
}

export async function ordersOf(context: ShopifyContext, customer: string): Promise<Order[]> {
  const number = idIn('Customer', customer)?.split('/').at(-1)
  if (number === undefined) return []
  const query = `query Orders($query: String!) {
    orders(first: 10, query: $query, sortKey: PROCESSED_AT, reverse: true) { nodes { ${ORDER} } }
  }`
  const { orders } = await ask<{ orders: { nodes: Order[] } }>(context, query, { query: `customer_id:${number}` })
  return orders.nodes
}

export async function refundsOf(context: ShopifyContext, id: string): Promise<Refund[]> {
  const query = `query Refunds($id: ID!) { order(id: $id) { refunds(first: 30) { ${REFUND} } } }`
  return (await ask<{ order: { refunds: Refund[] } | null }>(context, query, { id })).order?.refunds ?? []
}

/** What the shop suggests to put back where, when all of an order is given back. */
export async function goodsOf(context: ShopifyContext, id: string): Promise<object[]> {
  const query = `query Goods($id: ID!) {
    order(id: $id) { suggestedRefund(suggestFullRefund: true) { refundLineItems { lineItem { id } quantity location { id } } } }
  }`
  interface Goods {
    lineItem: { id: string }
    quantity: number
    location: { id: string } | null
  }
  type Suggested = { order: { suggestedRefund: { refundLineItems: Goods[] } | null } | null }
  const { order } = await ask<Suggested>(context, query, { id })
  return (order?.suggestedRefund?.refundLineItems ?? []).map(({ lineItem, quantity, location }) => ({
    ...{ lineItemId: lineItem.id, quantity },
    ...(location === null ? { restockType: 'NO_RESTOCK' } : { restockType: 'RETURN', locationId: location.id }),
  }))
}

const FAILED = ['FAILURE', 'ERROR']

const paymentsOf = ({ transactions }: Order): Transaction[] =>
  transactions.filter(({ kind, status }) => (kind === 'SALE' || kind === 'CAPTURE') && status === 'SUCCESS')

/** Also what is still on its way. */
const givenBack = ({ transactions }: Order): Transaction[] =>
  transactions.filter(({ kind, status }) => kind === 'REFUND' && !FAILED.includes(status))

const sumOf = (transactions: readonly Transaction[]): number =>
  transactions.reduce((sum, { amountSet }) => sum + unitsOf(amountSet), 0)

export function taken(order: Order): TakenPayment {
  const paid = paymentsOf(order)
  const last = paid.flatMap(({ processedAt }) => (processedAt === null ? [] : [Date.parse(processedAt)]))
  const captured = sumOf(paid)
  return {
    ...{ paymentId: order.id, amount: captured, captured, refunded: sumOf(givenBack(order)) },
    ...{ currency: order.presentmentCurrencyCode, at: Math.max(...last, Date.parse(order.createdAt)) },
    ...{ description: order.name },
    ...(order.customer === null ? {} : { customerId: order.customer.id }),
  }
}

/** Back to where it came from: to the cards and vouchers of the order, each at most as much as it paid. The oldest first. */
export function partsOf(order: Order, amount: number): object[] {
  const back = givenBack(order)
  let open = amount
  return paymentsOf(order).flatMap(({ id, gateway, amountSet }) => {
    const left = unitsOf(amountSet) - sumOf(back.filter(({ parentTransaction }) => parentTransaction?.id === id))
    const part = Math.min(open, left)
    open -= Math.max(0, part)
    if (part <= 0) return []
    const of = { orderId: order.id, parentId: id, gateway, kind: 'REFUND' }
    return [{ ...of, amount: amountIn(part, order.presentmentCurrencyCode) }]
  })
}

/** What a refund is found again by: Shopify knows a key for a day, and a note for ever. */
export const markOf = (key: string): string => `[patchbay ${key}]`

/** Undefined for what has failed: no money has moved. */
export function toMade({ id, order, totalRefundedSet, transactions: { nodes } }: Refund): MadeRefund | undefined {
  if (nodes.some(({ status }) => FAILED.includes(status))) return undefined
  return {
    ...{ refundId: id, paymentId: order.id },
    ...{ amount: unitsOf(totalRefundedSet), currency: totalRefundedSet.presentmentMoney.currencyCode },
    state: nodes.every(({ status }) => status === 'SUCCESS') ? 'refunded' : 'pending',
  }
}

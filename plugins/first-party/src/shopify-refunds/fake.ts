import { defineFake, type FakeReply, type FakeRequest, formatMoney, parseMoney } from '@patchbay/plugin-sdk'
import { refundRecords } from '../refund-rules/refund-manifest.ts'

const SHOP = 'https://acme.myshopify.com'
const TOKEN = 'shpat_of_the_fake_for_a_day'
const SECRETS = { SHOPIFY_CLIENT_SECRET: 'shpss_fake_0123456789', SHOPIFY_ACCESS_TOKEN: 'shpat_fake_0123456789' }
const CLIENT = '0123456789abcdef'

interface Transaction {
  id: string
  kind: 'SALE' | 'CAPTURE' | 'REFUND'
  status: 'SUCCESS' | 'PENDING' | 'FAILURE'
  gateway: string
  amount: string
  parent?: string
}
interface Order {
  id: string
  name: string
  currency: string
  customer: string | null
  transactions: Transaction[]
}
interface Refund {
  id: string
  order: string
  note: string
  transactions: string[]
  restocked: number
}

/** What a shop holds, as far as this plugin looks. */
export interface ShopState {
  orders: Order[]
  refunds: Refund[]
  /** Refunds by the key that they were asked under, for a day. */
  keys: Record<string, { refund: string; asked: string }>
  /** What the payment service says of the next refund. */
  next: Transaction['status']
}

const gid = (kind: string, number: number) => `gid://shopify/${kind}/${number}`
const order = (number: number, amounts: readonly string[], more: Partial<Order> = {}): Order => ({
  ...{ id: gid('Order', number), name: `#${number}`, currency: 'THB', customer: gid('Customer', 7) },
  transactions: amounts.map((amount, index) => ({
    ...{ id: gid('OrderTransaction', number * 10 + index), kind: 'SALE', status: 'SUCCESS' },
    ...{ gateway: index === 0 ? 'shopify_payments' : 'gift_card', amount },
  })),
  ...more,
})

export function startShop(): ShopState {
  const given = order(1002, ['4900.0'])
  given.transactions.push({
    ...{ id: gid('OrderTransaction', 19_000), kind: 'REFUND', status: 'SUCCESS', gateway: 'shopify_payments', amount: '1.0' },
    parent: gid('OrderTransaction', 10_020),
  })
  return {
    orders: [order(1001, ['4900.0']), given, order(1003, ['3000.0', '1900.0']), order(1004, [], { customer: null })],
    refunds: [
      { id: gid('Refund', 1), order: given.id, note: 'By hand', transactions: [gid('OrderTransaction', 19_000)], restocked: 0 },
    ],
    keys: {},
    next: 'SUCCESS',
  }
}

/** A shop's Admin API, as far as this plugin uses it: a request is known by the name of its operation. */
export function answerAsShop({ method, path, headers, form, json }: FakeRequest, state: ShopState): FakeReply {
  if (method !== 'POST') return { status: 405 }
  if (path === '/admin/oauth/access_token') {
    const known = form['client_id'] === CLIENT && form['client_secret'] === SECRETS.SHOPIFY_CLIENT_SECRET
    if (form['grant_type'] !== 'client_credentials' || !known) return { status: 400, json: { error: 'invalid_client' } }
    return { status: 200, json: { access_token: TOKEN, scope: 'write_orders', expires_in: 86_399 } }
  }
  if (path !== '/admin/api/2026-07/graphql.json') return { status: 404, json: { errors: 'Not Found' } }
  if (![TOKEN, SECRETS.SHOPIFY_ACCESS_TOKEN].includes(headers['x-shopify-access-token'] ?? ''))
    return { status: 401, json: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' } }
  const { query, variables } = json as { query: string; variables: Record<string, string> & { input: Input } }
  const [, operation = ''] = /^(?:query|mutation) (\w+)\(/.exec(query) ?? []
  const found = state.orders.find(({ id }) => id === variables['id'])
  switch (operation) {
    case 'Order':
      return data({ order: found === undefined ? null : orderJson(found) })
    case 'Named':
      return data({
        orders: { nodes: state.orders.filter(({ name }) => variables['query'] === `name:"${name}"`).map(orderJson) },
      })
    case 'Orders': {
      const nodes = state.orders.filter(({ customer }) => variables['query'] === `customer_id:${customer?.split('/').at(-1)}`)
      return data({ orders: { nodes: nodes.map(orderJson) } })
    }
    case 'Refunds': {
      const made = state.refunds.filter((one) => one.order === found?.id)
      return data({ order: found === undefined ? null : { refunds: made.map((one) => refundJson(one, state)) } })
    }
    case 'Refund': {
      const made = state.refunds.find(({ id }) => id === variables['id'])
      return data({ refund: made === undefined ? null : refundJson(made, state) })
    }
    case 'Goods': {
      const goods = { lineItem: { id: gid('LineItem', 1) }, quantity: 2, location: { id: gid('Location', 1) } }
      return data({ order: found === undefined ? null : { suggestedRefund: { refundLineItems: [goods] } } })
    }
    case 'RefundCreate':
      // since 2026-04 the directive is mandatory
      if (!query.includes('@idempotent(key: $key)')) return refuse('BAD_REQUEST', 'The @idempotent directive is required')
      return data({ refundCreate: refundCreate(variables.input, variables['key'] ?? '', state) })
    default:
      return refuse('undefinedField', `There is no ${operation}`)
  }
}

interface Input {
  orderId: string
  currency: string
  note: string
  notify: boolean
  transactions: { orderId: string; parentId: string; gateway: string; kind: string; amount: string }[]
  refundLineItems?: { lineItemId: string; quantity: number; restockType: string; locationId: string }[]
}

function refundCreate(input: Input, key: string, state: ShopState) {
  const before = state.keys[key]
  const asked = JSON.stringify(input)
  const made = state.refunds.find(({ id }) => id === before?.refund)
  if (made !== undefined && before?.asked === asked) return { refund: refundJson(made, state), userErrors: [] }
  if (before !== undefined)
    return userError('key', 'The same idempotency key cannot be used with different operation parameters.')
  const of = state.orders.find(({ id }) => id === input.orderId)
  if (of === undefined) return userError('orderId', 'Order does not exist')
  if (input.currency !== of.currency) return userError('currency', 'Currency must be the presentment currency')
  for (const { parentId, amount, kind } of input.transactions) {
    const parent = of.transactions.find(({ id }) => id === parentId)
    if (parent === undefined || kind !== 'REFUND') return userError('transactions', 'Parent transaction is not valid')
    if (units(amount, of) > leftOf(parent, of))
      return userError('transactions', `Refund amount ${amount} is greater than the net payment received`)
  }
  const transactions = input.transactions.map(({ parentId, gateway, amount }, index): Transaction => {
    const id = gid('OrderTransaction', 20_000 + of.transactions.length * 10 + index)
    return { id, kind: 'REFUND', status: state.next, gateway, amount, parent: parentId }
  })
  of.transactions.push(...transactions)
  const restocked = (input.refundLineItems ?? []).reduce((sum, { quantity }) => sum + quantity, 0)
  const refund = {
    ...{ id: gid('Refund', state.refunds.length + 1), order: of.id, note: input.note, restocked },
    transactions: transactions.map(({ id }) => id),
  }
  state.refunds.push(refund)
  state.keys[key] = { refund: refund.id, asked }
  return { refund: refundJson(refund, state), userErrors: [] }
}

const units = (amount: string, { currency }: Order): number => parseMoney(amount, currency).amount
const leftOf = ({ id, amount }: Transaction, of: Order): number =>
  of.transactions
    .filter(({ parent, status }) => parent === id && status !== 'FAILURE')
    .reduce((left, given) => left - units(given.amount, of), units(amount, of))

const money = (amount: string, currency: string) => ({ presentmentMoney: { amount, currencyCode: currency } })
const orderJson = ({ id, name, currency, customer, transactions }: Order) => ({
  ...{ id, name, createdAt: '2026-01-14T08:59:00Z', presentmentCurrencyCode: currency },
  customer: customer === null ? null : { id: customer },
  transactions: transactions.map(({ amount, parent, ...rest }) => ({
    ...rest,
    ...{ processedAt: '2026-01-14T09:00:00Z', amountSet: money(amount, currency) },
    parentTransaction: parent === undefined ? null : { id: parent },
  })),
})
function refundJson({ id, order: of, note, transactions }: Refund, { orders }: ShopState) {
  const found = orders.find((one) => one.id === of)
  const currency = found?.currency ?? 'THB'
  const nodes = (found?.transactions ?? []).filter((one) => transactions.includes(one.id))
  const total = nodes.reduce((sum, one) => sum + parseMoney(one.amount, currency).amount, 0)
  return {
    ...{ id, note, order: { id: of }, totalRefundedSet: money(formatMoney({ amount: total, currency }), currency) },
    transactions: { nodes: nodes.map(({ status }) => ({ status })) },
  }
}

const data = (json: object): FakeReply => ({ status: 200, json: { data: json } })
const refuse = (code: string, message: string): FakeReply => ({
  status: 200,
  json: { errors: [{ message, extensions: { code } }] },
})
const userError = (field: string, message: string) => ({ refund: null, userErrors: [{ field: [field], message }] })

// biome-ignore lint/style/noDefaultExport: it is what the tools read
export default defineFake<ShopState>({
  sources: [
    'https://shopify.dev/docs/api/admin-graphql/latest/mutations/refundCreate',
    'https://shopify.dev/docs/api/admin-graphql/latest/input-objects/RefundInput',
    'https://shopify.dev/docs/api/admin-graphql/latest/objects/OrderTransaction',
    'https://shopify.dev/docs/api/usage/idempotent-requests',
    'https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant',
  ],
  origins: [SHOP],
  settings: { shop: SHOP, clientId: CLIENT, currency: 'THB', limitFlow: 130_000 },
  secrets: SECRETS,
  records: refundRecords(gid('Order', 1001)),
  start: startShop,
  answer: answerAsShop,
  money: ({ orders }) =>
    orders.flatMap((of) =>
      of.transactions
        .filter(({ kind, status }) => kind === 'REFUND' && status !== 'FAILURE')
        .map(({ amount }) => ({ amount: units(amount, of), currency: of.currency })),
    ),
})

import { type FakeReply, type FakeRequest, parseMoney } from '@patchbay/plugin-sdk'

interface Money {
  currency_code: string
  value: string
}
interface Order {
  id: string
  status: string
  amount: Money
  unit: Record<string, unknown>
  /** Made for a page of PayPal's: it would be paid there. */
  page: boolean
  card: boolean
  captures: { id: string; status: string; amount: Money; code?: string }[]
}

/** What a PayPal business account holds, as far as the plugin looks. */
export interface PaypalState {
  orders: Record<string, Order>
  disputes: Record<string, { capture: string; status: string }>
  refunds: { id: string; capture: string; status: string; amount: Money; custom_id?: string }[]
  /** Who asks under a PayPal-Request-Id again gets what was made of it. */
  answered: Record<string, FakeReply>
}

const CLIENT = 'client-of-the-fake'
const SECRET = 'secret-of-the-fake-0123456789'
const TOKEN = 'A21AA-token-of-the-fake'
const CURRENCIES = 'AUD BRL CAD CNY CZK DKK EUR HKD HUF ILS JPY MYR MXN TWD NZD NOK PHP PLN GBP SGD SEK CHF THB USD'.split(' ')
const WHOLE = ['HUF', 'JPY', 'TWD']
const USD = (value: string): Money => ({ currency_code: 'USD', value })
const THB = (value: string): Money => ({ currency_code: 'THB', value })

const order = (id: string, more: Partial<Order> = {}): Order => ({
  ...{ id, status: 'COMPLETED', amount: USD('49.00'), unit: {}, page: false, card: true },
  captures: more.status === undefined ? [{ id: `CAP-${id}`, status: 'COMPLETED', amount: USD('49.00') }] : [],
  ...more,
})

/** What refunds are tried with. */
const baht = (id: string): Order =>
  order(id, { amount: THB('4900.00'), captures: [{ id: `CAP-${id}`, status: 'COMPLETED', amount: THB('4900.00') }] })

export const PAYPAL_SOURCES = [
  ...['https://developer.paypal.com/api/rest/authentication', 'https://developer.paypal.com/api/orders/v2/'],
  ...['https://developer.paypal.com/api/orders/v2/error-messages', 'https://developer.paypal.com/api/payments/v2/'],
  ...['https://developer.paypal.com/api/payment-tokens/v3/', 'https://developer.paypal.com/api/customer-disputes/v1/'],
  ...[
    'https://developer.paypal.com/api/rest/webhooks/event-names',
    'https://developer.paypal.com/api/orders-v2/expanded/3d-secure',
  ],
  ...['https://developer.paypal.com/api/rest/reference/idempotency', 'https://developer.paypal.com/api/handle-payment-failures'],
  ...['https://developer.paypal.com/api/payments/v2/captures-refund', 'https://developer.paypal.com/api/payments/v2/refunds-get'],
]
export const PAYPAL_CLIENT = CLIENT
export const PAYPAL_SECRET = SECRET

export const startPaypal = (): PaypalState => ({
  orders: {
    SAMPLE: order('SAMPLE'),
    WAITING: order('WAITING', { status: 'PAYER_ACTION_REQUIRED', page: true, card: false }),
    DISPUTED: order('DISPUTED'),
    PART: order('PART', { captures: [{ id: 'CAP-PART', status: 'COMPLETED', amount: USD('10.00') }] }),
  },
  disputes: { 'PP-D-1': { capture: 'CAP-DISPUTED', status: 'OPEN' } },
  refunds: [],
  answered: {},
})

/** An account with something to be given back. */
export const startPaidPaypal = (): PaypalState => ({
  ...startPaypal(),
  orders: { BAHT: baht('BAHT'), GIVEN: baht('GIVEN'), WAITING: order('WAITING', { status: 'CREATED', card: false }) },
  refunds: [{ id: 'REF-SAMPLE', capture: 'CAP-GIVEN', status: 'COMPLETED', amount: THB('1.00') }],
})

/**
 * PayPal as its public documentation describes it: OAuth, Orders v2, Payments v2, the vault and disputes. An order is captured once; what is asked
 * for under a PayPal-Request-Id again is not done again; whoever has to authenticate is sent on by a 422 with a link; of a capture no more is given back
 * than it took.
 */
export function answerAsPaypal(request: FakeRequest, state: PaypalState): FakeReply {
  if (request.path === '/v1/oauth2/token') {
    if (request.headers['authorization'] !== `Basic ${btoa(`${CLIENT}:${SECRET}`)}`)
      return { status: 401, json: { error: 'invalid_client' } }
    return { status: 200, json: { access_token: TOKEN, token_type: 'Bearer', expires_in: 32_400 } }
  }
  if (request.headers['authorization'] !== `Bearer ${TOKEN}`) return { status: 401, json: { error: 'invalid_token' } }
  const id = request.method === 'POST' ? request.headers['paypal-request-id'] : undefined
  const before = id === undefined ? undefined : state.answered[id]
  if (before !== undefined) return { ...before, status: 200 }
  const reply = answerNew(request, state)
  if (id !== undefined && reply.status < 300) state.answered[id] = reply
  return reply
}

interface Body {
  purchase_units?: ({ amount: Money } & Record<string, unknown>)[]
  payment_source?: { paypal?: object; card?: { number?: string; expiry?: string; vault_id?: string } }
}

function answerNew({ method, path, query, json }: FakeRequest, state: PaypalState): FakeReply {
  const [, , , what = '', id = '', verb = ''] = path.split('/').map(decodeURIComponent)
  const found = state.orders[id]
  switch (`${method} ${what}${id === '' ? '' : '/id'}${verb === '' ? '' : `/${verb}`}`) {
    case 'POST orders':
      return made(state, (json ?? {}) as Body)
    case 'GET orders/id':
      return found === undefined ? missing() : { status: 200, json: toJson(found, state.refunds) }
    case 'POST orders/id/capture':
      return found === undefined ? missing() : captured(found, (json ?? {}) as Body)
    case 'POST captures/id/refund':
      return refunded(state, id, (json ?? {}) as RefundBody)
    case 'GET refunds/id': {
      const refund = state.refunds.find((one) => one.id === id)
      return refund === undefined ? missing() : { status: 200, json: refundJson(refund) }
    }
    case 'GET captures/id': {
      const { of, capture } = captureAt(state, id)
      if (of === undefined || capture === undefined) return missing()
      return { status: 200, json: { ...captureJson(capture), supplementary_data: { related_ids: { order_id: of.id } } } }
    }
    case 'GET disputes/id': {
      const dispute = state.disputes[id]
      if (dispute === undefined) return missing()
      const disputed_transactions = [{ seller_transaction_id: dispute.capture }]
      return { status: 200, json: { dispute_id: id, status: dispute.status, disputed_transactions } }
    }
    case 'GET payment-tokens':
      if (query['customer_id'] !== 'customer-1') return missing()
      return {
        status: 200,
        json: { payment_tokens: [{ id: 'vault-saved', payment_source: { card: { brand: 'VISA', last_digits: '4242' } } }] },
      }
    default:
      return missing()
  }
}

function made({ orders }: PaypalState, { purchase_units: units = [], payment_source: source }: Body): FakeReply {
  const [unit] = units
  if (unit === undefined) return refused('MISSING_REQUIRED_PARAMETER')
  const { amount, ...rest } = unit
  if (!CURRENCIES.includes(amount.currency_code)) return refused('CURRENCY_NOT_SUPPORTED')
  if (WHOLE.includes(amount.currency_code) ? amount.value.includes('.') : !/^\d+\.\d\d$/.test(amount.value))
    return refused('DECIMAL_PRECISION')
  const page = source?.paypal !== undefined
  const id = `ORDER${Object.keys(orders).length + 1}`
  const of = order(id, { status: page ? 'PAYER_ACTION_REQUIRED' : 'CREATED', amount, unit: rest, page, card: false })
  orders[id] = of
  return { status: 201, json: toJson(of) }
}

/** What comes of a card in the vault. */
const VAULT: Readonly<Record<string, 'paid' | 'declined' | 'asks' | 'expired'>> = {
  ...{ 'vault-saved': 'paid', 'vault-declined': 'declined', 'vault-asks': 'asks', 'vault-expired': 'expired' },
}

function captured(of: Order, { payment_source: source }: Body): FakeReply {
  if (of.captures.length > 0) return refused('ORDER_ALREADY_CAPTURED')
  const { number = '', expiry = '', vault_id: vault } = source?.card ?? {}
  if (source?.card === undefined && of.status !== 'APPROVED') return refused('ORDER_NOT_APPROVED')
  if (vault === undefined && source?.card !== undefined && !(/^\d{12,19}$/.test(number) && /^20\d\d-\d\d$/.test(expiry)))
    return refused('INVALID_PARAMETER_SYNTAX')
  const outcome = vault === undefined ? 'paid' : VAULT[vault]
  if (outcome === undefined) return refused('TOKEN_ID_NOT_FOUND')
  if (outcome === 'expired') return refused('CARD_EXPIRED')
  if (outcome === 'asks') {
    const href = `https://www.paypal.com/webapps/helios?action=verify&flow=3ds&cart_id=${of.id}`
    return refused('PAYER_ACTION_REQUIRED', [{ rel: 'payer-action', href, method: 'GET' }])
  }
  of.status = 'COMPLETED'
  of.card = source?.card !== undefined
  const capture = { id: `CAP-${of.id}`, amount: of.amount }
  of.captures = [outcome === 'paid' ? { ...capture, status: 'COMPLETED' } : { ...capture, status: 'DECLINED', code: '5120' }]
  return { status: 201, json: toJson(of) }
}

function captureAt({ orders }: PaypalState, id: string) {
  const of = Object.values(orders).find(({ captures }) => captures.some((one) => one.id === id))
  return { of, capture: of?.captures.find((one) => one.id === id) }
}

interface RefundBody {
  amount?: Money
  custom_id?: string
  note_to_payer?: string
}

/** developer.paypal.com/api/payments/v2/captures-refund, with its errors. */
function refunded(state: PaypalState, id: string, { amount, custom_id: custom, note_to_payer: note }: RefundBody): FakeReply {
  const { capture } = captureAt(state, id)
  if (capture === undefined) return missing()
  if (note !== undefined && note.length > 255) return refused('INVALID_STRING_LENGTH')
  if (custom !== undefined && !/^[A-Za-z0-9\-_.,]{1,127}$/.test(custom)) return refused('INVALID_PARAMETER_SYNTAX')
  const given = state.refunds.filter((one) => one.capture === id && one.status !== 'FAILED').map((one) => minor(one.amount))
  const left = minor(capture.amount) - given.reduce((sum, one) => sum + one, 0)
  const asked = amount ?? capture.amount
  if (left === 0) return refused('CAPTURE_FULLY_REFUNDED')
  if (asked.currency_code !== capture.amount.currency_code) return refused('REFUND_CAPTURE_CURRENCY_MISMATCH')
  if (minor(asked) > left) return refused('REFUND_AMOUNT_EXCEEDED')
  capture.status = minor(asked) === left ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
  const made = {
    ...{ id: `REF-${state.refunds.length + 1}`, capture: id, status: 'COMPLETED', amount: asked },
    ...(custom === undefined ? {} : { custom_id: custom }),
  }
  state.refunds.push(made)
  return { status: 201, json: refundJson(made) }
}

const minor = ({ value, currency_code }: Money): number => parseMoney(value, currency_code).amount

const refundJson = ({ capture, ...refund }: PaypalState['refunds'][number]) => ({
  ...refund,
  links: [{ rel: 'up', href: `https://api-m.paypal.com/v2/payments/captures/${capture}`, method: 'GET' }],
})

/** What an account has been paid. */
export const paidToPaypal = ({ orders }: PaypalState) =>
  Object.values(orders).flatMap(({ captures, page, amount }) => {
    const moved = captures.filter(({ status }) => MOVED.includes(status)).map((capture) => capture.amount)
    const all = page && moved.length === 0 ? [amount] : moved
    return all.map(({ value, currency_code }) => parseMoney(value, currency_code))
  })
const MOVED = ['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED']

/** What it has given back. */
export const refundedByPaypal = ({ refunds }: PaypalState) =>
  refunds.map(({ amount: { value, currency_code } }) => parseMoney(value, currency_code))

const captureJson = ({ code, ...capture }: Order['captures'][number]) => ({
  ...capture,
  ...(code === undefined ? {} : { processor_response: { response_code: code } }),
})
const toJson = ({ id, status, amount, unit, page, card, captures }: Order, refunds: PaypalState['refunds'] = []) => ({
  ...{ id, status, intent: 'CAPTURE', create_time: '2026-01-14T09:00:00Z' },
  purchase_units: [
    {
      ...{ reference_id: 'default', ...unit, amount },
      payments: {
        captures: captures.map(captureJson),
        refunds: refunds.filter(({ capture }) => captures.some((one) => one.id === capture)).map(refundJson),
      },
    },
  ],
  ...(card ? { payment_source: { card: { brand: 'VISA', last_digits: '4242' } } } : {}),
  links: page && captures.length === 0 ? [{ rel: 'payer-action', href: `https://www.paypal.com/checkoutnow?token=${id}` }] : [],
})
const refused = (issue: string, links: readonly object[] = []): FakeReply => ({
  status: 422,
  json: { name: 'UNPROCESSABLE_ENTITY', details: [{ issue }], links },
})
const missing = (): FakeReply => ({
  status: 404,
  json: { name: 'RESOURCE_NOT_FOUND', details: [{ issue: 'INVALID_RESOURCE_ID' }] },
})

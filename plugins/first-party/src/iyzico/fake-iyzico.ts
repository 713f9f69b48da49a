import { createHmac } from 'node:crypto'
import { type FakeReply, type FakeRequest, parseMoney } from '@patchbay/plugin-sdk'

interface Payment {
  paymentId: number
  paymentConversationId: string
  paymentStatus: number
  paidPrice: number
  currency: string
  phase: string
  cancels: object[]
  refunds: { price: number; conversation?: string }[]
  basket: readonly object[]
}

/** What an iyzico account holds, as far as the plugin looks. */
export interface IyzicoState {
  payments: Payment[]
  /** By conversation. */
  pages: Record<string, { token: string; price: string; currency: string; basket: readonly object[]; paidBy?: number }>
}

const KEY = 'sandbox-api-key-of-the-fake'
const SECRET = 'sandbox-secret-of-the-fake-0123'
const CURRENCIES = ['TRY', 'USD', 'EUR', 'GBP', 'IRR', 'NOK', 'RUB', 'CHF']
/** What comes of a card that is saved. */
const CARDS: Readonly<Record<string, readonly [string, string] | undefined>> = {
  'card-declined': ['10051', 'NOT_SUFFICIENT_FUNDS'],
  'card-debit': ['10217', 'DEBIT_CARDS_REQUIRES_3DS'],
  'card-slow': ['10219', 'REQUEST_TIMEOUT'],
}

const payment = (paymentId: number, more: Partial<Payment> = {}): Payment => ({
  ...{ paymentId, paymentConversationId: `sample-${paymentId}`, paymentStatus: 1, paidPrice: 4900, currency: 'TRY' },
  ...{ phase: 'AUTH', cancels: [], refunds: [], basket: [], ...more },
})

export const IYZICO_SOURCES = [
  'https://docs.iyzico.com/en/getting-started/preliminaries/authentication/hmacsha256-auth',
  ...['https://docs.iyzico.com/en/getting-started/preliminaries/idempotency', 'https://docs.iyzico.com/en/add-ons/error-codes'],
  'https://docs.iyzico.com/en/payment-methods/api/non-3ds/non-3ds-implementation/create-payment',
  'https://docs.iyzico.com/en/payment-methods/checkoutform/cf-implementation/cf-retrieve',
  'https://docs.iyzico.com/en/payment-methods/paywithiyzico/pwi-implementation/pwi-initialize',
  ...['https://docs.iyzico.com/en/advanced/reporting-service', 'https://docs.iyzico.com/en/advanced/refund-and-cancel'],
  ...['https://docs.iyzico.com/en/advanced/card-storage', 'https://docs.iyzico.com/en/advanced/webhook'],
]
export const IYZICO_KEY = KEY
export const IYZICO_SECRET = SECRET

export const startIyzico = (): IyzicoState => ({ payments: [payment(11), payment(12, { phase: 'PRE_AUTH' })], pages: {} })

/** An account with something to be given back. */
export const startPaidIyzico = (): IyzicoState => ({
  payments: [payment(11), payment(13, { refunds: [{ price: 1, conversation: 'given' }] })],
  pages: {},
})

/**
 * iyzico as its public documentation describes it: IYZWSv2 signatures, payments without 3D Secure, checkout form and “pay with iyzico”, reporting, cancelling,
 * refunds by the number of a payment (V2), stored cards. It knows no keys: whoever pays twice under one conversationId has paid twice, and whoever gives
 * back twice has given twice. It makes another page for each request for one, and forgets those that nobody pays at; here those of one conversation count
 * as one, for only one of their addresses is ever handed on. The number of the error for more than is left of a payment is from memory; nothing depends on it.
 */
export const answerAsIyzico = (request: FakeRequest, state: IyzicoState): FakeReply =>
  isSigned(request) ? answerNew(request, state) : failure('1000')

/** What an account has been paid. */
export const paidToIyzico = ({ payments, pages }: IyzicoState) => [
  ...payments.flatMap(({ paymentStatus, phase, paidPrice, currency }) =>
    paymentStatus === 1 && phase === 'AUTH' ? [parseMoney(String(paidPrice), currency)] : [],
  ),
  ...Object.values(pages).flatMap(({ price, currency, paidBy }) => (paidBy === undefined ? [parseMoney(price, currency)] : [])),
]

/** What it has given back. */
export const refundedByIyzico = ({ payments }: IyzicoState) =>
  payments.flatMap(({ refunds, currency }) => refunds.map(({ price }) => parseMoney(String(price), currency)))

/** A random key, the path without what is asked for behind it, and the content. */
function isSigned({ path, text, headers }: FakeRequest): boolean {
  const nonce = headers['x-iyzi-rnd'] ?? ''
  const signature = createHmac('sha256', SECRET).update(`${nonce}${path}${text}`).digest('hex')
  return headers['authorization'] === `IYZWSv2 ${btoa(`apiKey:${KEY}&randomKey:${nonce}&signature:${signature}`)}`
}

interface Body {
  conversationId?: string
  paymentId?: string
  token?: string
  price?: string
  paidPrice?: string
  currency?: string
  buyer?: object
  basketItems?: readonly object[]
  cardUserKey?: string
  callbackUrl?: string
  paymentCard?: { cardNumber?: string; expireMonth?: string; cardToken?: string }
}

function answerNew({ method, path, query, json }: FakeRequest, state: IyzicoState): FakeReply {
  const body = (json ?? {}) as Body
  const page = Object.values(state.pages).find(({ token }) => token === body.token)
  switch (`${method} ${path}`) {
    case 'POST /payment/auth':
      return paid(state, body)
    case 'GET /v2/reporting/payment/details': {
      const { paymentId, paymentConversationId: conversation } = query
      const found = state.payments.filter(
        (one) => String(one.paymentId) === paymentId || one.paymentConversationId === conversation,
      )
      return success({ payments: found.map(reportJson) })
    }
    case 'POST /payment/iyzipos/checkoutform/initialize/auth/ecom':
    case 'POST /payment/pay-with-iyzico/initialize': {
      const { conversationId = '', price = '', currency = '', buyer, callbackUrl, basketItems: basket = [] } = body
      if (buyer === undefined || callbackUrl === undefined) return failure('11')
      if (!CURRENCIES.includes(currency)) return failure('5062')
      const known = state.pages[conversationId] ?? {
        token: `form-${Object.keys(state.pages).length + 1}`,
        price,
        currency,
        basket,
      }
      state.pages[conversationId] = known
      const url = `https://cpp.iyzipay.com?token=${known.token}`
      const field = path.includes('checkoutform') ? 'paymentPageUrl' : 'payWithIyzicoPageUrl'
      return success({ token: known.token, tokenExpireTime: 1800, [field]: url })
    }
    case 'POST /payment/iyzipos/checkoutform/auth/ecom/detail':
      if (page === undefined) return failure('11')
      if (page.paidBy === undefined) return failure('5152')
      return success({ token: page.token, paymentStatus: 'SUCCESS', paymentId: String(page.paidBy) })
    case 'POST /payment/cancel': {
      const found = state.payments.find(({ paymentId }) => String(paymentId) === body.paymentId)
      if (found === undefined) return failure('5093')
      found.cancels.push({ refundPrice: found.paidPrice, refundStatus: 1 })
      return success({ paymentId: body.paymentId, price: found.paidPrice })
    }
    case 'POST /v2/payment/refund':
      return refunded(state, body)
    case 'POST /cardstorage/cards':
      return body.cardUserKey === 'user-1'
        ? success({
            cardUserKey: 'user-1',
            cardDetails: [{ cardToken: 'card-saved', cardAssociation: 'VISA', lastFourDigits: '4242' }],
          })
        : failure('3003')
    default:
      return { status: 404 }
  }
}

function paid(state: IyzicoState, body: Body): FakeReply {
  const { conversationId = '', price, paidPrice = '', currency = '', buyer, paymentCard, basketItems: basket = [] } = body
  const { cardNumber = '', expireMonth = '', cardToken } = paymentCard ?? {}
  if (buyer === undefined || price !== paidPrice) return failure('11')
  if (!CURRENCIES.includes(currency)) return failure('5062')
  if (cardToken === undefined && !/^\d{12,19}$/.test(cardNumber)) return failure('12')
  if (cardToken === undefined && !/^\d\d$/.test(expireMonth)) return failure('13')
  const [code, group] = CARDS[cardToken ?? ''] ?? []
  if (code !== undefined) return failure(code, group)
  const made = payment(state.payments.length + 11, {
    ...{ paymentConversationId: conversationId, paidPrice: Number(paidPrice), currency, basket },
  })
  state.payments.push(made)
  return success({ ...reportJson(made), paymentId: String(made.paymentId), paymentStatus: undefined, conversationId })
}

/** docs.iyzico.com/en/advanced/refund-and-cancel, “Refund V2”: of the whole payment, and no more than is left of it. */
function refunded(state: IyzicoState, { paymentId, price = '', conversationId }: Body): FakeReply {
  const found = state.payments.find((one) => String(one.paymentId) === paymentId)
  if (found === undefined) return failure('5093')
  const { currency } = found
  const left =
    parseMoney(String(found.paidPrice), currency).amount -
    found.refunds.reduce((sum, one) => sum + parseMoney(String(one.price), currency).amount, 0)
  if (found.cancels.length > 0 || parseMoney(price, currency).amount > left) return failure('5092')
  found.refunds.push({ price: Number(price), ...(conversationId === undefined ? {} : { conversation: conversationId }) })
  return success({ paymentId, price: Number(price), currency, conversationId, refundHostReference: 'mock00007iyz' })
}

const reportJson = ({ refunds, basket: _, ...of }: Payment) => ({
  ...of,
  ...{
    price: of.paidPrice,
    fraudStatus: 1,
    cardAssociation: 'VISA',
    lastFourDigits: '4242',
    createdDate: '2026-01-14T09:00:00Z',
  },
  paymentRefundStatus: refundStatusOf(of.paidPrice, refunds),
  itemTransactions: [
    {
      refunds: refunds.map(({ price, conversation }) => ({
        ...{ refundPrice: price, refundStatus: 1, currencyCode: of.currency },
        ...(conversation === undefined ? {} : { refundConversationId: conversation }),
      })),
    },
  ],
})
const refundStatusOf = (paid: number, refunds: Payment['refunds']): string => {
  const given = refunds.reduce((sum, { price }) => sum + Math.round(price * 100), 0)
  return given === 0 ? 'NOT_REFUNDED' : given < Math.round(paid * 100) ? 'PARTIALLY_REFUNDED' : 'TOTALLY_REFUNDED'
}
/** It says so with 200. */
const success = (json: object): FakeReply => ({ status: 200, json: { status: 'success', locale: 'tr', ...json } })
const failure = (errorCode: string, errorGroup?: string): FakeReply => ({
  status: 200,
  json: { status: 'failure', errorCode, errorMessage: 'Hata', ...(errorGroup === undefined ? {} : { errorGroup }) },
})

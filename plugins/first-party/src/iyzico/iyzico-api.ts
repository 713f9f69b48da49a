import { type Context, expectOk, type HttpReply, PluginError, parseMoney } from '@patchbay/plugin-sdk'
import { queryOf } from '../ask-for.ts'
import { known, type Payment, paymentOf } from '../payment-adapter/payment-answer.ts'

/** What every plugin of iyzico's is set up with. */
export interface IyzicoSettings {
  apiKey: string
  sandbox?: boolean
  /** Of the buyer, as far as iyzico is concerned. */
  ip: string
}
export type IyzicoContext = Context<IyzicoSettings>

/** Of one item of a payment, or a part of it: docs.iyzico.com/en/advanced/reporting-service. */
export interface ReportedRefund {
  refundPrice: number | string
  /** 1 is done. */
  refundStatus?: number
  /** What whoever asked for it called it. */
  refundConversationId?: string
}

/** A payment as the reporting service tells of it: docs.iyzico.com/en/advanced/reporting-service. */
export interface ReportedPayment {
  paymentId: number | string
  /** What whoever took it called it. */
  paymentConversationId?: string
  /** FAILURE 0, SUCCESS 1; the others are on their way. */
  paymentStatus: number
  paymentRefundStatus?: 'NOT_REFUNDED' | 'PARTIALLY_REFUNDED' | 'TOTALLY_REFUNDED'
  paidPrice: number | string
  currency: string
  phase?: string
  /** 1 approved, 0 is being looked at, -1 rejected. */
  fraudStatus?: number
  cardAssociation?: string
  lastFourDigits?: string
  createdDate?: string
  cancels?: object[]
  itemTransactions?: { refunds?: ReportedRefund[] }[]
}
export interface Failure {
  status: 'failure'
  errorCode: string
  errorGroup?: string
}

/**
 * A request that is signed as iyzico asks for it (docs.iyzico.com/en/getting-started/preliminaries/authentication/hmacsha256-auth): over a random key, the path
 * and what is really sent, digits of a card and all. The host makes the sum.
 *
 * @throws {PluginError} For what says nothing of the matter: who asks, trouble, something that cannot be read.
 */
export async function iyzico<Body>(
  { http, random, clock, settings }: IyzicoContext,
  path: string,
  asked: { json: unknown } | { query: Readonly<Record<string, string | undefined>> },
): Promise<({ status: 'success' } & Body) | Failure> {
  const nonce = `${clock.now()}${random.id()}`
  const credentials = `apiKey:${settings.apiKey}&randomKey:${nonce}&signature:{{signature}}`
  const host = settings.sandbox === true ? 'https://sandbox-api.iyzipay.com' : 'https://api.iyzipay.com'
  const reply = await http.request({
    ...('json' in asked ? { method: 'POST', json: asked.json } : { method: 'GET' }),
    url: `${host}${path}${'query' in asked ? `?${queryOf(asked.query)}` : ''}`,
    headers: { authorization: `IYZWSv2 {{base64:${credentials}}}`, 'x-iyzi-rnd': nonce },
    sign: { secret: 'IYZICO_SECRET_KEY', before: `${nonce}${path}` },
  })
  return answerIn(reply)
}

/** Signatures and keys that are not known. */
const WHO: readonly string[] = ['1000', '1001']
/** iyzico, or the bank behind it, does not know itself: docs.iyzico.com/en/add-ons/error-codes. */
const TROUBLE: readonly string[] = ['1', '2', '10214', '10219']

/** iyzico says that something failed with 200 as well as with 400. */
function answerIn<Body>(reply: HttpReply): ({ status: 'success' } & Body) | Failure {
  const body = reply.body as Partial<Failure> | { status: 'success' } | undefined
  const isTrouble = reply.status >= 500 || [401, 403, 429].includes(reply.status)
  if (!isTrouble && body?.status === 'failure') {
    const { errorCode = '' } = body
    if (WHO.includes(errorCode)) throw new PluginError('UNAUTHORIZED', 'iyzico does not take the keys')
    if (TROUBLE.includes(errorCode)) throw new PluginError('UNAVAILABLE', `iyzico cannot say what came of it (${errorCode})`)
    return { ...body, status: 'failure', errorCode }
  }
  expectOk(reply)
  if (body?.status !== 'success') throw new PluginError('UNAVAILABLE', 'iyzico answered nothing that can be read')
  return body as { status: 'success' } & Body
}

/** The payment of a number, or that was made under a key of ours; undefined when there is none. */
export async function reported(
  context: IyzicoContext,
  by: { paymentId: string } | { paymentConversationId: string },
): Promise<ReportedPayment | undefined> {
  const answer = await iyzico<{ payments?: ReportedPayment[] }>(context, '/v2/reporting/payment/details', { query: by })
  // not found is a list of none; whatever failed says nothing of that
  if (answer.status === 'failure') throw new PluginError('UNAVAILABLE', `iyzico cannot look (${answer.errorCode})`)
  const { payments = [] } = answer
  return payments.find(({ paymentStatus }) => paymentStatus === 1) ?? payments.at(-1)
}

/** What was given back of a payment, item by item, or is on its way. */
export const refundsIn = ({ itemTransactions = [] }: Pick<ReportedPayment, 'itemTransactions'>): ReportedRefund[] =>
  itemTransactions.flatMap(({ refunds = [] }) => refunds.filter(({ refundStatus }) => refundStatus !== 0))

/** iyzico writes numbers with as many zeros as it likes. */
export const fromIyzico = (price: number | string, currency: string): number => parseMoney(String(price), currency).amount

export function told(payment: ReportedPayment): Payment {
  const { currency, paymentStatus, fraudStatus = 1, phase, cancels = [], itemTransactions = [], createdDate } = payment
  const amount = fromIyzico(payment.paidPrice, currency)
  const isTaken = paymentStatus === 1 && fraudStatus === 1 && phase !== 'PRE_AUTH'
  const given = refundsIn({ itemTransactions })
  const isGiven = payment.paymentRefundStatus === 'TOTALLY_REFUNDED' || cancels.length > 0
  const state =
    phase === 'PRE_AUTH' && cancels.length > 0
      ? 'cancelled'
      : isTaken
        ? 'paid'
        : paymentStatus === 0 || fraudStatus === -1
          ? 'declined'
          : 'pending'
  return paymentOf({
    ...{ paymentId: String(payment.paymentId), amount, captured: isTaken ? amount : 0, currency, state },
    refunded: !isTaken
      ? 0
      : isGiven
        ? amount
        : given.reduce((sum, { refundPrice }) => sum + fromIyzico(refundPrice, currency), 0),
    ...known({
      ...{ lastFour: payment.lastFourDigits, brand: payment.cardAssociation?.toLowerCase() },
      at: createdDate === undefined ? undefined : new Date(createdDate).toISOString(),
      code: state === 'declined' && fraudStatus === -1 ? 'fraudSuspect' : undefined,
    }),
  })
}

const CODES: Readonly<Record<string, string>> = {
  NOT_SUFFICIENT_FUNDS: 'insufficientFunds',
  EXPIRED_CARD: 'expiredCard',
  INVALID_CVC2: 'wrongCode',
  INVALID_CVC2_LENGTH: 'wrongCode',
  INVALID_CARD_NUMBER: 'noCard',
  BIN_NOT_FOUND: 'noCard',
  NO_SUCH_ISSUER: 'noCard',
  DO_NOT_HONOUR: 'declined',
  DECLINED: 'declined',
  '12': 'noCard',
  '15': 'wrongCode',
  '17': 'expiredCard',
}
export const codeOf = ({ errorGroup = '', errorCode }: Failure): string =>
  CODES[errorGroup] ?? CODES[errorCode] ?? (errorGroup === '' ? errorCode : errorGroup)

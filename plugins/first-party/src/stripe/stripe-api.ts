import { expectOk, type Http, type HttpReply, minorDigits, PluginError } from '@patchbay/plugin-sdk'
import { queryOf } from '../ask-for.ts'

/** What Stripe's two plugins have in common (docs.stripe.com/api). */
const STRIPE = 'https://api.stripe.com'
const VERSION = '2025-03-31.basil'
const TOKEN = { authorization: 'Bearer {{secret:STRIPE_SECRET_KEY}}', 'stripe-version': VERSION }

/** Currencies that Stripe counts otherwise than ISO 4217 (docs.stripe.com/currencies): all three with two decimals. */
const TWO = ['ISK', 'UGX']
const NONE = ['MGA']
const stripeDigits = (currency: string): number =>
  TWO.includes(currency) ? 2 : NONE.includes(currency) ? 0 : minorDigits(currency)

/** In Stripe's unit. @throws {PluginError} `INVALID_INPUT` for what Stripe has no unit for. */
export function toStripe(amount: number, currency: string): string {
  const units = amount * 10 ** (stripeDigits(currency) - minorDigits(currency))
  // three decimals: the last one has to be a zero
  if (!Number.isInteger(units) || (stripeDigits(currency) === 3 && units % 10 !== 0)) {
    throw new PluginError('INVALID_INPUT', `Stripe cannot take this amount of ${currency}`)
  }
  return String(units)
}
export const fromStripe = (units: number, currency: string): number => {
  const code = currency.toUpperCase()
  return Math.round(units * 10 ** (minorDigits(code) - stripeDigits(code)))
}

export interface Charge {
  id: string
  amount_captured: number
  amount_refunded: number
  disputed: boolean
  payment_method_details?: { card?: { brand?: string; last4?: string } | null } | null
}
export interface PaymentIntent {
  id: string
  object: string
  status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'processing'
    | 'requires_capture'
    | 'canceled'
    | 'succeeded'
  amount: number
  amount_received: number
  currency: string
  created: number
  customer?: string | null
  description?: string | null
  metadata?: Record<string, string>
  latest_charge?: Charge | null
  next_action?: { redirect_to_url?: { url?: string } } | null
  last_payment_error?: StripeError | null
}
export interface StripeError {
  type?: string
  code?: string
  decline_code?: string
  /** Which field it is about. */
  param?: string
}

/** @param form What is undefined is not sent. */
export const stripePost = (http: Http, path: string, form: Readonly<Record<string, string | undefined>>, key?: string) =>
  http.post(`${STRIPE}/v1/${path}`, {
    headers: { ...TOKEN, ...(key === undefined ? {} : { 'idempotency-key': key }) },
    form: Object.fromEntries(Object.entries(form).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  })
export const stripeDelete = (http: Http, path: string) => http.delete(`${STRIPE}/v1/${path}`, { headers: TOKEN })
export const stripeGet = (http: Http, path: string, query: Readonly<Record<string, string | undefined>> = {}) => {
  return http.get(`${STRIPE}/v1/${path}?${queryOf(query)}`, { headers: TOKEN })
}

const CODES: Readonly<Record<string, string>> = {
  insufficient_funds: 'insufficientFunds',
  expired_card: 'expiredCard',
  incorrect_cvc: 'wrongCode',
  incorrect_number: 'noCard',
  card_declined: 'declined',
  generic_decline: 'declined',
}
/** Why a card was declined, in the words of the category. */
export const codeOf = ({ decline_code: declined, code }: StripeError): string => {
  const own = declined ?? code ?? 'declined'
  return CODES[own] ?? own
}

/** What Stripe says is wrong; undefined where it is not Stripe's own word. */
export function stripeError({ status, body }: HttpReply): StripeError | undefined {
  const error = status >= 400 ? (body as { error?: StripeError } | undefined)?.error : undefined
  return typeof error === 'object' && error !== null && typeof error.type === 'string' ? error : undefined
}

/** Its own word that there is no such thing; another 404 is trouble. */
export const isMissing = (reply: HttpReply): boolean => stripeError(reply)?.code === 'resource_missing'

/** @throws {PluginError} */
export function stripeBody<Body>(reply: HttpReply): Body {
  const { body } = expectOk(reply)
  if (typeof body !== 'object' || body === null || !('object' in body))
    throw new PluginError('UNAVAILABLE', 'Stripe answered nothing that can be read')
  return body as Body
}

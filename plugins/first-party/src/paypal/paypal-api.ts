import {
  type Context,
  expectOk,
  formatMoney,
  type HttpOptions,
  type HttpReply,
  PluginError,
  parseMoney,
} from '@patchbay/plugin-sdk'

/** What every plugin of PayPal's is set up with. */
export type PaypalContext = Context<{ clientId: string; sandbox?: boolean }>

/** developer.paypal.com/api/orders/v2: amounts are texts such as `12.50`. */
export interface PaypalMoney {
  currency_code: string
  value: string
}
export interface Capture {
  id: string
  status: 'COMPLETED' | 'DECLINED' | 'PARTIALLY_REFUNDED' | 'PENDING' | 'REFUNDED' | 'FAILED' | 'DENIED'
  amount: PaypalMoney
  processor_response?: { response_code?: string }
  supplementary_data?: { related_ids?: { order_id?: string } }
}
export interface Refund {
  id: string
  status: 'CANCELLED' | 'FAILED' | 'PENDING' | 'COMPLETED'
  amount: PaypalMoney
  /** What whoever asked for it calls it. */
  custom_id?: string
  links?: PaypalLink[]
}
export interface Order {
  id: string
  status: 'CREATED' | 'SAVED' | 'APPROVED' | 'VOIDED' | 'COMPLETED' | 'PAYER_ACTION_REQUIRED'
  create_time?: string
  payment_source?: { card?: { brand?: string; last_digits?: string } }
  purchase_units: {
    reference_id?: string
    custom_id?: string
    description?: string
    amount: PaypalMoney
    payments?: { captures?: Capture[]; refunds?: Refund[] }
  }[]
  links?: PaypalLink[]
}
export interface PaypalLink {
  rel: string
  href: string
}

const TOKEN = 'access-token'
/** Renewed a little before it ends. */
const SPARE_MS = 60_000

interface Asking extends Pick<HttpOptions, 'json'> {
  /** What is asked for under it again is not done again: developer.paypal.com/api/rest/reference/idempotency. */
  requestId?: string
}

/** A request with an access token, which is kept; one that is not taken any more is renewed once. */
export async function paypal(
  context: PaypalContext,
  method: 'GET' | 'POST',
  path: string,
  { json, requestId }: Asking = {},
): Promise<HttpReply> {
  const { http, kv, clock } = context
  const attempt = (token: string) =>
    http.request({
      ...{ method, url: `${hostOf(context)}${path}` },
      headers: {
        ...{ authorization: `Bearer ${token}`, prefer: 'return=representation' },
        ...(requestId === undefined ? {} : { 'paypal-request-id': requestId }),
      },
      ...(method === 'GET' ? {} : { json: json ?? {} }),
    })
  const kept = (await kv.get(TOKEN)) as { token: string; until: number } | null
  if (kept !== null && kept.until > clock.now()) {
    const reply = await attempt(kept.token)
    if (reply.status !== 401) return reply
  }
  return attempt(await newToken(context))
}

const hostOf = ({ settings }: PaypalContext): string =>
  settings.sandbox === true ? 'https://api-m.sandbox.paypal.com' : 'https://api-m.paypal.com'

/** OAuth 2.0 client credentials: developer.paypal.com/api/rest/authentication. */
async function newToken(context: PaypalContext): Promise<string> {
  const { http, kv, clock, settings } = context
  const reply = await http.post(`${hostOf(context)}/v1/oauth2/token`, {
    headers: { authorization: `Basic {{base64:${settings.clientId}:{{secret:PAYPAL_CLIENT_SECRET}}}}` },
    form: { grant_type: 'client_credentials' },
  })
  const { access_token: token, expires_in: seconds } = bodyOf<{ access_token?: unknown; expires_in?: unknown }>(reply)
  if (typeof token !== 'string' || typeof seconds !== 'number') throw notReadable()
  await kv.set(TOKEN, { token, until: clock.now() + seconds * 1000 - SPARE_MS })
  return token
}

/** @throws {PluginError} By the status. */
export function bodyOf<Body>(reply: HttpReply): Body {
  const { body } = expectOk(reply)
  if (typeof body !== 'object' || body === null) throw notReadable()
  return body as Body
}

/** @throws {PluginError} For anything else than an order. */
export function orderIn(reply: HttpReply): Order {
  const order = bodyOf<Partial<Order>>(reply)
  if (typeof order.id !== 'string' || order.purchase_units?.[0]?.amount === undefined) throw notReadable()
  return order as Order
}

const notReadable = () => new PluginError('UNAVAILABLE', 'PayPal answered nothing that can be read')

/** What PayPal itself says is wrong with what was asked: developer.paypal.com/api/orders/v2/error-messages. */
export function issueIn({ status, body }: HttpReply): string | undefined {
  if (status !== 400 && status !== 422) return undefined
  const { details } = (body ?? {}) as { details?: { issue?: unknown }[] }
  const issue = Array.isArray(details) ? details[0]?.issue : undefined
  return typeof issue === 'string' ? issue : undefined
}

/** Its own word that there is no such thing; another 404 is trouble. */
export const isMissing = ({ status, body }: HttpReply): boolean =>
  status === 404 && (body as { name?: unknown } | undefined)?.name === 'RESOURCE_NOT_FOUND'

/** developer.paypal.com/api/codes/currency: no decimals, whatever ISO 4217 says. */
const WHOLE = ['HUF', 'TWD']

/** @throws {PluginError} `INVALID_INPUT` for a part that PayPal has no unit for. */
export function toPaypal(amount: number, currency: string): PaypalMoney {
  const value = formatMoney({ amount, currency })
  if (!WHOLE.includes(currency)) return { currency_code: currency, value }
  if (!value.endsWith('.00')) throw new PluginError('INVALID_INPUT', `PayPal takes whole ${currency} only`)
  return { currency_code: currency, value: value.slice(0, -3) }
}
export const fromPaypal = ({ value, currency_code }: PaypalMoney): number => parseMoney(value, currency_code).amount

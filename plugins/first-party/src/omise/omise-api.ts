import { expectOk, type Http, type HttpReply, PluginError } from '@patchbay/plugin-sdk'
import { queryOf } from '../ask-for.ts'

/** docs.omise.co/api: forms go in, JSON comes out, amounts are whole smallest units. */
const API = 'https://api.omise.co'
const VAULT = 'https://vault.omise.co'
const AUTHORIZED = { authorization: 'Basic {{base64:{{secret:OMISE_SECRET_KEY}}:}}', 'omise-version': '2019-05-29' }

/** docs.omise.co/charges-api */
export interface Charge {
  object: 'charge'
  id: string
  status: 'successful' | 'pending' | 'failed' | 'expired' | 'reversed'
  amount: number
  currency: string
  paid: boolean
  authorized: boolean
  captured_amount?: number | null
  refunded_amount?: number | null
  created_at: string
  description?: string | null
  customer?: string | null
  metadata?: Record<string, string>
  failure_code?: string | null
  authorize_uri?: string | null
  card?: { brand?: string; last_digits?: string } | null
  source?: { scannable_code?: { image?: { download_uri?: string } } | null } | null
  dispute?: { status?: string } | string | null
}
/** docs.omise.co/links-api */
export interface Link {
  object: 'link'
  id: string
  amount: number
  currency: string
  used: boolean
  deleted?: boolean
  payment_uri: string
  description?: string
  charges: { data: Charge[] }
}
export interface List<One> {
  object: 'list'
  data: One[]
  total: number
}

/** The id of a link, and not of a charge. */
export const isOmiseLink = (id: string): boolean => id.startsWith('link_') || id.startsWith('payl_')

type Form = Readonly<Record<string, string | undefined>>
const filled = (form: Form): Record<string, string> =>
  Object.fromEntries(Object.entries(form).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** @param key Goes along for whatever Omise makes of it: its public reference says nothing of keys, so nothing here relies on them. */
export const omisePost = (http: Http, path: string, form: Form, key: string): Promise<HttpReply> =>
  http.post(`${API}/${path}`, { headers: { ...AUTHORIZED, 'idempotency-key': key }, form: filled(form) })

export const omiseGet = (http: Http, path: string, query: Form = {}): Promise<HttpReply> =>
  http.get(`${API}/${path}?${queryOf(query)}`, { headers: AUTHORIZED })

export const omiseDelete = (http: Http, path: string): Promise<HttpReply> =>
  http.delete(`${API}/${path}`, { headers: AUTHORIZED })

/** A card is handed in at another door, by the public key; what comes back stands for it, once. */
export const omiseToken = (http: Http, publicKey: string, form: Form, key: string): Promise<HttpReply> =>
  http.post(`${VAULT}/tokens`, {
    headers: { authorization: `Basic {{base64:${publicKey}:}}`, 'idempotency-key': key },
    form: filled(form),
  })

/** What Omise itself says is wrong: docs.omise.co/api-errors. Of who asks nothing is said to a flow. */
export function refusalIn({ status, body }: HttpReply): string | undefined {
  if (status < 400 || status >= 500 || status === 401 || status === 403 || status === 429) return undefined
  const { object, code } = (body ?? {}) as { object?: unknown; code?: unknown }
  return object === 'error' && typeof code === 'string' ? code : undefined
}

export const isMissing = (reply: HttpReply): boolean => refusalIn(reply) === 'not_found'

/** @throws {PluginError} */
export function omiseBody<Body extends { object: string }>(reply: HttpReply, object: Body['object']): Body {
  const { body } = expectOk(reply)
  if (typeof body !== 'object' || body === null || !('object' in body) || body.object !== object)
    throw new PluginError('UNAVAILABLE', 'Omise answered nothing that can be read')
  return body as Body
}

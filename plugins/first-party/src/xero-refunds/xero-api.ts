import { type Context, expectOk, type HttpReply, PluginError, parseMoney } from '@patchbay/plugin-sdk'
import type { RefundSettings } from '../refund-rules/refund-service.ts'

/** What the manifest asks for beside the rules of all refunds. */
export interface XeroSettings extends RefundSettings {
  clientId: string
  tenantId?: string
  scopes?: string
  salesAccount: string
  bankAccount: string
}
export type XeroContext = Context<XeroSettings>

const API = 'https://api.xero.com/api.xro/2.0'
const IDENTITY = 'https://identity.xero.com/connect/token'
const KEPT_TOKEN = 'access-token'
/** Xero takes no longer ones. */
const KEY_MAX = 128

interface Ask {
  json?: object
  key?: string
}

/**
 * Asks the Accounting API (developer.xero.com/documentation/api/accounting/overview). A token holds for half an hour; one that holds no
 * more is renewed once.
 */
export async function send(
  context: XeroContext,
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  { json, key }: Ask = {},
): Promise<HttpReply> {
  const { http, kv, settings } = context
  const attempt = (token: string) =>
    http.request({
      ...{ method, url: `${API}/${path}` },
      headers: {
        authorization: `Bearer ${token}`,
        ...(settings.tenantId === undefined ? {} : { 'xero-tenant-id': settings.tenantId }),
        ...(key === undefined ? {} : { 'idempotency-key': key.slice(-KEY_MAX) }),
      },
      ...(json === undefined ? {} : { json }),
    })
  const kept = await kv.get(KEPT_TOKEN)
  if (typeof kept === 'string') {
    const reply = await attempt(kept)
    if (reply.status !== 401) return reply
  }
  return attempt(await newToken(context))
}

/** A custom connection is its own user (developer.xero.com/documentation/guides/oauth2/custom-connections). */
async function newToken({ http, kv, settings }: XeroContext): Promise<string> {
  const reply = await http.post(IDENTITY, {
    headers: { authorization: `Basic {{base64:${settings.clientId}:{{secret:XERO_CLIENT_SECRET}}}}` },
    form: { grant_type: 'client_credentials', ...(settings.scopes === undefined ? {} : { scope: settings.scopes }) },
  })
  if (reply.status === 400) throw new PluginError('UNAUTHORIZED', 'Xero does not take the client id and secret')
  const { access_token: token } = (expectOk(reply).body ?? {}) as { access_token?: unknown }
  if (typeof token !== 'string') throw notReadable()
  await kv.set(KEPT_TOKEN, token)
  return token
}

/** The list of an answer. @throws {PluginError} */
export function listIn<Item>(reply: HttpReply, name: string): Item[] {
  const { body } = expectOk(reply)
  const list = (body as Readonly<Record<string, unknown>> | undefined)?.[name]
  if (!Array.isArray(list)) throw notReadable()
  return list
}
export function firstIn<Item>(reply: HttpReply, name: string): Item {
  const [first] = listIn<Item>(reply, name)
  if (first === undefined) throw notReadable()
  return first
}

/** Its own word that it cannot be so (developer.xero.com/documentation/api/accounting/responsecodes): nothing was written then. */
export const isRefused = ({ status, body }: HttpReply): boolean =>
  status === 400 && (body as { Type?: unknown } | undefined)?.Type === 'ValidationException'

const notReadable = () => new PluginError('UNAVAILABLE', 'Xero answered something else than documented')

/** Xero writes amounts as numbers, such as 12.5. */
export function unitsOf(amount: number, currency: string): number {
  try {
    return parseMoney(String(amount), currency).amount
  } catch {
    throw notReadable()
  }
}

/** `/Date(1768381200000+0000)/`, or ISO; 0 for none. */
export function timeOf(date: string | undefined): number {
  const [, ms] = /^\/Date\((\d+)/.exec(date ?? '') ?? []
  const time = ms === undefined ? Date.parse(date ?? '') : Number(ms)
  return Number.isFinite(time) ? time : 0
}

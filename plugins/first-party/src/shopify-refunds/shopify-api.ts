import { type Context, expectOk, formatMoney, type HttpReply, PluginError, parseMoney } from '@patchbay/plugin-sdk'
import type { RefundSettings } from '../refund-rules/refund-service.ts'

/** What the manifest asks for beside the rules of all refunds. */
export interface ShopifySettings extends RefundSettings {
  shop: string
  clientId?: string
  notify?: boolean
}
export type ShopifyContext = Context<ShopifySettings>

/** Shopify keeps a version for a year (shopify.dev/docs/api/usage/versioning). */
const VERSION = '2026-07'
const KEPT_TOKEN = 'access-token'
const IN_SECONDS = 2

/**
 * Asks the Admin API of the shop (shopify.dev/docs/api/admin-graphql).
 *
 * @throws {PluginError} By the status, or by the code that GraphQL gives with a 200.
 */
export async function ask<Data>(context: ShopifyContext, query: string, variables: object): Promise<Data> {
  const { body } = expectOk(await send(context, { query, variables }))
  const { data, errors } = (body ?? {}) as { data?: Data | null; errors?: unknown }
  if (Array.isArray(errors) && errors.length > 0) throw refusedBy(errors[0])
  if (typeof data !== 'object' || data === null) throw notReadable()
  return data
}

/** With the token of an app of the admin, or with one that an app of the Dev Dashboard gets for a day. */
async function send(context: ShopifyContext, json: object): Promise<HttpReply> {
  const { http, kv, settings } = context
  const attempt = (token: string) =>
    http.post(`${shopOf(settings)}/admin/api/${VERSION}/graphql.json`, { headers: { 'x-shopify-access-token': token }, json })
  if (settings.clientId === undefined) return attempt('{{secret:SHOPIFY_ACCESS_TOKEN}}')
  const kept = await kv.get(KEPT_TOKEN)
  if (typeof kept === 'string') {
    const reply = await attempt(kept)
    if (reply.status !== 401) return reply
  }
  return attempt(await newToken(context, settings.clientId))
}

/** The client credentials grant (shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant). */
async function newToken({ http, kv, settings }: ShopifyContext, clientId: string): Promise<string> {
  const reply = await http.post(`${shopOf(settings)}/admin/oauth/access_token`, {
    form: { grant_type: 'client_credentials', client_id: clientId, client_secret: '{{secret:SHOPIFY_CLIENT_SECRET}}' },
  })
  if (reply.status === 400) throw new PluginError('UNAUTHORIZED', 'Shopify does not take the client secret')
  const { access_token: token } = (expectOk(reply).body ?? {}) as { access_token?: unknown }
  if (typeof token !== 'string') throw notReadable()
  await kv.set(KEPT_TOKEN, token)
  return token
}

/** The address that the shop has for good; the one that customers see is another. */
function shopOf({ shop }: ShopifySettings): string {
  if (!/^https:\/\/[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(shop))
    throw new PluginError('INVALID_INPUT', 'The address of the shop must be such as https://acme.myshopify.com')
  return shop
}

/** shopify.dev/docs/api/admin-graphql#status-and-error-codes */
function refusedBy(error: unknown): PluginError {
  const { message, extensions } = (error ?? {}) as { message?: string; extensions?: { code?: string } }
  switch (extensions?.code) {
    case 'THROTTLED':
      return new PluginError('RATE_LIMITED', 'Shopify has been asked too much', { retryAfter: IN_SECONDS })
    case 'ACCESS_DENIED':
      return new PluginError('UNAUTHORIZED', 'The app lacks a scope that this needs')
    case 'INTERNAL_SERVER_ERROR':
    case 'TIMEOUT':
    case 'SERVICE_UNAVAILABLE':
      return new PluginError('UNAVAILABLE', 'Shopify could not do it')
    default:
      return new PluginError('INVALID_INPUT', `Shopify does not understand it: ${message ?? 'without a word'}`)
  }
}

export const notReadable = () => new PluginError('UNAVAILABLE', 'Shopify answered something else than documented')

export interface ShopMoney {
  presentmentMoney: { amount: string; currencyCode: string }
}

/** In whole minor units of what the customer paid in. */
export function unitsOf({ presentmentMoney: { amount, currencyCode } }: ShopMoney): number {
  try {
    return parseMoney(amount, currencyCode).amount
  } catch {
    throw notReadable()
  }
}
export const amountIn = (amount: number, currency: string): string => formatMoney({ amount, currency })

/** `gid://shopify/Order/1`, or its number alone; undefined for what is neither. */
export function idIn(kind: 'Order' | 'Customer' | 'Refund', text: string): string | undefined {
  const [, number] = /^(?:gid:\/\/shopify\/(?:Order|Customer|Refund)\/)?(\d{1,20})$/.exec(text) ?? []
  return number === undefined || (text.startsWith('gid:') && !text.includes(`/${kind}/`))
    ? undefined
    : `gid://shopify/${kind}/${number}`
}

import { type Context, expectOk, type HttpOptions, type HttpReply, PluginError } from '@patchbay/plugin-sdk'

export type SalesforceContext = Context<{
  instance: string
  clientId: string
  callingCode?: string
  externalIdField?: string
  segmentField?: string
  vipField?: string
  languageField?: string
}>

/** A row of a query, or a record; fields that are empty are null. */
export type Row = Readonly<Record<string, unknown>>

const API = '/services/data/v62.0'
const TOKEN = 'access-token'

/**
 * A request with an access token. One that has run out is renewed once: Salesforce does not say beforehand how long it holds.
 *
 * @throws {PluginError} By the status.
 */
async function send(
  context: SalesforceContext,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  options: HttpOptions = {},
): Promise<HttpReply> {
  const { http, kv, settings } = context
  const attempt = (token: string) =>
    http.request({ method, url: `${settings.instance}${API}${path}`, headers: { authorization: `Bearer ${token}` }, ...options })
  const kept = await kv.get(TOKEN)
  if (typeof kept === 'string') {
    const reply = await attempt(kept)
    if (reply.status !== 401) return reply
  }
  return attempt(await newToken(context))
}

/** OAuth 2.0 refresh token flow. */
async function newToken({ http, kv, settings }: SalesforceContext): Promise<string> {
  const reply = await http.post(`${settings.instance}/services/oauth2/token`, {
    form: {
      grant_type: 'refresh_token',
      client_id: settings.clientId,
      client_secret: '{{secret:SALESFORCE_CLIENT_SECRET}}',
      refresh_token: '{{secret:SALESFORCE_REFRESH_TOKEN}}',
    },
  })
  // that the refresh token holds no more is told by 400
  if (reply.status === 400) throw new PluginError('UNAUTHORIZED', 'Salesforce does not take the refresh token')
  const { access_token: token } = rowOf(expectOk(reply))
  if (typeof token !== 'string') throw notReadable()
  await kv.set(TOKEN, token)
  return token
}

/** @param soql With every value through `literal` or `pattern`. */
export async function query(context: SalesforceContext, soql: string): Promise<{ rows: Row[]; total: number }> {
  const { records, totalSize } = rowOf(expectOk(await send(context, 'GET', `/query?q=${encodeURIComponent(soql)}`)))
  if (!Array.isArray(records) || typeof totalSize !== 'number') throw notReadable()
  return { rows: records.filter(isRow), total: totalSize }
}

/** @returns The answer as it came: what a duplicate rule refuses is the caller's to read. */
export const insert = (context: SalesforceContext, type: 'Contact' | 'Task', fields: Row): Promise<HttpReply> =>
  send(context, 'POST', `/sobjects/${type}`, { json: fields })

export function idOf(reply: HttpReply): string {
  const { id } = rowOf(expectOk(reply))
  if (typeof id !== 'string') throw notReadable()
  return id
}

export async function update(context: SalesforceContext, type: 'Contact' | 'Task', id: string, fields: Row): Promise<void> {
  const reply = expectOk(await send(context, 'PATCH', `/sobjects/${type}/${idIn(id)}`, { json: fields }))
  // it answers 204; whatever else says something is not Salesforce
  if (reply.status !== 204) throw notReadable()
}

/** Ids have 15 or 18 letters and digits; anything else is nobody's, and no part of a query or an address. */
export function idIn(id: string): string {
  if (!/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(id)) throw new PluginError('NOT_FOUND', 'There is no such record')
  return id
}

/** The name of a field as the operator set it; anything else would be a query of its own. */
export function fieldIn(name: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,79}$/.test(name)) throw new PluginError('INVALID_INPUT', 'A setting is no name of a field')
  return name
}

/** A text in a query: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm */
export const literal = (text: string): string => `'${escaped(text)}'`

/** A text that is contained, in LIKE: its own % and _ stand for themselves. */
export const containing = (text: string): string => `'%${escaped(text).replace(/[%_]/g, '\\$&')}%'`

const escaped = (text: string): string =>
  text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')

export const textIn = (row: Row, name: string | undefined): string => {
  const value = name === undefined ? undefined : row[name]
  return typeof value === 'string' ? value : ''
}

export const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

function rowOf({ body }: HttpReply): Row {
  if (!isRow(body)) throw notReadable()
  return body
}

const notReadable = () => new PluginError('UNAVAILABLE', 'Salesforce answered something else than documented')

import { type Context, expectOk, type HttpReply, PluginError } from '@patchbay/plugin-sdk'

export type PipedriveContext = Context<{ callingCode?: string; externalIdField?: string; segmentField?: string }>

const HOST = 'https://api.pipedrive.com'
const headers = { 'x-api-token': '{{secret:PIPEDRIVE_TOKEN}}' }

type Body = Readonly<Record<string, unknown>>

/** Persons, activities and organizations are of its second version, notes and merging of its first. */
export const send = async (
  { http }: Pick<Context, 'http'>,
  method: 'GET' | 'POST' | 'PATCH' | 'PUT',
  path: string,
  json?: Body,
): Promise<Body> =>
  dataOf(expectOk(await http.request({ method, url: `${HOST}${path}`, headers, ...(json === undefined ? {} : { json }) })))

/** A list, and where it goes on. */
export async function list(context: Pick<Context, 'http'>, path: string): Promise<{ items: Body[]; next?: string }> {
  const reply = expectOk(await context.http.get(`${HOST}${path}`, { headers }))
  const { data, additional_data: more } = bodyOf(reply)
  const items = Array.isArray(data)
    ? data
    : isBody(data) && Array.isArray(data['items'])
      ? data['items'].map((one) => (isBody(one) ? one['item'] : one))
      : []
  const next = isBody(more) ? more['next_cursor'] : undefined
  return { items: items.filter(isBody), ...(typeof next === 'string' ? { next } : {}) }
}

function dataOf(reply: HttpReply): Body {
  const { data } = bodyOf(reply)
  if (!isBody(data)) throw notReadable()
  return data
}

function bodyOf({ body }: HttpReply): Body {
  if (!isBody(body) || !('data' in body)) throw notReadable()
  return body
}

export const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)
const notReadable = () => new PluginError('UNAVAILABLE', 'Pipedrive answered something else than documented')

/** Records of Pipedrive have numbers; anything else is nobody's, and no part of an address. */
export function idIn(id: string): number {
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new PluginError('NOT_FOUND', 'There is no such record')
  return Number(id)
}

export const textIn = (body: Body, name: string): string => {
  const value = body[name]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

/** A query of a request; nothing of it can begin another parameter. */
export const query = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(String(value))}`]))
    .join('&')

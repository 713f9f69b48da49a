import { type Context, expectOk, type HttpReply, PluginError } from '@patchbay/plugin-sdk'
import type { HubspotCrm } from './manifest.ts'

export type HubspotContext = Context<{ callingCode?: string } & Record<string, unknown>> & {
  settings: Partial<Record<keyof HubspotCrm['settings']['properties'], string>>
}

const API = 'https://api.hubapi.com/crm/v3/objects'
const headers = { authorization: 'Bearer {{secret:HUBSPOT_TOKEN}}' }

/** A record of HubSpot; every property is a text or null. */
export interface HubspotObject {
  id: string
  properties: Readonly<Record<string, string | null>>
  createdAt?: string
  updatedAt?: string
}

type ObjectType = 'contacts' | 'notes' | 'calls' | 'tasks'
/** Of an activity to its contact, as HubSpot numbers them. */
const TO_CONTACT = { notes: 202, calls: 194, tasks: 204 } as const

export interface Filter {
  propertyName: string
  operator: 'EQ' | 'NEQ' | 'GTE' | 'CONTAINS_TOKEN'
  value: string
}
interface Search {
  /** Any of the groups, all of its filters. */
  groups?: Filter[][]
  query?: string
  properties: readonly string[]
  limit: number
  after?: string
  newestBy?: string
}

export async function search(
  { http }: Pick<Context, 'http'>,
  type: ObjectType,
  { groups = [], newestBy, query, after, ...rest }: Search,
) {
  const reply = expectOk(
    await http.post(`${API}/${type}/search`, {
      headers,
      json: {
        filterGroups: groups.map((filters) => ({ filters })),
        ...(query === undefined ? {} : { query }),
        ...(after === undefined ? {} : { after }),
        ...(newestBy === undefined ? {} : { sorts: [{ propertyName: newestBy, direction: 'DESCENDING' }] }),
        ...rest,
      },
    }),
  )
  const { results, total, paging } = bodyOf<{
    results?: HubspotObject[]
    total?: number
    paging?: { next?: { after?: string } }
  }>(reply)
  if (!Array.isArray(results)) throw notReadable()
  return { results, total: total ?? results.length, next: paging?.next?.after }
}

/** @throws {PluginError} `NOT_FOUND`. */
export async function read(
  { http }: Pick<Context, 'http'>,
  type: ObjectType,
  id: string,
  properties: readonly string[],
): Promise<HubspotObject> {
  const reply = await http.get(`${API}/${type}/${idIn(id)}?properties=${properties.join(',')}`, { headers })
  return objectOf(expectOk(reply))
}

export async function create(
  { http }: Pick<Context, 'http'>,
  type: ObjectType,
  properties: Record<string, string>,
  contactId?: string,
): Promise<HttpReply> {
  const associations =
    contactId === undefined || type === 'contacts'
      ? {}
      : {
          associations: [
            { to: { id: contactId }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: TO_CONTACT[type] }] },
          ],
        }
  return http.post(`${API}/${type}`, { headers, json: { properties, ...associations } })
}

export async function change(
  { http }: Pick<Context, 'http'>,
  type: ObjectType,
  id: string,
  properties: Record<string, string>,
): Promise<HubspotObject> {
  return objectOf(expectOk(await http.patch(`${API}/${type}/${idIn(id)}`, { headers, json: { properties } })))
}

export async function merge(
  { http }: Pick<Context, 'http'>,
  primaryObjectId: string,
  objectIdToMerge: string,
): Promise<HubspotObject> {
  return objectOf(expectOk(await http.post(`${API}/contacts/merge`, { headers, json: { primaryObjectId, objectIdToMerge } })))
}

export function objectOf(reply: HttpReply): HubspotObject {
  const body = bodyOf<Partial<HubspotObject>>(reply)
  if (typeof body.id !== 'string') throw notReadable()
  return { ...body, id: body.id, properties: body.properties ?? {} }
}

function bodyOf<Body extends object>({ body }: HttpReply): Body {
  if (typeof body !== 'object' || body === null) throw notReadable()
  return body as Body
}

const notReadable = () => new PluginError('UNAVAILABLE', 'HubSpot answered something else than documented')

/** Records of HubSpot have numbers; anything else is nobody's, and no part of an address. */
function idIn(id: string): string {
  if (!/^\d{1,20}$/.test(id)) throw new PluginError('NOT_FOUND', 'There is no such record')
  return id
}

import { defineFake, type FakeReply, type FakeRequest } from '@patchbay/plugin-sdk'

interface Row {
  id: string
  properties: Record<string, string>
  contactId?: string
}
type Type = 'contacts' | 'notes' | 'calls' | 'tasks'
type State = Record<Type, Row[]>
interface Filter {
  propertyName: string
  operator: string
  value: string
}

const BEGUN = String(Date.UTC(2026, 0, 15, 9, 0))
const row = (id: string, properties: Record<string, string>, contactId?: string): Row => ({
  ...{ id, properties: { hs_object_id: id, ...properties } },
  ...(contactId === undefined ? {} : { contactId }),
})

/** HubSpot's CRM v3: objects, search, merging. */
// biome-ignore lint/style/noDefaultExport: the tools read it so
export default defineFake<State>({
  sources: [
    'https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide',
    'https://developers.hubspot.com/docs/api-reference/search/guide',
    'https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/basic/post-crm-v3-objects-contacts-merge',
    'https://developers.hubspot.com/docs/api-reference/latest/crm/activities/notes/guide',
  ],
  settings: { callingCode: '66', segmentProperty: 'patchbay_segment' },
  secrets: { HUBSPOT_TOKEN: 'pat-eu1-0123456789abcdef' },
  start: () => ({
    contacts: [
      row('501', { firstname: 'สมชาย', lastname: 'ใจดี', phone: '081 234 5678', email: 'somchai@example.com', hs_language: 'th' }),
      row('502', { firstname: 'Somchai', lastname: 'J.', phone: '+66 81 111 2222' }),
    ],
    notes: [],
    calls: [],
    tasks: [
      row('9001', { hs_timestamp: '2026-01-01T00:00:00.000Z', hs_task_body: 'Call back.', hs_task_status: 'NOT_STARTED' }, '501'),
    ],
  }),
  answer(request, state) {
    if (request.headers['authorization'] !== 'Bearer pat-eu1-0123456789abcdef')
      return refusal(401, 'Authentication credentials not found.')
    const [, type, id] = /^\/crm\/v3\/objects\/(contacts|notes|calls|tasks)(?:\/(\w+))?$/.exec(request.path) ?? []
    if (type === undefined) return refusal(404, 'resource not found')
    const rows = state[type as Type]
    if (request.method === 'POST' && id === 'search') return found(request, rows)
    if (request.method === 'POST' && id === 'merge') return merged(request, state)
    if (request.method === 'POST' && id === undefined) return created(request, rows, type as Type)
    const known = rows.find((one) => one.id === id)
    if (known === undefined) return refusal(404, 'resource not found')
    if (request.method === 'PATCH') Object.assign(known.properties, propertiesIn(request))
    return { status: 200, json: shown(known) }
  },
})

const refusal = (status: number, message: string): FakeReply => ({
  status,
  json: { status: 'error', message, category: 'OBJECT_NOT_FOUND' },
})
const shown = ({ id, properties }: Row) => ({
  ...{ id, properties, archived: false },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-02T00:00:00.000Z' },
})
const propertiesIn = ({ json }: FakeRequest): Record<string, string> =>
  (json as { properties: Record<string, string> }).properties

function created(request: FakeRequest, rows: Row[], type: Type): FakeReply {
  const properties = propertiesIn(request)
  const same =
    type === 'contacts' &&
    rows.find((one) => one.properties['email'] === properties['email'] && properties['email'] !== undefined)
  if (same) return refusal(409, `Contact already exists. Existing ID: ${same.id}`)
  const { associations = [] } = request.json as { associations?: { to: { id: string } }[] }
  const next = row(
    `${type.length}${String(rows.length).padStart(4, '0')}`,
    { createdate: BEGUN, ...properties },
    associations[0]?.to.id,
  )
  rows.push(next)
  return { status: 201, json: shown(next) }
}

/** Phone numbers are compared without their country; a star stands for anything. */
function found({ json }: FakeRequest, rows: Row[]): FakeReply {
  const {
    filterGroups = [],
    query = '',
    limit,
    after = '0',
  } = json as {
    filterGroups?: { filters: Filter[] }[]
    query?: string
    limit: number
    after?: string
  }
  const fits =
    filterGroups.length === 0
      ? rows
      : rows.filter((one) => filterGroups.some(({ filters }) => filters.every((filter) => holds(one, filter))))
  const named = fits.filter(({ properties }) =>
    Object.values(properties).some((value) => value.toLowerCase().includes(query.toLowerCase())),
  )
  const page = named.slice(Number(after), Number(after) + limit)
  const next = Number(after) + limit < named.length ? { paging: { next: { after: String(Number(after) + limit) } } } : {}
  return { status: 200, json: { total: named.length, results: page.map(shown), ...next } }
}

function holds({ properties, contactId = '' }: Row, { propertyName, operator, value }: Filter): boolean {
  const calculated = { hs_searchable_calculated_phone_number: 'phone', hs_searchable_calculated_mobile_number: 'mobilephone' }[
    propertyName
  ]
  const own = propertyName === 'associations.contact' ? contactId : (properties[calculated ?? propertyName] ?? '')
  switch (operator) {
    case 'EQ':
      return own === value
    case 'NEQ':
      return own !== value
    case 'GTE':
      return own >= value
    case 'CONTAINS_TOKEN':
      return value.startsWith('*') ? own.replace(/\D/g, '').endsWith(value.slice(1)) : own.split(/[;\s]/).includes(value)
    default:
      return false
  }
}

function merged({ json }: FakeRequest, { contacts }: State): FakeReply {
  const { primaryObjectId, objectIdToMerge } = json as Record<string, string>
  const keep = contacts.find(({ id }) => id === primaryObjectId)
  const at = contacts.findIndex(({ id }) => id === objectIdToMerge)
  if (keep === undefined || at < 0) return refusal(404, 'resource not found')
  const [gone] = contacts.splice(at, 1)
  keep.properties = { ...gone?.properties, ...keep.properties, hs_merged_object_ids: objectIdToMerge ?? '' }
  return { status: 200, json: shown(keep) }
}

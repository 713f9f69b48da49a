import { defineFake, type FakeReply, type FakeRequest } from '@patchbay/plugin-sdk'

type Row = Record<string, string | number | boolean>
interface State {
  Contact: Row[]
  Task: Row[]
}

const CREATED = '2026-01-15T09:00:00.000+0000'
const TOKEN = '00D!access.token.of.the.fake'

/** Salesforce: refresh token flow, queries and records of its REST interface. */
// biome-ignore lint/style/noDefaultExport: the tools read it so
export default defineFake<State>({
  sources: [
    'https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_refresh_token_flow.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_basic_info_post.htm',
    'https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_task.htm',
  ],
  origins: ['https://acme.my.salesforce.com'],
  settings: { instance: 'https://acme.my.salesforce.com', clientId: '3MVG9', callingCode: '66', segmentField: 'Segment__c' },
  secrets: { SALESFORCE_CLIENT_SECRET: '8A4BE698BCA216718', SALESFORCE_REFRESH_TOKEN: '5Aep861refreshtoken' },
  start: () => ({
    Contact: [
      contact('003000000000001AAA', {
        FirstName: 'สมชาย',
        LastName: 'ใจดี',
        Phone: '(081) 234-5678',
        Email: 'somchai@example.com',
      }),
      contact('003000000000002AAA', { FirstName: 'Somchai', LastName: 'J.', MobilePhone: '+66 81 111 2222' }),
    ],
    Task: [
      {
        ...{
          Id: '00T000000000001AAA',
          WhoId: '003000000000001AAA',
          Subject: 'Call back.',
          Status: 'Not Started',
          IsClosed: false,
        },
        CreatedDate: '2026-01-01T00:00:00.000+0000',
      },
    ],
  }),
  answer(request, state) {
    if (request.path === '/services/oauth2/token') return token(request)
    if (request.headers['authorization'] !== `Bearer ${TOKEN}`)
      return refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid')
    if (request.path === '/services/data/v62.0/query') return queried(request.query['q'] ?? '', state)
    const [, type, id] = /^\/services\/data\/v62\.0\/sobjects\/(Contact|Task)(?:\/(\w+))?$/.exec(request.path) ?? []
    if (type === undefined) return refusal(404, 'NOT_FOUND', 'The requested resource does not exist')
    return written(request, state[type as keyof State], { type, id })
  },
})

const contact = (id: string, fields: Row): Row => ({ Id: id, CreatedDate: '2025-06-01T08:00:00.000+0000', ...fields })
const refusal = (status: number, errorCode: string, message: string): FakeReply => ({ status, json: [{ errorCode, message }] })

function token({ form }: FakeRequest): FakeReply {
  const known =
    form['client_secret'] === '8A4BE698BCA216718' &&
    form['refresh_token'] === '5Aep861refreshtoken' &&
    form['client_id'] === '3MVG9'
  if (form['grant_type'] !== 'refresh_token' || !known) return { status: 400, json: { error: 'invalid_grant' } }
  return { status: 200, json: { access_token: TOKEN, instance_url: 'https://acme.my.salesforce.com', token_type: 'Bearer' } }
}

function written({ method, json }: FakeRequest, rows: Row[], { type, id }: { type: string; id: string | undefined }): FakeReply {
  if (method === 'POST' && id === undefined) {
    const next = `${type === 'Task' ? '00T' : '003'}00000000010${rows.length}AAA`
    rows.push({ Id: next, CreatedDate: CREATED, IsClosed: (json as Row)['Status'] === 'Completed', ...(json as Row) })
    return { status: 201, json: { id: next, success: true, errors: [] } }
  }
  const row = rows.find((one) => one['Id'] === id)
  if (row === undefined) return refusal(404, 'NOT_FOUND', 'The requested resource does not exist')
  Object.assign(row, json)
  if ((json as Row)['Status'] === 'Completed') row['IsClosed'] = true
  return { status: 204 }
}

/** As much of SOQL as the plugin speaks; texts are taken out first, so that nothing in them is read as a word of the query. */
function queried(soql: string, state: State): FakeReply {
  const texts: string[] = []
  const bare = soql.replace(/'((?:\\.|[^'\\])*)'/g, (_, text: string) => `$${texts.push(text.replace(/\\([\\'%_])/g, '$1')) - 1}`)
  const [, what, from, where = 'Id != null', limit = '2000', offset = '0'] =
    /^SELECT (.+?) FROM (Contact|Task)(?: WHERE (.+?))?(?: ORDER BY .+?)?(?: LIMIT (\d+))?(?: OFFSET (\d+))?$/.exec(bare) ?? []
  if (from === undefined) return refusal(400, 'MALFORMED_QUERY', 'unexpected token')
  const fits = state[from as keyof State]
    .map(
      (row): Row => ({
        ...row,
        ...(from === 'Contact' ? { Name: [row['FirstName'], row['LastName']].filter(Boolean).join(' ') } : {}),
      }),
    )
    .filter((row) =>
      where.split(' AND ').every((part) =>
        part
          .replace(/^\(|\)$/g, '')
          .split(' OR ')
          .some((one) => holds(row, one, texts)),
      ),
    )
  const records = fits.slice(Number(offset), Number(offset) + Number(limit))
  return { status: 200, json: { totalSize: fits.length, done: true, records: what === 'COUNT()' ? [] : records } }
}

function holds(row: Row, condition: string, texts: readonly string[]): boolean {
  const [, field = '', operator, value = ''] = /^(\w+) (=|!=|>=|LIKE) (.+)$/.exec(condition) ?? []
  const wanted = value.startsWith('$') ? (texts[Number(value.slice(1))] ?? '') : value
  const own = String(row[field] ?? '')
  switch (operator) {
    case '=':
      return own.toLowerCase() === wanted.toLowerCase()
    case '!=':
      return own !== ''
    case '>=':
      return Date.parse(own) >= Date.parse(wanted)
    case 'LIKE':
      return own.toLowerCase().includes(wanted.slice(1, -1).toLowerCase())
    default:
      return false
  }
}

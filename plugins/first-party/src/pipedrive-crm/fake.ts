import { defineFake, type FakeReply, type FakeRequest } from '@patchbay/plugin-sdk'

type Row = { id: number } & Record<string, unknown>
interface State {
  persons: Row[]
  organizations: Row[]
  activities: Row[]
  notes: Row[]
}

const NOW = '2026-01-15T09:00:00Z'
const values = (value: string) => [{ value, primary: true, label: 'work' }]

/** Pipedrive: persons, organizations and activities of its second version, notes and merging of its first. */
// biome-ignore lint/style/noDefaultExport: the tools read it so
export default defineFake<State>({
  sources: [
    'https://developers.pipedrive.com/docs/api/v1/Persons',
    'https://developers.pipedrive.com/docs/api/v1/Activities',
    'https://developers.pipedrive.com/docs/api/v1/Notes',
    'https://pipedrive.readme.io/docs/merging-two-persons',
    'https://pipedrive.readme.io/docs/core-api-concepts-authentication',
  ],
  settings: { callingCode: '66' },
  secrets: { PIPEDRIVE_TOKEN: '0123456789abcdef0123456789abcdef01234567' },
  start: () => ({
    persons: [
      {
        id: 11,
        name: 'สมชาย ใจดี',
        phones: values('081-234-5678'),
        emails: values('somchai@example.com'),
        add_time: '2025-06-01T08:00:00Z',
      },
      { id: 12, name: 'Somchai J.', phones: values('+66811112222'), emails: [], add_time: '2025-06-02T08:00:00Z' },
    ],
    organizations: [],
    activities: [
      {
        id: 71,
        subject: 'Call back',
        type: 'task',
        done: false,
        note: 'Call back.',
        person_id: 11,
        add_time: '2026-01-01T00:00:00Z',
      },
    ],
    notes: [],
  }),
  answer(request, state) {
    if (request.headers['x-api-token'] !== '0123456789abcdef0123456789abcdef01234567') return refusal(401, 'unauthorized access')
    const [, kind, id, rest] =
      /^\/(?:api\/v2|v1)\/(persons|organizations|activities|notes)(?:\/(\w+))?(?:\/(merge))?$/.exec(request.path) ?? []
    if (kind === undefined) return refusal(404, 'Unknown method')
    const rows = state[kind as keyof State]
    if (id === 'search') return searched(request, rows)
    if (id === undefined) return request.method === 'POST' ? created(request, rows) : listed(request, rows)
    const row = rows.find((one) => one.id === Number(id))
    if (row === undefined) return refusal(404, 'not found')
    if (rest === 'merge') return merged(request, state, row)
    if (request.method === 'PATCH') Object.assign(row, request.json)
    return { status: 200, json: { success: true, data: row } }
  },
})

const refusal = (status: number, error: string): FakeReply => ({ status, json: { success: false, error } })

function created({ json }: FakeRequest, rows: Row[]): FakeReply {
  const { participants = [], ...given } = json as Record<string, unknown> & { participants?: { person_id: number }[] }
  const person = participants[0] === undefined ? {} : { person_id: participants[0].person_id }
  const row = { id: 100 + rows.length, add_time: NOW, ...given, ...person }
  rows.push(row)
  return { status: 201, json: { success: true, data: row } }
}

function listed({ query: { person_id, done, limit = '100' } }: FakeRequest, rows: Row[]): FakeReply {
  const fits = rows.filter(
    (row) =>
      (person_id === undefined || String(row['person_id']) === person_id) && (done === undefined || String(row['done']) === done),
  )
  const data = fits.toReversed().slice(0, Number(limit))
  return { status: 200, json: { success: true, data, additional_data: { next_cursor: null } } }
}

/** Tells a part of each; punctuation within numbers does not count. */
function searched({ query: { term = '', exact_match, limit = '100' } }: FakeRequest, rows: Row[]): FakeReply {
  if (term.length < 2) return refusal(400, 'search term should be at least 2 characters long')
  const wanted = term.toLowerCase()
  const texts = (row: Row): string[] =>
    [
      row['name'],
      ...[row['phones'], row['emails']].flatMap((list) =>
        Array.isArray(list) ? list.map((one: { value: string }) => one.value) : [],
      ),
    ].map((text) => String(text).toLowerCase())
  const fits = (text: string) =>
    exact_match === 'true'
      ? text === wanted
      : text.includes(wanted) || (/^\d+$/.test(wanted) && text.replace(/\D/g, '').includes(wanted))
  const found = rows.filter((row) => texts(row).some(fits)).slice(0, Number(limit))
  const items = found.map(({ id, name }) => ({ result_score: 1, item: { id, type: 'person', name } }))
  return { status: 200, json: { success: true, data: { items }, additional_data: { next_cursor: null } } }
}

function merged({ json }: FakeRequest, { persons }: State, gone: Row): FakeReply {
  const keep = persons.find(({ id }) => id === (json as { merge_with_id: number }).merge_with_id)
  if (keep === undefined) return refusal(404, 'Person not found')
  persons.splice(persons.indexOf(gone), 1)
  Object.assign(keep, { ...gone, ...keep })
  return { status: 200, json: { success: true, data: { ...keep, what_got_merged: gone.id } } }
}

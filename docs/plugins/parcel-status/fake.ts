import { defineFake } from '@patchbay/plugin-sdk'

type State = { parcels: Record<string, { state: string; place: string }>; redirects: Record<string, string>; count: number }

/** The courier as its documentation describes it, as far as the plugin asks it. */
export default defineFake<State>({
  sources: ['https://api.parcels.example/docs'],
  settings: { depot: 'Leeds North' },
  secrets: { PARCEL_TOKEN: 'token-of-the-fake', HOOK_SECRET: 'signs-what-the-fake-sends' },
  events: { moved: { body: { id: 'evt_1', type: 'parcel.moved', parcel: 'PB100200', state: 'delivered' } } },
  records: { news: [{ id: 'evt_0', value: { parcel: 'PB100204', state: 'delivered' } }] },
  start: () => ({
    parcels: { PB100200: { state: 'onTheWay', place: 'Leeds' }, PB100201: { state: 'delivered', place: 'Front door' } },
    redirects: {},
    count: 0,
  }),
  answer({ method, path, headers, json }, state) {
    if (headers.authorization !== 'Bearer token-of-the-fake') return { status: 401 }
    const [, parcel = '', what] = /^\/v1\/parcels\/([^/]+)(?:\/(redirect))?$/.exec(path) ?? []
    const found = state.parcels[decodeURIComponent(parcel)]
    if (found === undefined) return { status: 404 }
    if (method === 'GET') return { status: 200, json: found }
    if (what !== 'redirect' || method !== 'POST') return { status: 405 }
    if (found.state === 'delivered') return { status: 409 }
    const key = headers['idempotency-key'] ?? ''
    state.redirects[key] ??= `R${++state.count}`
    found.place = (json as { place: string }).place
    return { status: 201, json: { reference: state.redirects[key] } }
  },
})

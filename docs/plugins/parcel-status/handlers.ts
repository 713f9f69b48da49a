import { definePlugin, errorCodeOf, expectOk, PluginError } from '@patchbay/plugin-sdk'
import type manifest from './manifest.ts'

const api = 'https://api.parcels.example/v1/parcels'
const withToken = { authorization: 'Bearer {{secret:PARCEL_TOKEN}}' }

type Parcel = { state: 'onTheWay' | 'delivered' | 'atNeighbour'; place: string }
type News = { parcel: string; state: string; place?: string }

export default definePlugin<typeof manifest>({
  actions: {
    async find({ parcel }, { http, kv, settings, clock, log }) {
      const kept = (await kv.get(parcel)) as { at: number; value: Parcel } | null
      if (kept !== null && clock.now() - kept.at < (settings.freshSeconds ?? 0) * 1000)
        return { outlet: 'found', output: { ...kept.value, depot: settings.depot } }
      // expectOk makes an error of 404, 401, 429 and 5xx, and each error leads to its outlet
      const { body } = expectOk(await http.get(`${api}/${encodeURIComponent(parcel)}`, { headers: withToken }))
      const { state, place } = body as Parcel
      if (typeof state !== 'string' || typeof place !== 'string')
        throw new PluginError('UNAVAILABLE', 'The courier answered something else')
      await kv.set(parcel, { at: clock.now(), value: { state, place } })
      log.info('found', parcel, state)
      return { outlet: 'found', output: { state, place, depot: settings.depot } }
    },
    async redirect({ parcel, place }, { http, key }) {
      const reply = expectOk(
        await http.post(`${api}/${encodeURIComponent(parcel)}/redirect`, {
          headers: { ...withToken, 'idempotency-key': key },
          json: { place },
        }),
      )
      return { outlet: 'done', output: { reference: (reply.body as { reference: string }).reference } }
    },
    async lastNews({ parcel }, { records }) {
      const [last] = await records<News>('news').find({ where: { parcel }, newestFirst: true, limit: 1 })
      return last === undefined ? { outlet: 'none' } : { outlet: 'news', output: { state: last.value.state } }
    },
  },
  triggers: {
    async moved({ body }, { records }) {
      const event = body as { id: string; type: string; parcel: string; state: string }
      if (event.type !== 'parcel.moved') return
      // under the id of the event: whatever is sent again finds it there
      await records<News>('news')
        .insert({ parcel: event.parcel, state: event.state }, { id: event.id })
        .catch((error: unknown) => {
          if (errorCodeOf(error) !== 'CONFLICT') throw error
        })
      return { parcel: event.parcel }
    },
  },
})

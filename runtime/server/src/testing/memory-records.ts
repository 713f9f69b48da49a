import { setImmediate as pause } from 'node:timers/promises'
import type { PluginRecord, RecordPlace, RecordPort } from '@patchbay/sandbox'

/** Records in memory, with a pause at every step: others come between, as they do with a database. Numbers are not given. */
export function memoryRecords(): RecordPort {
  const all = new Map<string, PluginRecord>()
  const nameOf = ({ shelf, collection }: RecordPlace, id: string) =>
    `${shelf.tenantId}/${shelf.environmentId}/${shelf.installationId}/${collection}/${id}`
  return {
    async insert(place, { id, value, createdAt }) {
      await pause()
      if (all.has(nameOf(place, id))) return 'taken'
      const record: PluginRecord = { id, revision: 1, value: structuredClone(value), createdAt }
      all.set(nameOf(place, id), record)
      return record
    },
    async get(place, id) {
      await pause()
      return structuredClone(all.get(nameOf(place, id)))
    },
    async find(place, { where = {}, limit, newestFirst, after }) {
      await pause()
      const fits = ({ value }: PluginRecord) => Object.entries(where).every(([field, wanted]) => value[field] === wanted)
      const found = [...all].flatMap(([name, record]) => (name.startsWith(nameOf(place, '')) && fits(record) ? [record] : []))
      const inOrder = newestFirst ? found.reverse() : found
      const from = after === undefined ? 0 : inOrder.findIndex(({ id }) => id === after) + 1
      return structuredClone(inOrder.slice(from, from + limit))
    },
    async replace(place, id, revision, value) {
      await pause()
      const before = all.get(nameOf(place, id))
      if (before?.revision !== revision) return 'moved'
      const record: PluginRecord = { ...before, revision: revision + 1, value: structuredClone(value) }
      all.set(nameOf(place, id), record)
      return record
    },
    async remove(place, id, revision) {
      await pause()
      return all.get(nameOf(place, id))?.revision === revision && all.delete(nameOf(place, id))
    },
  }
}

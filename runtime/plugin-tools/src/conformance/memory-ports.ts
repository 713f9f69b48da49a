import type { KvPort, PluginRecord, RecordPlace, RecordPort } from '@patchbay/sandbox'

/** What a plugin keeps while it is tried: in memory, with the rules of the host's own. */
export interface MemoryPorts {
  kv: KvPort
  records: RecordPort
  /** Forgets everything, and puts these records in. */
  reset(records: Readonly<Record<string, readonly { id: string; value: PluginRecord['value'] }[]>>): void
  kept(): Record<string, { id: string; value: PluginRecord['value'] }[]>
  /** How often something was written since the reset. */
  writes(): number
  /** The answer to this write, counted from 0, gets lost after it was done; undefined: none. */
  loseAnswerTo(write: number | undefined): void
}

const SEEDED_AT = Date.UTC(2026, 0, 1)

export function createMemoryPorts(): MemoryPorts {
  const values = new Map<string, string>()
  const collections = new Map<string, PluginRecord[]>()
  const counters = new Map<string, number>()
  let written = 0
  let lost: number | undefined

  const of = (collection: string): PluginRecord[] => {
    const known = collections.get(collection) ?? []
    collections.set(collection, known)
    return known
  }
  const wrote = <Result>(result: Result): Result => {
    if (written++ === lost) throw new Error('the answer got lost')
    return result
  }
  const sumOf = (fields: readonly string[], value: PluginRecord['value']): string | undefined =>
    fields.every((field) => Object.hasOwn(value, field)) ? JSON.stringify(fields.map((field) => value[field])) : undefined
  const isTaken = ({ collection, rules }: RecordPlace, id: string, value: PluginRecord['value']): boolean =>
    of(collection).some(
      (other) =>
        other.id !== id &&
        rules.unique.some((fields) => sumOf(fields, value) !== undefined && sumOf(fields, value) === sumOf(fields, other.value)),
    )
  const copy = <Value>(value: Value): Value => structuredClone(value)

  return {
    kv: {
      get: async (_shelf, name) => values.get(name),
      async set(_shelf, name, value, onlyNew) {
        if (onlyNew && values.has(name)) return 'taken'
        values.set(name, value)
        return wrote('kept')
      },
      delete: async (_shelf, name) => wrote(values.delete(name)),
    },
    records: {
      async insert(place, { id, value, counter, createdAt }) {
        if (of(place.collection).some((other) => other.id === id) || isTaken(place, id, value)) return 'taken'
        const number = counter === undefined ? undefined : (counters.get(`${place.collection} ${counter}`) ?? 0) + 1
        if (number !== undefined) counters.set(`${place.collection} ${counter}`, number)
        const record = { id, revision: 1, ...(number === undefined ? {} : { number }), value: copy(value), createdAt }
        of(place.collection).push(record)
        return wrote(copy(record))
      },
      get: async ({ collection }, id) => copy(of(collection).find((record) => record.id === id)),
      async find({ collection }, { where, limit, newestFirst, after }) {
        const fits = ({ value }: PluginRecord) =>
          Object.entries(where ?? {}).every(([field, wanted]) => Object.hasOwn(value, field) && isOrHas(value[field], wanted))
        const ordered = newestFirst ? of(collection).toReversed() : of(collection)
        const from = after === undefined ? 0 : ordered.findIndex(({ id }) => id === after) + 1
        if (after !== undefined && from === 0) return []
        return copy(ordered.slice(from).filter(fits).slice(0, limit))
      },
      async replace(place, id, revision, value) {
        const all = of(place.collection)
        const at = all.findIndex((record) => record.id === id)
        const old = all[at]
        if (old === undefined || old.revision !== revision) return 'moved'
        if (isTaken(place, id, value)) return 'taken'
        const next = { ...old, revision: revision + 1, value: copy(value) }
        all[at] = next
        return wrote(copy(next))
      },
      async remove({ collection }, id, revision) {
        const all = of(collection)
        const at = all.findIndex((record) => record.id === id && record.revision === revision && record.number === undefined)
        if (at < 0) return false
        all.splice(at, 1)
        return wrote(true)
      },
    },
    reset(records) {
      values.clear()
      collections.clear()
      counters.clear()
      written = 0
      lost = undefined
      for (const [name, seeds] of Object.entries(records)) {
        for (const { id, value } of seeds) of(name).push({ id, revision: 1, value: copy(value), createdAt: SEEDED_AT })
      }
    },
    kept: () =>
      Object.fromEntries([...collections].map(([name, all]) => [name, all.map(({ id, value }) => ({ id, value: copy(value) }))])),
    writes: () => written,
    loseAnswerTo(write) {
      lost = write
    },
  }
}

/** Of a list each entry finds the record. */
const isOrHas = (value: unknown, wanted: unknown): boolean => (Array.isArray(value) ? value.includes(wanted) : value === wanted)

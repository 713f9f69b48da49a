import { createHmac } from 'node:crypto'
import type { Context, Http, Kv, Records, StoredRecord } from '@patchbay/plugin-sdk'

type Value = Record<string, unknown>
interface Rules {
  record: unknown
  unique?: readonly (readonly string[])[]
  indexes?: readonly (readonly string[])[]
}
interface ManifestParts {
  name?: string
  collections?: Readonly<Record<string, Rules>>
}

const conflict = () => Object.assign(new Error('There is one already'), { code: 'CONFLICT' })
const notDeclared = () => Object.assign(new Error('No index of these fields'), { code: 'INVALID_INPUT' })

/** What handlers are given, kept in memory: for trying what many calls do to the same records. Rules of keeping are the host's. */
export interface MemoryHost {
  /** One call. The key is another each time unless it is said. */
  context<Settings>(settings: Settings, call?: { key?: string; runId?: string }): Context<Settings>
  /** The clock stands until it is moved. */
  pass(ms: number): void
  /** Called before each thing that is kept; throw to break off there. */
  beforeWrite: () => void
}

export function createMemoryHost(
  { collections = {} }: ManifestParts,
  {
    startsAt = Date.parse('2026-11-22T10:00:00Z'),
    secrets = {},
    http,
  }: { startsAt?: number; secrets?: Record<string, string>; http?: Http } = {},
): MemoryHost {
  let now = startsAt
  let calls = 0
  const kept = new Map<string, StoredRecord<Value>[]>()
  const values = new Map<string, unknown>()
  const copy = <Kept>(value: Kept): Kept => structuredClone(value)

  const recordsOf = (collection: string): Records<Value> => {
    const rules = collections[collection]
    if (rules === undefined) throw notDeclared()
    const all = kept.get(collection) ?? []
    kept.set(collection, all)
    const taken = (value: Value, id: string) =>
      all.some(
        (one) =>
          one.id === id ||
          (rules.unique ?? []).some((fields) => fields.every((field) => field in value && one.value[field] === value[field])),
      )
    return {
      async insert(value, { id = `id-${all.length}` } = {}) {
        host.beforeWrite()
        if (taken(value, id)) throw conflict()
        const record = { id, revision: 1, value: copy(value), createdAt: now }
        all.push(record)
        return copy(record)
      },
      async get(id) {
        return copy(all.find((one) => one.id === id)) ?? null
      },
      async find({ where, limit = 100, newestFirst = false, after } = {}) {
        const fields = Object.keys(where ?? {}).sort()
        const declared = [...(rules.unique ?? []), ...(rules.indexes ?? [])]
        if (where !== undefined && !declared.some((index) => `${[...index].sort()}` === `${fields}`)) throw notDeclared()
        const ordered = newestFirst ? all.toReversed() : all
        const from = after === undefined ? 0 : ordered.findIndex(({ id }) => id === after) + 1
        const found = ordered.slice(from).filter(({ value }) => fields.every((field) => isOrHas(value[field], where?.[field])))
        return copy(found.slice(0, Math.min(limit, 100)))
      },
      async replace(id, revision, value) {
        host.beforeWrite()
        const index = all.findIndex((one) => one.id === id && one.revision === revision)
        const before = all[index]
        if (before === undefined) throw conflict()
        const record = { ...before, revision: revision + 1, value: copy(value) }
        all[index] = record
        return copy(record)
      },
      async remove(id, revision) {
        host.beforeWrite()
        const index = all.findIndex((one) => one.id === id && one.revision === revision)
        if (index >= 0) all.splice(index, 1)
        return index >= 0
      },
    }
  }
  const kv: Kv = {
    get: async (name) => copy(values.get(name) ?? null),
    async set(name, value) {
      values.set(name, copy(value))
      return true
    },
    async add(name, value) {
      if (values.has(name)) return false
      values.set(name, copy(value))
      return true
    },
    delete: async (name) => values.delete(name),
  }
  const quiet = () => undefined
  const noHttp = new Proxy({} as Http, {
    get: () => () => {
      throw new Error('This plugin reaches nobody')
    },
  })

  const host: MemoryHost = {
    beforeWrite: quiet,
    pass(ms) {
      now += ms
    },
    context: (settings, { key, runId } = {}) => {
      calls++
      const random = createHmac('sha256', 'key').update(String(calls)).digest('hex')
      return {
        settings,
        key: key ?? random,
        actor: null,
        runId: runId ?? null,
        http: http ?? noHttp,
        kv,
        records: recordsOf as Context['records'],
        log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
        clock: { now: () => now, iso: () => new Date(now).toISOString() },
        random: { number: () => 0.5, whole: (below) => Math.floor(below / 2), id: () => random.slice(0, 32) },
        crypto: {
          hmac: async (secret, text, { algorithm = 'sha256', encoding = 'hex' } = {}) =>
            createHmac(algorithm, secrets[secret] ?? '')
              .update(text)
              .digest(encoding),
        },
      }
    },
  }
  return host
}

/** Of a list each entry finds the record. */
const isOrHas = (value: unknown, wanted: unknown): boolean => (Array.isArray(value) ? value.includes(wanted) : value === wanted)

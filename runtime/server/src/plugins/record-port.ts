import type { PluginRecord, RecordPlace, RecordPort } from '@patchbay/sandbox'
import type { Clock } from '../clock.ts'
import type { PluginCollectionKey, PluginRecordStore, StoredPluginRecord } from '../storage/plugin-record-store.ts'
import { createRecordSums } from './record-sums.ts'

/** How many records a collection may have. It is counted now and then, so it may be a few more. */
const RECORDS_MAX = 100_000
const COUNT_EVERY = 100

/** Keeps plugins' records sealed. They are found by sums of their fields that only this server can make. */
export function createRecordPort(records: PluginRecordStore, secretKey: Buffer, clock: Clock): RecordPort {
  const added = new Map<string, number>()
  const lastNumbers = new Map<string, number>()
  let sequence = 0

  const sums = createRecordSums(secretKey)
  const keyOf = ({ shelf, collection }: RecordPlace): PluginCollectionKey => ({ ...shelf, collectionName: collection })
  const toRecord = (place: RecordPlace, { recordId, revision, number, sealed, createdAt }: StoredPluginRecord): PluginRecord => ({
    id: recordId,
    revision,
    ...(number === undefined ? {} : { number }),
    value: sums.open(place, recordId, sealed),
    createdAt: createdAt.getTime(),
  })

  const isFull = async (place: RecordPlace): Promise<boolean> => {
    const key = sums.all(place)
    const since = added.get(key) ?? COUNT_EVERY
    if (since < COUNT_EVERY) {
      added.set(key, since + 1)
      return false
    }
    const full = (await records.count(keyOf(place))) >= RECORDS_MAX
    if (!full) added.set(key, 1)
    return full
  }

  /** The first number that is free, from one that may be. Numbers are never given back, so all below it are taken. */
  const freeNumber = async (place: RecordPlace, counter: string, from: number): Promise<number> => {
    const taken = (number: number) => records.holds(keyOf(place), sums.number(place, counter, number))
    let low = from - 1
    let step = 1
    while (await taken(low + step)) {
      low += step
      step *= 2
    }
    let high = low + step
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (await taken(middle)) low = middle
      else high = middle
    }
    return high
  }

  const put = async (
    place: RecordPlace,
    record: StoredPluginRecord,
    counter: string | undefined,
  ): Promise<StoredPluginRecord | undefined> => {
    if (counter === undefined) return (await records.add(record)) ? record : undefined
    const name = sums.counter(place, counter)
    let number = (lastNumbers.get(name) ?? 0) + 1
    for (;;) {
      number = await freeNumber(place, counter, number)
      const sum = sums.number(place, counter, number)
      const numbered = { ...record, number, unique: [...record.unique, sum] }
      if (await records.add(numbered)) {
        lastNumbers.set(name, number)
        return numbered
      }
      // another took the number meanwhile, or it was something else that is taken
      if (!(await records.holds(keyOf(place), sum))) return undefined
    }
  }

  return {
    async insert(place, { id, value, counter, createdAt }) {
      if (await isFull(place)) return 'full'
      sequence = (sequence + 1) % 1_000_000
      const order = `${String(clock()).padStart(15, '0')}-${String(sequence).padStart(6, '0')}-${id}`
      const stored = await put(
        place,
        {
          ...keyOf(place),
          recordId: id,
          revision: 1,
          sealed: sums.seal(place, id, value),
          unique: [sums.id(place, id), ...sums.of(place, place.rules.unique, value)],
          lookup: sums.lookup(place, value),
          createdAt: new Date(createdAt),
          order,
        },
        counter,
      )
      return stored === undefined ? 'taken' : toRecord(place, stored)
    },
    async get(place, id) {
      const found = await records.get(keyOf(place), sums.id(place, id))
      return found === undefined ? undefined : toRecord(place, found)
    },
    async find(place, { where, limit, newestFirst, after }) {
      const behind = after === undefined ? undefined : (await records.get(keyOf(place), sums.id(place, after)))?.order
      if (after !== undefined && behind === undefined) return []
      const lookup = where === undefined ? sums.all(place) : sums.fields(place, Object.keys(where), where)
      const found = await records.find(keyOf(place), { lookup, after: behind, limit, newestFirst })
      return found.map((record) => toRecord(place, record))
    },
    async replace(place, id, revision, value) {
      const stored = await records.get(keyOf(place), sums.id(place, id))
      if (stored === undefined || stored.revision !== revision) return 'moved'
      const old = toRecord(place, stored).value
      const gone = sums.of(place, place.rules.unique, old)
      const next: StoredPluginRecord = {
        ...stored,
        revision: revision + 1,
        sealed: sums.seal(place, id, value),
        // its id stands first, its number stays
        unique: [...stored.unique.filter((sum) => !gone.includes(sum)), ...sums.of(place, place.rules.unique, value)],
        lookup: sums.lookup(place, value),
      }
      const how = await records.replace(next, revision)
      return how === 'kept' ? toRecord(place, next) : how
    },
    async remove(place, id, revision) {
      const stored = await records.get(keyOf(place), sums.id(place, id))
      // a number that was given stays: there would be a gap
      if (stored === undefined || stored.number !== undefined) return false
      return records.remove(keyOf(place), sums.id(place, id), revision)
    },
  }
}

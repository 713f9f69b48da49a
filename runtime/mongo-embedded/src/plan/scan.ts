import { type BsonValue, documentOf } from '../bson/value.ts'
import type { Filter } from '../query/filter.ts'
import { matches } from '../query/match.ts'
import { type SortField, sortDocuments } from '../query/sort.ts'
import type { Collection } from '../storage/collection.ts'
import { idKeyOf } from '../storage/index-entries.ts'
import type { View } from '../storage/table.ts'
import { choosePlan, type Plan } from './choose-plan.ts'

export interface Counters {
  keysExamined: number
  docsExamined: number
}

export interface Query {
  readonly filter: Filter
  readonly sort: readonly SortField[]
  readonly skip: number
  /** 0: no limit. */
  readonly limit: number
  readonly hint?: string | undefined
}

export interface Execution {
  readonly plan: Plan
  readonly counters: Counters
  readonly documents: Iterable<BsonValue>
}

/** Documents that match, in the wanted order. Nothing is read before the iteration asks for it. */
export function execute(collection: Collection, query: Query, view: View): Execution {
  const plan = choosePlan(collection, query)
  const counters: Counters = { keysExamined: 0, docsExamined: 0 }
  return { plan, counters, documents: run(collection, query, { plan, counters, view }) }
}

interface Running {
  readonly plan: Plan
  readonly counters: Counters
  readonly view: View
}

function* run(collection: Collection, { filter, sort, skip, limit }: Query, running: Running): Generator<BsonValue> {
  const found = matching(collection, filter, running)
  const ordered = running.plan.sorted ? found : sorted(found, sort, limit === 0 ? Number.POSITIVE_INFINITY : skip + limit)
  let seen = 0
  for (const document of ordered) {
    seen++
    if (seen <= skip) continue
    yield document
    if (limit > 0 && seen >= skip + limit) return
  }
}

/** Of many documents only as many are held as can be among the first `wanted`. */
function sorted(documents: Iterable<BsonValue>, sort: readonly SortField[], wanted: number): BsonValue[] {
  let held: BsonValue[] = []
  for (const document of documents) {
    held.push(document)
    if (held.length >= 2 * wanted + 1000) held = sortDocuments(held, sort).slice(0, wanted)
  }
  return sortDocuments(held, sort).slice(0, wanted)
}

function* matching(collection: Collection, filter: Filter, { plan, counters, view }: Running): Generator<BsonValue> {
  const { index, reverse } = plan
  const ranges = reverse ? [...plan.ranges].reverse() : plan.ranges
  const seen = index?.multikey.includes(true) ? new Set<string>() : undefined
  for (const range of ranges) {
    for (const { key, value } of (index?.table ?? collection.state.table).range(range, view, reverse)) {
      if (plan.stage === 'IXSCAN') counters.keysExamined++
      let document: BsonValue | undefined
      if (index === undefined) document = documentOf(value)
      else {
        const idKey = idKeyOf(index, key, value)
        if (seen !== undefined) {
          const id = idKey.toString('latin1')
          if (seen.has(id)) continue
          seen.add(id)
        }
        document = collection.get(idKey, view)
      }
      // gone between two chunks
      if (document === undefined) continue
      counters.docsExamined++
      if (matches(filter, document)) yield document
    }
  }
}

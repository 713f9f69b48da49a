import { HASH_BYTES } from '../bson/ordered-key.ts'
import type { BsonValue } from '../bson/value.ts'
import type { Filter } from '../query/filter.ts'
import type { SortField } from '../query/sort.ts'
import type { Collection } from '../storage/collection.ts'
import { FIELDS_LIMIT, ID_LIMIT, type Index, type IndexField, keyOfFields, keyOfId } from '../storage/index-entries.ts'
import { EVERYTHING, type Range } from '../storage/table.ts'
import { comparesTexts } from './compares-texts.ts'
import { impliesPartial } from './implies.ts'
import { afterPrefix, type Conjunct, conjunctsOf, type Interval, intersect, intervalsOf } from './intervals.ts'

/** How a query reads its documents. `index` undefined: from the collection's own table, by `_id` or all of it. */
export interface Plan {
  readonly stage: 'COLLSCAN' | 'IXSCAN' | 'EOF'
  readonly index: Index | undefined
  readonly indexName: string | undefined
  /** In key order and apart from each other. */
  readonly ranges: readonly Range[]
  readonly reverse: boolean
  /** Documents come in the order that was asked for. */
  readonly sorted: boolean
  /** How many fields of the index narrow the search. */
  readonly boundFields: number
}

export interface PlanRequest {
  readonly filter: Filter
  readonly sort: readonly SortField[]
  readonly hint?: string | undefined
}

interface Candidate {
  readonly name: string
  readonly index: Index | undefined
  readonly fields: readonly IndexField[]
  readonly multikey: readonly boolean[]
  readonly unordered: boolean
  readonly limit: number
}

export const ID_INDEX = '_id_'
/** As a hint: look at every document. */
export const NATURAL = '$natural'
const ID_FIELDS: readonly IndexField[] = [{ name: '_id', path: ['_id'], descending: false }]
const MAX_RANGES = 2000

/** Picks the index with the most equalities, then ranges, then the wanted order. */
export function choosePlan(collection: Collection, { filter, sort, hint }: PlanRequest): Plan {
  // an index holds strings by their bytes, which says nothing about where a collation finds them
  const conjuncts = conjunctsOf(filter).filter(({ test }) => !comparesTexts(test))
  const candidates: Candidate[] = [
    {
      name: ID_INDEX,
      index: undefined,
      fields: ID_FIELDS,
      multikey: [false],
      unordered: collection.state.unorderedIds,
      limit: ID_LIMIT,
    },
  ]
  for (const index of collection.state.indexes.values()) {
    if (index.partialFilter !== undefined && !impliesPartial(conjuncts, index.partialFilter)) continue
    // `a.0` is a place in an array or a name in its items, and an index knows only the place
    if (index.fields.some(({ path }) => path.some((part) => /^\d+$/.test(part)))) continue
    candidates.push({
      name: index.name,
      index,
      fields: index.fields,
      multikey: index.multikey,
      unordered: index.unordered,
      limit: FIELDS_LIMIT,
    })
  }
  let best: { plan: Plan; score: number } | undefined
  for (const candidate of candidates) {
    if (hint !== undefined && candidate.name !== hint) continue
    const found = planFor(candidate, conjuncts, sort)
    if (found !== undefined && (best === undefined || found.score > best.score)) best = found
  }
  if (best !== undefined && (best.score > 0 || hint !== undefined)) return best.plan
  return {
    stage: 'COLLSCAN',
    index: undefined,
    indexName: undefined,
    ranges: [EVERYTHING],
    reverse: false,
    sorted: sort.length === 0,
    boundFields: 0,
  }
}

interface Bounds {
  /** For each bound field of the index, in order. */
  readonly fields: readonly (readonly Interval[])[]
  readonly score: number
}

function planFor(
  candidate: Candidate,
  conjuncts: readonly Conjunct[],
  sort: readonly SortField[],
): { plan: Plan; score: number } | undefined {
  const bounds = boundsOf(candidate, conjuncts)
  // documents without any of its fields are not in a sparse index
  if (candidate.index?.sparse && !bounds.fields.some(excludesNull)) return undefined
  const order = orderOf(candidate, bounds, sort)
  const ranges = rangesOf(candidate, bounds.fields)
  const plan: Plan = {
    stage: ranges.length === 0 ? 'EOF' : 'IXSCAN',
    index: candidate.index,
    indexName: candidate.name,
    ranges,
    reverse: order === 'backward',
    sorted: order !== undefined,
    boundFields: bounds.fields.length,
  }
  return { plan, score: bounds.score + (order !== undefined && sort.length > 0 ? 3 : 0) }
}

function boundsOf({ fields, multikey }: Candidate, conjuncts: readonly Conjunct[]): Bounds {
  const bound: Interval[][] = []
  let score = 0
  let count = 1
  for (const [position, { name, path }] of fields.entries()) {
    const crossesEarlier =
      multikey[position] && fields.some((other, earlier) => earlier < position && multikey[earlier] && other.path[0] === path[0])
    if (crossesEarlier) break
    const intervals = fieldIntervals(name, conjuncts, multikey[position] === true)
    if (intervals === undefined || count * intervals.length > MAX_RANGES) break
    bound.push(intervals)
    count *= intervals.length
    const points = intervals.every(({ point }) => point !== undefined)
    score += points ? (intervals.length === 1 ? 12 : 10) : 5
    if (!points) break
  }
  return { fields: bound, score }
}

function fieldIntervals(name: string, conjuncts: readonly Conjunct[], isMultikey: boolean): Interval[] | undefined {
  let chosen: Interval[] | undefined
  for (const conjunct of conjuncts) {
    if (conjunct.name !== name) continue
    const intervals = intervalsOf(conjunct.test)
    if (intervals === undefined) continue
    if (chosen === undefined) chosen = intervals
    else if (!isMultikey) chosen = intersect(chosen, intervals)
    else if (intervals.every(({ point }) => point !== undefined) && intervals.length <= chosen.length) chosen = intervals
  }
  return chosen
}

function excludesNull(intervals: readonly Interval[]): boolean {
  return intervals.every(({ from }) => (from[0] as number) > 0x08)
}

/** Whether walking the index gives the wanted order, and in which direction. */
function orderOf(
  { fields, multikey, unordered }: Candidate,
  bounds: Bounds,
  sort: readonly SortField[],
): 'forward' | 'backward' | undefined {
  if (sort.length === 0) return 'forward'
  if (unordered || sort.some(({ collation }) => collation !== undefined)) return undefined
  let direction: 'forward' | 'backward' | undefined
  let wanted = 0
  for (const [position, field] of fields.entries()) {
    const next = sort[wanted]
    if (next === undefined) break
    if (next.name === field.name) {
      if (multikey[position]) return undefined
      const step = next.descending === field.descending ? 'forward' : 'backward'
      const isConstant = bounds.fields[position]?.length === 1 && bounds.fields[position]?.[0]?.point !== undefined
      if (direction !== undefined && direction !== step && !isConstant) return undefined
      if (!isConstant) direction = step
      wanted++
    } else if (bounds.fields[position]?.length !== 1 || bounds.fields[position]?.[0]?.point === undefined || multikey[position])
      return undefined
  }
  return wanted === sort.length ? (direction ?? 'forward') : undefined
}

function rangesOf(candidate: Candidate, bound: readonly (readonly Interval[])[]): Range[] {
  const { fields, limit } = candidate
  let prefixes: { key: Buffer; values: readonly BsonValue[] }[] = [{ key: Buffer.alloc(0), values: [] }]
  const keep = limit - HASH_BYTES
  for (const [position, intervals] of bound.entries()) {
    const descending = fields[position]?.descending === true
    const directed = descending ? intervals.map(inverted).reverse() : intervals
    if (!directed.every(({ point }) => point !== undefined)) {
      return prefixes.flatMap(({ key }) =>
        directed.map(({ from, to }) => ({ from: cut(key, from, keep).low, to: cut(key, to, keep).high })),
      )
    }
    prefixes = prefixes.flatMap(({ key, values }) =>
      directed.map(({ from, point }) => ({ key: Buffer.concat([key, from]), values: [...values, point as BsonValue] })),
    )
  }
  if (bound.length === 0) return [EVERYTHING]
  return prefixes
    .map(({ key, values }): Range => {
      const whole = values.length === fields.length
      if (key.length > limit && whole) {
        const hashed = candidate.index === undefined ? keyOfId(values[0] as BsonValue).key : keyOfFields(values, fields)
        return { from: hashed, to: afterPrefix(hashed) }
      }
      return key.length > keep && !whole
        ? { from: key.subarray(0, keep), to: afterPrefix(key.subarray(0, keep)) }
        : { from: key, to: afterPrefix(key) }
    })
    .sort((a, b) => a.from.compare(b.from))
}

/** A bound longer than what keys keep is shortened outwards. */
function cut(prefix: Buffer, bound: Buffer, keep: number): { low: Buffer; high: Buffer } {
  const whole = Buffer.concat([prefix, bound])
  if (whole.length <= keep) return { low: whole, high: whole }
  const kept = whole.subarray(0, keep)
  return { low: kept, high: afterPrefix(kept) }
}

/** The same stretch in a descending field, where every byte is inverted and so is the order. */
function inverted({ from, to, point }: Interval): Interval {
  if (point !== undefined) {
    const key = flip(from)
    return { from: key, to: afterPrefix(key), point }
  }
  // [from, to) becomes (~to, ~from]: everything that begins with ~to lies outside, everything that begins with ~from inside
  return { from: afterPrefix(flip(to)), to: afterPrefix(flip(from)), point }
}

function flip(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => 0xff - byte))
}

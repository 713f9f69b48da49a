import { compareValues, equalValues, rankOf } from '../bson/compare.ts'
import { numberOf, numericOf } from '../bson/number.ts'
import { fieldOf, isTruthy, regexOf, stringOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import type { Filter, Predicate } from './filter.ts'

/** Receives which element of an array made the filter match, for `$` in updates and projections. */
export interface MatchDetails {
  position?: number
}

export function matches(filter: Filter, document: BsonValue, details?: MatchDetails): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((part) => matches(part, document, details))
    case 'or':
      return filter.filters.some((part) => matches(part, document, details))
    case 'nor':
      return !filter.filters.some((part) => matches(part, document))
    case 'not':
      return !matches(filter.filter, document)
    case 'expr':
      return isTruthy(filter.compute(document))
    case 'field': {
      const { test, path } = filter
      const leafTraversed = test.op !== 'size' && test.op !== 'elemMatchObject' && test.op !== 'elemMatchValue'
      return anyValue({ path, leafTraversed, test, details }, document, 0)
    }
  }
}

interface Search {
  readonly path: readonly string[]
  /** Whether an array at the end of the path is tested item by item too. */
  readonly leafTraversed: boolean
  readonly test: Predicate
  readonly details: MatchDetails | undefined
}

/** Whether any value at the path passes. Arrays on the way are entered, one level each, as MongoDB does. */
function anyValue(search: Search, from: BsonValue, depth: number): boolean {
  const { path, test } = search
  let value = from
  for (let i = depth; i < path.length; i++) {
    if (value.type === T.array) return anyInArray(search, value, i)
    const next = value.type === T.object ? fieldOf(value, path[i] as string) : undefined
    if (next === undefined) return passes(test, undefined, search.details)
    value = next
  }
  if (value.type === T.array && search.leafTraversed && path.length > 0) {
    let index = 0
    for (const item of valuesOf(value)) {
      if (passes(test, item)) return found(search, index)
      index++
    }
  }
  return passes(test, value, search.details)
}

function anyInArray(search: Search, array: BsonValue, depth: number): boolean {
  const { path, test } = search
  const inner = { ...search, details: undefined }
  for (const [index, item] of valuesOf(array).entries()) {
    if (item.type === T.object && anyValue(inner, item, depth)) return found(search, index)
    if (path[depth] !== String(index)) continue
    const last = depth === path.length - 1
    if (
      last ? passes(test, item) : item.type === T.array ? anyInArray(inner, item, depth + 1) : anyValue(inner, item, depth + 1)
    ) {
      return found(search, index)
    }
  }
  return false
}

function found({ details }: Search, index: number): true {
  if (details !== undefined) details.position = index
  return true
}

/** One predicate on one value; `undefined` stands for a missing field. */
export function passes(test: Predicate, value: BsonValue | undefined, details?: MatchDetails): boolean {
  switch (test.op) {
    case 'eq':
      if (test.value.isNullish) return value === undefined || value.isNullish
      return value !== undefined && equalValues(value, test.value, test.collation)
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return compares(test, value)
    case 'in':
      return (
        test.values.some((candidate) => passes({ op: 'eq', value: candidate, collation: test.collation }, value)) ||
        test.patterns.some((pattern) => passes(pattern, value))
      )
    case 'regex': {
      if (value?.type === T.string || value?.type === T.symbol) return test.regex.test(stringOf(value))
      if (value?.type !== T.regex) return false
      const { pattern, options } = regexOf(value)
      return pattern === test.source.pattern && options === test.source.options
    }
    case 'exists':
      return value !== undefined
    case 'type':
      return value !== undefined && test.types.has(value.type)
    case 'size':
      return value?.type === T.array && valuesOf(value).length === test.size
    case 'mod':
      return value?.isNumber === true && modOf(value, test.divisor) === test.remainder
    case 'elemMatchObject':
    case 'elemMatchValue': {
      if (value?.type !== T.array) return false
      const position = valuesOf(value).findIndex(
        (item) => (test.op === 'elemMatchValue' || item.isContainer) && matches(test.filter, item),
      )
      if (position >= 0 && details !== undefined) details.position = position
      return position >= 0
    }
  }
}

/** Integers beyond 2^53 are taken exactly; the fraction of a double is cut off. */
function modOf(value: BsonValue, divisor: number): number {
  const numeric = numericOf(value)
  if (typeof numeric === 'bigint') return Number(numeric % BigInt(divisor))
  const number = typeof numeric === 'number' ? numeric : numberOf(value)
  // -0 is 0
  return Number.isFinite(number) ? Math.trunc(number) % divisor || 0 : Number.NaN
}

type Comparison = Extract<Predicate, { op: 'eq' | 'gt' | 'gte' | 'lt' | 'lte' }>

function compares({ op, value: bound, collation }: Comparison, value: BsonValue | undefined): boolean {
  if (bound.isNullish) return (op === 'gte' || op === 'lte') && (value === undefined || value.isNullish)
  if (value === undefined) return false
  const unbounded = bound.type === T.minKey || bound.type === T.maxKey
  // each type is compared with its own kind only; MinKey and MaxKey with everything
  if (!unbounded && rankOf(value.type) !== rankOf(bound.type)) return false
  if (bound.isNumber) {
    const nanValue = isNaNValue(value)
    if (nanValue || isNaNValue(bound)) return (op === 'gte' || op === 'lte') && nanValue && isNaNValue(bound)
  }
  const order = compareValues(value, bound, collation)
  return op === 'gt' ? order > 0 : op === 'gte' ? order >= 0 : op === 'lt' ? order < 0 : order <= 0
}

function isNaNValue(value: BsonValue): boolean {
  return value.type !== T.int && value.isNumber && Number.isNaN(numberOf(value))
}

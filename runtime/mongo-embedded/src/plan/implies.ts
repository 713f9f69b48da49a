import { compareValues, equalValues, rankOf } from '../bson/compare.ts'
import { T } from '../bson/value.ts'
import type { Filter, Predicate } from '../query/filter.ts'
import { passes } from '../query/match.ts'
import { type Conjunct, conjunctsOf } from './intervals.ts'

/** Whether every document that meets `conjuncts` is in an index with this partial filter. When in doubt, no. */
export function impliesPartial(conjuncts: readonly Conjunct[], partial: Filter): boolean {
  if (!isConjunction(partial)) return false
  return conjunctsOf(partial).every(({ name, test }) => conjuncts.some((have) => have.name === name && implies(have.test, test)))
}

function isConjunction(filter: Filter): boolean {
  return filter.kind === 'field' || (filter.kind === 'and' && filter.filters.every(isConjunction))
}

function implies(have: Predicate, wanted: Predicate): boolean {
  if (have.op === 'eq') return have.value.type !== T.array && !have.value.isNullish && passes(wanted, have.value)
  if (have.op === 'in') {
    return have.patterns.length === 0 && have.values.every((value) => implies({ op: 'eq', value }, wanted))
  }
  const isUpper = have.op === 'lt' || have.op === 'lte'
  const isLower = have.op === 'gt' || have.op === 'gte'
  if (!isUpper && !isLower) return have.op === 'exists' && wanted.op === 'exists'
  if (wanted.op === 'exists') return !have.value.isNullish
  if (wanted.op === 'type') return wanted.types.has(have.value.type) && !have.value.isNumber
  if (isLower ? wanted.op !== 'gt' && wanted.op !== 'gte' : wanted.op !== 'lt' && wanted.op !== 'lte') return false
  if (!('value' in wanted) || rankOf(have.value.type) !== rankOf(wanted.value.type)) return false
  const order = compareValues(have.value, wanted.value)
  if (equalValues(have.value, wanted.value)) return have.op === wanted.op || wanted.op === 'gte' || wanted.op === 'lte'
  return isLower ? order > 0 : order < 0
}

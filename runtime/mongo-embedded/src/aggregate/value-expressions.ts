import { compareValues } from '../bson/compare.ts'
import { elementsOf, isTruthy } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { NULL, objectOf, toBson, UNDEFINED } from '../bson/write.ts'
import { MongoError } from '../errors.ts'
import type { Collation } from '../query/collation.ts'
import { typeName } from '../query/type-names.ts'
import type { Operator } from './expression.ts'

type Value = BsonValue | undefined

/** What `$and`, `$cond` and the like take for true: all but false, 0, null and missing. */
export function isTrue(value: Value): boolean {
  return isTruthy(value)
}

/** A missing value is below null here, unlike in a filter. */
function order([a, b]: readonly Value[], collation: Collation | undefined): number {
  return compareValues(a ?? UNDEFINED, b ?? UNDEFINED, collation)
}

function comparison(holds: (order: number) => boolean): Operator {
  return { least: 2, most: 2, compute: (values, collation) => toBson(holds(order(values, collation))) }
}

export const VALUE_OPERATORS: Readonly<Record<string, Operator>> = {
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: { least: 2, most: 2, compute: (values, collation) => toBson(Math.sign(order(values, collation))) },
  $not: { least: 1, most: 1, compute: ([value]) => toBson(!isTrue(value)) },
  $type: { least: 1, most: 1, compute: ([value]) => toBson(value === undefined ? 'missing' : typeName(value.type)) },
  $isNumber: { least: 1, most: 1, compute: ([value]) => toBson(value?.isNumber === true) },
  $mergeObjects: { least: 0, most: Number.POSITIVE_INFINITY, compute: mergeObjects },
}

function mergeObjects(values: readonly Value[]): BsonValue {
  const merged = new Map<string, BsonValue>()
  for (const value of values) {
    if (value === undefined || value.isNullish) continue
    if (value.type !== T.object) throw new MongoError(40400, '$mergeObjects requires object inputs')
    for (const { name, value: field } of elementsOf(value)) merged.set(name, field)
  }
  return objectOf(merged)
}

/** null when any is null or missing: most operators give null then. */
export function withoutNull(values: readonly Value[], compute: (values: readonly BsonValue[]) => BsonValue): BsonValue {
  return values.some((value) => value === undefined || value.isNullish) ? NULL : compute(values as readonly BsonValue[])
}

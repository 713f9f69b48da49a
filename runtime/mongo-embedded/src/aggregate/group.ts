import { compareValues } from '../bson/compare.ts'
import { calculate, numberOf } from '../bson/number.ts'
import { elementsOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { arrayOf, doubleValue, intValue, NULL, objectOf } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import type { Collation } from '../query/collation.ts'
import { EqualityKeys } from '../query/equality-keys.ts'
import { type Expression, parseExpression } from './expression.ts'
import type { Scope } from './scope.ts'

interface Accumulator {
  add(value: BsonValue | undefined): void
  result(): BsonValue
}

type MakeAccumulator = (collation: Collation | undefined) => Accumulator

const ONE = intValue(1)

export const ACCUMULATORS: Readonly<Record<string, MakeAccumulator>> = {
  $count: sum,
  $sum: sum,
  $avg: average,
  $min: (collation) => extreme(-1, collation),
  $max: (collation) => extreme(1, collation),
  $first: first,
  $last: last,
  $push: push,
  $addToSet: addToSet,
}

/**
 * `$group`: one document for each distinct `_id`, in the order in which they were met.
 *
 * @param chosen What `_id` is, where the specification does not say it.
 */
export function* group(
  specification: BsonValue,
  documents: Iterable<BsonValue>,
  scope: Scope,
  chosen?: Expression,
): Generator<BsonValue> {
  if (specification.type !== T.object) throw new MongoError(15947, "a group's fields must be specified in an object")
  let id = chosen
  const fields: AccumulatedField[] = []
  for (const { name, value } of elementsOf(specification)) {
    if (name === '_id') {
      if (id !== undefined) throw new MongoError(15948, "a group's _id may only be specified once")
      id = parseExpression(value, scope)
    } else fields.push(accumulatedField(name, value, scope))
  }
  if (id === undefined) throw new MongoError(15955, 'a group specification must include an _id')

  const keys = new EqualityKeys(scope.collation)
  const groups = new Map<string, { id: BsonValue; accumulators: Accumulator[] }>()
  for (const document of documents) {
    const value = id(document) ?? NULL
    const key = keys.keyOf(value)
    let found = groups.get(key)
    if (found === undefined) {
      found = { id: value, accumulators: fields.map(({ make }) => make(scope.collation)) }
      groups.set(key, found)
    }
    for (const [index, { compute }] of fields.entries()) found.accumulators[index]?.add(compute(document))
  }
  for (const { id: value, accumulators } of groups.values()) {
    yield objectOf([
      ['_id', value],
      ...fields.map(({ name }, index) => [name, (accumulators[index] as Accumulator).result()] as const),
    ])
  }
}

/** A field that collects over documents. */
export interface AccumulatedField {
  readonly name: string
  readonly make: MakeAccumulator
  readonly compute: Expression
}

/** @throws {MongoError} 40234, 238 */
export function accumulatedField(name: string, value: BsonValue, scope: Scope): AccumulatedField {
  const [operator, ...others] = value.type === T.object ? elementsOf(value) : []
  if (operator === undefined || others.length > 0)
    throw new MongoError(40234, `The field '${name}' must be an accumulator object`)
  const make = ACCUMULATORS[operator.name]
  if (make === undefined) return refuse(`the accumulator ${operator.name}`)
  // `$count: {}` adds one for each document
  return { name, make, compute: operator.name === '$count' ? () => ONE : parseExpression(operator.value, scope) }
}

function sum(): Accumulator {
  let total = intValue(0)
  return {
    add: (value) => {
      if (value?.isNumber) total = calculate('+', total, value)
    },
    result: () => total,
  }
}

function average(): Accumulator {
  let count = 0
  let total = intValue(0)
  return {
    add: (value) => {
      if (!value?.isNumber) return
      if (value.type === T.decimal) refuse('$avg of decimals')
      total = calculate('+', total, value)
      count++
    },
    result: () => (count === 0 ? NULL : doubleValue(numberOf(total) / count)),
  }
}

function extreme(sign: 1 | -1, collation: Collation | undefined): Accumulator {
  let best: BsonValue | undefined
  return {
    add: (value) => {
      if (value === undefined || value.isNullish) return
      if (best === undefined || sign * compareValues(value, best, collation) > 0) best = value
    },
    result: () => best ?? NULL,
  }
}

function first(): Accumulator {
  let kept: BsonValue | undefined
  let met = false
  return {
    add: (value) => {
      if (!met) kept = value
      met = true
    },
    result: () => kept ?? NULL,
  }
}

function last(): Accumulator {
  let kept: BsonValue | undefined
  return {
    add: (value) => {
      kept = value
    },
    result: () => kept ?? NULL,
  }
}

function push(): Accumulator {
  const items: BsonValue[] = []
  return {
    add: (value) => {
      if (value !== undefined) items.push(value)
    },
    result: () => arrayOf(items),
  }
}

function addToSet(collation: Collation | undefined): Accumulator {
  const keys = new EqualityKeys(collation)
  const items = new Map<string, BsonValue>()
  return {
    add: (value) => {
      if (value === undefined) return
      const key = keys.keyOf(value)
      if (!items.has(key)) items.set(key, value)
    },
    result: () => arrayOf([...items.values()]),
  }
}

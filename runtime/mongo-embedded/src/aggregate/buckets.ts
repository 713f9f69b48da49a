import { compareValues, equalValues, rankOf } from '../bson/compare.ts'
import { numberOf } from '../bson/number.ts'
import { elementsOf, stringOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { NULL, objectOf, toBson } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import { typeName } from '../query/type-names.ts'
import { parseExpression } from './expression.ts'
import { accumulatedField, group } from './group.ts'
import type { Scope } from './scope.ts'

type Documents = Iterable<BsonValue>

const COUNT = toBson({ count: { $sum: 1 } })

/** `$bucket`: groups by which two boundaries a value lies between, the lower one included. A bucket that is empty is not given. */
export function* bucket(specification: BsonValue, documents: Documents, scope: Scope): Generator<BsonValue> {
  const options = optionsOf('$bucket', specification, ['groupBy', 'boundaries', 'default', 'output'], {
    notAnObject: 40201,
    unknown: 40197,
  })
  const groupBy = options.get('groupBy')
  const boundaries = options.has('boundaries') ? boundariesOf(options.get('boundaries') as BsonValue, scope) : []
  if (groupBy === undefined || boundaries.length === 0)
    throw new MongoError(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.")
  assertComputed(groupBy, 40202, '$bucket')
  const otherwise = defaultOf(options.get('default'), boundaries, scope)
  const valueIn = parseExpression(groupBy, scope)
  const chosen = (document: BsonValue): BsonValue => {
    const value = valueIn(document)
    const above =
      value === undefined ? 0 : boundaries.findIndex((boundary) => compareValues(value, boundary, scope.collation) < 0)
    const lower = above > 0 ? boundaries[above - 1] : otherwise
    if (lower === undefined)
      throw new MongoError(40066, '$switch could not find a matching branch for an input, and no default was specified.')
    return lower
  }
  const output = options.get('output') ?? COUNT
  if (output.type !== T.object)
    throw new MongoError(40196, `The $bucket 'output' field must be an object, but found type: ${typeName(output.type)}.`)
  const buckets = [...group(output, documents, scope, chosen)]
  yield* buckets.sort((a, b) => compareValues(idOf(a), idOf(b), scope.collation))
}

const idOf = (document: BsonValue): BsonValue => elementsOf(document)[0]?.value as BsonValue

function boundariesOf(value: BsonValue, scope: Scope): BsonValue[] {
  if (value.type !== T.array)
    throw new MongoError(40200, `The $bucket 'boundaries' field must be an array, but found type: ${typeName(value.type)}.`)
  const boundaries = valuesOf(value)
  for (const boundary of boundaries)
    assertConstant(boundary, 40191, "The $bucket 'boundaries' field must be an array of constant values")
  if (boundaries.length < 2)
    throw new MongoError(
      40192,
      `The $bucket 'boundaries' field must have at least 2 values, but found ${boundaries.length} value(s).`,
    )
  for (const [index, upper] of boundaries.entries()) {
    const lower = boundaries[index - 1]
    if (lower === undefined) continue
    if (rankOf(lower.type) !== rankOf(upper.type))
      throw new MongoError(
        40193,
        `All values in the the 'boundaries' option to $bucket must have the same type. Found conflicting types ${typeName(lower.type)} and ${typeName(upper.type)}.`,
      )
    if (compareValues(lower, upper, scope.collation) >= 0)
      throw new MongoError(
        40194,
        `The 'boundaries' option to $bucket must be sorted, but elements ${index - 1} and ${index} are not in ascending order`,
      )
  }
  return boundaries
}

function defaultOf(value: BsonValue | undefined, boundaries: readonly BsonValue[], scope: Scope): BsonValue | undefined {
  if (value === undefined) return undefined
  assertConstant(value, 40195, "The $bucket 'default' field must be a constant expression")
  const [lowest, highest] = [boundaries[0] as BsonValue, boundaries.at(-1) as BsonValue]
  const isBetween =
    rankOf(value.type) === rankOf(lowest.type) &&
    compareValues(value, lowest, scope.collation) >= 0 &&
    compareValues(value, highest, scope.collation) < 0
  if (isBetween)
    throw new MongoError(
      40199,
      "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.",
    )
  return value
}

/** A field is no constant; a computed constant would be one for MongoDB, and is refused. */
function assertConstant(value: BsonValue, code: number, message: string): void {
  if (value.type === T.string && stringOf(value).startsWith('$')) throw new MongoError(code, `${message}.`)
  if (value.isContainer) refuse('a document or an array as a boundary of $bucket')
}

function assertComputed(value: BsonValue, code: number, stage: string): void {
  const isPath = value.type === T.string && /^\$./.test(stringOf(value))
  const isExpression = value.type === T.object && elementsOf(value)[0]?.name.startsWith('$') === true
  if (!isPath && !isExpression)
    throw new MongoError(code, `The ${stage} 'groupBy' field must be defined as a $-prefixed path or an expression`)
}

function optionsOf(
  stage: string,
  specification: BsonValue,
  names: readonly string[],
  codes: { notAnObject: number; unknown: number },
): Map<string, BsonValue> {
  if (specification.type !== T.object) throw new MongoError(codes.notAnObject, `The argument to ${stage} must be an object`)
  const options = new Map(elementsOf(specification).map(({ name, value }) => [name, value]))
  for (const name of options.keys())
    if (!names.includes(name)) throw new MongoError(codes.unknown, `Unrecognized option to ${stage}: ${name}.`)
  return options
}

/** `$bucketAuto`: as many groups as wanted, with about as many documents each; equal values stay together. */
export function* bucketAuto(specification: BsonValue, documents: Documents, scope: Scope): Generator<BsonValue> {
  const names = ['groupBy', 'buckets', 'output', 'granularity']
  const options = optionsOf('$bucketAuto', specification, names, { notAnObject: 40240, unknown: 40245 })
  if (options.has('granularity')) refuse('granularity of $bucketAuto')
  const groupBy = options.get('groupBy')
  const wanted = options.get('buckets')
  if (groupBy === undefined || wanted === undefined)
    throw new MongoError(40246, "$bucketAuto requires 'groupBy' and 'buckets' to be specified")
  assertComputed(groupBy, 40239, '$bucketAuto')
  const count = bucketCountOf(wanted)
  const output = options.get('output') ?? COUNT
  if (output.type !== T.object)
    throw new MongoError(40244, `The $bucketAuto 'output' field must be an object, but found type: ${typeName(output.type)}`)
  const described = elementsOf(output).length === 0 ? COUNT : output
  const fields = elementsOf(described).map(({ name, value }) => accumulatedField(name, value, scope))
  const valueIn = parseExpression(groupBy, scope)
  const sorted = [...documents]
    .map((document) => ({ document, value: valueIn(document) ?? NULL }))
    .sort((a, b) => compareValues(a.value, b.value, scope.collation))

  const size = Math.max(1, Math.round(sorted.length / count))
  let from = 0
  for (let number = 1; number <= count && from < sorted.length; number++) {
    let to = number === count ? sorted.length : Math.min(sorted.length, from + size)
    const last = sorted[to - 1]?.value as BsonValue
    while (to < sorted.length && equalValues(sorted[to]?.value as BsonValue, last, scope.collation)) to++
    const members = sorted.slice(from, to)
    const accumulators = fields.map(({ make }) => make(scope.collation))
    for (const { document } of members)
      for (const [index, { compute }] of fields.entries()) accumulators[index]?.add(compute(document))
    // the upper boundary is the next bucket's lower one, and of the last bucket its own highest value
    const bounds = objectOf([
      ['min', members[0]?.value as BsonValue],
      ['max', sorted[to]?.value ?? (members.at(-1)?.value as BsonValue)],
    ])
    yield objectOf([['_id', bounds], ...fields.map(({ name }, index) => [name, accumulators[index]?.result() ?? NULL] as const)])
    from = to
  }
}

function bucketCountOf(value: BsonValue): number {
  if (!value.isNumber)
    throw new MongoError(
      40241,
      `The $bucketAuto 'buckets' field must be a numeric value, but found type: ${typeName(value.type)}`,
    )
  const count = numberOf(value)
  if (!Number.isInteger(count) || Math.abs(count) > 2 ** 31 - 1)
    throw new MongoError(40242, `The $bucketAuto 'buckets' field must be representable as a 32-bit integer, but found ${count}`)
  if (count <= 0) throw new MongoError(40243, `The $bucketAuto 'buckets' field must be greater than 0, but found: ${count}`)
  return count
}

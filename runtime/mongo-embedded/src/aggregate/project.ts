import { elementsOf, isTruthy } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { objectOf, toBson } from '../bson/write.ts'
import { MongoError } from '../errors.ts'
import { type Projection, parseProjection } from '../query/projection.ts'
import { type Fields, putField, withFields } from './add-fields.ts'
import { parseExpression } from './expression.ts'
import type { Scope } from './scope.ts'

/** `$project`: fields are taken, left out, or computed. */
export function project(specification: BsonValue, scope: Scope): Projection {
  if (specification.type !== T.object || elementsOf(specification).length === 0)
    throw new MongoError(51272, 'projection specification must have at least one field')
  const entries = flattened(specification, '')
  const computed: Fields = new Map()
  const plain: [string, BsonValue][] = []
  for (const { name, value } of entries) {
    if (value.isNumber || value.type === T.bool) plain.push([name, value])
    else putField(computed, name.split('.'), parseExpression(value, scope))
  }
  if (computed.size === 0) return parseProjection(objectOf(plain))
  const leavesOut = plain.find(([name, value]) => name !== '_id' && !isTruthy(value))
  if (leavesOut !== undefined) throw new MongoError(31254, `Cannot do exclusion on field ${leavesOut[0]} in inclusion projection`)
  const taken = plain.some(([name]) => name !== '_id') || plain.some(([, value]) => isTruthy(value))
  // nothing taken but what is computed: then of the document itself only `_id` stays, unless that is left out too
  const take = taken
    ? parseProjection(objectOf(plain))
    : plain.length > 0
      ? () => objectOf([])
      : parseProjection(toBson({ _id: 1 }))
  return (document) => withFields(take(document), computed, document)
}

/** `{ a: { b: 1 } }` means the same as `{ 'a.b': 1 }`. */
function flattened(specification: BsonValue, prefix: string): { name: string; value: BsonValue }[] {
  return elementsOf(specification).flatMap(({ name, value }) => {
    const inner = value.type === T.object ? elementsOf(value) : []
    const isNested = inner.length > 0 && !inner[0]?.name.startsWith('$')
    return isNested ? flattened(value, `${prefix}${name}.`) : [{ name: prefix + name, value }]
  })
}

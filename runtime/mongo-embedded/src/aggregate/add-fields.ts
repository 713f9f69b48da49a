import { elementsOf, stringOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { arrayOf, objectOf } from '../bson/write.ts'
import { MongoError } from '../errors.ts'
import { type Expression, parseExpression } from './expression.ts'
import type { Scope } from './scope.ts'

/** What a stage sets: an expression, or fields inside a document. */
export type Fields = Map<string, Expression | Fields>

/** `$set` and `$addFields`: what is there stays, documents are merged, items of arrays are changed one by one. */
export function addFields(specification: BsonValue, scope: Scope): (document: BsonValue) => BsonValue {
  const fields = parseFields(specification, scope)
  return (document) => withFields(document, fields, document)
}

function parseFields(specification: BsonValue, scope: Scope): Fields {
  if (specification.type !== T.object) throw new MongoError(40272, '$set specification stage must be an object')
  const fields: Fields = new Map()
  for (const { name, value } of elementsOf(specification)) putField(fields, name.split('.'), parseField(value, scope))
  return fields
}

function parseField(value: BsonValue, scope: Scope): Expression | Fields {
  const isPlain = value.type === T.object && !elementsOf(value)[0]?.name.startsWith('$')
  // an empty document is a value; one with fields is merged into what is there
  return isPlain && elementsOf(value).length > 0 ? parseFields(value, scope) : parseExpression(value, scope)
}

export function putField(fields: Fields, path: readonly string[], leaf: Expression | Fields): void {
  const [name = '', ...rest] = path
  if (name === '' || name.startsWith('$')) throw new MongoError(16410, `Invalid field name '${path.join('.')}'`)
  const known = fields.get(name)
  if (rest.length === 0) {
    if (known !== undefined) throw new MongoError(40176, `specification contains two conflicting paths: ${name}`)
    fields.set(name, leaf)
    return
  }
  const inner: Fields = known instanceof Map ? known : new Map()
  if (known !== undefined && !(known instanceof Map))
    throw new MongoError(40176, `specification contains two conflicting paths: ${name}`)
  fields.set(name, inner)
  putField(inner, rest, leaf)
}

/** @param root What expressions read from, which is the whole document also inside its parts. */
export function withFields(part: BsonValue | undefined, fields: Fields, root: BsonValue): BsonValue {
  if (part?.type === T.array) return arrayOf(valuesOf(part).map((item) => withFields(item, fields, root)))
  const kept = new Map<string, BsonValue>(part?.type === T.object ? elementsOf(part).map(({ name, value }) => [name, value]) : [])
  for (const [name, field] of fields) {
    const value = field instanceof Map ? withFields(kept.get(name), field, root) : field(root)
    if (value === undefined) kept.delete(name)
    else kept.set(name, value)
  }
  return objectOf(kept)
}

/** `$unset`: the names of fields that go. */
export function unsetNames(value: BsonValue): string[] {
  const names = value.type === T.array ? valuesOf(value) : [value]
  return names.map((name) => {
    if (name.type !== T.string) throw new MongoError(31002, '$unset specification must be a string or an array of strings')
    return stringOf(name)
  })
}

import { elementsOf, fieldOf, stringOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { arrayOf, NULL, objectOf } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'

/** Computes a value from a document; undefined where the value is missing. */
export type Expression = (document: BsonValue) => BsonValue | undefined

/** @throws {MongoError} 238 for an operator that is not built. */
export function parseExpression(value: BsonValue): Expression {
  if (value.type === T.string) {
    const text = stringOf(value)
    if (text.startsWith('$$')) return variable(text)
    if (text.startsWith('$')) return fieldPath(text.slice(1).split('.'))
    return () => value
  }
  if (value.type === T.array) {
    const items = valuesOf(value).map(parseExpression)
    return (document) => arrayOf(items.map((item) => item(document) ?? NULL))
  }
  if (value.type !== T.object) return () => value
  const elements = elementsOf(value)
  const [first] = elements
  if (first?.name.startsWith('$')) {
    if (elements.length > 1)
      throw new MongoError(15983, 'an expression specification must contain exactly one field, the name of the expression')
    if (first.name === '$literal') return () => first.value
    return refuse(`the expression operator ${first.name}`)
  }
  const fields = elements.map(({ name, value: inner }) => [name, parseExpression(inner)] as const)
  return (document) =>
    objectOf(
      fields.flatMap(([name, compute]) => {
        const result = compute(document)
        return result === undefined ? [] : [[name, result] as const]
      }),
    )
}

function variable(text: string): Expression {
  const [name, ...path] = text.slice(2).split('.')
  if (name === 'ROOT' || name === 'CURRENT') return path.length === 0 ? (document) => document : fieldPath(path)
  return refuse(`the variable $$${name}`)
}

function fieldPath(path: readonly string[]): Expression {
  if (path.some((name) => name === '')) throw new MongoError(40353, "FieldPath must not end with a '.'")
  return (document) => valueAt(document, path, 0)
}

/** In expressions an array on the way gives the array of what its documents have there. */
function valueAt(from: BsonValue, path: readonly string[], depth: number): BsonValue | undefined {
  let value = from
  for (let i = depth; i < path.length; i++) {
    if (value.type === T.array)
      return arrayOf(valuesOf(value).flatMap((item) => (item.isContainer ? (valueAt(item, path, i) ?? []) : [])))
    const next = value.type === T.object ? fieldOf(value, path[i] as string) : undefined
    if (next === undefined) return undefined
    value = next
  }
  return value
}

import { elementsOf, fieldOf, stringOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { arrayOf, NULL, objectOf, toBson } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import type { Collation } from '../query/collation.ts'
import { ARRAY_OPERATORS } from './array-expressions.ts'
import { DATE_ARITHMETIC_OPERATORS } from './date-arithmetic.ts'
import { DATE_PART_OPERATORS } from './date-parts.ts'
import type { NamedOperator } from './named-operator.ts'
import { NUMBER_OPERATORS } from './number-expressions.ts'
import { Scope, type Slot } from './scope.ts'
import { TEXT_OPERATORS } from './text-expressions.ts'
import { isTrue, VALUE_OPERATORS } from './value-expressions.ts'

/** Computes a value from a document; undefined where the value is missing. */
export type Expression = (document: BsonValue) => BsonValue | undefined

/** An operator of values that are all computed first. `count`: how many there must be; Infinity for any. */
export interface Operator {
  readonly least: number
  readonly most: number
  readonly compute: (values: readonly (BsonValue | undefined)[], collation: Collation | undefined) => BsonValue | undefined
}

export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...VALUE_OPERATORS,
  ...NUMBER_OPERATORS,
  ...TEXT_OPERATORS,
  ...ARRAY_OPERATORS,
}

/** Operators whose arguments have names. */
export const NAMED_OPERATORS: Readonly<Record<string, NamedOperator>> = { ...DATE_PART_OPERATORS, ...DATE_ARITHMETIC_OPERATORS }

/** Operators that decide what is computed, or that bind variables. */
export const FORMS: Readonly<Record<string, (operand: BsonValue, scope: Scope) => Expression>> = {
  $literal: (operand) => () => operand,
  $and: (operand, scope) => {
    const parts = listOf(operand).map((part) => parseExpression(part, scope))
    return (document) => toBson(parts.every((part) => isTrue(part(document))))
  },
  $or: (operand, scope) => {
    const parts = listOf(operand).map((part) => parseExpression(part, scope))
    return (document) => toBson(parts.some((part) => isTrue(part(document))))
  },
  $cond: cond,
  $switch: switchForm,
  $ifNull: (operand, scope) => {
    const parts = listOf(operand).map((part) => parseExpression(part, scope))
    if (parts.length < 2) throw new MongoError(1257300, '$ifNull needs at least two arguments')
    return (document) => {
      for (const [index, part] of parts.entries()) {
        const value = part(document)
        if (index === parts.length - 1 || (value !== undefined && !value.isNullish)) return value
      }
      return NULL
    }
  },
  $let: letForm,
  $map: (operand, scope) =>
    eachItem('$map', operand, scope, 'in', (items, inner) => arrayOf(items.map((item) => inner(item) ?? NULL))),
  $filter: (operand, scope) =>
    eachItem('$filter', operand, scope, 'cond', (items, inner) => arrayOf(items.filter((item) => isTrue(inner(item))))),
}

/** @throws {MongoError} 168 for an operator that does not exist, 238 for one that is not built. */
export function parseExpression(value: BsonValue, scope: Scope = new Scope()): Expression {
  if (value.type === T.string) {
    const text = stringOf(value)
    if (text.startsWith('$$')) return variable(text, scope)
    if (text.startsWith('$')) return fieldPath(text.slice(1).split('.'))
    return () => value
  }
  if (value.type === T.array) {
    const items = valuesOf(value).map((item) => parseExpression(item, scope))
    return (document) => arrayOf(items.map((item) => item(document) ?? NULL))
  }
  if (value.type !== T.object) return () => value
  const elements = elementsOf(value)
  const [first] = elements
  if (first?.name.startsWith('$')) {
    if (elements.length > 1)
      throw new MongoError(15983, 'an expression specification must contain exactly one field, the name of the expression')
    return operation(first.name, first.value, scope)
  }
  const fields = elements.map(({ name, value: inner }) => [name, parseExpression(inner, scope)] as const)
  return (document) =>
    objectOf(
      fields.flatMap(([name, compute]) => {
        const result = compute(document)
        return result === undefined ? [] : [[name, result] as const]
      }),
    )
}

function operation(name: string, operand: BsonValue, scope: Scope): Expression {
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined
  if (form !== undefined) return form(operand, scope)
  const byName = Object.hasOwn(NAMED_OPERATORS, name) ? NAMED_OPERATORS[name] : undefined
  if (byName !== undefined) return namedOperation(name, byName, operand, scope)
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined
  if (operator === undefined) return refuse(`the expression operator ${name}`)
  const parts = listOf(operand).map((part) => parseExpression(part, scope))
  if (parts.length < operator.least || parts.length > operator.most) {
    throw new MongoError(16020, `Expression ${name} takes exactly ${operator.least} arguments. ${parts.length} were passed in.`)
  }
  return (document) =>
    operator.compute(
      parts.map((part) => part(document)),
      scope.collation,
    )
}

function namedOperation(name: string, operator: NamedOperator, operand: BsonValue, scope: Scope): Expression {
  const { required, optional, alone, codes, compute } = operator
  const parts = new Map(argumentsOf().map(([key, value]) => [key, parseExpression(value, scope)] as const))
  for (const key of parts.keys()) {
    if (!required.includes(key) && !optional.includes(key))
      throw new MongoError(codes.unknown, `Unrecognized argument to ${name}: ${key}`)
  }
  const missing = required.find((key) => !parts.has(key))
  if (missing !== undefined) throw new MongoError(codes.missing, `Missing '${missing}' parameter to ${name}`)
  return (document) => compute(new Map([...parts].map(([key, part]) => [key, part(document)])))

  function argumentsOf(): (readonly [string, BsonValue])[] {
    const isNamed = operand.type === T.object && !elementsOf(operand)[0]?.name.startsWith('$')
    if (isNamed) return elementsOf(operand).map((element) => [element.name, element.value])
    const [only, ...others] = listOf(operand)
    if (alone === undefined || only === undefined || others.length > 0)
      throw new MongoError(codes.notAnObject, `${name} only supports an object as its argument`)
    return [[alone, only]]
  }
}

/** One operand may be given without its array. */
function listOf(operand: BsonValue): BsonValue[] {
  return operand.type === T.array ? valuesOf(operand) : [operand]
}

function variable(text: string, scope: Scope): Expression {
  const [name = '', ...path] = text.slice(2).split('.')
  const rest = (from: BsonValue | undefined) => (from === undefined || path.length === 0 ? from : valueAt(from, path, 0))
  const slot = scope.find(name)
  if (slot !== undefined) return () => rest(slot.value)
  if (name === 'ROOT' || name === 'CURRENT') return rest
  if (name === 'REMOVE') return () => undefined
  if (name === 'NOW') return () => toBson(new Date())
  throw new MongoError(17276, `Use of undefined variable: ${name}`)
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

function named(operator: string, operand: BsonValue, names: readonly string[]): Map<string, BsonValue> {
  if (operand.type !== T.object) throw new MongoError(16874, `${operator} only supports an object as its argument`)
  const parts = new Map(elementsOf(operand).map(({ name, value }) => [name, value]))
  for (const name of parts.keys())
    if (!names.includes(name)) throw new MongoError(16875, `Unrecognized parameter to ${operator}: ${name}`)
  return parts
}

function cond(operand: BsonValue, scope: Scope): Expression {
  const parts = operand.type === T.object ? named('$cond', operand, ['if', 'then', 'else']) : undefined
  const list = parts === undefined ? listOf(operand) : ['if', 'then', 'else'].flatMap((name) => parts.get(name) ?? [])
  const [test, yes, no] = list.map((part) => parseExpression(part, scope))
  if (test === undefined || yes === undefined || no === undefined || list.length > 3)
    throw new MongoError(16020, 'Expression $cond takes exactly 3 arguments')
  return (document) => (isTrue(test(document)) ? yes(document) : no(document))
}

function switchForm(operand: BsonValue, scope: Scope): Expression {
  const parts = named('$switch', operand, ['branches', 'default'])
  const list = parts.get('branches')
  if (list?.type !== T.array) throw new MongoError(40060, "$switch expected an array for 'branches'")
  const branches = valuesOf(list).map((branch) => {
    const own = named('$switch', branch, ['case', 'then'])
    return { test: parseExpression(own.get('case') ?? NULL, scope), result: parseExpression(own.get('then') ?? NULL, scope) }
  })
  const otherwise = parts.get('default')
  const fallback = otherwise === undefined ? undefined : parseExpression(otherwise, scope)
  return (document) => {
    const branch = branches.find(({ test }) => isTrue(test(document)))
    if (branch !== undefined) return branch.result(document)
    if (fallback === undefined)
      throw new MongoError(40066, '$switch could not find a matching branch for an input, and no default was specified.')
    return fallback(document)
  }
}

function letForm(operand: BsonValue, scope: Scope): Expression {
  const parts = named('$let', operand, ['vars', 'in'])
  const vars = elementsOf(parts.get('vars') ?? objectOf([])).map(({ name, value }) => ({
    name,
    compute: parseExpression(value, scope),
    slot: { value: undefined } as Slot,
  }))
  const body = parseExpression(
    parts.get('in') ?? NULL,
    new Scope(
      vars.map(({ name, slot }) => [name, slot]),
      scope,
    ),
  )
  return (document) => {
    for (const { compute, slot } of vars) slot.value = compute(document)
    return body(document)
  }
}

type OfItems = (items: readonly BsonValue[], inner: (item: BsonValue) => BsonValue | undefined) => BsonValue

function eachItem(operator: string, operand: BsonValue, scope: Scope, bodyName: string, finish: OfItems): Expression {
  const parts = named(operator, operand, ['input', 'as', bodyName])
  const as = parts.get('as')
  const slot: Slot = { value: undefined }
  const input = parseExpression(parts.get('input') ?? NULL, scope)
  const body = parseExpression(
    parts.get(bodyName) ?? NULL,
    new Scope([[as?.type === T.string ? stringOf(as) : 'this', slot]], scope),
  )
  return (document) => {
    const list = input(document)
    if (list === undefined || list.isNullish) return NULL
    if (list.type !== T.array) throw new MongoError(16883, `input to ${operator} must be an array`)
    return finish(valuesOf(list), (item) => {
      slot.value = item
      return body(document)
    })
  }
}

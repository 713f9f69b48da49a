import { type Expression, parseExpression } from '../aggregate/expression.ts'
import type { Scope } from '../aggregate/scope.ts'
import { numberOf } from '../bson/number.ts'
import { elementsOf, isTruthy, regexOf, stringOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { MongoError, refuse } from '../errors.ts'
import type { Collation } from './collation.ts'
import { toRegExp } from './regex.ts'
import { typesOf } from './type-names.ts'

export type Predicate =
  | { readonly op: 'eq' | 'gt' | 'gte' | 'lt' | 'lte'; readonly value: BsonValue; readonly collation?: Collation | undefined }
  | {
      readonly op: 'in'
      readonly values: readonly BsonValue[]
      readonly patterns: readonly Predicate[]
      readonly collation?: Collation | undefined
    }
  | { readonly op: 'regex'; readonly regex: RegExp; readonly source: { readonly pattern: string; readonly options: string } }
  | { readonly op: 'exists' }
  | { readonly op: 'type'; readonly types: ReadonlySet<number> }
  | { readonly op: 'size'; readonly size: number }
  | { readonly op: 'mod'; readonly divisor: number; readonly remainder: number }
  | { readonly op: 'elemMatchObject'; readonly filter: Filter }
  | { readonly op: 'elemMatchValue'; readonly filter: Filter }

/** A filter as a tree. Whatever MongoDB writes as `$ne`, `$nin` or `$exists: false` is a `not` here. */
export type Filter =
  | { readonly kind: 'and' | 'or' | 'nor'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'expr'; readonly compute: Expression }
  | { readonly kind: 'field'; readonly name: string; readonly path: readonly string[]; readonly test: Predicate }

/** The path of a filter on array elements themselves, inside `$elemMatch`, `$pull` and array filters of plain values. */
export const ITSELF: readonly string[] = []

/** @throws {MongoError} 2 for what MongoDB does not know, 238 for what is not built. */
export function parseFilter(document: BsonValue | undefined, scope?: Scope): Filter {
  const filters: Filter[] = []
  for (const { name, value } of document === undefined ? [] : elementsOf(document)) {
    if (name.startsWith('$')) filters.push(...topLevel(name, value, scope))
    else filters.push(...fieldFilters(name, name.split('.'), value, scope))
  }
  return filters.length === 1 && filters[0] !== undefined ? filters[0] : { kind: 'and', filters }
}

function topLevel(name: string, value: BsonValue, scope: Scope | undefined): Filter[] {
  switch (name) {
    case '$and':
    case '$or':
    case '$nor': {
      if (value.type !== T.array) throw new MongoError(2, `${name} must be an array`)
      const filters = valuesOf(value).map((item) => {
        if (item.type !== T.object) throw new MongoError(2, `${name} argument's entries must be objects`)
        return parseFilter(item, scope)
      })
      if (filters.length === 0) throw new MongoError(2, `${name} argument must be a non-empty array`)
      return [{ kind: name.slice(1) as 'and' | 'or' | 'nor', filters }]
    }
    case '$comment':
      return []
    case '$expr':
      return [{ kind: 'expr', compute: parseExpression(value, scope) }]
    case '$where':
    case '$text':
    case '$jsonSchema':
    case '$sampleRate':
      return refuse(name)
    default:
      throw new MongoError(
        2,
        `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      )
  }
}

/** Whether `{ field: value }` is a list of operators rather than a document to be equal to. */
export function isOperators(value: BsonValue): boolean {
  return (
    value.type === T.object && value.bytes[value.start + 4] !== 0 && value.bytes.indexOf('$', value.start + 5) === value.start + 5
  )
}

/** Filters on one field: a plain value, or a document of operators. */
export function fieldFilters(name: string, path: readonly string[], value: BsonValue, scope?: Scope): Filter[] {
  const collation = scope?.collation
  const field = (test: Predicate): Filter => ({ kind: 'field', name, path, test })
  const not = (filter: Filter): Filter => ({ kind: 'not', filter })
  if (value.type === T.regex) return [field(regexPredicate(value))]
  if (!isOperators(value)) return [field({ op: 'eq', value, collation })]

  const operators = elementsOf(value)
  // a DBRef is a document to be equal to, although its names begin with a dollar
  if (operators[0]?.name === '$ref' || operators[0]?.name === '$id') return [field({ op: 'eq', value, collation })]
  const filters: Filter[] = []
  for (const { name: operator, value: operand } of operators) {
    switch (operator) {
      case '$eq':
        filters.push(field(operand.type === T.regex ? regexPredicate(operand) : { op: 'eq', value: operand, collation }))
        break
      case '$ne':
        if (operand.type === T.regex) throw new MongoError(2, "Can't have regex as arg to $ne.")
        filters.push(not(field({ op: 'eq', value: operand, collation })))
        break
      case '$gt':
      case '$gte':
      case '$lt':
      case '$lte':
        if (operand.type === T.regex) throw new MongoError(2, `Can't have RegEx as arg to predicate over field '${name}'.`)
        filters.push(field({ op: operator.slice(1) as 'gt' | 'gte' | 'lt' | 'lte', value: operand, collation }))
        break
      case '$in':
        filters.push(field(inPredicate(operator, operand, collation)))
        break
      case '$nin':
        filters.push(not(field(inPredicate(operator, operand, collation))))
        break
      case '$exists':
        filters.push(isTruthy(operand) ? field({ op: 'exists' }) : not(field({ op: 'exists' })))
        break
      case '$type':
        filters.push(field({ op: 'type', types: typesOf(operand) }))
        break
      case '$size':
        filters.push(field({ op: 'size', size: wholeNumber('$size', operand) }))
        break
      case '$mod':
        filters.push(field(modPredicate(operand)))
        break
      case '$regex':
        filters.push(field(regexPredicate(operand, operators.find((other) => other.name === '$options')?.value)))
        break
      case '$options':
        if (!operators.some((other) => other.name === '$regex')) throw new MongoError(2, '$options needs a $regex')
        break
      case '$not':
        filters.push(not(negated(name, path, operand, scope)))
        break
      case '$elemMatch':
        filters.push(field(elemMatchPredicate(operand, scope)))
        break
      case '$all':
        filters.push(allFilter(name, path, operand, scope))
        break
      case '$comment':
        break
      case '$near':
      case '$nearSphere':
      case '$geoWithin':
      case '$geoIntersects':
      case '$bitsAllSet':
      case '$bitsAnySet':
      case '$bitsAllClear':
      case '$bitsAnyClear':
        return refuse(operator)
      default:
        throw new MongoError(2, `unknown operator: ${operator}`)
    }
  }
  return filters
}

function negated(name: string, path: readonly string[], operand: BsonValue, scope: Scope | undefined): Filter {
  if (operand.type === T.regex) return { kind: 'field', name, path, test: regexPredicate(operand) }
  if (!isOperators(operand)) throw new MongoError(2, '$not needs a regex or a document')
  return { kind: 'and', filters: fieldFilters(name, path, operand, scope) }
}

function regexPredicate(value: BsonValue, options?: BsonValue): Predicate {
  if (value.type !== T.regex && value.type !== T.string) throw new MongoError(2, '$regex has to be a string')
  const source = value.type === T.regex ? regexOf(value) : { pattern: stringOf(value), options: '' }
  if (options !== undefined) {
    if (options.type !== T.string) throw new MongoError(2, '$options has to be a string')
    if (source.options !== '') throw new MongoError(51075, 'options set in both $regex and $options')
    source.options = stringOf(options)
  }
  return { op: 'regex', regex: toRegExp(source.pattern, source.options), source }
}

function inPredicate(operator: string, operand: BsonValue, collation: Collation | undefined): Predicate {
  if (operand.type !== T.array) throw new MongoError(2, `${operator} needs an array`)
  const values = valuesOf(operand)
  if (values.some(isOperators)) throw new MongoError(2, `cannot nest $ under ${operator}`)
  return {
    op: 'in',
    collation,
    values: values.filter(({ type }) => type !== T.regex),
    patterns: values.filter(({ type }) => type === T.regex).map((value) => regexPredicate(value)),
  }
}

function wholeNumber(operator: string, operand: BsonValue): number {
  const size = operand.isNumber ? numberOf(operand) : Number.NaN
  if (!Number.isInteger(size) || size < 0) throw new MongoError(9, `Failed to parse ${operator}. Expected a non-negative number`)
  return size
}

function modPredicate(operand: BsonValue): Predicate {
  const [divisor, remainder, ...rest] = operand.type === T.array ? valuesOf(operand) : []
  if (divisor === undefined || remainder === undefined || rest.length > 0)
    throw new MongoError(2, 'malformed mod, needs to be an array of two')
  if (!divisor.isNumber || !remainder.isNumber) throw new MongoError(2, 'malformed mod, divisor and remainder must be numbers')
  const whole = Math.trunc(numberOf(divisor))
  if (whole === 0) throw new MongoError(2, 'divisor cannot be 0')
  return { op: 'mod', divisor: whole, remainder: Math.trunc(numberOf(remainder)) }
}

const LOGICAL = new Set(['$and', '$or', '$nor', '$expr', '$where'])

function elemMatchPredicate(operand: BsonValue, scope: Scope | undefined): Predicate {
  if (operand.type !== T.object) throw new MongoError(2, '$elemMatch needs an Object')
  const first = elementsOf(operand)[0]?.name
  return first?.startsWith('$') && !LOGICAL.has(first)
    ? { op: 'elemMatchValue', filter: { kind: 'and', filters: fieldFilters('', ITSELF, operand, scope) } }
    : { op: 'elemMatchObject', filter: parseFilter(operand, scope) }
}

function allFilter(name: string, path: readonly string[], operand: BsonValue, scope: Scope | undefined): Filter {
  if (operand.type !== T.array) throw new MongoError(2, '$all needs an array')
  const values = valuesOf(operand)
  if (values.length === 0) return { kind: 'nor', filters: [{ kind: 'and', filters: [] }] }
  const filters = values.flatMap((value) => fieldFilters(name, path, value, scope))
  const onlyElemMatch = values.some(isOperators)
  if (onlyElemMatch && !values.every((value) => elementsOf(value)[0]?.name === '$elemMatch')) {
    throw new MongoError(2, 'no $ expressions in $all')
  }
  return { kind: 'and', filters }
}

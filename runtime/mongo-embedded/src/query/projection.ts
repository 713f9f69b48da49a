import { numberOf } from '../bson/number.ts'
import { elementsOf, isTruthy, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { arrayOf, objectOf } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import { type Filter, fieldFilters, isOperators } from './filter.ts'
import { matches } from './match.ts'

/** A tree of names: `true` takes (or leaves) the whole field. */
interface Names {
  readonly children: Map<string, Names | Leaf>
}
type Leaf = true | ((value: BsonValue) => BsonValue | undefined)

export type Projection = (document: BsonValue) => BsonValue

/** Shapes the documents of `find`, `findAndModify` and `$project`. @throws {MongoError} 31253, 31254 for a mix of taking and leaving out. */
export function parseProjection(document: BsonValue | undefined): Projection {
  const fields = document === undefined ? [] : elementsOf(document)
  if (fields.length === 0) return (whole) => whole
  const names: Names = { children: new Map() }
  let mode: 'include' | 'exclude' | undefined
  let idWanted: boolean | undefined
  const setMode = (wanted: 'include' | 'exclude', name: string) => {
    if (mode !== undefined && mode !== wanted) {
      const [code, what] = mode === 'include' ? [31254, 'exclusion on field'] : [31253, 'inclusion on field']
      throw new MongoError(
        code as number,
        `Cannot do ${what} ${name} in ${mode === 'include' ? 'inclusion' : 'exclusion'} projection`,
      )
    }
    mode = wanted
  }
  for (const { name, value } of fields) {
    if (name.split('.').includes('$')) refuse(`the positional projection '${name}'`)
    if (isOperators(value)) {
      const [operator, ...others] = elementsOf(value)
      if (operator === undefined || others.length > 0) throw new MongoError(2, `Bad projection specification for ${name}`)
      if (operator.name === '$slice') addName(names, name.split('.'), sliceOf(operator.value))
      else if (operator.name === '$elemMatch') {
        setMode('include', name)
        addName(names, name.split('.'), elemMatchOf(name, value))
      } else refuse(`the projection operator ${operator.name}`)
      continue
    }
    if (!value.isNumber && value.type !== T.bool) refuse(`a computed field ('${name}') in a projection`)
    const taken = isTruthy(value)
    if (name === '_id') {
      idWanted = taken
      continue
    }
    setMode(taken ? 'include' : 'exclude', name)
    addName(names, name.split('.'), true)
  }
  if (mode === undefined) mode = idWanted === true ? 'include' : 'exclude'
  if (mode === 'include' ? idWanted !== false : idWanted === false) names.children.set('_id', true)
  const including = mode === 'include'
  return (whole) => projected(whole, names, including)
}

function addName(names: Names, path: readonly string[], leaf: Leaf): void {
  let at = names
  for (const [depth, part] of path.entries()) {
    const known = at.children.get(part)
    if (depth === path.length - 1 || (known !== undefined && !isNames(known))) {
      if (known !== undefined) throw new MongoError(31250, `Path collision at ${path.join('.')}`)
      at.children.set(part, leaf)
      return
    }
    const next = known ?? { children: new Map() }
    at.children.set(part, next)
    at = next as Names
  }
}

function isNames(child: Names | Leaf): child is Names {
  return typeof child === 'object'
}

function projected(document: BsonValue, names: Names, including: boolean): BsonValue {
  const kept: [string, BsonValue][] = []
  for (const { name, value } of elementsOf(document)) {
    const child = names.children.get(name)
    const result = child === undefined ? (including ? undefined : value) : projectedField(value, child, including)
    if (result !== undefined) kept.push([name, result])
  }
  return objectOf(kept)
}

function projectedField(value: BsonValue, child: Names | Leaf, including: boolean): BsonValue | undefined {
  if (child === true) return including ? value : undefined
  if (typeof child === 'function') return child(value)
  if (value.type === T.object) return projected(value, child, including)
  if (value.type === T.array) {
    return arrayOf(valuesOf(value).flatMap((item) => projectedField(item, child, including) ?? []))
  }
  return including ? undefined : value
}

function sliceOf(operand: BsonValue): Leaf {
  const [skip, count] = operand.type === T.array ? valuesOf(operand).map(numberOf) : [undefined, numberOf(operand)]
  if (count === undefined || !Number.isInteger(count) || (skip !== undefined && count <= 0))
    throw new MongoError(28724, 'Invalid $slice')
  return (value) => {
    if (value.type !== T.array) return value
    const items = valuesOf(value)
    if (skip === undefined) return arrayOf(count < 0 ? items.slice(count) : items.slice(0, count))
    const from = skip < 0 ? Math.max(0, items.length + skip) : skip
    return arrayOf(items.slice(from, from + count))
  }
}

/** The first item that matches, as an array of one. */
function elemMatchOf(name: string, operand: BsonValue): Leaf {
  const [filter] = fieldFilters(name, [name], operand) as [Filter]
  const test = filter.kind === 'field' && filter.test.op === 'elemMatchObject' ? filter.test.filter : undefined
  if (test === undefined) return refuse('$elemMatch with operators in a projection')
  return (value) => {
    const found =
      value.type === T.array ? valuesOf(value).find((item) => item.type === T.object && matches(test, item)) : undefined
    return found === undefined ? undefined : arrayOf([found])
  }
}

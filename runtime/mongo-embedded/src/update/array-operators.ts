import { compareValues, equalValues } from '../bson/compare.ts'
import { numberOf } from '../bson/number.ts'
import { elementsOf, fieldOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { MongoError } from '../errors.ts'
import { fieldFilters, ITSELF, isOperators, parseFilter } from '../query/filter.ts'
import { matches } from '../query/match.ts'
import { parseSort, sortDocuments } from '../query/sort.ts'
import { typeName } from '../query/type-names.ts'
import type { Change } from './change.ts'
import { ArrayNode, type Node, pack, unpack } from './tree.ts'

type ArrayEdit = (items: BsonValue[]) => BsonValue[]

/** Turns an edit of a list into a change of a field. `missing`: what an absent field counts as; undefined leaves it absent. */
function arrayChange(edit: ArrayEdit, notArray: (type: string, name: string) => MongoError, missing?: BsonValue[]): Change {
  return (current, { name }) => {
    if (current === undefined) return missing === undefined ? undefined : new ArrayNode(edit(missing))
    const node = unpack(current)
    if (!(node instanceof ArrayNode)) throw notArray(typeName(pack(current).type), name)
    return new ArrayNode(edit(node.items.map((item: Node) => pack(item))))
  }
}

export function pushChange(operand: BsonValue): Change {
  const modifiers = isOperators(operand) ? new Map(elementsOf(operand).map(({ name, value }) => [name, value])) : undefined
  const each = modifiers?.get('$each')
  if (modifiers !== undefined) {
    for (const name of modifiers.keys()) {
      if (!['$each', '$slice', '$sort', '$position'].includes(name))
        throw new MongoError(2, `Unrecognized clause in $push: ${name}`)
    }
    if (each?.type !== T.array) throw new MongoError(2, 'The argument to $each in $push must be an array')
  }
  const added = each === undefined ? [operand] : valuesOf(each)
  const position = wholeOption(modifiers?.get('$position'), '$position')
  const slice = wholeOption(modifiers?.get('$slice'), '$slice')
  const sort = modifiers?.get('$sort')
  return arrayChange(
    (items) => {
      const at =
        position === undefined
          ? items.length
          : position < 0
            ? Math.max(0, items.length + position)
            : Math.min(position, items.length)
      let result = [...items.slice(0, at), ...added, ...items.slice(at)]
      if (sort !== undefined) result = sorted(result, sort)
      if (slice === undefined) return result
      return slice < 0 ? result.slice(slice) : result.slice(0, slice)
    },
    (type, name) => new MongoError(2, `The field '${name}' must be an array but is of type ${type}`),
    [],
  )
}

function sorted(items: BsonValue[], sort: BsonValue): BsonValue[] {
  if (sort.isNumber) {
    const direction = numberOf(sort)
    if (direction !== 1 && direction !== -1) throw new MongoError(2, 'The $sort element value must be either 1 or -1')
    return items.sort((a, b) => direction * compareValues(a, b))
  }
  if (sort.type !== T.object)
    throw new MongoError(2, 'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields')
  return sortDocuments(items, parseSort(sort))
}

function wholeOption(value: BsonValue | undefined, name: string): number | undefined {
  if (value === undefined) return undefined
  const number = value.isNumber ? numberOf(value) : Number.NaN
  if (!Number.isInteger(number)) throw new MongoError(2, `The value for ${name} must be an integer value`)
  return number
}

export function addToSetChange(operand: BsonValue): Change {
  const each = operand.type === T.object ? fieldOf(operand, '$each') : undefined
  if (each !== undefined && each.type !== T.array) throw new MongoError(14, 'The argument to $each in $addToSet must be an array')
  const added = each === undefined ? [operand] : valuesOf(each)
  return arrayChange(
    (items) => {
      const result = [...items]
      for (const value of added) if (!result.some((item) => equalValues(item, value))) result.push(value)
      return result
    },
    (type, name) =>
      new MongoError(2, `Cannot apply $addToSet to non-array field. Field named '${name}' has non-array type ${type}`),
    [],
  )
}

const notPullable = () => new MongoError(2, 'Cannot apply $pull to a non-array value')

export function pullChange(operand: BsonValue): Change {
  const isGone = pulled(operand)
  return arrayChange((items) => items.filter((item) => !isGone(item)), notPullable)
}

function pulled(operand: BsonValue): (item: BsonValue) => boolean {
  if (operand.type === T.regex || isOperators(operand)) {
    const filter = { kind: 'and', filters: fieldFilters('', ITSELF, operand) } as const
    return (item) => matches(filter, item)
  }
  if (operand.type === T.object) {
    const filter = parseFilter(operand)
    return (item) => item.type === T.object && matches(filter, item)
  }
  return (item) => equalValues(item, operand)
}

export function pullAllChange(operand: BsonValue): Change {
  if (operand.type !== T.array)
    throw new MongoError(2, `$pullAll requires an array argument but was given a ${typeName(operand.type)}`)
  const gone = valuesOf(operand)
  return arrayChange((items) => items.filter((item) => !gone.some((value) => equalValues(item, value))), notPullable)
}

export function popChange(operand: BsonValue): Change {
  const end = operand.isNumber ? numberOf(operand) : 0
  if (end !== 1 && end !== -1) throw new MongoError(9, '$pop expects 1 or -1')
  return arrayChange(
    (items) => (end === 1 ? items.slice(0, -1) : items.slice(1)),
    (type, name) => new MongoError(14, `Path '${name}' contains an element of non-array type '${type}'`),
  )
}

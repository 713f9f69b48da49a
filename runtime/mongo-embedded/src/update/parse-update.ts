import { updatePipeline } from '../aggregate/pipeline.ts'
import { Scope } from '../aggregate/scope.ts'
import { elementsOf, stringOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { MongoError } from '../errors.ts'
import type { ArrayFilters } from './array-filters.ts'
import { addToSetChange, popChange, pullAllChange, pullChange, pushChange } from './array-operators.ts'
import { arithmeticChange, bitChange, boundChange, type Change, currentDateChange, setChange, unsetChange } from './change.ts'

/** One field that an update changes. */
export interface Modification {
  readonly name: string
  readonly path: readonly string[]
  readonly change: Change
  /** Whether the field, and documents on the way to it, are made when they are not there. */
  readonly creates: boolean
  readonly onInsertOnly: boolean
}

export type Update =
  | { readonly kind: 'replace'; readonly document: BsonValue }
  | { readonly kind: 'pipeline'; readonly change: (document: BsonValue) => BsonValue }
  | {
      readonly kind: 'modify'
      readonly modifications: readonly Modification[]
      readonly renames: readonly Rename[]
      readonly arrayFilters: ArrayFilters
    }

export interface Rename {
  readonly from: readonly string[]
  readonly to: readonly string[]
}

const CHANGES: Readonly<Record<string, { readonly change: (operand: BsonValue) => Change; readonly creates: boolean }>> = {
  $set: { change: setChange, creates: true },
  $setOnInsert: { change: setChange, creates: true },
  $unset: { change: unsetChange, creates: false },
  $inc: { change: (operand) => arithmeticChange('$inc', operand), creates: true },
  $mul: { change: (operand) => arithmeticChange('$mul', operand), creates: true },
  $bit: { change: bitChange, creates: true },
  $min: { change: (operand) => boundChange('$min', operand), creates: true },
  $max: { change: (operand) => boundChange('$max', operand), creates: true },
  $currentDate: { change: currentDateChange, creates: true },
  $push: { change: pushChange, creates: true },
  $addToSet: { change: addToSetChange, creates: true },
  $pull: { change: pullChange, creates: false },
  $pullAll: { change: pullAllChange, creates: false },
  $pop: { change: popChange, creates: false },
}

/** @throws {MongoError} 9, 40, 52, 56 as MongoDB does; 238 for what is not built. */
export function parseUpdate(update: BsonValue, arrayFilters: ArrayFilters): Update {
  if (update.type === T.array) {
    if (arrayFilters.size > 0) throw new MongoError(9, 'arrayFilters may not be specified for pipeline-style updates')
    return { kind: 'pipeline', change: updatePipeline(update, new Scope()) }
  }
  if (update.type !== T.object) throw new MongoError(9, 'Update argument must be either an object or an array')
  const operators = elementsOf(update)
  if (operators[0] === undefined || !operators[0].name.startsWith('$')) {
    if (arrayFilters.size > 0) throw new MongoError(9, 'Cannot specify arrayFilters and a non-operator update')
    for (const { name } of operators) {
      if (name.startsWith('$'))
        throw new MongoError(
          52,
          `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document.`,
        )
    }
    return { kind: 'replace', document: update }
  }
  const modifications: Modification[] = []
  const renames: Rename[] = []
  for (const { name: operator, value } of operators) {
    const found = CHANGES[operator]
    if (found === undefined && operator !== '$rename') {
      throw new MongoError(
        9,
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      )
    }
    if (value.type !== T.object) throw new MongoError(9, `Modifiers operate on fields but we found another type for ${operator}`)
    for (const { name, value: operand } of elementsOf(value)) {
      const path = pathOf(name)
      if (found === undefined) renames.push(renameOf(path, operand))
      else
        modifications.push({
          name,
          path,
          change: found.change(operand),
          creates: found.creates,
          onInsertOnly: operator === '$setOnInsert',
        })
    }
  }
  assertNoConflict([...modifications.map(({ path }) => path), ...renames.flatMap(({ from, to }) => [from, to])])
  assertFiltersUsed(modifications, arrayFilters)
  // new fields appear in the order of their names, not of the update
  modifications.sort((a, b) => comparePaths(a.path, b.path))
  return { kind: 'modify', modifications, renames, arrayFilters }
}

function pathOf(name: string): readonly string[] {
  const path = name.split('.')
  for (const part of path) {
    if (part === '')
      throw new MongoError(
        56,
        name === ''
          ? 'An empty update path is not valid.'
          : `The update path '${name}' contains an empty field name, which is not allowed.`,
      )
    if (part.startsWith('$') && part !== '$' && !part.startsWith('$[') && !['$ref', '$id', '$db'].includes(part)) {
      throw new MongoError(52, `The dollar ($) prefixed field '${part}' in '${name}' is not allowed in the context of an update`)
    }
  }
  if (path[0]?.startsWith('$')) throw new MongoError(2, `Cannot have a positional operator as first component in path '${name}'`)
  return path
}

function renameOf(from: readonly string[], operand: BsonValue): Rename {
  if (operand.type !== T.string) throw new MongoError(2, `The 'to' field for $rename must be a string: ${from.join('.')}`)
  const to = pathOf(stringOf(operand))
  if ([...from, ...to].some((part) => part.startsWith('$')))
    throw new MongoError(2, 'The source and target field for $rename must not be dynamic')
  return { from, to }
}

function assertNoConflict(paths: readonly (readonly string[])[]): void {
  const names = paths.map((path) => path.join('.'))
  for (const [index, name] of names.entries()) {
    const other = names.find(
      (candidate, position) => position !== index && (candidate === name || name.startsWith(`${candidate}.`)),
    )
    if (other !== undefined) throw new MongoError(40, `Updating the path '${name}' would create a conflict at '${other}'`)
  }
}

function assertFiltersUsed(modifications: readonly Modification[], arrayFilters: ArrayFilters): void {
  const used = new Set<string>()
  for (const { name, path } of modifications) {
    for (const part of path) {
      const identifier = /^\$\[(.*)\]$/.exec(part)?.[1]
      if (identifier === undefined || identifier === '') continue
      if (!arrayFilters.has(identifier))
        throw new MongoError(2, `No array filter found for identifier '${identifier}' in path '${name}'`)
      used.add(identifier)
    }
  }
  for (const identifier of arrayFilters.keys()) {
    if (!used.has(identifier))
      throw new MongoError(9, `The array filter for identifier '${identifier}' was not used in the update`)
  }
}

function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (const [index, mine] of a.entries()) {
    const other = b[index]
    if (other === undefined) return 1
    if (mine === other) continue
    const bothNumbers = /^\d+$/.test(mine) && /^\d+$/.test(other)
    return bothNumbers ? Number(mine) - Number(other) : mine < other ? -1 : 1
  }
  return a.length - b.length
}

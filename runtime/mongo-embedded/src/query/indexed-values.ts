import { fieldOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { NULL, UNDEFINED } from '../bson/write.ts'
import { MongoError } from '../errors.ts'

/** The values that a field has for an index and for sorting: one for each item of an array, null when missing, undefined for `[]`. Never empty. */
export function indexedValues(document: BsonValue, path: readonly string[]): BsonValue[] {
  return indexedTuples(document, [path]).tuples.map(([value]) => value as BsonValue)
}

export interface IndexedTuples {
  /** One tuple for each index entry: a value for each path. */
  readonly tuples: readonly (readonly BsonValue[])[]
  /** For each path, whether it went through an array; empty when none did. */
  readonly throughArray: readonly boolean[]
  /** For each path, whether the document has the field at all. */
  readonly present: readonly boolean[]
}

interface Cursor {
  readonly value: BsonValue | undefined
  readonly rest: readonly string[]
  /** The names that led here, to tell whether two paths meet in the same array. */
  readonly trail: string
}

/** All entries that a document has in an index over `paths`. @throws {MongoError} 171 when two of them lead through different arrays. */
export function indexedTuples(document: BsonValue, paths: readonly (readonly string[])[]): IndexedTuples {
  return plainTuple(document, paths) ?? expandedTuples(document, paths)
}

/** The one tuple of a document without arrays on these paths, as nearly all are; undefined for others. */
function plainTuple(document: BsonValue, paths: readonly (readonly string[])[]): IndexedTuples | undefined {
  const tuple: BsonValue[] = []
  const present: boolean[] = []
  for (const path of paths) {
    let value: BsonValue | undefined = document
    for (const name of path) {
      value = value.type === T.object ? fieldOf(value, name) : undefined
      if (value === undefined) break
      if (value.type === T.array) return undefined
    }
    tuple.push(value ?? NULL)
    present.push(value !== undefined)
  }
  return { tuples: [tuple], throughArray: NOWHERE, present }
}

const NOWHERE: readonly boolean[] = []

function expandedTuples(document: BsonValue, paths: readonly (readonly string[])[]): IndexedTuples {
  const throughArray = paths.map(() => false)
  const present = paths.map(() => false)
  const tuples: BsonValue[][] = []

  const expand = (cursors: readonly Cursor[]): void => {
    const stopped = cursors.map(advance)
    const arrays = stopped.filter(({ value }) => value?.type === T.array)
    const [first] = arrays
    if (first === undefined) {
      for (const [index, { value, rest }] of stopped.entries())
        if (value !== undefined && rest.length === 0) present[index] = true
      tuples.push(stopped.map(leaf))
      return
    }
    for (const other of arrays) {
      if (other.trail !== first.trail) {
        throw new MongoError(171, `cannot index parallel arrays [${lastName(other.trail)}] [${lastName(first.trail)}]`)
      }
    }
    const isHere = (cursor: Cursor) => cursor.value?.type === T.array
    for (const [index, cursor] of stopped.entries())
      if (isHere(cursor)) {
        throughArray[index] = true
        if (cursor.rest.length === 0) present[index] = true
      }
    const items = valuesOf(first.value as BsonValue)
    if (items.length === 0) {
      tuples.push(stopped.map((cursor) => (isHere(cursor) ? (cursor.rest.length === 0 ? UNDEFINED : NULL) : leaf(cursor))))
      return
    }
    for (const item of items) {
      const trail = `${first.trail}\0[]`
      expandItem(
        stopped.map((cursor) => (isHere(cursor) ? { value: item, rest: cursor.rest, trail } : cursor)),
        isHere,
        stopped,
      )
    }
  }

  // an array inside an array is one value when the path ends there; it is not entered a second time
  const expandItem = (cursors: readonly Cursor[], isHere: (cursor: Cursor) => boolean, before: readonly Cursor[]): void => {
    const nestedLeaf = cursors.some((cursor, index) => isHere(before[index] as Cursor) && cursor.value?.type === T.array)
    if (!nestedLeaf) {
      expand(cursors)
      return
    }
    tuples.push(
      cursors.map((cursor, index) => {
        if (isHere(before[index] as Cursor)) return cursor.rest.length === 0 ? (cursor.value as BsonValue) : NULL
        return leaf(advance(cursor))
      }),
    )
  }

  expand(paths.map((path) => ({ value: document, rest: path, trail: '' })))
  return { tuples, throughArray, present }
}

function leaf({ value, rest }: Cursor): BsonValue {
  return value === undefined || rest.length > 0 ? NULL : value
}

/** Walks documents, and arrays by number, until the path or the way ends. */
function advance(cursor: Cursor): Cursor {
  let { value, rest, trail } = cursor
  while (rest.length > 0 && value !== undefined) {
    const [name = '', ...others] = rest
    if (value.type === T.object) value = fieldOf(value, name)
    else if (value.type === T.array && /^\d+$/.test(name)) value = valuesOf(value)[Number(name)]
    else break
    rest = others
    trail = `${trail}\0${name}`
  }
  return { value, rest, trail }
}

function lastName(trail: string): string {
  return trail.split('\0').at(-1) ?? ''
}

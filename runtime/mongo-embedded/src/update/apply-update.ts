import { ObjectId } from 'bson'
import { equalValues } from '../bson/compare.ts'
import { fieldOf } from '../bson/read.ts'
import { BsonValue, documentOf, T } from '../bson/value.ts'
import { BsonWriter, NULL } from '../bson/write.ts'
import { MongoError } from '../errors.ts'
import { matches } from '../query/match.ts'
import { describe } from '../storage/describe.ts'
import type { ArrayFilters } from './array-filters.ts'
import type { Modification, Rename, Update } from './parse-update.ts'
import { ArrayNode, DocumentNode, isScalar, type Node, pack, unpack, unpackDocument } from './tree.ts'

export interface ApplyContext {
  readonly now: Date
  /** Which item of an array the filter matched, for `$`. */
  readonly position?: number | undefined
  readonly inserting?: boolean
}

/** The document after the update. @throws {MongoError} 66 when it would change `_id`, 28, 14, 2 as MongoDB does. */
export function applyUpdate(update: Update, before: BsonValue, context: ApplyContext): BsonValue {
  const id = fieldOf(before, '_id')
  if (update.kind === 'replace') return replaced(update.document, id)
  const after = update.kind === 'pipeline' ? update.change(before) : modifyFields(update, before, context)
  const newId = fieldOf(after, '_id')
  if (id !== undefined && (newId === undefined || !equalValues(id, newId))) throw immutableId()
  return withIdFirst(after)
}

/** The modifications alone, without a look at `_id`. */
export function modifyFields(update: Update & { kind: 'modify' }, before: BsonValue, context: ApplyContext): BsonValue {
  const root = unpackDocument(before)
  for (const modification of update.modifications) {
    if (modification.onInsertOnly && context.inserting !== true) continue
    modify(root, { modification, context, arrayFilters: update.arrayFilters }, 0)
  }
  for (const rename of update.renames) renameField(root, rename, context)
  return pack(root)
}

export function immutableId(): MongoError {
  return new MongoError(66, "Performing an update on the path '_id' would modify the immutable field '_id'")
}

function replaced(document: BsonValue, id: BsonValue | undefined): BsonValue {
  const newId = fieldOf(document, '_id')
  if (newId !== undefined && id !== undefined && !equalValues(id, newId)) {
    throw new MongoError(66, "After applying the update, the (immutable) field '_id' was found to have been altered")
  }
  return withIdFirst(document, id ?? newId)
}

/** MongoDB keeps `_id` first. The bytes stay untouched when it is; `id` is put in where there is none. */
export function withIdFirst(document: BsonValue, id?: BsonValue): BsonValue {
  const { bytes, start, end } = document
  const isFirst = bytes[start + 5] === 0x5f && bytes[start + 6] === 0x69 && bytes[start + 7] === 0x64 && bytes[start + 8] === 0
  if (isFirst) return document
  // drivers append the `_id` that they make: it is cut out with its name and moved, without a look at the rest
  const own = fieldOf(document, '_id')
  const first = own ?? id ?? newObjectId()
  const [cutFrom, cutTo] = own === undefined ? [end - 1, end - 1] : [own.start - ID_NAME.length - 1, own.end]
  const writer = new BsonWriter(end - start + 32)
  const open = writer.open()
  writer.value('_id', first)
  writer.bytes(bytes, start + 4, cutFrom)
  writer.bytes(bytes, cutTo, end - 1)
  writer.close(open)
  return documentOf(writer.finish())
}

const ID_NAME = '_id\0'

export function newObjectId(): BsonValue {
  return new BsonValue(T.objectId, Buffer.from(new ObjectId().id), 0, 12)
}

interface Work {
  readonly modification: Modification
  readonly context: ApplyContext
  readonly arrayFilters: ArrayFilters
}

type Container = DocumentNode | ArrayNode

function modify(parent: Container, work: Work, depth: number): void {
  const { modification, context } = work
  const part = modification.path[depth] as string
  if (part.startsWith('$[')) {
    for (const index of chosenItems(parent, part, work)) modifyChild(parent, String(index), work, depth)
  } else if (part === '$') {
    if (context.position === undefined)
      throw new MongoError(2, 'The positional operator did not find the match needed from the query.')
    modifyChild(parent, String(context.position), work, depth)
  } else modifyChild(parent, part, work, depth)
}

function chosenItems(parent: Container, part: string, { arrayFilters, modification }: Work): number[] {
  if (!(parent instanceof ArrayNode)) {
    throw new MongoError(2, `Cannot apply array updates to non-array element in the path '${modification.name}'`)
  }
  const filter = arrayFilters.get(part.slice(2, -1))
  return [...parent.items.keys()].filter((index) => filter === undefined || matches(filter, pack(parent.items[index] as Node)))
}

function modifyChild(parent: Container, name: string, work: Work, depth: number): void {
  const { path, creates, change } = work.modification
  if (parent instanceof ArrayNode && !/^\d+$/.test(name)) {
    if (!creates) return
    throw new MongoError(28, `Cannot create field '${name}' in element {${path[depth - 1]}: ${describe(pack(parent))}}`)
  }
  const current = childOf(parent, name)
  if (depth === path.length - 1) {
    if (current === undefined && !creates) return
    setChild(parent, name, change(current, { name: work.modification.name, now: work.context.now }))
    return
  }
  if (current === undefined) {
    if (!creates) return
    // a path into what is not there can not choose among items
    const next = path[depth + 1] as string
    if (next.startsWith('$'))
      throw new MongoError(
        2,
        `The path '${path.slice(0, depth + 1).join('.')}' must exist in the document in order to apply array updates.`,
      )
    const made = new DocumentNode()
    modify(made, work, depth + 1)
    if (made.fields.size > 0) setChild(parent, name, made)
    return
  }
  if (isScalar(current)) {
    if (path[depth + 1]?.startsWith('$['))
      throw new MongoError(2, `Cannot apply array updates to non-array element ${name}: ${describe(current)}`)
    if (!creates) return
    throw new MongoError(28, `Cannot create field '${path[depth + 1]}' in element {${name}: ${describe(current)}}`)
  }
  const opened = unpack(current) as Container
  setChild(parent, name, opened)
  modify(opened, work, depth + 1)
}

function childOf(parent: Container, name: string): Node | undefined {
  return parent instanceof ArrayNode ? parent.items[Number(name)] : parent.fields.get(name)
}

const MAX_PADDING = 1_500_000

function setChild(parent: Container, name: string, child: Node | undefined): void {
  if (parent instanceof DocumentNode) {
    if (child === undefined) parent.fields.delete(name)
    else parent.fields.set(name, child)
    return
  }
  const index = Number(name)
  if (index - parent.items.length > MAX_PADDING) throw new MongoError(2, `can't backfill more than ${MAX_PADDING} elements`)
  while (parent.items.length < index) parent.items.push(NULL)
  // removing an item would move the others: MongoDB leaves null in its place
  parent.items[index] = child ?? NULL
}

function renameField(root: DocumentNode, { from, to }: Rename, context: ApplyContext): void {
  const parent = parentOf(root, from)
  const last = from.at(-1) as string
  const value = parent?.fields.get(last)
  if (parent === undefined || value === undefined) return
  parent.fields.delete(last)
  const name = to.join('.')
  const modification: Modification = { name, path: to, change: () => value, creates: true, onInsertOnly: false }
  modify(root, { modification, context, arrayFilters: new Map() }, 0)
}

function parentOf(root: DocumentNode, path: readonly string[]): DocumentNode | undefined {
  let parent = root
  for (const name of path.slice(0, -1)) {
    const child = parent.fields.get(name)
    const opened = child === undefined ? undefined : unpack(child)
    if (opened instanceof ArrayNode)
      throw new MongoError(2, `The source field cannot be an array element, '${path.join('.')}' passes an array`)
    if (!(opened instanceof DocumentNode)) return undefined
    parent.fields.set(name, opened)
    parent = opened
  }
  return parent
}

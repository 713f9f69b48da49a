import { scopeOf } from '../aggregate/scope.ts'
import { compareValues } from '../bson/compare.ts'
import { elementsOf, fieldOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { MongoError, refuse } from '../errors.ts'
import { hintedIndex } from '../plan/hint.ts'
import { execute, type Query } from '../plan/scan.ts'
import { parseCollation } from '../query/collation.ts'
import { EqualityKeys } from '../query/equality-keys.ts'
import { parseFilter } from '../query/filter.ts'
import { parseProjection } from '../query/projection.ts'
import { parseSort } from '../query/sort.ts'
import type { Collection } from '../storage/collection.ts'
import type { Command } from './command.ts'
import { FIRST_BATCH } from './cursors.ts'
import { cursorReply, existing, type Handler } from './database.ts'

/** The query part of find, count, distinct and findAndModify. */
export function queryOf(command: Command, filterName: string, collection: Collection | undefined): Query {
  const collation = parseCollation(command.document('collation'))
  return {
    filter: parseFilter(command.document(filterName), scopeOf(collation)),
    sort: parseSort(command.document('sort'), collation),
    skip: command.count('skip') ?? 0,
    limit: command.count('limit') ?? 0,
    hint: hintedIndex(command.option('hint'), collection),
  }
}

const FIND_OPTIONS = [
  'filter',
  'projection',
  'sort',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'noCursorTimeout',
  'allowPartialResults',
  'allowDiskUse',
  'oplogReplay',
  'collation',
]
const FIND_REFUSED = ['let', 'min', 'max', 'returnKey', 'showRecordId', 'tailable', 'awaitData', 'includeQueryStatsMetrics']

export function findQuery(
  command: Command,
  collection: Collection | undefined,
): { query: Query; project: (document: BsonValue) => BsonValue } {
  command.allow(FIND_OPTIONS, FIND_REFUSED)
  const projection = command.document('projection')
  const hasElemMatch = projection !== undefined && elementsOf(projection).some(({ value }) => isElemMatch(value))
  if (hasElemMatch && parseCollation(command.document('collation')) !== undefined)
    refuse('a collation with $elemMatch in a projection')
  return { query: queryOf(command, 'filter', collection), project: parseProjection(projection) }
}

const isElemMatch = (value: BsonValue) => value.type === T.object && fieldOf(value, '$elemMatch') !== undefined

export const find: Handler = (command, database) => {
  const collection = existing(database, command)
  const { query, project } = findQuery(command, collection)
  const namespace = `${command.database}.${command.collection}`
  if (collection === undefined) return cursorReply(0n, namespace, [])
  const { documents } = execute(collection, query, 'committed')
  const batchSize = command.count('batchSize') ?? FIRST_BATCH
  const batch = database.cursors.first(namespace, map(documents, project), batchSize, command.flag('singleBatch'))
  return cursorReply(batch.id, namespace, batch.documents)
}

function* map(documents: Iterable<BsonValue>, project: (document: BsonValue) => BsonValue): Generator<BsonValue> {
  for (const document of documents) yield project(document)
}

export const getMore: Handler = (command, { cursors }) => {
  command.allow(['collection', 'batchSize'])
  const namespace = `${command.database}.${command.text('collection')}`
  const batch = cursors.next(cursorId(command.option('getMore')), namespace, command.count('batchSize') || undefined)
  return cursorReply(batch.id, namespace, batch.documents, 'nextBatch')
}

function cursorId(value: BsonValue | undefined): bigint {
  if (value?.type !== T.long) throw new MongoError(14, 'A cursor id must be a 64-bit integer')
  return value.bytes.readBigInt64LE(value.start)
}

export const killCursors: Handler = (command, { cursors }) => {
  const ids = command.option('cursors')
  const killed: bigint[] = []
  const unknown: bigint[] = []
  for (const id of ids?.type === T.array ? valuesOf(ids).map(cursorId) : []) (cursors.kill(id) ? killed : unknown).push(id)
  return { cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [] }
}

export const count: Handler = (command, database) => {
  command.allow(['query', 'skip', 'limit', 'hint', 'collation'], ['fields'])
  const collection = existing(database, command)
  if (collection === undefined) return { n: 0 }
  const query = queryOf(command, 'query', collection)
  if (query.filter.kind === 'and' && query.filter.filters.length === 0 && query.skip === 0 && query.limit === 0) {
    return { n: collection.state.table.stats().entries }
  }
  let n = 0
  for (const _ of execute(collection, query, 'committed').documents) n++
  return { n }
}

export const distinct: Handler = (command, database) => {
  command.allow(['key', 'query', 'hint', 'collation'])
  const key = command.text('key')
  if (key === undefined) throw new MongoError(40414, "BSON field 'distinct.key' is missing but a required field")
  const collection = existing(database, command)
  const path = key.split('.')
  const collation = parseCollation(command.document('collation'))
  const keys = new EqualityKeys(collation)
  const values = new Map<string, BsonValue>()
  if (collection !== undefined) {
    for (const document of execute(collection, queryOf(command, 'query', collection), 'committed').documents) {
      for (const value of presentValues(document, path)) {
        const found = keys.keyOf(value)
        if (!values.has(found)) values.set(found, value)
      }
    }
  }
  return { values: [...values.values()].sort((a, b) => compareValues(a, b, collation)) }
}

/** Values at a path, items of arrays one by one; nothing for a missing field or an empty array. */
function presentValues(document: BsonValue, path: readonly string[]): BsonValue[] {
  let found = [document]
  for (const name of path) {
    found = found.flatMap((value) => {
      const items = value.type === T.array ? (/^\d+$/.test(name) ? [value] : valuesOf(value)) : [value]
      return items.flatMap((item) =>
        item.isContainer ? elementsOf(item).flatMap((element) => (element.name === name ? [element.value] : [])) : [],
      )
    })
  }
  return found.flatMap((value) => (value.type === T.array ? valuesOf(value) : [value]))
}

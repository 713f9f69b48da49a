import { scopeOf } from '../aggregate/scope.ts'
import { numberOf } from '../bson/number.ts'
import { assertValid, elementsOf, fieldOf, isTruthy } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import type { Encodable } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import { hintedIndex } from '../plan/hint.ts'
import { execute } from '../plan/scan.ts'
import { type Collation, parseCollation } from '../query/collation.ts'
import { type Filter, parseFilter } from '../query/filter.ts'
import { type MatchDetails, matches } from '../query/match.ts'
import type { Collection } from '../storage/collection.ts'
import { keyOfId } from '../storage/index-entries.ts'
import type { Writes } from '../storage/writes.ts'
import { applyUpdate, withIdFirst } from '../update/apply-update.ts'
import { parseArrayFilters } from '../update/array-filters.ts'
import { parseUpdate, type Update } from '../update/parse-update.ts'
import { upsertDocument } from '../update/upsert.ts'
import { assertOptions, type Command, type Reply } from './command.ts'
import { type Database, existing, type Handler } from './database.ts'

export const MAX_STATEMENTS = 100_000

export const insert: Handler = async (command, database) => {
  command.allow(['documents', 'ordered', 'bypassDocumentValidation'])
  const documents = command.documents('documents')
  assertStatementCount(documents)
  const writes = database.store.begin()
  const collection = writable(database, command, writes)
  const { done, errors } = eachStatement(command, documents, (document) => {
    collection.insert(withIdFirst(document), writes)
  })
  await database.store.commit(writes)
  return { n: done, ...errors }
}

export const update: Handler = async (command, database) => {
  command.allow(['updates', 'ordered', 'bypassDocumentValidation'], ['let'])
  const statements = command.documents('updates')
  assertStatementCount(statements)
  const writes = database.store.begin()
  let modified = 0
  let matched = 0
  const upserted: Encodable[] = []
  const { errors } = eachStatement(command, statements, (statement, index) => {
    const result = updateStatement(command, database, statement, writes)
    matched += result.matched
    modified += result.modified
    if (result.upsertedId !== undefined) upserted.push({ index, _id: result.upsertedId })
  })
  await database.store.commit(writes)
  return { n: matched + upserted.length, nModified: modified, ...(upserted.length > 0 ? { upserted } : {}), ...errors }
}

export const deleteCommand: Handler = async (command, database) => {
  command.allow(['deletes', 'ordered'], ['let'])
  const statements = command.documents('deletes')
  assertStatementCount(statements)
  const writes = database.store.begin()
  let n = 0
  const { errors } = eachStatement(command, statements, (statement) => {
    assertOptions(statement, ['q', 'limit', 'hint', 'collation'], [], 'delete.deletes')
    const collection = existing(database, command)
    if (collection === undefined) return
    const limit = fieldOf(statement, 'limit')
    const filter = parseFilter(queryDocument(statement, 'delete'), scopeOf(collationOf(statement, 'delete.deletes')))
    const query = {
      filter,
      sort: [],
      skip: 0,
      limit: limit?.isNumber ? numberOf(limit) : 0,
      hint: hintedIndex(fieldOf(statement, 'hint'), collection),
    }
    for (const document of [...execute(collection, query, 'latest').documents]) {
      collection.remove(idKeyOfDocument(document), document, writes)
      n++
    }
  })
  await database.store.commit(writes)
  return { n, ...errors }
}

/** The collection to write to, made on the first write as MongoDB does. */
export function writable(database: Database, command: Command, writes: Writes): Collection {
  return existing(database, command) ?? database.catalog.create(command.database, command.collection, writes)
}

export function idKeyOfDocument(document: BsonValue): Buffer {
  return keyOfId(fieldOf(document, '_id') as BsonValue).key
}

function assertStatementCount(statements: readonly BsonValue[]): void {
  if (statements.length === 0 || statements.length > MAX_STATEMENTS) {
    throw new MongoError(16, `Write batch sizes must be between 1 and ${MAX_STATEMENTS}. Got ${statements.length} operations.`)
  }
}

/** Runs each statement; one that fails ends an ordered command and is passed over in an unordered one. What was done stays done. */
function eachStatement(
  command: Command,
  statements: readonly BsonValue[],
  run: (statement: BsonValue, index: number) => void,
): { done: number; errors: Reply } {
  const ordered = command.flag('ordered', true)
  const writeErrors: Encodable[] = []
  let done = 0
  for (const [index, statement] of statements.entries()) {
    try {
      assertValid(statement)
      run(statement, index)
      done++
    } catch (thrown) {
      if (!(thrown instanceof MongoError)) throw thrown
      writeErrors.push({ index, code: thrown.code, errmsg: thrown.message, ...(thrown.info as Record<string, Encodable>) })
      if (ordered) break
    }
  }
  return { done, errors: writeErrors.length > 0 ? { writeErrors } : {} }
}

interface UpdateResult {
  readonly matched: number
  readonly modified: number
  readonly upsertedId: BsonValue | undefined
}

function updateStatement(command: Command, database: Database, statement: BsonValue, writes: Writes): UpdateResult {
  assertOptions(statement, ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'collation'], ['c', 'sort'], 'update.updates')
  const collation = collationOf(statement, 'update.updates')
  const filter = parseFilter(queryDocument(statement, 'update'), scopeOf(collation))
  const change = fieldOf(statement, 'u')
  if (change === undefined) throw new MongoError(40414, "BSON field 'update.updates.u' is missing but a required field")
  const parsed = parseUpdate(change, parseArrayFilters(fieldOf(statement, 'arrayFilters')))
  if (collation !== undefined) assertNoTextCompared(change, fieldOf(statement, 'arrayFilters'))
  const multi = isTruthy(fieldOf(statement, 'multi'))
  if (multi && parsed.kind === 'replace') throw new MongoError(9, 'multi update is not supported for replacement-style update')
  const now = database.now()

  let matched = 0
  let modified = 0
  const collection = existing(database, command)
  if (collection !== undefined) {
    const query = { filter, sort: [], skip: 0, limit: multi ? 0 : 1, hint: hintedIndex(fieldOf(statement, 'hint'), collection) }
    // read to the end before the first change, so that a changed document is not met again further on
    for (const document of [...execute(collection, query, 'latest').documents]) {
      const { changed } = updateDocument({ collection, filter, update: parsed, now, writes }, document)
      matched++
      if (changed) modified++
    }
  }
  if (matched > 0 || !isTruthy(fieldOf(statement, 'upsert'))) return { matched, modified, upsertedId: undefined }
  const document = upsertDocument(filter, parsed, now)
  writable(database, command, writes).insert(document, writes)
  return { matched, modified, upsertedId: fieldOf(document, '_id') }
}

export function collationOf(statement: BsonValue, owner: string): Collation | undefined {
  const value = fieldOf(statement, 'collation')
  if (value === undefined || value.isNullish) return undefined
  if (value.type !== T.object)
    throw new MongoError(14, `BSON field '${owner}.collation' is the wrong type, expected type 'object'`)
  return parseCollation(value)
}

const COMPARING = new Set(['$min', '$max', '$addToSet', '$pull', '$pullAll', '$push'])

/** In MongoDB a collation holds inside the update too. Here it holds for the filter, and an update that compares is refused. */
export function assertNoTextCompared(change: BsonValue, arrayFilters: BsonValue | undefined): void {
  if (change.type === T.array) refuse('a collation with an update by a pipeline')
  if (arrayFilters !== undefined) refuse('a collation with arrayFilters')
  const comparing = elementsOf(change).find(({ name }) => COMPARING.has(name))
  if (comparing !== undefined) refuse(`a collation with ${comparing.name}`)
}

export function queryDocument(statement: BsonValue, owner: string): BsonValue {
  const query = fieldOf(statement, 'q')
  if (query?.type !== T.object) throw new MongoError(40414, `BSON field '${owner}.q' is missing but a required field`)
  return query
}

interface DocumentUpdate {
  readonly collection: Collection
  readonly filter: Filter
  readonly update: Update
  readonly now: Date
  readonly writes: Writes
}

/** Changes one document. One that stays as it was is not written. */
export function updateDocument(
  { collection, filter, update, now, writes }: DocumentUpdate,
  before: BsonValue,
): { after: BsonValue; changed: boolean } {
  const after = applyUpdate(update, before, { now, position: usesPosition(update) ? positionOf(filter, before) : undefined })
  const changed = !after.raw().equals(before.raw())
  if (changed) collection.replace(idKeyOfDocument(before), before, after, writes)
  return { after, changed }
}

function usesPosition(update: Update): boolean {
  return update.kind === 'modify' && update.modifications.some(({ path }) => path.includes('$'))
}

function positionOf(filter: Filter, document: BsonValue): number | undefined {
  const details: MatchDetails = {}
  matches(filter, document, details)
  return details.position
}

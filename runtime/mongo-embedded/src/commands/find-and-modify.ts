import { fieldOf } from '../bson/read.ts'
import type { BsonValue } from '../bson/value.ts'
import { MongoError } from '../errors.ts'
import { execute } from '../plan/scan.ts'
import { parseCollation } from '../query/collation.ts'
import { parseProjection } from '../query/projection.ts'
import { parseArrayFilters } from '../update/array-filters.ts'
import { parseUpdate } from '../update/parse-update.ts'
import { upsertDocument } from '../update/upsert.ts'
import { existing, type Handler } from './database.ts'
import { queryOf } from './read-commands.ts'
import { assertNoTextCompared, idKeyOfDocument, updateDocument, writable } from './write-commands.ts'

const OPTIONS = [
  'query',
  'sort',
  'remove',
  'update',
  'new',
  'fields',
  'upsert',
  'arrayFilters',
  'hint',
  'collation',
  'bypassDocumentValidation',
]

export const findAndModify: Handler = async (command, database) => {
  command.allow(OPTIONS, ['let'])
  const remove = command.flag('remove')
  const upsert = command.flag('upsert')
  const returnNew = command.flag('new')
  const change = command.option('update')
  if (remove === (change !== undefined))
    throw new MongoError(9, 'Either an update or remove=true must be specified, and not both')
  if (remove && (upsert || returnNew)) throw new MongoError(9, 'Cannot specify upsert=true or new=true when remove=true')

  const project = parseProjection(command.document('fields'))
  if (change !== undefined && parseCollation(command.document('collation')) !== undefined)
    assertNoTextCompared(change, command.option('arrayFilters'))
  const update = change === undefined ? undefined : parseUpdate(change, parseArrayFilters(command.option('arrayFilters')))
  const collection = existing(database, command)
  const query = { ...queryOf(command, 'query', collection), skip: 0, limit: 1 }
  const [before] = collection === undefined ? [] : [...execute(collection, query, 'latest').documents]

  const writes = database.store.begin()
  const now = database.now()
  let value: BsonValue | undefined
  let upsertedId: BsonValue | undefined
  if (before !== undefined && collection !== undefined) {
    if (update === undefined) {
      collection.remove(idKeyOfDocument(before), before, writes)
      value = before
    } else {
      const { after } = updateDocument({ collection, filter: query.filter, update, now, writes }, before)
      value = returnNew ? after : before
    }
  } else if (update !== undefined && upsert) {
    const document = upsertDocument(query.filter, update, now)
    writable(database, command, writes).insert(document, writes)
    upsertedId = fieldOf(document, '_id')
    value = returnNew ? document : undefined
  }
  await database.store.commit(writes)
  const n = before !== undefined || upsertedId !== undefined ? 1 : 0
  return {
    lastErrorObject: {
      n,
      ...(remove ? {} : { updatedExisting: before !== undefined }),
      ...(upsertedId === undefined ? {} : { upserted: upsertedId }),
    },
    value: value === undefined ? null : project(value),
  }
}

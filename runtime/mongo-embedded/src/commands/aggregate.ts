import { leadingQuery } from '../aggregate/leading-query.ts'
import { runStages } from '../aggregate/pipeline.ts'
import { numberOf } from '../bson/number.ts'
import { fieldOf } from '../bson/read.ts'
import { T } from '../bson/value.ts'
import { MongoError, refuse } from '../errors.ts'
import { execute } from '../plan/scan.ts'
import { FIRST_BATCH } from './cursors.ts'
import { cursorReply, existing, type Handler } from './database.ts'

export const aggregate: Handler = (command, database) => {
  command.allow(
    ['pipeline', 'cursor', 'allowDiskUse', 'hint', 'collation', 'bypassDocumentValidation'],
    ['let', 'explain', 'exchange'],
  )
  if (fieldOf(command.body, 'aggregate')?.type !== T.string) return refuse('aggregation on a whole database')
  const cursor = command.document('cursor')
  if (cursor === undefined)
    throw new MongoError(9, "The 'cursor' option is required, except for aggregate with the explain argument")
  const collection = existing(database, command)
  const { query, rest, scope } = leadingQuery(command, collection)
  const source = collection === undefined ? [] : execute(collection, query, 'committed').documents
  const namespace = `${command.database}.${command.collection}`
  const size = fieldOf(cursor, 'batchSize')
  const batchSize = size?.isNumber ? numberOf(size) : FIRST_BATCH
  const context = { collection: (name: string) => database.catalog.find(command.database, name), scope }
  const batch = database.cursors.first(namespace, runStages(rest, source, context), batchSize)
  return cursorReply(batch.id, namespace, batch.documents)
}

import { leadingQuery } from '../aggregate/leading-query.ts'
import { scopeOf } from '../aggregate/scope.ts'
import { elementsOf, fieldOf } from '../bson/read.ts'
import { type Encodable, toBson } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import type { Plan } from '../plan/choose-plan.ts'
import { hintedIndex } from '../plan/hint.ts'
import { execute, type Query } from '../plan/scan.ts'
import { parseFilter } from '../query/filter.ts'
import type { Collection } from '../storage/collection.ts'
import { Command, type Reply } from './command.ts'
import { existing, type Handler } from './database.ts'
import { findQuery, queryOf } from './read-commands.ts'
import { collationOf, queryDocument } from './write-commands.ts'

/** Runs the query and tells what it read: the figures are counted, not estimated. */
export const explain: Handler = (command, database) => {
  const inner = command.document('explain')
  if (inner === undefined) throw new MongoError(9, 'explain needs a command')
  const wrapped = toBson({
    ...Object.fromEntries(elementsOf(inner).map(({ name, value }) => [name, value])),
    $db: command.database,
  })
  const explained = new Command(wrapped, new Map())
  const collection = existing(database, explained)
  const query = explainedQuery(explained, collection)
  const namespace = `${explained.database}.${explained.collection}`
  if (collection === undefined)
    return { queryPlanner: { namespace, winningPlan: { stage: 'EOF' }, rejectedPlans: [] }, executionStats: stats(0, 0, 0) }
  const { plan, counters, documents } = execute(collection, query, 'committed')
  let returned = 0
  for (const _ of documents) returned++
  return {
    queryPlanner: { plannerVersion: 1, namespace, winningPlan: winningPlan(plan, query), rejectedPlans: [] },
    executionStats: stats(returned, counters.keysExamined, counters.docsExamined),
  }
}

function explainedQuery(command: Command, collection: Collection | undefined): Query {
  switch (command.name) {
    case 'find':
      return findQuery(command, collection).query
    case 'count':
    case 'distinct':
    case 'findAndModify':
      return queryOf(command, 'query', collection)
    case 'aggregate':
      return leadingQuery(command, collection).query
    case 'update':
    case 'delete': {
      const [statement] = command.documents(`${command.name}s`)
      if (statement === undefined) throw new MongoError(9, `explain of ${command.name} needs a statement`)
      const scope = scopeOf(collationOf(statement, `${command.name}.${command.name}s`))
      return {
        filter: parseFilter(queryDocument(statement, command.name), scope),
        sort: [],
        skip: 0,
        limit: 0,
        hint: hintedIndex(fieldOf(statement, 'hint'), collection),
      }
    }
    default:
      return refuse(`explain of ${command.name}`)
  }
}

function stats(nReturned: number, totalKeysExamined: number, totalDocsExamined: number): Reply {
  return { executionSuccess: true, nReturned, totalKeysExamined, totalDocsExamined }
}

function winningPlan(plan: Plan, { sort, limit }: Query): { [name: string]: Encodable } {
  const direction = plan.reverse ? 'backward' : 'forward'
  let stage: { [name: string]: Encodable } = { stage: plan.stage, ...(plan.stage === 'COLLSCAN' ? { direction } : {}) }
  if (plan.stage === 'IXSCAN') {
    const { index } = plan
    const keyPattern = index === undefined ? toBson({ _id: 1 }) : fieldOf(index.specification, 'key')
    const scan = {
      stage: 'IXSCAN',
      keyPattern,
      indexName: plan.indexName,
      isMultiKey: index?.multikey.includes(true) ?? false,
      isUnique: index?.unique ?? true,
      isSparse: index?.sparse ?? false,
      isPartial: index?.partialFilter !== undefined,
      direction,
      boundFields: plan.boundFields,
      ranges: plan.ranges.length,
    }
    stage = { stage: 'FETCH', inputStage: scan }
  }
  if (!plan.sorted && sort.length > 0)
    stage = {
      stage: 'SORT',
      sortPattern: Object.fromEntries(sort.map(({ name, descending }) => [name, descending ? -1 : 1])),
      inputStage: stage,
    }
  return limit > 0 ? { stage: 'LIMIT', limitAmount: limit, inputStage: stage } : stage
}

import { numberOf } from '../bson/number.ts'
import { elementsOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import type { Command } from '../commands/command.ts'
import { MongoError } from '../errors.ts'
import { hintedIndex } from '../plan/hint.ts'
import type { Query } from '../plan/scan.ts'
import { parseCollation } from '../query/collation.ts'
import { type Filter, parseFilter } from '../query/filter.ts'
import { parseSort, type SortField } from '../query/sort.ts'
import type { Collection } from '../storage/collection.ts'
import { type Scope, scopeOf } from './scope.ts'

export interface Stage {
  readonly name: string
  readonly value: BsonValue
}

/** @throws {MongoError} 40323 for a stage that is not one operator. */
export function parseStages(pipeline: BsonValue | undefined): Stage[] {
  if (pipeline?.type !== T.array) throw new MongoError(14, "'pipeline' option must be specified as an array")
  return valuesOf(pipeline).map((stage) => {
    if (stage.type !== T.object) throw new MongoError(14, 'Each element of the pipeline array must be an object')
    const [operator, ...others] = elementsOf(stage)
    if (operator === undefined || others.length > 0)
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.')
    return operator
  })
}

/** `scope`: where the stages that are left are read. */
export interface Leading {
  readonly query: Query
  readonly rest: Stage[]
  readonly scope: Scope
}

/** The first stages that a query can do with indexes: `$match`, then `$sort`, `$skip` and `$limit`; and the stages that are left. */
export function leadingQuery(command: Command, collection: Collection | undefined): Leading {
  const stages = parseStages(command.option('pipeline'))
  const collation = parseCollation(command.document('collation'))
  const scope = scopeOf(collation)
  const filters: Filter[] = []
  let sort: SortField[] = []
  let skip = 0
  let limit = 0
  let at = 0
  for (; stages[at]?.name === '$match'; at++) filters.push(parseFilter(matchOf(stages[at] as Stage), scope))
  if (stages[at]?.name === '$sort') sort = parseSort((stages[at++] as Stage).value, collation)
  if (stages[at]?.name === '$skip') skip = wholeOf(stages[at++] as Stage)
  if (stages[at]?.name === '$limit') limit = wholeOf(stages[at++] as Stage)
  const [first, ...others] = filters
  const filter: Filter = first !== undefined && others.length === 0 ? first : { kind: 'and', filters }
  return {
    query: { filter, sort, skip, limit, hint: hintedIndex(command.option('hint'), collection) },
    rest: stages.slice(at),
    scope,
  }
}

export function matchOf({ value }: Stage): BsonValue {
  if (value.type !== T.object) throw new MongoError(15959, 'the match filter must be an expression in an object')
  return value
}

export function wholeOf({ name, value }: Stage): number {
  const number = value.isNumber ? numberOf(value) : Number.NaN
  if (!Number.isInteger(number) || number < 0)
    throw new MongoError(5107201, `invalid argument to ${name} stage: Expected a non-negative number`)
  if (name === '$limit' && number === 0) throw new MongoError(15958, 'the limit must be positive')
  return number
}

import { elementsOf, fieldOf, stringOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { arrayOf, objectOf, toBson } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import { parseFilter } from '../query/filter.ts'
import { matches } from '../query/match.ts'
import { parseProjection } from '../query/projection.ts'
import { parseSort, sortDocuments } from '../query/sort.ts'
import type { Collection } from '../storage/collection.ts'
import { addFields, unsetNames } from './add-fields.ts'
import { bucket, bucketAuto } from './buckets.ts'
import { parseExpression } from './expression.ts'
import { group } from './group.ts'
import { lookup, unionWith, unwind } from './joins.ts'
import { matchOf, parseStages, type Stage, wholeOf } from './leading-query.ts'
import { project } from './project.ts'
import type { Scope } from './scope.ts'

export type Documents = Iterable<BsonValue>

export interface PipelineContext {
  /** Another collection of the same database. */
  readonly collection: (name: string) => Collection | undefined
  readonly scope: Scope
}

export type RunStages = (stages: readonly Stage[], documents: Documents, context: PipelineContext) => Documents
type Run = (stage: Stage, documents: Documents, context: PipelineContext) => Documents

/** Each stage that is built. A new one is an entry here, with its cases in `test/contract/aggregate.test.ts`. */
export const STAGES: Readonly<Record<string, Run>> = {
  $match: (stage, documents, { scope }) => {
    const filter = parseFilter(matchOf(stage), scope)
    return where(documents, (document) => matches(filter, document))
  },
  $sort: ({ value }, documents, { scope }) => sorted(documents, value, scope),
  $skip: (stage, documents) => slice(documents, wholeOf(stage), Number.POSITIVE_INFINITY),
  $limit: (stage, documents) => slice(documents, 0, wholeOf(stage)),
  $count: ({ value }, documents) => counted(documents, value),
  $group: ({ value }, documents, { scope }) => group(value, documents, scope),
  $sortByCount: ({ value }, documents, { scope }) => {
    const counts = group(
      objectOf([
        ['_id', value],
        ['count', toBson({ $sum: 1 })],
      ]),
      documents,
      scope,
    )
    return sorted(counts, toBson({ count: -1 }), scope)
  },
  $project: ({ value }, documents, { scope }) => mapped(documents, project(value, scope)),
  $set: ({ value }, documents, { scope }) => mapped(documents, addFields(value, scope)),
  $addFields: ({ value }, documents, { scope }) => mapped(documents, addFields(value, scope)),
  $unset: ({ value }, documents) =>
    mapped(documents, parseProjection(objectOf(unsetNames(value).map((name) => [name, toBson(0)] as const)))),
  $replaceRoot: ({ value }, documents, { scope }) => {
    const root = value.type === T.object ? fieldOf(value, 'newRoot') : undefined
    if (root === undefined) throw new MongoError(40231, 'no newRoot specified for the $replaceRoot stage')
    return mapped(documents, rootOf(root, scope))
  },
  $replaceWith: ({ value }, documents, { scope }) => mapped(documents, rootOf(value, scope)),
  $unwind: unwind,
  $lookup: (stage, documents, context) => lookup(stage, documents, context, runStages),
  $unionWith: (stage, documents, context) => unionWith(stage, documents, context, runStages),
  $facet: facet,
  $bucket: ({ value }, documents, { scope }) => bucket(value, documents, scope),
  $bucketAuto: ({ value }, documents, { scope }) => bucketAuto(value, documents, scope),
}

/** Stages that MongoDB has and that are refused by name; any other name is a mistake. */
export const KNOWN_STAGES = new Set(
  `$collStats $currentOp $densify $documents $fill $geoNear $graphLookup $indexStats $listSessions
   $merge $out $planCacheStats $redact $sample $search $setWindowFields $vectorSearch`.split(/\s+/),
)

/** @throws {MongoError} 40324 for an unknown stage, 238 for one that is not built. */
export function runStages(stages: readonly Stage[], documents: Documents, context: PipelineContext): Documents {
  return stages.reduce((input, stage) => {
    const run = Object.hasOwn(STAGES, stage.name) ? STAGES[stage.name] : undefined
    if (run !== undefined) return run(stage, input, context)
    if (stage.name === '$changeStream') throw new MongoError(40573, 'The $changeStream stage is only supported on replica sets')
    if (KNOWN_STAGES.has(stage.name)) return refuse(`the aggregation stage ${stage.name}`)
    throw new MongoError(40324, `Unrecognized pipeline stage name: '${stage.name}'`)
  }, documents)
}

/** The stages that an update may be made of. */
const UPDATE_STAGES = new Set(['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith'])

/** An update that is a pipeline, as a change of one document. */
export function updatePipeline(pipeline: BsonValue, scope: Scope): (document: BsonValue) => BsonValue {
  const stages = parseStages(pipeline)
  const wrong = stages.find(({ name }) => !UPDATE_STAGES.has(name))
  if (wrong !== undefined) throw new MongoError(72, `${wrong.name} is not allowed to be used within an update`)
  const context: PipelineContext = { collection: () => undefined, scope }
  // parsed once here, so that a mistake is told before anything is written
  runStages(stages, [], context)
  return (document) => {
    const [after] = runStages(stages, [document], context)
    return after as BsonValue
  }
}

function rootOf(value: BsonValue, scope: Scope): (document: BsonValue) => BsonValue {
  const compute = parseExpression(value, scope)
  return (document) => {
    const root = compute(document)
    if (root?.type !== T.object) throw new MongoError(40228, "'newRoot' expression must evaluate to an object")
    return root
  }
}

/** Several pipelines over the same documents, as one document of arrays. */
function* facet({ value }: Stage, documents: Documents, context: PipelineContext): Generator<BsonValue> {
  if (value.type !== T.object || elementsOf(value).length === 0)
    throw new MongoError(40169, 'the $facet specification must be a non-empty object')
  const pipelines = elementsOf(value).map(({ name, value: pipeline }) => ({ name, stages: parseStages(pipeline) }))
  const all = [...documents]
  yield objectOf(pipelines.map(({ name, stages }) => [name, arrayOf([...runStages(stages, all, context)])] as const))
}

function* where(documents: Documents, test: (document: BsonValue) => boolean): Generator<BsonValue> {
  for (const document of documents) if (test(document)) yield document
}

function* mapped(documents: Documents, change: (document: BsonValue) => BsonValue): Generator<BsonValue> {
  for (const document of documents) yield change(document)
}

function* slice(documents: Documents, skip: number, limit: number): Generator<BsonValue> {
  let seen = 0
  for (const document of documents) {
    if (seen >= skip) yield document
    seen++
    if (seen >= skip + limit) return
  }
}

function* sorted(documents: Documents, specification: BsonValue, scope: Scope): Generator<BsonValue> {
  yield* sortDocuments([...documents], parseSort(specification, scope.collation))
}

/** Nothing in, nothing out: MongoDB gives no document for no documents. */
function* counted(documents: Documents, value: BsonValue): Generator<BsonValue> {
  const name = value.type === T.string ? stringOf(value) : ''
  if (name === '' || name.startsWith('$') || name.includes('.'))
    throw new MongoError(40156, 'the count field must be a non-empty string without $ or .')
  let n = 0
  for (const _ of documents) n++
  if (n > 0) yield toBson({ [name]: n })
}

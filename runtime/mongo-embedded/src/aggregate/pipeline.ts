import { stringOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { toBson } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import { matches, parseFilter } from '../query/filter.ts'
import { parseProjection } from '../query/projection.ts'
import { parseSort, sortDocuments } from '../query/sort.ts'
import { group } from './group.ts'
import { matchOf, type Stage, wholeOf } from './leading-query.ts'

type Documents = Iterable<BsonValue>

/** Each stage that is built. A new one is an entry here, with its cases in `test/contract`. */
const STAGES: Readonly<Record<string, (stage: Stage, documents: Documents) => Documents>> = {
  $match: (stage, documents) => {
    const filter = parseFilter(matchOf(stage))
    return where(documents, (document) => matches(filter, document))
  },
  $sort: ({ value }, documents) => sorted(documents, value),
  $skip: (stage, documents) => slice(documents, wholeOf(stage), Number.POSITIVE_INFINITY),
  $limit: (stage, documents) => slice(documents, 0, wholeOf(stage)),
  $count: ({ value }, documents) => counted(documents, value),
  $project: ({ value }, documents) => mapped(documents, parseProjection(value)),
  $group: ({ value }, documents) => group(value, documents),
}

/** Stages that MongoDB has and that are refused by name; any other name is a mistake. */
const KNOWN_STAGES = new Set(
  `$addFields $bucket $bucketAuto $changeStream $collStats $densify $documents $facet $fill $geoNear $graphLookup $indexStats
   $lookup $merge $out $redact $replaceRoot $replaceWith $sample $search $set $setWindowFields $sortByCount $unionWith $unset $unwind
   $currentOp $listSessions $planCacheStats $vectorSearch`.split(/\s+/),
)

/** @throws {MongoError} 40324 for an unknown stage, 238 for one that is not built. */
export function runStages(stages: readonly Stage[], documents: Documents): Documents {
  return stages.reduce((input, stage) => {
    const run = STAGES[stage.name]
    if (run !== undefined) return run(stage, input)
    if (stage.name === '$changeStream') throw new MongoError(40573, 'The $changeStream stage is only supported on replica sets')
    if (KNOWN_STAGES.has(stage.name)) return refuse(`the aggregation stage ${stage.name}`)
    throw new MongoError(40324, `Unrecognized pipeline stage name: '${stage.name}'`)
  }, documents)
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

function* sorted(documents: Documents, specification: BsonValue): Generator<BsonValue> {
  yield* sortDocuments([...documents], parseSort(specification))
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

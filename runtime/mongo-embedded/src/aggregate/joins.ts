import { elementsOf, fieldOf, isTruthy, stringOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { arrayOf, longValue, NULL, objectOf, toBson } from '../bson/write.ts'
import { MongoError, refuse } from '../errors.ts'
import { execute } from '../plan/scan.ts'
import type { Filter } from '../query/filter.ts'
import { type Fields, putField, withFields } from './add-fields.ts'
import { parseExpression } from './expression.ts'
import { parseStages, type Stage } from './leading-query.ts'
import type { Documents, PipelineContext, RunStages } from './pipeline.ts'
import { Scope, type Slot } from './scope.ts'

function options(stage: Stage, names: readonly string[]): Map<string, BsonValue> {
  if (stage.value.type !== T.object) throw new MongoError(9, `the ${stage.name} specification must be an object`)
  const found = new Map(elementsOf(stage.value).map(({ name, value }) => [name, value]))
  for (const name of found.keys())
    if (!names.includes(name)) throw new MongoError(9, `unknown argument to ${stage.name}: ${name}`)
  return found
}

function text(found: Map<string, BsonValue>, name: string, stage: string): string {
  const value = found.get(name)
  if (value?.type !== T.string) throw new MongoError(9, `${stage} argument '${name}' must be a string`)
  return stringOf(value)
}

/** `$lookup`: by equal fields, by a pipeline with variables, or both. The other collection's indexes are used for equal fields. */
export function* lookup(
  stage: Stage,
  documents: Documents,
  context: PipelineContext,
  runStages: RunStages,
): Generator<BsonValue> {
  const found = options(stage, ['from', 'localField', 'foreignField', 'as', 'let', 'pipeline'])
  const other = context.collection(text(found, 'from', stage.name))
  const as = text(found, 'as', stage.name).split('.')
  const byFields = found.has('localField') || found.has('foreignField')
  const local = byFields ? parseExpression(toBson(`$${text(found, 'localField', stage.name)}`), context.scope) : undefined
  const foreign = byFields ? text(found, 'foreignField', stage.name) : ''
  const pipeline = found.get('pipeline')
  if (!byFields && pipeline === undefined) throw new MongoError(9, '$lookup needs localField and foreignField, or a pipeline')
  const variables = elementsOf(found.get('let') ?? objectOf([])).map(({ name, value }) => ({
    name,
    compute: parseExpression(value, context.scope),
    slot: { value: undefined } as Slot,
  }))
  const scope = new Scope(
    variables.map(({ name, slot }) => [name, slot]),
    context.scope,
  )
  const stages = pipeline === undefined ? [] : parseStages(pipeline)

  for (const document of documents) {
    for (const { compute, slot } of variables) slot.value = compute(document)
    const filter = local === undefined ? EVERYTHING : equalTo(foreign, local(document), context.scope)
    const source = other === undefined ? [] : execute(other, { filter, sort: [], skip: 0, limit: 0 }, 'committed').documents
    const joined = arrayOf([...runStages(stages, source, { ...context, scope })])
    const fields: Fields = new Map()
    putField(fields, as, () => joined)
    yield withFields(document, fields, document)
  }
}

const EVERYTHING: Filter = { kind: 'and', filters: [] }

function equalTo(name: string, value: BsonValue | undefined, { collation }: Scope): Filter {
  const values = value === undefined ? [NULL] : value.type === T.array ? valuesOf(value) : [value]
  return { kind: 'field', name, path: name.split('.'), test: { op: 'in', values, patterns: [], collation } }
}

/** `$unwind`: one document for each item of an array. */
export function* unwind(stage: Stage, documents: Documents): Generator<BsonValue> {
  const isText = stage.value.type === T.string
  const found = isText
    ? new Map([['path', stage.value]])
    : options(stage, ['path', 'preserveNullAndEmptyArrays', 'includeArrayIndex'])
  const path = text(found, 'path', stage.name)
  if (!path.startsWith('$') || path.length < 2)
    throw new MongoError(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`)
  const keepEmpty = isTruthy(found.get('preserveNullAndEmptyArrays'))
  const indexName = found.has('includeArrayIndex') ? text(found, 'includeArrayIndex', stage.name) : undefined
  const names = path.slice(1).split('.')
  const put = (document: BsonValue, item: BsonValue | undefined, index: BsonValue) => {
    const fields: Fields = new Map()
    if (names.length > 0) putField(fields, names, () => item)
    if (indexName !== undefined) putField(fields, indexName.split('.'), () => index)
    return withFields(document, fields, document)
  }
  for (const document of documents) {
    const value = plainValue(document, names)
    if (value?.type === T.array) {
      const items = valuesOf(value)
      for (const [index, item] of items.entries()) yield put(document, item, longValue(BigInt(index)))
      if (items.length === 0 && keepEmpty) yield put(document, undefined, NULL)
    } else if (value !== undefined && !value.isNullish) yield indexName === undefined ? document : put(document, value, NULL)
    else if (keepEmpty) yield indexName === undefined ? document : put(document, value, NULL)
  }
}

/** Arrays on the way are not entered. */
function plainValue(document: BsonValue, names: readonly string[]): BsonValue | undefined {
  let value: BsonValue | undefined = document
  for (const name of names) value = value?.type === T.object ? fieldOf(value, name) : undefined
  return value
}

/** `$unionWith`: what comes in, then another collection's documents. */
export function* unionWith(
  stage: Stage,
  documents: Documents,
  context: PipelineContext,
  runStages: RunStages,
): Generator<BsonValue> {
  yield* documents
  const isText = stage.value.type === T.string
  const found = isText ? new Map([['coll', stage.value]]) : options(stage, ['coll', 'pipeline'])
  if (!found.has('coll')) refuse('$unionWith without a collection')
  const other = context.collection(text(found, 'coll', stage.name))
  const pipeline = found.get('pipeline')
  const source =
    other === undefined ? [] : execute(other, { filter: EVERYTHING, sort: [], skip: 0, limit: 0 }, 'committed').documents
  yield* runStages(pipeline === undefined ? [] : parseStages(pipeline), source, context)
}

import { equalValues } from '../bson/compare.ts'
import { fieldOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { EMPTY_OBJECT } from '../bson/write.ts'
import { MongoError } from '../errors.ts'
import type { Filter } from '../query/filter.ts'
import { immutableId, modifyFields, newObjectId, withIdFirst } from './apply-update.ts'
import { setChange } from './change.ts'
import type { Modification, Update } from './parse-update.ts'

/** The document that an upsert inserts: what the filter says by equality, then the update. */
export function upsertDocument(filter: Filter, update: Update, now: Date): BsonValue {
  const equalities = equalitiesOf(filter)
  if (update.kind === 'replace') {
    const id = fieldOf(update.document, '_id') ?? equalities.find(({ name }) => name === '_id')?.value ?? newObjectId()
    return withIdFirst(update.document, id)
  }
  const seed = seedOf(equalities)
  const document = update.kind === 'pipeline' ? update.change(seed) : modifyFields(update, seed, { now, inserting: true })
  const wanted = fieldOf(seed, '_id')
  const id = fieldOf(document, '_id')
  if (wanted !== undefined && (id === undefined || !equalValues(wanted, id))) throw immutableId()
  return withIdFirst(document)
}

interface Equality {
  readonly name: string
  readonly value: BsonValue
}

function equalitiesOf(filter: Filter): Equality[] {
  if (filter.kind === 'and' || (filter.kind === 'or' && filter.filters.length === 1)) return filter.filters.flatMap(equalitiesOf)
  if (filter.kind !== 'field') return []
  const { name, test } = filter
  if (test.op === 'eq') return [{ name, value: test.value }]
  const [only, ...others] = test.op === 'in' && test.patterns.length === 0 ? test.values : []
  return only !== undefined && others.length === 0 ? [{ name, value: only }] : []
}

function seedOf(equalities: readonly Equality[]): BsonValue {
  const names = new Set<string>()
  for (const { name } of equalities) {
    if (names.has(name)) throw new MongoError(54, `cannot infer query fields to set, path '${name}' is matched twice`)
    const parent = [...names].find((other) => name.startsWith(`${other}.`) || other.startsWith(`${name}.`))
    if (parent !== undefined)
      throw new MongoError(54, `cannot infer query fields to set, both paths '${name}' and '${parent}' are matched`)
    names.add(name)
  }
  const modifications = equalities
    .filter(({ value }) => value.type !== T.regex)
    .map(
      ({ name, value }): Modification => ({
        name,
        path: name.split('.'),
        change: setChange(value),
        creates: true,
        onInsertOnly: false,
      }),
    )
  return modifyFields({ kind: 'modify', modifications, renames: [], arrayFilters: new Map() }, EMPTY_OBJECT, { now: new Date(0) })
}

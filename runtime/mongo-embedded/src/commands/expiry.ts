import { toBson } from '../bson/write.ts'
import { execute } from '../plan/scan.ts'
import type { Filter } from '../query/filter.ts'
import type { Database } from './database.ts'
import { idKeyOfDocument } from './write-commands.ts'

/** At most this many documents of an index go in one commit, so that a large backlog does not hold up everyone else. */
const BATCH = 1000

/** Removes what TTL indexes say is over. Documents without a date in the field stay. @returns how many went. */
export async function removeExpired(database: Database): Promise<number> {
  let removed = 0
  for (const collection of database.catalog.all()) {
    for (const { name, fields, expireAfterSeconds } of collection.state.indexes.values()) {
      const [field] = fields
      if (expireAfterSeconds === undefined || field === undefined) continue
      const before = toBson(new Date(database.now().getTime() - expireAfterSeconds * 1000))
      const filter: Filter = { kind: 'field', name: field.name, path: field.path, test: { op: 'lte', value: before } }
      for (let found = BATCH; found === BATCH && !collection.state.table.isDropped; removed += found) {
        const writes = database.store.begin()
        const documents = [...execute(collection, { filter, sort: [], skip: 0, limit: BATCH, hint: name }, 'latest').documents]
        for (const document of documents) collection.remove(idKeyOfDocument(document), document, writes)
        found = documents.length
        await database.store.commit(writes)
      }
    }
  }
  return removed
}

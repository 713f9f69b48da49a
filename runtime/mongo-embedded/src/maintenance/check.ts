import { assertValid, fieldOf } from '../bson/read.ts'
import { documentOf } from '../bson/value.ts'
import { Catalog } from '../storage/catalog.ts'
import type { Collection } from '../storage/collection.ts'
import { entriesOf, keyOfId } from '../storage/index-entries.ts'
import { Store } from '../storage/store.ts'

export interface CheckReport {
  readonly collections: number
  readonly documents: number
  readonly indexEntries: number
  /** One line each, ids and names only; empty when all is well. */
  readonly faults: readonly string[]
}

/**
 * Reads everything: each document must be whole and lie under its `_id`, each index must have the entries of each document and no other.
 * Changes nothing. The database must not be running.
 *
 * @throws {StartError} when it is running, or can not be opened.
 */
export async function checkDatabase(folder: string): Promise<CheckReport> {
  const store = Store.open(folder, () => undefined)
  try {
    const collections = new Catalog(store).all()
    const parts = collections.map(checkCollection)
    return {
      collections: collections.length,
      documents: parts.reduce((sum, { documents }) => sum + documents, 0),
      indexEntries: parts.reduce((sum, { indexEntries }) => sum + indexEntries, 0),
      faults: parts.flatMap(({ faults }) => faults),
    }
  } finally {
    await store.close()
  }
}

function checkCollection(collection: Collection): Omit<CheckReport, 'collections'> {
  const { table, indexes } = collection.state
  const faults: string[] = []
  const expected = new Map([...indexes.keys()].map((name) => [name, 0]))
  let documents = 0
  for (const { key, document: stored } of table.eachStored()) {
    documents++
    const where = `${collection.namespace}, document ${documents}`
    if (stored === undefined) {
      faults.push(`${where}: is not what was written`)
      continue
    }
    try {
      const document = documentOf(stored)
      assertValid(document)
      const id = fieldOf(document, '_id')
      if (id === undefined || !keyOfId(id).key.equals(key)) faults.push(`${where}: lies under another _id`)
      for (const index of indexes.values()) {
        const entries = entriesOf(index, document, key).entries
        expected.set(index.name, (expected.get(index.name) ?? 0) + entries.length)
        const missing = entries.filter((entry) => !index.table.get(entry.key, 'committed')?.equals(entry.value))
        if (missing.length > 0) faults.push(`${where}: ${missing.length} entries of the index ${index.name} are missing`)
      }
    } catch (thrown) {
      faults.push(`${where}: ${(thrown as Error).message}`)
    }
  }
  let indexEntries = 0
  for (const { name, table: entries } of indexes.values()) {
    const { entries: count } = entries.stats()
    indexEntries += count
    const wanted = expected.get(name) ?? 0
    if (count !== wanted) faults.push(`${collection.namespace}: the index ${name} has ${count} entries instead of ${wanted}`)
  }
  return { documents, indexEntries, faults }
}

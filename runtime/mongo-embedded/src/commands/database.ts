import type { BsonValue } from '../bson/value.ts'
import type { Catalog } from '../storage/catalog.ts'
import type { Collection } from '../storage/collection.ts'
import type { DamagedDocument } from '../storage/sealed-value.ts'
import type { Store } from '../storage/store.ts'
import type { Command, Reply } from './command.ts'
import type { Cursors } from './cursors.ts'

/** What commands work on. */
export interface Database {
  readonly store: Store
  readonly catalog: Catalog
  readonly cursors: Cursors
  readonly startedAt: Date
  readonly now: () => Date
  readonly connections: () => number
  /** Called when a document is found that is not what was written. */
  readonly onDamaged: (damage: DamagedDocument) => void
}

/**
 * Runs one command. Deciding and writing happen before the first `await`, so that the writes of a command share one commit and
 * nothing comes in between.
 */
export type Handler = (command: Command, database: Database) => Reply | Promise<Reply>

export function existing({ catalog }: Database, command: Command): Collection | undefined {
  return catalog.find(command.database, command.collection)
}

export function cursorReply(
  id: bigint,
  namespace: string,
  batch: readonly BsonValue[],
  name: 'firstBatch' | 'nextBatch' = 'firstBatch',
): Reply {
  return { cursor: { id, ns: namespace, [name]: batch } }
}

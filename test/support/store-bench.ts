import { randomBytes } from 'node:crypto'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import { connectDatabase } from '../../runtime/server/src/storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../../runtime/server/src/storage/stores.ts'
import type { StoredTurn } from '../../runtime/server/src/storage/turn-store.ts'
import { startTestDatabase, type TestDatabase } from './database.ts'

/** All stores, on a database of the test file's own. */
export function storeBench(): { readonly stores: Stores; readonly connection: Connection } {
  let database: TestDatabase
  let connection: Connection
  let stores: Stores

  beforeAll(async () => {
    database = await startTestDatabase()
    connection = await connectDatabase(database.url, { log: pino({ level: 'silent' }), giveUp: new AbortController().signal })
    stores = createStores(connection)
    await buildIndexes(stores)
  })
  afterAll(async () => {
    await connection.close()
    await database.stop()
  })
  return {
    get stores() {
      return stores
    },
    get connection() {
      return connection
    },
  }
}

export const purgeAt = new Date(Date.now() + 60_000)
export const place = { tenantId: 'local', environmentId: 'main' }
/** A name that no other test has. */
export const fresh = (() => {
  let count = 0
  return (name: string) => `${name}-${count++}`
})()

export const turn = (runId: string, seq: number, more: Partial<StoredTurn> = {}): StoredTurn => ({
  ...place,
  isTest: false,
  runId,
  flowId: 'main',
  version: '1',
  seq,
  at: new Date(),
  seed: 'seed',
  sealed: randomBytes(20),
  trace: [],
  nodeId: 'menu',
  faults: [],
  ended: null,
  projected: false,
  purgeAt,
  ...more,
})

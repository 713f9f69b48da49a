import { test } from 'vitest'
import { MONGODB_IS_GIVEN } from './contract.ts'
import { startTestDatabase, type TestDatabase } from './database.ts'

/** A database of the test's own, gone after it. */
export async function withDatabase(run: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await startTestDatabase()
  try {
    await run(database)
  } finally {
    await database.stop()
  }
}

/** A test of what only the embedded database does. */
export const embedded = test.skipIf(MONGODB_IS_GIVEN)

import { setTimeout as wait } from 'node:timers/promises'
import { storageError } from '../storage/database.ts'

/** How long a database that went away is waited for where a caller waits: who calls hears something before Vonage gives up (spec V2.7-1). */
export const REPLY_PATIENCE_MS = 2000
/** The same for news that nobody hears the reply to: for those Vonage waits ten seconds, and then tells them once more at most. */
export const NEWS_PATIENCE_MS = 7000
/** The same for what a request of a flow reads before it does anything: callers hear meanwhile that it takes a moment. */
const REQUEST_PATIENCE_MS = 30_000
/** How often a run that others move at the same time is tried again: each loss means that another webhook won. */
const ATTEMPTS = 20

/**
 * Tries again as long as the database is away, and when another process moved the run first.
 *
 * @param attempt Is told which time this is, from 1.
 * @throws {AppError} What the last attempt threw.
 */
export async function patiently<Result>(patienceMs: number, attempt: (tried: number) => Promise<Result>): Promise<Result> {
  const startedAt = performance.now()
  let races = 0
  for (let tried = 1; ; tried++) {
    try {
      return await attempt(tried)
    } catch (thrown) {
      const error = storageError(thrown)
      if (error.code === 'RUN_MOVED_MEANWHILE' && ++races < ATTEMPTS) continue
      const away = error.code === 'DATABASE_NOT_REACHABLE' && performance.now() - startedAt < patienceMs
      if (!away) throw error
      await wait(Math.min(50 * tried, 250))
    }
  }
}

/** What a request of a flow has to read before it does anything. A database that is away for a moment is no answer to it. */
export const onceReachable = <Result>(read: () => Promise<Result>): Promise<Result> => patiently(REQUEST_PATIENCE_MS, read)

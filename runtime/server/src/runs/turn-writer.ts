import { AppError } from '@patchbay/core'
import type { Collection, MongoBulkWriteError } from 'mongodb'
import { isDuplicateKey, storageError } from '../storage/database.ts'
import type { StoredTurn } from '../storage/turn-store.ts'

/** One insert carries at most this many turns: what waits longer than one insert is a matter of load, not of size. */
const GROUP_MAX = 1000

export interface TurnWriter {
  /**
   * Stores a turn; resolves when it is durable.
   *
   * @throws {AppError} `RUN_MOVED_MEANWHILE` when another webhook stored this turn first; re-read and apply the event again.
   *   `DATABASE_NOT_REACHABLE` when it is not known whether it was stored: re-reading tells.
   */
  append(turn: StoredTurn): Promise<void>
  /** Resolves when nothing is in flight any more. */
  idle(): Promise<void>
}

interface Waiting {
  turn: StoredTurn
  resolve(): void
  reject(reason: AppError): void
}

/**
 * Group commit: turns that arrive while an insert is in flight leave together in the next one, and each of their replies
 * waits for it. A duplicate key rejects only its own turn.
 */
export function createTurnWriter(turns: Pick<Collection<StoredTurn>, 'insertMany'>): TurnWriter {
  let queue: Waiting[] = []
  let flight: Promise<void> | undefined

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const group = queue.slice(0, GROUP_MAX)
      queue = queue.slice(GROUP_MAX)
      await insert(turns, group)
    }
    flight = undefined
  }

  return {
    append: (turn) =>
      new Promise((resolve, reject) => {
        queue.push({ turn, resolve, reject })
        flight ??= drain()
      }),
    idle: async () => {
      await flight
    },
  }
}

async function insert(turns: Pick<Collection<StoredTurn>, 'insertMany'>, group: readonly Waiting[]): Promise<void> {
  try {
    await turns.insertMany(
      group.map(({ turn }) => turn),
      { ordered: false },
    )
    for (const { resolve } of group) resolve()
  } catch (thrown) {
    const failed = writeErrors(thrown)
    for (const [index, { turn, resolve, reject }] of group.entries()) {
      const error = failed?.get(index)
      if (failed === undefined) reject(storageError(thrown))
      else if (error === undefined) resolve()
      else reject(isDuplicateKey(error) ? movedMeanwhile(turn, error) : storageError(error))
    }
  }
}

/** Which turns of the group were refused; undefined when the insert failed as a whole. */
function writeErrors(thrown: unknown): Map<number, unknown> | undefined {
  if (!isBulkWriteError(thrown)) return undefined
  const errors = Array.isArray(thrown.writeErrors) ? thrown.writeErrors : [thrown.writeErrors]
  return errors.length === 0 ? undefined : new Map(errors.map((error) => [error.index, error]))
}

const isBulkWriteError = (thrown: unknown): thrown is MongoBulkWriteError =>
  thrown instanceof Error && thrown.name === 'MongoBulkWriteError'

const movedMeanwhile = ({ runId, seq }: StoredTurn, cause: unknown) =>
  new AppError('RUN_MOVED_MEANWHILE', 'Run was moved by another event', { details: { runId, seq }, cause })

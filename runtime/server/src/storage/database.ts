import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '@patchbay/core'
import type { Binary } from 'mongodb'
import { type Connection, createConnection } from 'mongoose'
import type { Logger } from 'pino'
import { endWaitingWrites } from './end-waiting-writes.ts'

const CONNECT = { autoIndex: false, autoCreate: false, bufferCommands: false, serverSelectionTimeoutMS: 2000 } as const

/**
 * Connects, however long the database is away; says so while it waits. A replica set is written to with `w: majority`,
 * so that what was acknowledged survives the loss of its primary.
 *
 * @param giveUp Ends the waiting, for a stop that is asked for meanwhile.
 * @throws {AppError} `DATABASE_NOT_REACHABLE` when it was asked to give up.
 */
export async function connectDatabase(url: string, { log, giveUp }: { log: Logger; giveUp: AbortSignal }): Promise<Connection> {
  endWaitingWrites()
  for (let attempt = 1; ; attempt++) {
    if (giveUp.aborted) throw new AppError('DATABASE_NOT_REACHABLE', 'Stopped before the database was reached')
    try {
      const connection = await createConnection(url, CONNECT).asPromise()
      const hello = await connection.getClient().db().command({ hello: 1 })
      if (hello.setName === undefined) return connection
      await connection.close()
      return await createConnection(url, { ...CONNECT, writeConcern: { w: 'majority' } }).asPromise()
    } catch (thrown) {
      // the address may hold a password: the driver's message is not repeated
      log.warn(
        { attempt, cause: thrown instanceof Error ? thrown.name : 'unknown' },
        'The database does not answer; trying again',
      )
      await wait(Math.min(200 * attempt, 2000), undefined, { signal: giveUp }).catch(() => undefined)
    }
  }
}

const UNREACHABLE =
  /^Mongo(ose)?(Network|NetworkTimeout|ServerSelection|PoolCleared|PoolClosed|NotConnected|TopologyClosed|ClientClosed|WaitQueueTimeout|ServerClosed|Connection)/

/** Says whether a write failed because a unique index holds that key already (MongoDB error 11000). */
export const isDuplicateKey = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 11_000

/** Errors of a socket, as the system names them. */
const BROKEN = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTCONN', 'EPIPE', 'ETIMEDOUT'])
/** MongoDB's errors of a server that is going away or is no longer, or not yet, the one to write to. */
const NOT_NOW = new Set([91, 189, 10_107, 11_600, 11_602, 13_435, 13_436])

/**
 * Errors of the connection, and of a server that is going away: the operation may or may not have been done. The driver hands
 * some of them on inside another, or as they came from the socket.
 */
function isUnreachable(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  const { code, cause, errorResponse } = thrown as Error & { code?: unknown; errorResponse?: unknown }
  return (
    UNREACHABLE.test(thrown.name) ||
    (typeof code === 'string' && BROKEN.has(code)) ||
    (typeof code === 'number' && NOT_NOW.has(code)) ||
    isUnreachable(errorResponse) ||
    isUnreachable(cause)
  )
}

/** Wraps what a store throws, once, at its edge. */
export function storageError(thrown: unknown): AppError {
  if (isUnreachable(thrown)) return new AppError('DATABASE_NOT_REACHABLE', 'The database does not answer', { cause: thrown })
  return AppError.from(thrown)
}

/** The bytes of a stored binary, which may be a view on a larger buffer. */
export const bytesOf = (binary: Binary): Buffer => Buffer.from(binary.value())

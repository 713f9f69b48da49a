import type { Socket } from 'node:net'
import { resolve } from 'node:path'
import { Cursors } from './commands/cursors.ts'
import type { Database } from './commands/database.ts'
import { removeExpired } from './commands/expiry.ts'
import { Catalog } from './storage/catalog.ts'
import { StartError } from './storage/start-error.ts'
import { Store } from './storage/store.ts'
import { listenOnSocket } from './wire/listen.ts'

export interface MongoEmbeddedOptions {
  /** Made when it is not there. One process at a time owns it. */
  readonly folder: string
  /** A Unix socket of mode 0600, or a port on 127.0.0.1. */
  readonly listen: { readonly socketPath: string } | { readonly port: number }
  /** How often documents of TTL indexes are removed, in milliseconds. 60,000 unless told. */
  readonly expirySweepMs?: number
  /** Called when a commit fails, after which nothing more is acknowledged. Ends the process unless told otherwise. */
  readonly onBroken?: (cause: unknown) => void
}

export interface MongoEmbedded {
  /** For any MongoDB driver: `mongodb://%2Fpath%2Fto.sock/?directConnection=true`. */
  readonly url: string
  /** Finishes what was begun, closes all connections and gives the folder free. */
  close(): Promise<void>
}

/** @throws {StartError} when the folder is in use, foreign or damaged, or the address can not be listened on. */
export async function startMongoEmbedded({
  folder,
  listen,
  expirySweepMs = 60_000,
  onBroken = endProcess,
}: MongoEmbeddedOptions): Promise<MongoEmbedded> {
  if ('port' in listen)
    throw new StartError('Listening on a port needs authentication, which is not built yet. Use a socket: --socket <path>.')
  const store = Store.open(resolve(folder), onBroken)
  const catalog = new Catalog(store)
  await catalog.dropOrphans()
  const sockets = new Set<Socket>()
  const cursors = new Cursors()
  const database: Database = {
    store,
    catalog,
    cursors,
    startedAt: new Date(),
    now: () => new Date(),
    connections: () => sockets.size,
  }
  const socketPath = resolve(listen.socketPath)
  const listener = await listenOnSocket(socketPath, database, sockets).catch(async (thrown: unknown) => {
    await store.close()
    throw thrown
  })
  const sweep = setInterval(() => {
    cursors.dropIdle()
    removeExpired(database).catch((thrown: unknown) => console.error('expiry failed:', thrown))
  }, expirySweepMs)
  sweep.unref()
  return {
    url: `mongodb://${encodeURIComponent(socketPath)}/?directConnection=true`,
    async close() {
      clearInterval(sweep)
      await listener.close()
      await store.close()
    },
  }
}

function endProcess(cause: unknown): void {
  console.error(
    `The embedded database can not write (${cause instanceof Error ? cause.message : String(cause)}) and stops. What was acknowledged is safe.`,
  )
  process.exit(1)
}

import type { Socket } from 'node:net'
import { resolve } from 'node:path'
import { Cursors } from './commands/cursors.ts'
import type { Database } from './commands/database.ts'
import { removeExpired } from './commands/expiry.ts'
import { Catalog } from './storage/catalog.ts'
import { credentialsOf } from './storage/credentials.ts'
import { DamagedDocument } from './storage/sealed-value.ts'
import { StartError } from './storage/start-error.ts'
import { Store } from './storage/store.ts'
import { type Listener, listenOnPort, listenOnSocket, type Serving } from './wire/listen.ts'
import { verifierOf } from './wire/scram.ts'

export interface MongoEmbeddedOptions {
  /** Made when it is not there. One process at a time owns it. */
  readonly folder: string
  /** A Unix socket of mode 0600, or a port on 127.0.0.1 (0: any) with a password that is made in the folder and is part of the url. */
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
  const store = Store.open(resolve(folder), onBroken)
  const catalog = await readCatalog(store, folder)
  const sockets = new Set<Socket>()
  const cursors = new Cursors()
  const database: Database = {
    store,
    catalog,
    cursors,
    startedAt: new Date(),
    now: () => new Date(),
    connections: () => sockets.size,
    onDamaged: ({ tableName }) => onBroken(damageOf(resolve(folder), catalog, tableName)),
  }
  const { listener, url } = await listenOn(listen, { database, sockets }, resolve(folder)).catch(async (thrown: unknown) => {
    await store.close()
    throw thrown
  })
  let sweeping: Promise<unknown> = Promise.resolve()
  const sweep = setInterval(() => {
    cursors.dropIdle()
    sweeping = removeExpired(database).catch((thrown: unknown) => {
      if (thrown instanceof DamagedDocument) database.onDamaged(thrown)
      else console.error('expiry failed:', thrown)
    })
  }, expirySweepMs)
  sweep.unref()
  return {
    url,
    async close() {
      clearInterval(sweep)
      await listener.close(() => store.settled())
      await sweeping
      await store.close()
    },
  }
}

async function listenOn(
  listen: MongoEmbeddedOptions['listen'],
  serving: Serving,
  folder: string,
): Promise<{ listener: Listener; url: string }> {
  if ('socketPath' in listen) {
    const socketPath = resolve(listen.socketPath)
    return {
      listener: await listenOnSocket(socketPath, serving),
      url: `mongodb://${encodeURIComponent(socketPath)}/?directConnection=true`,
    }
  }
  const { user, password } = credentialsOf(folder)
  const listener = await listenOnPort(listen.port, { ...serving, verifier: verifierOf(user, password) })
  const options = 'directConnection=true&authMechanism=SCRAM-SHA-256&authSource=admin'
  return { listener, url: `mongodb://${user}:${password}@127.0.0.1:${listener.port}/?${options}` }
}

async function readCatalog(store: Store, folder: string): Promise<Catalog> {
  try {
    const catalog = new Catalog(store)
    await catalog.dropOrphans()
    return catalog
  } catch (thrown) {
    await store.close()
    if (thrown instanceof DamagedDocument)
      throw new StartError(
        `The database in ${folder} is damaged: its list of collections is not what was written. Restore it from a backup (patchbay db restore).`,
      )
    throw thrown
  }
}

function damageOf(folder: string, catalog: Catalog, tableName: string): StartError {
  const namespace = catalog.all().find(({ state }) => state.tableName === tableName)?.namespace ?? 'a collection'
  return new StartError(
    `The database in ${folder} is damaged: a document of ${namespace} is not what was written. It stops, and has changed nothing. See what else is damaged with patchbay db check, and restore a backup with patchbay db restore.`,
  )
}

function endProcess(cause: unknown): void {
  if (cause instanceof StartError) {
    console.error(cause.message)
    process.exit(1)
  }
  const { commitError, message } = cause as { commitError?: Error; message?: string }
  console.error(
    `The embedded database can not write (${commitError?.message ?? message}) and stops. What was acknowledged is safe.`,
  )
  process.exit(1)
}

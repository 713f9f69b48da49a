import { existsSync } from 'node:fs'
import { startMongoEmbedded } from '@patchbay/mongo-embedded'
import { type Db, MongoClient } from 'mongodb'
import { CommandFailure } from '../command-failure.ts'
import { type DataFolder, openDataFolder } from '../start/data-folder.ts'
import { chooseDatabase } from '../start/database-choice.ts'
import { type LockHolder, readHolder, takeFolderLock } from '../start/folder-lock.ts'
import { named } from '../start/named-database.ts'
import { readStartSettings } from '../start/start-settings.ts'

/** The data folder that the settings name, and who is running in it. */
export function dataFolderOf(env: NodeJS.ProcessEnv): { folder: DataFolder; holder: LockHolder | undefined } {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const { dataFolder } = readStartSettings(env, process.cwd())
  const folder = openDataFolder(dataFolder)
  return { folder, holder: readHolder(folder.lock) }
}

/** @throws {CommandFailure} While Patchbay runs in the folder. */
export function assertStopped({ holder }: { holder: LockHolder | undefined }): void {
  if (holder !== undefined)
    throw new CommandFailure(`Patchbay is running here (pid ${holder.pid}). Stop it with Ctrl-C first, then try again.`)
}

/**
 * Works on the database that the settings name: one that runs is joined, the embedded one is started for the time if it does not.
 *
 * @throws {CommandFailure} When it cannot be reached, or is a `mongod` that only a running Patchbay starts.
 */
export async function withDatabase<Result>(env: NodeJS.ProcessEnv, work: (database: Db) => Promise<Result>): Promise<Result> {
  const { folder, holder } = dataFolderOf(env)
  const choice = chooseDatabase(folder, readStartSettings(env, process.cwd()), env)
  if (choice.kind === 'url') return withUrl(choice.url, work)
  if (holder !== undefined) return withUrl(named(socketUrl(folder.databaseSocket)), work)
  if (choice.kind === 'mongod')
    throw new CommandFailure(
      'The database is a mongod that Patchbay starts. Start Patchbay, and give this command again in another window.',
    )

  const held = takeFolderLock(folder.lock)
  if (held.type === 'held') throw new CommandFailure('Patchbay is being started here. Try again in a moment.')
  const embedded = await startMongoEmbedded({ folder: folder.database, listen: { socketPath: folder.databaseSocket } })
  try {
    return await withUrl(named(embedded.url), work)
  } finally {
    await embedded.close()
    held.lock.release()
  }
}

const socketUrl = (path: string): string => `mongodb://${encodeURIComponent(path)}/?directConnection=true`

async function withUrl<Result>(url: string, work: (database: Db) => Promise<Result>): Promise<Result> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 5000 })
  try {
    await client.connect()
  } catch (cause) {
    // the address may hold a password: the driver's message is not repeated
    throw new CommandFailure('The database does not answer. Is MONGODB_URL right, and is it running?', { cause })
  }
  try {
    return await work(client.db())
  } finally {
    await client.close()
  }
}

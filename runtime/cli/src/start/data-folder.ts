import { createHash } from 'node:crypto'
import { mkdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommandFailure } from '../command-failure.ts'

/** Where things lie in a data folder. All paths are absolute. */
export interface DataFolder {
  path: string
  lock: string
  /** Which database holds this folder's data. */
  choice: string
  database: string
  databaseSocket: string
  emulatorCredentials: string
  emulatorConfig: string
  logs: string
}

/**
 * Makes the folder, readable by its owner only.
 *
 * @throws {CommandFailure} When it cannot be made or written.
 */
export function openDataFolder(path: string): DataFolder {
  const logs = join(path, 'logs')
  try {
    mkdirSync(logs, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CommandFailure(`The data folder ${path} cannot be made: ${reason}. Choose another with PATCHBAY_DATA=<folder>.`, {
      cause,
    })
  }
  return {
    path,
    lock: join(path, 'patchbay.lock'),
    choice: join(path, 'database.json'),
    database: join(path, 'database'),
    databaseSocket: socketPath(path),
    emulatorCredentials: join(path, 'vonage-emulator.json'),
    emulatorConfig: join(path, 'vonage-emulator.config.json'),
    logs,
  }
}

/** Systems cut a socket's path at 104 (macOS) or 108 bytes (Linux, unix(7)). */
const MAX_SOCKET_PATH_BYTES = 100

function socketPath(folder: string): string {
  const inFolder = join(folder, 'database.sock')
  if (Buffer.byteLength(inFolder) <= MAX_SOCKET_PATH_BYTES) return inFolder
  const short = join(tmpdir(), `patchbay-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`)
  mkdirSync(short, { recursive: true, mode: 0o700 })
  // everybody can write to the temporary folder: a socket may only lie in a folder of our own
  const { uid, mode } = statSync(short)
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new CommandFailure(
      `${short} belongs to somebody else. Choose a data folder with a shorter path: PATCHBAY_DATA=<folder>.`,
    )
  }
  return join(short, 'database.sock')
}

import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { open } from 'lmdb'
import { assertOurFormat, assertWhole } from '../storage/data-file.ts'
import { assertOurs, markFolder } from '../storage/folder-lock.ts'
import { StartError } from '../storage/start-error.ts'
import { DATA_FILE, Store } from '../storage/store.ts'

/**
 * Copies the database as it is at one moment, also while it is running: readers of LMDB stand in nobody's way.
 * The copy has no unused pages. Passwords of the folder are not copied.
 *
 * @param to A folder that is empty or not there.
 * @returns Bytes of the copy.
 * @throws {StartError} when there is no database, or `to` holds something.
 */
export async function backupDatabase(folder: string, to: string): Promise<number> {
  const from = dataFileOf(folder)
  assertEmpty(to)
  mkdirSync(to, { recursive: true, mode: 0o700 })
  const source = open({ path: folder, noSubdir: false, readOnly: true })
  try {
    await source.backup(to, true)
  } catch (thrown) {
    throw new StartError(`${from} can not be copied to ${to} (${(thrown as Error).message}).`)
  } finally {
    await source.close()
  }
  // a copy that is as damaged as its source is no backup
  assertWhole(join(to, DATA_FILE))
  markFolder(to)
  return statSync(join(to, DATA_FILE)).size
}

/**
 * Puts a backup into a folder that is empty or not there.
 *
 * @throws {StartError} when the backup is none or damaged, or the folder holds something.
 */
export function restoreDatabase(backup: string, folder: string): void {
  const from = dataFileOf(backup)
  assertWhole(from)
  assertEmpty(folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // under another name first: a copy that is cut off is not taken for a database
  const partial = join(folder, `${DATA_FILE}.partial`)
  copyFileSync(from, partial)
  renameSync(partial, join(folder, DATA_FILE))
  markFolder(folder)
}

export interface Compaction {
  readonly bytesBefore: number
  readonly bytesAfter: number
}

/** Gives unused pages back to the disk, with all that was removed. The database must not be running. @throws {StartError} */
export async function compactDatabase(folder: string): Promise<Compaction> {
  const file = dataFileOf(folder)
  const bytesBefore = statSync(file).size
  const copy = join(folder, 'compact.partial')
  rmSync(copy, { recursive: true, force: true })
  const store = Store.open(folder, () => undefined)
  try {
    mkdirSync(copy)
    await store.rewrite(copy)
    assertWhole(join(copy, DATA_FILE))
  } finally {
    // the lock is held until the new file has taken the old one's name, which is one act
    await store.close(() => {
      if (existsSync(join(copy, DATA_FILE))) renameSync(join(copy, DATA_FILE), file)
    })
    rmSync(copy, { recursive: true, force: true })
  }
  return { bytesBefore, bytesAfter: statSync(file).size }
}

function dataFileOf(folder: string): string {
  const file = join(folder, DATA_FILE)
  if (!existsSync(file)) throw new StartError(`There is no database in ${folder}.`)
  assertOurs(folder)
  assertOurFormat(file)
  return file
}

function assertEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new StartError(`The folder ${folder} is not empty. Choose another.`)
}

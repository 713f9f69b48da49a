import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from './start-error.ts'

const LOCK = 'owner.lock'
const MARK = 'patchbay-database.json'
const FORMAT = 1

export interface FolderLock {
  release(): void
}

/**
 * Makes the folder ours alone: two processes on one LMDB environment can lose acknowledged writes.
 * @throws {StartError} naming the owner's pid, or saying that the folder holds something else.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  assertOurs(folder)
  const lock = join(folder, LOCK)
  const mine = join(folder, `${LOCK}.${process.pid}`)
  writeFileSync(mine, JSON.stringify(identity(process.pid)))
  try {
    // a hard link is made or refused as one act, so that of two starters one wins
    while (!tryLink(mine, lock)) {
      const owner = readOwner(lock)
      if (owner !== undefined && isAlive(owner)) {
        throw new StartError(
          `The database folder ${folder} is in use by process ${owner.pid}. Stop that process, or choose another folder.`,
        )
      }
      const aside = `${mine}.stale`
      renameSync(lock, aside)
      const moved = readOwner(aside)
      // someone else may have taken the stale lock over in between: theirs goes back
      if (moved !== undefined && isAlive(moved)) tryLink(aside, lock)
      rmSync(aside, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
  writeFileSync(join(folder, MARK), `${JSON.stringify({ product: 'patchbay mongo-embedded', format: FORMAT })}\n`)
  return { release: () => rmSync(lock, { force: true }) }
}

function assertOurs(folder: string): void {
  const names = readdirSync(folder).filter((name) => !name.startsWith(LOCK))
  if (names.length === 0) return
  if (!names.includes(MARK)) {
    throw new StartError(`The folder ${folder} holds files that are not of this database (${names[0]}). Choose an empty folder.`)
  }
  const { format } = readJson(join(folder, MARK)) as { format?: number }
  if (format !== FORMAT) {
    throw new StartError(
      `The database in ${folder} has format ${format}, this version reads format ${FORMAT}. Use the version that wrote it.`,
    )
  }
}

interface Owner {
  readonly pid: number
  /** Start of the process in clock ticks, where the system tells: a pid alone may be given again to another process. */
  readonly startedAt: string
}

function identity(pid: number): Owner {
  return { pid, startedAt: startOf(pid) ?? '' }
}

function startOf(pid: number): string | undefined {
  try {
    // the fields after the command name, which is in parentheses and may hold spaces; the 20th of them is the start time (proc(5))
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19]
  } catch {
    return undefined
  }
}

function isAlive({ pid, startedAt }: Owner): boolean {
  try {
    process.kill(pid, 0)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = startOf(pid)
  return now === undefined || startedAt === '' || now === startedAt
}

function readOwner(path: string): Owner | undefined {
  const owner = readJson(path) as Partial<Owner> | undefined
  return typeof owner?.pid === 'number' ? { pid: owner.pid, startedAt: String(owner.startedAt ?? '') } : undefined
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown
    return false
  }
}

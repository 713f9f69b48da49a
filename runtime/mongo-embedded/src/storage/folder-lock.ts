import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { StartError } from './start-error.ts'

const LOCK = 'owner.lock'
const MARK = 'patchbay-database.json'
const FORMAT = 1
const PULSE_MS = 5000
/** An owner elsewhere that has been silent for so long is gone. */
const SILENT_MS = 6 * PULSE_MS

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
      if (owner !== undefined && isAlive(owner, lock)) {
        const where = owner.host === hostname() ? '' : ` on ${owner.host}`
        throw new StartError(
          `The database folder ${folder} is in use by process ${owner.pid}${where}. Stop that process, or choose another folder.`,
        )
      }
      const aside = `${mine}.stale`
      // gone already: another starter took it, and the next try tells who
      if (!tryRename(lock, aside)) continue
      const moved = readOwner(aside)
      // someone else may have taken the stale lock over in between: theirs goes back
      if (moved !== undefined && isAlive(moved, aside)) tryLink(aside, lock)
      rmSync(aside, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
  // a process of another machine or container can not be asked whether it lives, but it can show that it does
  const pulse = setInterval(() => touch(lock), PULSE_MS)
  pulse.unref()
  markFolder(folder)
  return {
    release() {
      clearInterval(pulse)
      rmSync(lock, { force: true })
    },
  }
}

/** Says of a folder that it is a database of this format. */
export function markFolder(folder: string): void {
  writeFileSync(join(folder, MARK), `${JSON.stringify({ product: 'patchbay mongo-embedded', format: FORMAT })}\n`)
}

/** @throws {StartError} when the folder holds something else, or a database of another format. */
export function assertOurs(folder: string): void {
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
  readonly host: string
  /** Start of the process in clock ticks, where the system tells: a pid alone may be given again to another process. */
  readonly startedAt: string
}

function identity(pid: number): Owner {
  return { pid, host: hostname(), startedAt: startOf(pid) ?? '' }
}

function startOf(pid: number): string | undefined {
  try {
    // the fields after the command name, which is in parentheses and may hold spaces; the 20th of them is the start time (proc(5))
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19]
  } catch {
    return undefined
  }
}

function isAlive({ pid, host, startedAt }: Owner, lock: string): boolean {
  if (host !== hostname()) return Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0) < SILENT_MS
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
  return typeof owner?.pid === 'number'
    ? { pid: owner.pid, host: String(owner.host ?? ''), startedAt: String(owner.startedAt ?? '') }
    : undefined
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown
    return false
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

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // the folder may be gone at the end of a test; writes will tell
  }
}

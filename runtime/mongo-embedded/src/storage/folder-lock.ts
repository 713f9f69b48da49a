import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { StartError } from './start-error.ts'

const LOCK = 'owner.lock'
const MARK = 'patchbay-database.json'
/** Since format 2 documents have a checksum; those of format 1 are read as they are. */
const FORMAT = 2
const READABLE = [1, FORMAT]
const PULSE_MS = 5000
/** An owner elsewhere that has been silent for so long is gone. */
const SILENT_MS = 6 * PULSE_MS
/** How often one that starts looks whether the others that start have withdrawn, and how long it waits for them. */
const LOOK_MS = 20
const WITHDRAW_MS = 10_000

export interface FolderLock {
  release(): void
}

/**
 * Makes the folder ours alone: two processes on one LMDB environment can lose acknowledged writes.
 *
 * Whoever starts lays down a claim under a name of its own, and owns the folder once no other living claim is there. Since
 * every claim is laid down before its maker looks around, two can not both find none. Among those that start together the
 * first by name waits for the others to withdraw. A claim is only ever taken away by its maker, or when its maker is dead.
 *
 * @throws {StartError} naming the owner's pid, or saying that the folder holds something else.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  assertOurs(folder)
  const owner = identity(process.pid)
  const mine = `${LOCK}.${owner.pid}.${randomBytes(6).toString('hex')}`
  const path = join(folder, mine)
  const state = (settled: boolean) => JSON.stringify({ ...owner, settled })
  writeFileSync(path, state(false))
  try {
    for (let waited = 0; ; waited += LOOK_MS) {
      const rival = rivalOf(folder, mine)
      if (rival === undefined) break
      if (rival.settled || rival.name < mine || waited >= WITHDRAW_MS) throw inUse(folder, rival)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS)
    }
    writeFileSync(path, state(true))
  } catch (thrown) {
    rmSync(path, { force: true })
    throw thrown
  }
  // a process of another machine or container can not be asked whether it lives, but it can show that it does
  const pulse = setInterval(() => touch(path), PULSE_MS)
  pulse.unref()
  markFolder(folder)
  return {
    release() {
      clearInterval(pulse)
      rmSync(path, { force: true })
    },
  }
}

/** The living claim of another that decides over ours: one that owns the folder, else the first by name. Dead ones are cleared. */
function rivalOf(folder: string, mine: string): Claim | undefined {
  const claims = readdirSync(folder)
    .filter((name) => name.startsWith(LOCK) && name !== mine)
    .sort()
    .flatMap((name): Claim[] => {
      const path = join(folder, name)
      const claim = readClaim(path)
      if (claim !== undefined && isAlive(claim, path)) return [{ ...claim, name }]
      // one that is being written at this moment has no content yet, and is as young as that
      if (claim === undefined && ageOf(path) < PULSE_MS)
        return [{ pid: pidIn(name), host: hostname(), startedAt: '', settled: false, name }]
      rmSync(path, { force: true })
      return []
    })
  return claims.find(({ settled }) => settled) ?? claims[0]
}

function inUse(folder: string, { pid, host }: Claim): StartError {
  const where = host === hostname() ? '' : ` on ${host}`
  return new StartError(
    `The database folder ${folder} is in use by process ${pid}${where}. Stop that process, or choose another folder.`,
  )
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
  if (format === undefined || !READABLE.includes(format)) {
    throw new StartError(
      `The database in ${folder} has format ${format}, this version reads format ${FORMAT}. Use the version that wrote it.`,
    )
  }
}

/** Who lays claim to a folder. */
interface Owner {
  readonly pid: number
  readonly host: string
  /** Start of the process in clock ticks, where the system tells: a pid alone may be given again to another process. */
  readonly startedAt: string
}

interface Claim extends Owner {
  /** Its maker found no other and owns the folder. */
  readonly settled: boolean
  readonly name: string
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
  if (host !== hostname()) return ageOf(lock) < SILENT_MS
  try {
    process.kill(pid, 0)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = startOf(pid)
  return now === undefined || startedAt === '' || now === startedAt
}

function readClaim(path: string): Omit<Claim, 'name'> | undefined {
  const claim = readJson(path) as Partial<Claim> | undefined
  if (typeof claim?.pid !== 'number') return undefined
  const { pid, host = '', startedAt = '', settled } = claim
  return { pid, host: String(host), startedAt: String(startedAt), settled: settled === true }
}

const pidIn = (name: string): number => Number(name.split('.')[2] ?? 0)

const ageOf = (path: string): number => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // the folder may be gone at the end of a test; writes will tell
  }
}

import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const holderSchema = z.strictObject({
  pid: z.int().positive(),
  /** Tells the holder from a later process that was given the same pid; null where the system does not say. */
  bornAt: z.string().nullable(),
  url: z.string().nullable(),
})
export type LockHolder = z.infer<typeof holderSchema>

/** `after` is the pid of a holder that is gone without having let go: its children may still be ending. */
export type LockResult = { type: 'taken'; lock: FolderLock; after: number | null } | { type: 'held'; by: LockHolder }

export interface FolderLock {
  /** Tells whoever comes next where to go. */
  publish(url: string): void
  release(): void
}

/** Takes the lock of a data folder, or says who has it. A holder that is no longer alive has lost it. */
export function takeFolderLock(path: string): LockResult {
  return alone(`${path}.taking`, () => {
    const holder = readLock(path)
    if (holder && isAlive(holder)) return { type: 'held', by: holder }
    const self = { pid: process.pid, bornAt: bornAt(process.pid) }
    write(path, { ...self, url: null })
    const lock = {
      publish: (url: string) => write(path, { ...self, url }),
      release: () => rmSync(path, { force: true }),
    }
    return { type: 'taken', lock, after: holder?.pid ?? null }
  })
}

function write(path: string, holder: LockHolder): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(holder)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

/** Who has the lock now, if anybody alive does. */
export function readHolder(path: string): LockHolder | undefined {
  const holder = readLock(path)
  return holder && isAlive(holder) ? holder : undefined
}

function readLock(path: string): LockHolder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined // none, or one that a full disk cut short
  }
}

function isAlive({ pid, bornAt: born }: LockHolder): boolean {
  try {
    process.kill(pid, 0)
  } catch (thrown) {
    // EPERM: it lives, and belongs to somebody else
    if ((thrown as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return born === null || born === bornAt(pid)
}

/** When a process began, in the kernel's ticks since boot (proc_pid_stat(5), field 22). */
function bornAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

const ABANDONED_MS = 5000

/** Looking and writing must be one act: making a folder is the one step that only one of two processes can win. */
function alone<T>(guard: string, act: () => T): T {
  for (;;) {
    try {
      mkdirSync(guard)
      break
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown
      const age = Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? 0)
      if (age > ABANDONED_MS) rmSync(guard, { recursive: true, force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
  try {
    return act()
  } finally {
    rmSync(guard, { recursive: true, force: true })
  }
}

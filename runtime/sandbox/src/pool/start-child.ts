import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setPriority, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Duplex } from 'node:stream'
import { AppError } from '@patchbay/core'

/** Whom a child becomes where the server is root: nobody, in a group of nobody. */
const NOBODY = '65534'
const HEAP_MB = 128
const COMPLAINT_MAX = 1_000

/** How a child is shut in, from the strictest on. The first that starts on this machine is used for all. */
const CONFINEMENTS = {
  /** As root: no network, and another user than the server. */
  noNetworkAsNobody: ['unshare', '-n', '-S', NOBODY, '-G', NOBODY, '--'],
  /** As an ordinary user, where the system lets users have namespaces of their own. */
  noNetwork: ['unshare', '-r', '-n', '--'],
  /** Everywhere: no files, no processes, no native code, no environment. */
  plain: [],
} as const satisfies Record<string, readonly string[]>
export type ConfinementName = keyof typeof CONFINEMENTS

/** Those that can be tried here. */
export const confinementsHere = (): ConfinementName[] => {
  if (process.platform !== 'linux') return ['plain']
  return process.geteuid?.() === 0 ? ['noNetworkAsNobody', 'noNetwork', 'plain'] : ['noNetwork', 'plain']
}

/** A process that was begun; whether it becomes a child that works is seen by what it says. */
export interface StartedChild {
  process: ChildProcess
  line: Duplex
  /** The last that it wrote to stderr. */
  complaint(): string
}

const here = import.meta.filename
const packageFolder = resolve(dirname(here), '../..')
// built or not: the child runs in the form in which this file does
const childFile = resolve(dirname(here), '../child', here.endsWith('.ts') ? 'main.ts' : 'main.js')

let emptyFolder: string | undefined

/** @throws {AppError} `REQUEST_FAILED`, `sandboxMissing`: isolated-vm has no build for this machine. */
export function startChild(confinement: ConfinementName, rssMaxBytes: number): StartedChild {
  emptyFolder ??= makeEmptyFolder()
  const addon = addonFile()
  const [program = process.execPath, ...before] = [...CONFINEMENTS[confinement], process.execPath]
  const args = [
    ...before,
    '--permission',
    '--allow-addons',
    `--allow-fs-read=${addon}`,
    `--allow-fs-read=${packageFolder}/*`,
    '--disable-warning=PERM0001',
    '--disable-warning=ExperimentalWarning',
    `--max-old-space-size=${HEAP_MB}`,
    childFile,
    addon,
    String(rssMaxBytes),
  ]
  const child = spawn(program, args, {
    env: { TZ: 'UTC', LC_ALL: 'en-US', PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' },
    cwd: emptyFolder,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-COMPLAINT_MAX)
  })
  if (child.pid !== undefined) setNiceness(child.pid, WELL_BEHAVED)
  return { process: child, line: child.stdio[3] as Duplex, complaint: () => complaint.trim() }
}

/** One for all processes of a user: nothing is ever written into it. */
function makeEmptyFolder(): string {
  const folder = join(tmpdir(), `patchbay-sandbox-${process.geteuid?.() ?? 'user'}`)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Calls come before plugins. */
const WELL_BEHAVED = 10
/** What is left over by everybody else. */
export const ILL_BEHAVED = 19

/** Only ever downwards: the way back up is not open to an ordinary user. */
export function setNiceness(pid: number, niceness: number): void {
  try {
    setPriority(pid, niceness)
  } catch {
    // it has gone already, or the system has no such order
  }
}

function addonFile(): string {
  try {
    const require = createRequire(here)
    const search = require('node-gyp-build') as { path(folder: string): string }
    return realpathSync(search.path(dirname(require.resolve('isolated-vm/package.json'))))
  } catch (cause) {
    throw new AppError('REQUEST_FAILED', 'Plugins cannot run on this machine: isolated-vm has no build for it', {
      details: { reason: 'sandboxMissing', sent: 0 },
      cause,
    })
  }
}

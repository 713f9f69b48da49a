import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Environment } from './start-settings.ts'

export type ProcessName = 'database' | 'emulator' | 'server'

/** How a process of ours is started. It prints `{"ready":true,"url":"…"}` when it is ready, and ends when its stdin does. */
export interface Launch {
  name: ProcessName
  /** @param url Its address when it lived before: it should come back there. */
  command(url: string | undefined): readonly [program: string, ...args: string[]]
  env: Environment
  /** Everything that it prints is appended here. */
  logFile: string
  /** How long it may take to end in good order before it is killed. */
  stopWithinMs: number
}

/**
 * The command line of a package's process, `main` beside its `index`: built or source, as this program itself runs.
 *
 * @param flags What Node.js itself is told.
 */
export const packageCommand = (packageUrl: string, args: readonly string[], flags: readonly string[] = []): NodeCommand =>
  nodeCommand(fileURLToPath(packageUrl), args, flags)

/** The command line of this package's own `mongod` process. */
export const mongodCommand = (args: readonly string[]): NodeCommand =>
  nodeCommand(join(import.meta.dirname, '..', 'mongod', `index${extname(import.meta.filename)}`), args)

type NodeCommand = [program: string, ...args: string[]]

function nodeCommand(index: string, args: readonly string[], flags: readonly string[] = []): NodeCommand {
  const conditions = process.execArgv.filter((argument) => argument.startsWith('--conditions='))
  return [process.execPath, ...flags, ...conditions, index.replace(/index(\.[jt]s)$/, 'main$1'), ...args]
}

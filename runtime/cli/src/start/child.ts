import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, renameSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Launch } from './launch.ts'

/** How a process ended, in words: `killed`, `exit code 1`. */
export type Ending = string

/** One life of a process. */
export interface Child {
  pid: number | undefined
  /** Its address; undefined when it ended before it was ready. */
  ready: Promise<string | undefined>
  ended: Promise<Ending>
  /** The last line that it wrote to stderr. */
  lastWords(): string | undefined
  /** Asks it to end, and kills it when that takes too long. */
  stop(): Promise<{ killed: boolean }>
  kill(): void
}

const readyLineSchema = z.looseObject({ ready: z.literal(true), url: z.string().min(1) })

/** How long the last words of a process that has ended are waited for. */
const OUTPUT_MS = 1000

export function startChild(launch: Launch, url: string | undefined): Child {
  const [program, ...args] = launch.command(url)
  // a session of its own: the terminal's Ctrl-C must not reach it before its turn
  const child = spawn(program, args, { env: launch.env, stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  child.stdin.on('error', () => undefined)
  const words = keepWords(child, launch.logFile)
  const ended = new Promise<Ending>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(endingInWords(code, signal)))
    // a process of its own that outlives it may hold its output open for ever
    child.once('exit', (code, signal) => setTimeout(resolve, OUTPUT_MS, endingInWords(code, signal)).unref())
  }).then(async (ending) => {
    await words.kept()
    return ending
  })
  return {
    pid: child.pid,
    ready: Promise.race([readyUrl(child), ended.then(() => undefined)]),
    ended,
    lastWords: words.last,
    async stop() {
      child.kill('SIGTERM')
      let killed = false
      const timer = setTimeout(() => {
        killed = true
        child.kill('SIGKILL')
      }, launch.stopWithinMs)
      await ended
      clearTimeout(timer)
      return { killed }
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

function readyUrl({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    if (!stdout) return
    createInterface({ input: stdout }).on('line', (line) => {
      const read = readyLineSchema.safeParse(parsed(line))
      if (read.success) resolve(read.data.url)
    })
  })
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const MAX_LOG_BYTES = 10_000_000

/** Writes what a child prints into its log, of which the one before is kept, and remembers its last line. */
function keepWords({ stdout, stderr }: ChildProcess, logFile: string): { last(): string | undefined; kept(): Promise<void> } {
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) renameSync(logFile, `${logFile}.1`)
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 })
  log.on('error', () => undefined) // a full disk must not end the calls
  const closed = once(log, 'close').catch(() => undefined)
  let last: string | undefined
  for (const stream of [stdout, stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`)
      if (stream === stderr && !SAYS_NOTHING.test(line)) last = wordsOf(line)
    })
  }
  return {
    last: () => last,
    async kept() {
      log.end()
      await closed
    },
  }
}

/** What Node prints around an error's message: the place, the stack and its own version. */
const SAYS_NOTHING = /^\s*$|^\s+(at |\^)|^\s*[{}]\s*$|^Node\.js v/

/** What a log line of pino says, else the line itself. */
function wordsOf(line: string): string {
  const read = z.looseObject({ msg: z.string() }).safeParse(parsed(line))
  return read.success ? read.data.msg : line.trim()
}

function endingInWords(code: number | null, signal: NodeJS.Signals | null): Ending {
  if (signal === 'SIGKILL') return 'killed'
  return signal ?? `exit code ${code}`
}

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { MongoClient } from 'mongodb'

export interface TestDatabase {
  /** With a database name of its own in it. */
  readonly url: string
  /** `false` when `MONGODB_URL` chose a server that is not ours to kill. */
  readonly embedded: boolean
  /** Removes what the test stored. */
  stop(): Promise<void>
  /** `kill -9` of the server. @throws on a server that is not ours. */
  kill(): Promise<void>
  /** Starts the server again on the same folder and address. @throws on a server that is not ours. */
  restart(): Promise<void>
  /** How the embedded server's process has ended, once it has. */
  gone(): Promise<readonly [code: number | null, signal: string | null]>
  /** What the embedded server has written to stderr. */
  complaint(): string
  /** Where the embedded server keeps its files; empty for another server. */
  readonly folder: string
  /** The embedded server's process; undefined for another server. */
  readonly pid: number | undefined
}

/** The server that `MONGODB_URL` names, or an embedded one in a process of its own on a temporary folder. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const name = `patchbay_test_${randomBytes(6).toString('hex')}`
  const external = process.env.MONGODB_URL
  return external === undefined || external === '' ? embeddedDatabase(name) : externalDatabase(external, name)
}

async function externalDatabase(server: string, name: string): Promise<TestDatabase> {
  const url = new URL(server)
  url.pathname = `/${name}`
  const refuse = async () => {
    throw new Error('MONGODB_URL names a server that this test must not stop')
  }
  return {
    url: url.href,
    embedded: false,
    folder: '',
    pid: undefined,
    async stop() {
      const client = await MongoClient.connect(url.href)
      await client.db(name).dropDatabase()
      await client.close()
    },
    kill: refuse,
    restart: refuse,
    gone: refuse,
    complaint: () => '',
  }
}

async function embeddedDatabase(name: string): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-db-'))
  const socketPath = join(folder, 'db.sock')
  const start = () => startDatabaseProcess(['--folder', join(folder, 'data'), '--socket', socketPath, '--expiry-sweep-ms', '200'])
  let running = await start()
  return {
    url: running.url.replace('/?', `/${name}?`),
    embedded: true,
    folder,
    get pid() {
      return running.process.pid
    },
    async stop() {
      await ended(running.process, 'SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
    kill: () => ended(running.process, 'SIGKILL'),
    gone: () => exitOf(running.process),
    complaint: () => running.complaint(),
    async restart() {
      await ended(running.process, 'SIGTERM')
      running = await start()
    },
  }
}

export interface DatabaseProcess {
  readonly process: ChildProcess
  readonly url: string
  /** What it has written to stderr. */
  readonly complaint: () => string
}

const mainFile = fileURLToPath(new URL('../../runtime/mongo-embedded/src/main.ts', import.meta.url))

/**
 * Starts the embedded server from source.
 *
 * @param through A program that starts it in turn, such as `prlimit`.
 * @throws with what it wrote to stderr when it did not start.
 */
export async function startDatabaseProcess(args: readonly string[], through: readonly string[] = []): Promise<DatabaseProcess> {
  const [program = process.execPath, ...command] = [
    ...through,
    process.execPath,
    '--conditions=patchbay-source',
    mainFile,
    ...args,
    '--end-with-stdin',
  ]
  const child = spawn(program, command, { stdio: ['pipe', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url: string }
    return { process: child, url, complaint: () => complaint }
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  throw new Error(complaint.trim() || `the database ended with ${child.signalCode ?? `code ${child.exitCode}`}`)
}

async function exitOf(child: ChildProcess): Promise<readonly [code: number | null, signal: string | null]> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return [child.exitCode, child.signalCode]
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

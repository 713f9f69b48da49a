import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const mainFile = fileURLToPath(new URL('../../runtime/server/src/main.ts', import.meta.url))

export interface ServerProcess {
  readonly pid: number
  readonly url: string
  /** Resolves with its exit code once it has gone; null after a signal that it did not handle. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

/** Starts the server from source as a process of its own. @throws with what it wrote to stderr when it did not start. */
export async function startServerProcess(env: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--conditions=patchbay-source', mainFile, '--end-with-stdin'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...env },
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url: string }
    return { pid: child.pid ?? 0, url, end: (signal) => ended(child, signal) }
  }
  if (child.exitCode === null) await once(child, 'exit')
  throw new Error(complaint.trim() || `the server ended with code ${child.exitCode}`)
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
  return child.exitCode
}

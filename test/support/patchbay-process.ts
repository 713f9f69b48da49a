import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const mainFile = fileURLToPath(new URL('../../runtime/cli/src/main.ts', import.meta.url))

/** Settings of whoever runs the tests must not reach in. */
const OURS = /^(VONAGE_|PATCHBAY_|MONGODB_URL$|PORT$|HOST$|PUBLIC_URL$|VITEST|NODE_)/

export interface PatchbayProcess {
  url: string
  /** `kill -9` of the server; its supervisor starts it again. Resolves when it serves. */
  killServer(): Promise<void>
  stop(): Promise<void>
}

/** The whole of `patchbay start` on a new folder: database, emulated Vonage, server and the built editor. */
export async function startPatchbay(port: number): Promise<PatchbayProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-story-'))
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)))
  const child = spawn(process.execPath, ['--conditions=patchbay-source', mainFile, 'start', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, PORT: String(port), PATCHBAY_DATA: join(folder, 'data') },
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  const events: { type: string; name?: string; url?: string; pid?: number; processes?: Record<string, number> }[] = []
  const listeners = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    events.push(JSON.parse(line))
    for (const listener of listeners) listener()
  })
  const until = (type: string, after = 0) =>
    new Promise<(typeof events)[number]>((found, failed) => {
      const look = () => {
        const event = events.slice(after).find((one) => one.type === type)
        if (event === undefined) return
        listeners.delete(look)
        found(event)
      }
      listeners.add(look)
      look()
      child.once('exit', () => failed(new Error(`Patchbay ended: ${complaint}`)))
    })

  const ready = await until('ready')
  let server = ready.processes?.server
  return {
    url: ready.url ?? '',
    async killServer() {
      if (server === undefined) throw new Error('The supervisor did not say which process the server is')
      const seen = events.length
      process.kill(server, 'SIGKILL')
      server = (await until('processRestarted', seen)).pid
    },
    async stop() {
      if (child.exitCode === null) {
        const gone = once(child, 'exit')
        child.kill('SIGTERM')
        await gone
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

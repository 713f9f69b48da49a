import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('./chaos-server.ts', import.meta.url))

/** Two servers on one database, each a process of its own that can be killed. */
export interface ServerPair {
  /** `kill -9`, and a start at the same address. Resolves when it takes calls again. Does nothing while one of the two is not up. */
  killAndRestart(server: number): Promise<void>
  /** Puts the clock of one, or of both, to so much after the machine's. */
  setClock(offsetMs: number, server?: number): void
  /** What they have written to their log, most of it of late. */
  log(): string
  stop(): Promise<void>
}

/** @param ports One a server. */
export async function startServerPair(env: Readonly<Record<string, string>>, ports: readonly number[]): Promise<ServerPair> {
  const offsets = ports.map(() => 0)
  let log = ''
  const start = async (server: number): Promise<ChildProcess> => {
    const child = fork(entry, [String(offsets[server])], {
      execArgv: ['--conditions=patchbay-source'],
      env: { PATH: process.env.PATH, ...env, PORT: String(ports[server]) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = `${log}${text}`.slice(-200_000)
    })
    const ready = once(child, 'message')
    await Promise.race([
      ready,
      once(child, 'exit').then(() => Promise.reject(new Error(`A server did not start: ${log.slice(-2000)}`))),
    ])
    return child
  }
  const end = async (child: ChildProcess | undefined, signal: NodeJS.Signals) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  const children: (ChildProcess | undefined)[] = []
  // one after the other: the first one builds the indexes and sets up the first run
  for (const server of ports.keys()) children[server] = await start(server)

  return {
    async killAndRestart(server) {
      if (children.includes(undefined)) return
      const child = children[server]
      children[server] = undefined
      await end(child, 'SIGKILL')
      children[server] = await start(server)
    },
    setClock(offsetMs, only) {
      for (const [server, child] of children.entries()) {
        if (only !== undefined && only !== server) continue
        offsets[server] = offsetMs
        child?.send({ offsetMs })
      }
    },
    log: () => log,
    async stop() {
      for (const child of children) await end(child, 'SIGKILL')
    },
  }
}

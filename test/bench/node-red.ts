import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from '../support/call-bench.ts'
import { ended } from './bench-server.ts'

/** What low-code platforms are measured against. Installed by whoever runs the benchmark, and no part of the product. */
const VERSION = '5.0.7'
const PATH = '/vonage/voice'
const READY_MS = 30_000

/** `http in → switch → function → http response`: looks at the key, puts the reply together, keeps nothing. */
const flow = [
  { id: 'tab', type: 'tab', label: 'Voice', disabled: false },
  { id: 'voice-in', type: 'http in', z: 'tab', url: `${PATH}/*`, method: 'post', wires: [['which-key']] },
  {
    ...{ id: 'which-key', type: 'switch', z: 'tab', property: 'payload.dtmf.digits', propertyType: 'msg', checkall: 'false' },
    rules: [{ t: 'eq', v: '1', vt: 'str' }, { t: 'else' }],
    ...{ outputs: 2, wires: [['put-together'], ['put-together']] },
  },
  {
    ...{ id: 'put-together', type: 'function', z: 'tab', outputs: 1, wires: [['voice-out']] },
    func: `msg.payload = [
      { action: 'talk', text: 'Press 1 to hear this again.', language: 'en-US', bargeIn: true },
      { action: 'input', type: ['dtmf'], dtmf: { timeOut: 5, maxDigits: 1, submitOnHash: false },
        eventUrl: ['http://127.0.0.1:3000/vonage/voice/runs/' + msg.payload.uuid + '/caller/1234?t=0123456789abcdef012345'], eventMethod: 'POST' },
      { action: 'talk', text: 'We are sorry, something went wrong. Please call again in a few minutes.', language: 'en-US' },
    ]; return msg;`,
  },
  { id: 'voice-out', type: 'http response', z: 'tab', statusCode: '200', headers: {}, wires: [] },
]

export interface NodeRed {
  url: string
  pid: number | undefined
  stop(): Promise<void>
}

/**
 * Node-RED with one flow and nothing else to do.
 *
 * @throws with npm's words when it cannot be installed.
 */
export async function startNodeRed(): Promise<NodeRed> {
  const program = await installed()
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-node-red-'))
  const port = await freePort()
  writeFileSync(join(folder, 'flows.json'), JSON.stringify(flow))
  const settings = {
    ...{ uiPort: port, uiHost: '127.0.0.1', flowFile: 'flows.json', userDir: folder, httpAdminRoot: false },
    ...{ telemetry: { enabled: false }, logging: { console: { level: 'error', metrics: false, audit: false } } },
  }
  writeFileSync(join(folder, 'settings.js'), `module.exports = ${JSON.stringify(settings)}`)
  const child = spawn(process.execPath, [program, '--settings', join(folder, 'settings.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env.PATH, HOME: folder, NODE_ENV: 'production' },
  })
  const url = `http://127.0.0.1:${port}`
  await answers(url, child)
  return {
    url,
    pid: child.pid,
    async stop() {
      await ended(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** In a folder of its own beside the project's packages, so that it is fetched once. @returns Its main file. */
async function installed(): Promise<string> {
  const cache = fileURLToPath(new URL('../../node_modules/.cache/patchbay', import.meta.url))
  const folder = join(cache, `node-red-${VERSION}`)
  const program = join(folder, 'node_modules', 'node-red', 'red.js')
  if (existsSync(program)) return program
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  // the npm that started us, where one did
  const npm = process.env.npm_execpath
  const [command, ...prefix] = npm === undefined ? ['npm'] : [process.execPath, npm]
  const args = [...prefix, 'install', `node-red@${VERSION}`, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  try {
    await promisify(execFile)(command ?? 'npm', args, { cwd: folder })
  } catch (thrown) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`Node-RED could not be installed: ${thrown instanceof Error ? thrown.message : thrown}`)
  }
  return program
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit').then(() => {
    throw new Error('Node-RED ended before it answered')
  })
  const asked = async () => {
    const patience = AbortSignal.timeout(READY_MS)
    for (;;) {
      const response = await fetch(`${url}${PATH}/answer`, { method: 'POST', signal: patience }).catch(() => undefined)
      if (response?.ok) return response.body?.cancel()
      if (patience.aborted) throw new Error('Node-RED does not answer')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  await Promise.race([asked(), gone])
  gone.catch(() => undefined)
}

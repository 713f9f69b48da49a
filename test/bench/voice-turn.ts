import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type CallBench, startCallBench } from '../support/call-bench.ts'
import type { LoadFigures, LoadOrder } from './voice-load.ts'

export interface VoiceTurnFigures {
  /** Requests a second of Koa alone, with the same bodies from the same load generator. */
  bareKoa: (LoadFigures & { callers: number })[]
  /** Turns a second: signature checked, stepped, durable in the database before the reply. */
  voiceTurns: (LoadFigures & { callers: number; ratioToBareKoa: number })[]
}

const NUMBER = '12025550177'
const CONCURRENCY = [16, 64, 256]

/** Each round by turns: load generator, server and database are processes of their own, and share the machine. */
export async function run({ seconds = 4, concurrency = CONCURRENCY } = {}): Promise<VoiceTurnFigures> {
  const bench = await startCallBench()
  const koa = await started(fileURLToPath(new URL('./bare-koa.ts', import.meta.url)), {})
  const server = await started(fileURLToPath(new URL('./main.js', serverPackage())), { ...bench.env, NODE_ENV: 'production' })
  const figures: VoiceTurnFigures = { bareKoa: [], voiceTurns: [] }
  try {
    await drawEndlessMenu(bench.url)
    for (const callers of concurrency) {
      const bare = await load(koa.url, { callers, seconds, bench })
      const turns = await load(bench.url, { callers, seconds, bench })
      figures.bareKoa.push({ callers, ...bare })
      figures.voiceTurns.push({ callers, ...turns, ratioToBareKoa: turns.perSecond / bare.perSecond })
    }
  } finally {
    await ended(server.process)
    await ended(koa.process)
    await bench.stop()
  }
  return figures
}

/** The built server: what is measured is what is shipped. */
function serverPackage(): string {
  const entry = import.meta.resolve('@patchbay/server')
  if (entry.endsWith('.ts')) return entry.replace('/src/', '/dist/')
  return entry
}

/** A flow that asks for ever: every key press is one turn. */
async function drawEndlessMenu(url: string): Promise<void> {
  const send = async (method: string, path: string, body: object) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`)
    return JSON.parse(text) as { summary: { id: string } }
  }
  const prompt = { text: { en: 'Press 1 to hear this again.' } }
  const choices = [{ id: 'again', keys: ['1'], label: 'Again' }]
  const definition = {
    schemaVersion: 1,
    id: 'endless',
    name: 'Endless menu',
    kind: 'call',
    startNodeId: 'menu',
    nodes: [
      { id: 'menu', type: 'menu', typeVersion: 1, name: '', config: { prompt, choices, timeoutSeconds: 5, attempts: 1 } },
      { id: 'end', type: 'hangUp', typeVersion: 1, name: '', config: {} },
    ],
    edges: [
      { source: 'menu', outlet: 'again', target: 'menu' },
      { source: 'menu', outlet: 'noInput', target: 'end' },
      { source: 'menu', outlet: 'noMatch', target: 'end' },
    ],
    variables: [],
    languages: { default: 'en', enabled: ['en'] },
    fallback: { prompt: { text: { en: 'We are sorry, something went wrong. Please call again in a few minutes.' } } },
    layout: {},
  }
  const { summary } = await send('POST', '/flows', { name: 'Endless menu', definition })
  await send('POST', `/flows/${summary.id}/versions`, {})
  await send('PUT', `/numbers/${NUMBER}`, { label: 'Load', rules: [{ target: { use: 'live', flowId: summary.id } }] })
}

let rounds = 0

async function load(
  url: string,
  { callers, seconds, bench }: { callers: number; seconds: number; bench: CallBench },
): Promise<LoadFigures> {
  const order: LoadOrder = { url, callers, seconds, keys: bench.keys, number: NUMBER, round: `r${rounds++}` }
  const child = spawn(process.execPath, [fileURLToPath(new URL('./voice-load.ts', import.meta.url)), JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as LoadFigures
  throw new Error('the load generator ended without figures')
}

async function started(file: string, env: Record<string, string>): Promise<{ process: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [file, '--end-with-stdin'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, ...env },
  })
  for await (const line of createInterface({ input: child.stdout })) {
    return { process: child, url: (JSON.parse(line) as { url: string }).url }
  }
  throw new Error(`${file} did not start`)
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(JSON.stringify(await run(), null, 2))

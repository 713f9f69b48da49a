import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type CallBench, startCallBench } from '../support/call-bench.ts'
import { drawEndlessMenu, ended, NUMBER, serverPackage, started } from './bench-server.ts'
import type { LoadFigures, LoadOrder } from './voice-load.ts'

export interface VoiceTurnFigures {
  /** Requests a second of Koa alone, with the same bodies from the same load generator. */
  bareKoa: (LoadFigures & { callers: number })[]
  /** Turns a second: signature checked, stepped, durable in the database before the reply. */
  voiceTurns: (LoadFigures & { callers: number; ratioToBareKoa: number })[]
}

const CONCURRENCY = [16, 64, 256]

/** Each round by turns: load generator, server and database are processes of their own, and share the machine. */
export async function run({ seconds = 4, concurrency = CONCURRENCY } = {}): Promise<VoiceTurnFigures> {
  const bench = await startCallBench()
  const koa = await started(fileURLToPath(new URL('./bare-koa.ts', import.meta.url)), {})
  const server = await started(serverPackage(), { ...bench.env, NODE_ENV: 'production' })
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(JSON.stringify(await run(), null, 2))

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { startCallBench } from '../support/call-bench.ts'
import { drawEndlessMenu, ended, NUMBER, serverStarted, started } from './bench-server.ts'
import type { PeakMeasured, PeakOrder } from './peak-load.ts'

/** Milliseconds from a call that comes in to its first NCCO, of calls that come in at the same instant. */
interface PeakFigures {
  calls: number
  p50: number
  p95: number
  p99: number
  /** Times what Koa alone takes for as many requests at the same instant (of the p95). */
  ratioToBareKoa: number
  failures: number
}

const CALLS = [50, 200]
const ROUNDS = 5

/** Each round by turns: load generator, server and database are processes of their own, and share the machine. */
export async function run({ calls = CALLS, rounds = ROUNDS } = {}): Promise<{ answerPeak: PeakFigures[] }> {
  const bench = await startCallBench()
  const koa = await started(fileURLToPath(new URL('./bare-koa.ts', import.meta.url)), {})
  const server = await serverStarted({ ...bench.env, NODE_ENV: 'production' })
  try {
    await drawEndlessMenu(bench.url)
    const answerPeak: PeakFigures[] = []
    for (const count of calls) {
      const order = { calls: count, rounds, keys: bench.keys, number: NUMBER }
      const bare = await peak({ ...order, url: koa.url })
      const { failures, ...figures } = await peak({ ...order, url: bench.url })
      answerPeak.push({ calls: count, ...figures, ratioToBareKoa: figures.p95 / bare.p95, failures })
    }
    return { answerPeak }
  } finally {
    await ended(server.process)
    await ended(koa.process)
    await bench.stop()
  }
}

async function peak(order: PeakOrder): Promise<PeakMeasured> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./peak-load.ts', import.meta.url)), JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as PeakMeasured
  throw new Error('the load generator ended without figures')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(JSON.stringify(await run(), null, 2))

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { MongoClient } from 'mongodb'
import { type CallBench, freePort, startCallBench } from '../support/call-bench.ts'
import { drawEndlessMenu, ended, NUMBER, serverStarted, started } from './bench-server.ts'
import { cpuSeconds } from './cpu-time.ts'
import { type NodeRed, startNodeRed } from './node-red.ts'
import type { LoadFigures, LoadOrder } from './voice-load.ts'

interface TurnFigures extends LoadFigures {
  callers: number
  /** Of the server; of the database as well where turns are stored. Missing on systems that do not tell. */
  cpuSecondsPer1000?: number
  /** The part of it that is the database's. */
  ofTheDatabase?: number
  ratioToBareKoa: number
  ratioToNodeRed?: number
}

export interface VoiceTurnFigures {
  /** Requests a second by callers at once: Koa alone, and Node-RED with a flow that keeps nothing. */
  bareKoaPerSecond: Record<string, number>
  nodeRedPerSecond: Record<string, number> | string
  /** Turns a second: signature checked, stepped, durable in the database before the reply. */
  durableTurnsPerSecond: Record<string, number>
  /** What a turn takes in the database, without its indexes. */
  bytesPerTurn: number
  rounds: { bareKoa: TurnFigures[]; nodeRed: TurnFigures[]; voiceTurns: TurnFigures[]; voiceTurnsUnsigned: TurnFigures[] }
}

const CONCURRENCY = [1, 16, 64, 256]
/** Each server first has this much to do: one that takes calls has run for days, and V8 has compiled what it does most. */
const WARM_UP = { callers: 64, seconds: 8 }

/** Whom requests are sent to, and whose CPU time they take. */
interface Target {
  url: string
  pids: readonly (number | undefined)[]
}

/** Each round by turns: load generator, servers and database are processes of their own, and share the machine. */
export async function run({ seconds = 4, concurrency = CONCURRENCY } = {}): Promise<VoiceTurnFigures> {
  const bench = await startCallBench()
  const koa = await started(fileURLToPath(new URL('./bare-koa.ts', import.meta.url)), {})
  const nodeRed = await startNodeRed().catch((thrown: Error) => thrown)
  const rounds: VoiceTurnFigures['rounds'] = { bareKoa: [], nodeRed: [], voiceTurns: [], voiceTurnsUnsigned: [] }
  const signed = await serverStarted({ ...bench.env, NODE_ENV: 'production' })
  try {
    await drawEndlessMenu(signed.url)
    const unsignedFile = fileURLToPath(new URL('./unsigned-server.ts', import.meta.url))
    const port = String(await freePort())
    const place = { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` }
    const unsigned = await serverStarted({ ...bench.env, ...place, NODE_ENV: 'production' }, unsignedFile)
    const stored = (url: string, pid: number | undefined): Target => ({ url, pids: [pid, bench.database.pid] })
    const warmed = [{ url: koa.url, pids: [] }, stored(signed.url, undefined), stored(unsigned.url, undefined)]
    if (!(nodeRed instanceof Error)) warmed.push({ url: nodeRed.url, pids: [] })
    for (const target of warmed) await load(target, { ...WARM_UP, bench })
    for (const callers of concurrency) {
      const measure = (target: Target) => load(target, { callers, seconds, bench })
      const bare = await measure({ url: koa.url, pids: [koa.process.pid] })
      const red = nodeRed instanceof Error ? undefined : await measure({ url: nodeRed.url, pids: [nodeRed.pid] })
      const compared = (figures: LoadFigures): TurnFigures => ({
        ...{ callers, ...figures, ratioToBareKoa: figures.perSecond / bare.perSecond },
        ...(red === undefined ? {} : { ratioToNodeRed: figures.perSecond / red.perSecond }),
      })
      rounds.bareKoa.push(compared(bare))
      if (red !== undefined) rounds.nodeRed.push(compared(red))
      rounds.voiceTurns.push(compared(await measure(stored(signed.url, signed.process.pid))))
      rounds.voiceTurnsUnsigned.push(compared(await measure(stored(unsigned.url, unsigned.process.pid))))
    }
    await ended(unsigned.process)
    return {
      bareKoaPerSecond: perSecond(rounds.bareKoa),
      nodeRedPerSecond: nodeRed instanceof Error ? nodeRed.message : perSecond(rounds.nodeRed),
      durableTurnsPerSecond: perSecond(rounds.voiceTurns),
      bytesPerTurn: await bytesPerTurn(bench),
      rounds,
    }
  } finally {
    await ended(signed.process)
    await ended(koa.process)
    if (!(nodeRed instanceof Error)) await (nodeRed satisfies NodeRed).stop()
    await bench.stop()
  }
}

const perSecond = (figures: readonly TurnFigures[]): Record<string, number> =>
  Object.fromEntries(figures.map(({ callers, perSecond: rate }) => [callers, rate]))

async function bytesPerTurn({ database }: CallBench): Promise<number> {
  const client = await MongoClient.connect(database.url)
  const { size, count } = await client.db().command({ collStats: 'turns' })
  await client.close()
  return size / count
}

let roundsSoFar = 0

async function load(
  { url, pids }: Target,
  { callers, seconds, bench }: { callers: number; seconds: number; bench: CallBench },
): Promise<LoadFigures & Pick<TurnFigures, 'cpuSecondsPer1000' | 'ofTheDatabase'>> {
  const order: LoadOrder = { url, callers, seconds, keys: bench.keys, number: NUMBER, round: `r${roundsSoFar++}` }
  const used = () => pids.map((pid) => cpuSeconds(pid) ?? Number.NaN)
  const before = used()
  const child = spawn(process.execPath, [fileURLToPath(new URL('./voice-load.ts', import.meta.url)), JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const figures = JSON.parse(line) as LoadFigures
    const [server, database] = used().map((seconds, index) => ((seconds - (before[index] ?? 0)) / figures.sent) * 1000)
    if (server === undefined || Number.isNaN(server)) return figures
    return database === undefined
      ? { ...figures, cpuSecondsPer1000: server }
      : { ...figures, cpuSecondsPer1000: server + database, ofTheDatabase: database }
  }
  throw new Error('the load generator ended without figures')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(JSON.stringify(await run(), null, 2))

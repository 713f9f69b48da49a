import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FlowDefinition } from '@patchbay/core'
import { flowDraftSchema } from '@patchbay/core/http-contract'
import type { EmulatorEvent, HttpRequest, Transport } from '@patchbay/vonage-emulator'
import { MongoClient } from 'mongodb'
import { type Balancer, startBalancer } from './balancer.ts'
import { bind } from './bind.ts'
import { type CallBench, freePort, startCallBench } from './call-bench.ts'
import {
  type Act,
  APOLOGY,
  type ChaosStory,
  chaosCallees,
  chaosQueue,
  chaosStories,
  PASSING,
  type Person,
} from './chaos-stories.ts'
import { chaosTransport } from './chaos-transport.ts'
import { lotsOf } from './drawn-lots.ts'
import { type Booking, type Ledger, startLedger } from './ledger.ts'
import { apiOf } from './publish-on.ts'
import { type ServerPair, startServerPair } from './server-pair.ts'
import { type SlowSocket, startSlowSocket } from './slow-socket.ts'
import { carry } from './unruly-transport.ts'

/** What goes wrong in a round. */
export interface Faults {
  /** How often one of the two servers is killed. */
  serverKills?: number
  databaseKills?: number
  /** How long it is away then, at most; it takes a moment more to start. */
  databaseAwayMs?: number
  /** Webhooks come late, twice at once and at two servers, in another order, and their replies are lost. */
  webhooks?: boolean
  /** What the database says and is told takes so long at most, in milliseconds. */
  slowDatabaseMs?: number
  /** How often a server's clock is put to another time. */
  clockJumps?: number
}

/** A call as people know it, and what it left behind. */
export interface PlayedCall {
  story: ChaosStory
  caller: string
  runId: string
  heard: readonly string[]
  callees: Readonly<Record<string, readonly string[]>>
  /** `node/outlet`, in order. */
  way: readonly string[]
  ended: string | null
  bookings: readonly Booking[]
}

export interface Round {
  calls: readonly PlayedCall[]
  /** By what was counted. */
  counts: Readonly<Record<string, number>>
  /** What Vonage would have refused, and calls that ended by a fault of ours or of the emulator. */
  refused: readonly EmulatorEvent[]
}

export interface ChaosBench {
  client: MongoClient
  play(seed: string, calls: number, faults: Faults): Promise<Round>
  log(): string
  stop(): Promise<void>
}

const numberOf = (story: string) => `120255504${String(chaosStories.findIndex(({ name }) => name === story)).padStart(2, '0')}`
/** No call has come any further for so long: whoever waits for a lease to run out need not do so in real time. */
const STALLED_MS = 2500
const PUT_FORWARD_MS = 45_000
/** Beyond this a signature counts as too old. */
const MOST_FORWARD_MS = 600_000
const ROUND_MS = 150_000
/** A call has at least so many, on the average of the stories. */
const WEBHOOKS = 8

/** A database, two servers behind a balancer, emulated Vonage, and the flows of the stories, each on a number of its own. */
export async function startChaosBench(): Promise<ChaosBench> {
  const bench = await startCallBench({ limits: { callsPerSecond: 1000, requestsPerSecond: 1000 } })
  const { database } = bench
  const slow = database.embedded ? await startSlowSocket(`${database.folder}/slow.sock`, `${database.folder}/db.sock`) : undefined
  const mongodbUrl = database.embedded
    ? database.url.replace(encodeURIComponent('/db.sock'), encodeURIComponent('/slow.sock'))
    : database.url
  const lots = lotsOf('ledger')
  const ledger = await startLedger((caller) => Math.floor(lots(caller) * 500))
  const ports = [await freePort(), await freePort()]
  const env = {
    ...bench.env,
    MONGODB_URL: mongodbUrl,
    PATCHBAY_TEST_HOSTS: ledger.host,
    PATCHBAY_LOG_LEVEL: process.env.PATCHBAY_LOG_LEVEL ?? 'warn',
  }
  const servers = await startServerPair(env, ports)
  let choose: () => number = Math.random
  const balancer = await startBalancer(Number(bench.env.PORT), ports, () => choose())
  await publishAll(bench, ledger.host)
  const client = await MongoClient.connect(database.url)
  const parts: Parts = { bench, servers, balancer, slow, mongodbUrl, ledger, ports, client }

  return {
    client,
    play(seed, calls, faults) {
      const drawn = lotsOf(`${seed}/balancer`)
      let asked = 0
      choose = () => drawn(String(asked++))
      return playRound(parts, { seed, calls, faults })
    },
    log: () => servers.log(),
    async stop() {
      await client.close()
      await balancer.stop()
      await servers.stop()
      await slow?.stop()
      await ledger.stop()
      await bench.stop()
    },
  }
}

interface Parts {
  bench: CallBench
  servers: ServerPair
  balancer: Balancer
  slow: SlowSocket | undefined
  /** By which the servers reach the database. */
  mongodbUrl: string
  ledger: Ledger
  ports: readonly number[]
  client: MongoClient
}

/** A call while it is made. */
interface Making {
  story: ChaosStory
  caller: string
  uuid: string
  left: Act[]
  /** What the next act waits for has been so since; of the emulated clock. */
  ready: number | undefined
  heard: Record<string, string[]>
  recorded: boolean
  talking: boolean
  over: boolean
}

let rounds = 0
/** Of this process' event loop: one that gets no processor time serves nobody. */
const lateness = monitorEventLoopDelay({ resolution: 20 })
lateness.enable()

async function playRound(
  { bench, servers, balancer, slow, mongodbUrl, ledger, ports, client }: Parts,
  { seed, calls, faults }: { seed: string; calls: number; faults: Faults },
): Promise<Round> {
  const lots = lotsOf(seed)
  const counts: Record<string, number> = {}
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1
  }
  rounds += 1
  const passedOn = balancer.passedOn
  servers.setClock(0)
  // by clocks that were put forward the agents are busy for longer than anybody waits here; and callers of a round that failed would be
  // offered to them first
  for (const kept of ['queueAgents', 'queueTickets']) await client.db().collection(kept).deleteMany({ tenantId: 'local' })

  // ---- what goes wrong, and at which webhook
  const under: Promise<unknown>[] = []
  const due = new Map<number, (() => Promise<unknown>)[]>()
  const schedule = (what: string, times: number, fault: (lot: (more: string) => number) => Promise<unknown>) => {
    for (let time = 0; time < times; time++) {
      const lot = (more: string) => lots(`${what}/${time}/${more}`)
      const at = Math.floor(calls * WEBHOOKS * (0.05 + 0.8 * lot('at')))
      due.set(at, [...(due.get(at) ?? []), () => fault(lot)])
    }
  }
  /** Any call came further, or something went wrong. */
  let changedAt = performance.now()
  let databaseAway = false
  schedule('server', faults.serverKills ?? 0, async (lot) => {
    await new Promise((resolve) => setTimeout(resolve, lot('after') * 15))
    count('servers killed')
    await servers.killAndRestart(lot('which') < 0.5 ? 0 : 1)
    changedAt = performance.now()
  })
  schedule('database', faults.databaseKills ?? 0, async (lot) => {
    if (databaseAway) return
    databaseAway = true
    count('databases killed')
    await bench.database.kill()
    await new Promise((resolve) => setTimeout(resolve, lot('after') * (faults.databaseAwayMs ?? 0)))
    await bench.database.restart()
    databaseAway = false
    changedAt = performance.now()
  })
  schedule('clock', faults.clockJumps ?? 0, async (lot) => {
    count('clocks put')
    servers.setClock(Math.round(lot('by') * 135_000) - 45_000, lot('which') < 0.5 ? 0 : 1)
  })
  let pieces = 0
  slow?.slowDown(faults.slowDatabaseMs === undefined ? () => 0 : () => lots(`piece/${pieces++}`) * (faults.slowDatabaseMs ?? 0))

  // ---- the line
  const making: Making[] = []
  const byLeg = new Map<string, Making>()
  const arrived = new Map<Making | undefined, number>()
  const nameOf = ({ body }: HttpRequest) => {
    const told = JSON.parse(body ?? '{}') as { uuid?: string; call_uuid?: string; conversation_uuid?: string }
    const whose = byLeg.get(told.uuid ?? '') ?? byLeg.get(told.conversation_uuid ?? '')
    const nth = (arrived.get(whose) ?? 0) + 1
    arrived.set(whose, nth)
    return `${whose === undefined ? 'other' : making.indexOf(whose)}/${nth}`
  }
  let sent = 0
  const watched: Transport = async (request) => {
    for (const fault of due.get(sent++) ?? []) under.push(fault())
    count('webhooks')
    return carry(request)
  }
  const unruly = chaosTransport({ lots, nameOf, send: watched, publicUrl: bench.url, ports, count })
  await bench.replaceLine({
    config: { numbers: chaosStories.map(({ name }) => numberOf(name)), callees: chaosCallees },
    transport: faults.webhooks ? unruly.transport : watched,
  })
  const { emulator, clock } = bench
  const refused: EmulatorEvent[] = []
  emulator.subscribe((event) => {
    if (!('legUuid' in event)) return
    const whose = byLeg.get(event.legUuid) ?? byLeg.get(event.conversationUuid)
    if (event.type === 'ncco.received') count('replies played')
    if (event.type === 'ncco.refused' || event.type === 'leg.fault') refused.push(event)
    if (event.type === 'leg.ended' && ['answerFailed', 'nccoRefused', 'fault'].includes(event.reason)) refused.push(event)
    if (whose === undefined) return
    if (event.type === 'heard.started' && event.text !== undefined) {
      const leg = event.legUuid === whose.uuid ? 'caller' : emulator.leg(event.legUuid).to
      whose.heard[leg] = [...(whose.heard[leg] ?? []), event.text]
      if (!PASSING.test(event.text)) changedAt = performance.now()
    }
    if (event.legUuid !== whose.uuid) return
    if (event.type === 'record.started') whose.recorded = true
    if (event.type === 'leg.joined') whose.talking = true
    if (event.type === 'leg.ended') whose.over = true
  })

  // ---- the calls, all within a few seconds
  for (let index = 0; index < calls; index++) {
    const story = chaosStories[index % chaosStories.length]
    if (story === undefined) break
    const caller = `44${String(7_700_000_000 + rounds * 1000 + index)}`
    const { uuid, conversationUuid } = emulator.dial({ from: caller, to: numberOf(story.name) })
    const one: Making = {
      ...{ story, caller, uuid, left: [...story.acts], ready: undefined, heard: {} },
      ...{ recorded: false, talking: false, over: false },
    }
    making.push(one)
    byLeg.set(uuid, one)
    byLeg.set(conversationUuid, one)
    await clock.advance(Math.floor(lots(`${index}/begins`) * 100))
  }
  const startedAt = performance.now()
  lateness.reset()
  let forward = 0
  const putForward = () => {
    if (performance.now() - changedAt < STALLED_MS || forward + PUT_FORWARD_MS > MOST_FORWARD_MS) return
    forward += PUT_FORWARD_MS
    count('times put forward')
    servers.setClock(forward)
    changedAt = performance.now()
  }
  const mayWait = faults.serverKills !== undefined || faults.databaseKills !== undefined
  while (making.some(({ over }) => !over)) {
    await clock.advance(200)
    await unruly.tick()
    for (const one of making) act(one, emulator, clock.now())
    if (mayWait) putForward()
    if (performance.now() - startedAt > ROUND_MS) {
      const stuck = making.filter(({ over }) => !over).map((one) => `${one.story.name} ${one.uuid}: ${JSON.stringify(one.heard)}`)
      const answers = await answersOf({ direct: bench.database.url, 'as servers reach it': mongodbUrl })
      const late = Math.round(lateness.max / 1e6)
      throw new Error(
        `Calls do not come to an end (${answers}, own event loop late by ${late} ms):\n${stuck.join('\n')}\n${servers.log().slice(-3000)}`,
      )
    }
  }
  await clock.settle()
  await Promise.all(under)
  await unruly.flush()
  await clock.settle()
  slow?.slowDown(() => 0)
  await settled({ client, making, putForward: mayWait ? putForward : () => undefined })
  counts['requests passed on'] = balancer.passedOn - passedOn

  const played = await Promise.all(making.map((one) => lookBack(client, one, ledger)))
  return { calls: played, counts, refused }
}

/** Whether the database answers at these addresses: what stands still is looked for where it is. */
async function answersOf(urls: Readonly<Record<string, string>>): Promise<string> {
  const answers = Object.entries(urls).map(async ([name, url]) => {
    const startedAt = performance.now()
    const answer = await MongoClient.connect(url, { serverSelectionTimeoutMS: 10_000 }).then(
      async (client) => client.close().then(() => 'answers'),
      (thrown: Error) => `does not answer, ${thrown.name},`,
    )
    return `database ${name} ${answer} within ${Math.round(performance.now() - startedAt)} ms`
  })
  return (await Promise.all(answers)).join(', ')
}

function act(one: Making, emulator: CallBench['emulator'], now: number): void {
  const [next] = one.left
  if (next === undefined || one.over) return
  const leg = emulator.leg(one.uuid)
  const asked = leg.waitsFor?.kind === 'input' && leg.hears === null
  const is = { asked, recorded: one.recorded, talking: one.talking }[next.when]
  if (!is) {
    one.ready = undefined
    return
  }
  one.ready ??= now
  if (now - one.ready < (next.after ?? 0)) return
  one.left.shift()
  one.ready = undefined
  const person: Person = {
    press: (digits) => emulator.pressKeys(one.uuid, digits),
    speak: (said) => emulator.speak(one.uuid, { text: said }),
    hangUp: () => emulator.hangUp(one.uuid),
  }
  next.does(person)
}

/** Until every run has ended and nothing that a turn has ordered is still to be done. */
async function settled({ client, making, putForward }: { client: MongoClient; making: readonly Making[]; putForward(): void }) {
  const turns = client.db().collection('turns')
  const startedAt = performance.now()
  for (;;) {
    const legs = client.db().collection<{ _id: string; runId: string }>('legs')
    const runs = await legs.find({ _id: { $in: making.map(({ uuid }) => uuid) } }).toArray()
    const runIds = runs.map(({ runId }) => runId)
    const open = await turns.find({ tenantId: 'local', runId: { $in: runIds }, 'open.0': { $exists: true } }).toArray()
    if (open.length === 0) return
    if (performance.now() - startedAt > 60_000) throw new Error(`Left undone: ${JSON.stringify(open.map((turn) => turn.open))}`)
    putForward()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function lookBack(client: MongoClient, one: Making, ledger: Ledger): Promise<PlayedCall> {
  const leg = await client.db().collection<{ _id: string; runId: string }>('legs').findOne({ _id: one.uuid })
  const runId = leg?.runId ?? ''
  const turns = await client.db().collection('turns').find({ tenantId: 'local', runId }).sort({ seq: 1 }).toArray()
  const { caller: heard = [], ...callees } = one.heard
  return {
    story: one.story,
    caller: one.caller,
    runId,
    heard: heard.filter((text) => !PASSING.test(text)),
    callees,
    way: turns.flatMap(({ trace }) => trace.map(({ nodeId, outlet }: Record<string, string>) => `${nodeId}/${outlet}`)),
    ended: turns.at(-1)?.ended ?? null,
    bookings: ledger.bookings(one.caller),
  }
}

/** Whether the caller was told that we cannot go on. */
export const isApologized = ({ heard }: Pick<PlayedCall, 'heard'>): boolean => APOLOGY.test(heard.at(-1) ?? '')

async function publishAll(bench: Pick<CallBench, 'url'>, service: string): Promise<void> {
  const api = async (method: string, path: string, body: object = {}): Promise<unknown> => {
    const { status, body: answer } = await apiOf(bench, method, path, { body })
    if (status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  await api('PUT', '/outbound-policy', { maxLegsPerHour: null, maxLegsPerDay: null })
  await api('PUT', '/outside-hosts', { hosts: [service] })
  await bind(bench, 'queue', 'chaos', chaosQueue)
  const ids = new Map<string, string>()
  for (const { name, flow } of chaosStories) {
    const definition: FlowDefinition = flow(service, (other) => ids.get(other) ?? '')
    const { summary } = flowDraftSchema.parse(await api('POST', '/flows', { name, definition }))
    ids.set(name, summary.id)
    await api('POST', `/flows/${summary.id}/versions`)
    await api('PUT', `/numbers/${numberOf(name)}`, { label: name, rules: [{ target: { use: 'live', flowId: summary.id } }] })
  }
}

import { readFileSync } from 'node:fs'
import { flowOf } from '@patchbay/core/test-kit'
import { Pool } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ended, serverStarted } from '../bench/bench-server.ts'
import { signedWith } from '../bench/signed-webhook.ts'
import { type CallBench, freePort, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { type OperationCensus, startCensus } from '../support/operation-census.ts'
import { publishOn } from '../support/publish-on.ts'

const full = process.env.PATCHBAY_EVIDENCE === '1'
const VERSIONS = 20
const RUNS = full ? 10_000 : 200
/** Beside the turn that begins the run. */
const KEYS = 5
const AT_ONCE = 64
const MOST_MIB = 512
/** Somebody who tries flows: takes none of the places of callers, of which there are fewer than ten thousand. */
const TESTER = '447700900456'
/** Cards of the largest flow that is promised to work. */
const LARGEST = 2000

const prompt = (text: string) => ({ text: { en: text } })
const again = (text: string, to: string) =>
  [
    'menu',
    { prompt: prompt(text), choices: [{ id: 'again', keys: ['1'], label: 'Again' }], attempts: 1 },
    { again: to, noInput: to, noMatch: to },
  ] as const

let bench: CallBench
let census: OperationCensus
let server: Awaited<ReturnType<typeof serverStarted>>
let metricsUrl: string
let pool: Pool
beforeAll(async () => {
  bench = await startCallBench()
  census = await startCensus(bench.database.url)
  const metricsPort = await freePort()
  metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`
  // as it was built: what it takes in memory is what users will see
  const env = { ...bench.env, MONGODB_URL: census.url, METRICS_PORT: String(metricsPort) }
  server = await serverStarted({ ...env, NODE_ENV: 'production' })
  pool = new Pool(server.url, { connections: AT_ONCE })
})
afterAll(async () => {
  await pool?.close()
  if (server !== undefined) await ended(server.process)
  await census?.stop()
  await bench?.stop()
})

const post = async (path: string, round: string, body: object): Promise<string> => {
  const response = await pool.request({ method: 'POST', path, ...signedWith(bench.keys, round, body) })
  const text = await response.body.text()
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${text}`)
  return text
}
const addressIn = (reply: string): string => /\/vonage\/voice\/runs\/[^"]+/.exec(reply)?.[0] ?? ''
const legOf = (name: string) => {
  const uuid = name.padEnd(32, 'f')
  return { from: TESTER, to: SAMPLE_NUMBER, uuid, conversation_uuid: `CON-${uuid}` }
}
const begin = (name: string) => post('/vonage/voice/answer', name, { ...legOf(name), endpoint_type: 'phone' })
const press = (name: string, reply: string, seq: number) =>
  post(addressIn(reply), `${name}/${seq}`, { ...legOf(name), dtmf: { digits: '1', timed_out: false } })

/** So many at a time. */
async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of left) await work(item)
    }),
  )
}

const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(metricsUrl)).text()
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
}
/** Of the process, as the system counts it. */
const residentMib = () =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))?.[1]) / 1024

const replies = new Map<string, string>()

test(`${RUNS} open runs of ${KEYS + 1} turns over ${VERSIONS} flow versions lie in less than ${MOST_MIB} MiB`, async () => {
  for (let version = 0; version < VERSIONS; version++) {
    await publishOn(
      server,
      flowOf({ ask: again(`Press 1 to hear number ${version} again.`, 'ask') }, { name: `Flow ${version}` }),
    )
    const names = Array.from({ length: RUNS / VERSIONS }, (_, n) => `open${version}x${n}x`)
    await inTurns(names, async (name) => void replies.set(name, await begin(name)))
  }
  const before = new Map(census.counts)
  for (let seq = 1; seq <= KEYS; seq++)
    await inTurns([...replies], async ([name, reply]) => void replies.set(name, await press(name, reply, seq)))

  // each is still asked, by the flow version that it began in
  for (const [name, reply] of replies) {
    expect(reply).toContain(`hear number ${/^open(\d+)x/.exec(name)?.[1]} again`)
    expect(addressIn(reply)).toContain(`/caller/${KEYS}?`)
  }
  const commands = ['insert', 'find', 'update', 'findAndModify', 'delete', 'aggregate']
  const asked = commands.map((name) => [name, (census.counts.get(name) ?? 0) - (before.get(name) ?? 0)] as const)
  const turns = RUNS * KEYS
  const [[, inserts] = ['', 0], ...others] = asked
  console.info(`commands for ${turns} turns: ${asked.map(([name, count]) => `${name} ${count}`).join(', ')}`)
  const [heap, external] = [await metric('nodejs_heap_size_used_bytes'), await metric('nodejs_external_memory_bytes')]
  const ofIt = `${Math.round(heap / 2 ** 20)} MiB of it in use as heap, ${Math.round(external / 2 ** 20)} MiB beside it`
  console.info(`${replies.size} open runs: ${Math.round(residentMib())} MiB in the server, ${ofIt}`)
  // one insert a turn at most, shared with others who come meanwhile; what else is asked comes by the clock, not with the turns
  expect(inserts).toBeLessThan(turns * 0.75)
  expect(others.reduce((sum, [, count]) => sum + count, 0)).toBeLessThan(turns * (full ? 0.1 : 0.4))
  expect(residentMib()).toBeLessThan(MOST_MIB)
})

test(`a call to a flow of ${LARGEST} cards does not hold up the others`, async () => {
  const next = (n: number) => (n + 1 < LARGEST ? `n${n + 1}` : 'n0')
  const cards = Array.from({ length: LARGEST }, (_, n) => [`n${n}`, again(`This is card ${n}.`, next(n))] as const)
  await publishOn(server, flowOf(Object.fromEntries(cards), { name: 'The largest' }))
  await metric('nodejs_eventloop_lag_max_seconds')

  let answered = false
  const largest = (async () => {
    let reply = await begin('largest')
    for (let seq = 1; seq <= 3; seq++) reply = await press('largest', reply, seq)
    answered = true
    return reply
  })()
  let pressed = 0
  for (const [name, reply] of replies) {
    await press(name, reply, KEYS + 1)
    pressed += 1
    if (answered) break
  }
  expect(await largest).toContain('This is card 3.')
  const lagMs = (await metric('nodejs_eventloop_lag_max_seconds')) * 1000
  console.info(`longest wait of the event loop meanwhile: ${lagMs.toFixed(0)} ms, with ${pressed} webhooks of other calls`)
  expect(pressed).toBeGreaterThan(0)
  expect(lagMs).toBeLessThan(full ? 100 : 400)
})

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { flowIdSchema } from '@patchbay/core'
import { flowOf } from '@patchbay/core/test-kit'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase } from '../../runtime/server/src/storage/database.ts'
import { createStores, type Stores } from '../../runtime/server/src/storage/stores.ts'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { compareCensus, type OperationCensus, startCensus } from '../support/operation-census.ts'
import { publishOn } from '../support/publish-on.ts'
import { USED_OPERATIONS, WHERE_TO_NAME_THEM } from '../support/used-operations.ts'

let bench: CallBench
let census: OperationCensus
let connection: Connection
let stores: Stores

beforeAll(async () => {
  bench = await startCallBench()
  census = await startCensus(bench.database.url)
  await bench.startServer({ MONGODB_URL: census.url })
  connection = await connectDatabase(census.url, { log: pino({ level: 'silent' }), giveUp: new AbortController().signal })
  stores = createStores(connection)
})
afterAll(async () => {
  await connection?.close()
  await bench?.stop()
  await census?.stop()
  expect(compareCensus('the product', census.counts, USED_OPERATIONS.product), WHERE_TO_NAME_THEM).toEqual({
    missing: [],
    unnamed: [],
  })
})

const words = (text: string) => ({ prompt: { text: { en: text } } })
const place = { tenantId: 'local', environmentId: 'main' }
const now = new Date(0)
const until = new Date(1000)

test('a call is answered on the embedded database', async () => {
  const again = { ...words('Press 1.'), choices: [{ id: 'one', keys: ['1'], label: 'One' }], attempts: 1, timeoutSeconds: 3 }
  await publishOn(
    bench,
    flowOf({ ask: ['menu', again, { one: 'bye', noInput: 'bye', noMatch: 'bye' }], bye: ['hangUp', words('Goodbye.')] }),
  )
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  expect(bench.heard(uuid)).toContain('Goodbye.')
  for (const page of ['calls', 'prompts']) expect((await fetch(`${bench.url}/api/v1/${page}`)).status).toBe(200)
})

test('turns: leases, what is open, and the list of calls', async () => {
  const turn = { tenantId: 'local', runId: 'nobody', seq: 0 }
  expect(await stores.turns.takeLease(turn, { key: 'k', now, until })).toBe(false)
  await stores.turns.extendLease(turn, { key: 'k', until })
  expect(await stores.turns.settled(turn, 'k')).toBe(false)
  expect(await stores.turns.open(turn)).toEqual([])
  expect(await stores.turns.abandoned(now, 10)).toEqual([])
  expect(await stores.turns.outlines('local', ['nobody'])).toEqual([])
  expect(await stores.turns.begun({ ...place, limit: 5, before: { at: now, runId: 'nobody' } })).toEqual([])
})

test('queues: places, offers and agents', async () => {
  const ticket = { tenantId: 'local', runId: 'r', ticket: 't' }
  const queue = { ...place, queue: 'support' }
  const agent = { ...place, agent: '12025550150' }
  expect(await stores.tickets.slots(queue)).toEqual(new Set())
  expect(await stores.tickets.waiting(queue, 10)).toEqual([])
  expect(await stores.tickets.offer(ticket, { agent: 'a', until, tried: [] })).toBe(false)
  expect(await stores.tickets.offerFailed(ticket, 'a', true)).toBe(false)
  expect(await stores.tickets.forgetOffers(queue, now)).toEqual([])
  expect(await stores.tickets.connected(ticket, 'a', now)).toBe(false)
  expect(await stores.tickets.over(ticket, 'left', now)).toBe(false)
  expect(await stores.tickets.overdue(now, 10)).toEqual([])
  expect(await stores.tickets.queuesWaitedIn(10)).toEqual([])
  expect(await stores.tickets.conversations(queue, 5)).toEqual([])
  expect(
    await stores.tickets.ahead({ ...ticket, ...queue, priority: 1, enqueuedAt: now } as Parameters<
      typeof stores.tickets.ahead
    >[0]),
  ).toBe(0)
  expect(await stores.agents.take(agent, { runId: 'r', now, until })).toBe(true)
  expect(await stores.agents.take(agent, { runId: 'other', now, until })).toBe(false)
  await stores.agents.free(agent, 'r', until)
})

test('callbacks: taken, answered, put off and ended', async () => {
  const attempt = { id: 'c', attempt: 1 }
  expect(await stores.callbacks.due(now, 10)).toEqual([])
  expect(await stores.callbacks.take('c', { now, until, version: '1' })).toBeUndefined()
  expect(await stores.callbacks.answered(attempt, { vonageCallId: 'v', until })).toBeUndefined()
  expect(await stores.callbacks.wait(attempt, ['calling'], { notBefore: until, reason: 'busy', untouched: true })).toBe(false)
  expect(await stores.callbacks.end(attempt, ['calling'], 'done', null)).toBe(false)
})

test('recordings, messages, media and conferences', async () => {
  const recording = { tenantId: 'local', recordingUuid: 'u' }
  expect(await stores.recordings.due(now, 10)).toEqual([])
  expect(await stores.recordings.take(recording, now, until)).toBeUndefined()
  expect(await stores.recordings.deletedBefore(now, 10)).toEqual([])
  expect(await stores.recordings.change(recording, { status: 'lost' })).toBe(false)
  await stores.messages.settle('m', { status: 'delivered', messageUuid: 'u', reason: null } as Parameters<
    typeof stores.messages.settle
  >[1])
  expect(
    await stores.messages.report('m', { status: 'delivered', messageUuid: 'u', reason: null, at: now } as Parameters<
      typeof stores.messages.report
    >[1]),
  ).toBe(false)
  expect(await stores.media.remove(place, 'f')).toBeUndefined()
  expect(await stores.media.known(place, ['f'])).toEqual([])
  await stores.mediaChunks.keep('local', 'b', null)
  await stores.mediaChunks.remove('local', 'b')
  expect(await stores.conferences.remove({ tenantId: 'local', runId: 'r', member: 'm' })).toBe(false)
})

test('flows, versions, numbers, keys, limits and secrets', async () => {
  const key = { ...place, flowId: flowIdSchema.parse('main') }
  expect(await stores.flows.namesWithText(place, 'nothing has this')).toEqual([])
  await stores.flows.seeded(key)
  expect(await stores.versions.withText(place, 'nothing has this')).toBeUndefined()
  expect(await stores.versions.newest(key)).toBeUndefined()
  const number = { _id: '12025550188', ...place, label: 'Try', use: 'line', rules: [] } as unknown as Parameters<
    typeof stores.numbers.addRule
  >[0]
  await stores.numbers.addRule(number, { flowId: 'main' } as unknown as Parameters<typeof stores.numbers.addRule>[1], 3)
  await stores.numbers.remove('12025550188', place)
  await stores.keys.remove('local', 'nobody')
  const window = { ...place, window: 'hour', purgeAt: until }
  expect(await stores.outboundCounts.add(window, { legs: 2, spent: 5 })).toMatchObject({ legs: 2, spent: 5 })
  expect(await stores.vault.take('local', 'nothing', now)).toBeUndefined()
})

// an operator that comes into the code comes into the page and into one of the tests above
test('every operator in the code of the server is on the page of the embedded database', () => {
  const folder = resolve(import.meta.dirname, '../../runtime/server/src')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.test)\.ts$/.test(name))
  const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'))
  const written = new Set(texts.flatMap((text) => text.match(/(?<![\w'"`$/])\$[a-z][A-Za-z]+(?=:)/g) ?? []))
  expect(written.size).toBeGreaterThan(15)
  // the dialect of a JSON schema
  written.delete('$schema')
  const named = new Set(USED_OPERATIONS.product.map((name) => name.split(' ')[1]))
  expect(
    [...written].filter((name) => !named.has(name)),
    WHERE_TO_NAME_THEM,
  ).toEqual([])
})

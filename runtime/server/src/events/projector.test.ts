import { randomBytes } from 'node:crypto'
import { CALLER, type CallReceived, type RunEvent, startRun } from '@patchbay/core'
import { flowOf, plansOf } from '@patchbay/core/test-kit'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import type { RunInHand } from '../runs/run-in-hand.ts'
import { stepThrough, takenTurn } from '../runs/take-turn.ts'
import { createRunKeys, type RunKeys } from '../sealing/run-keys.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import { createTurnAddresses } from '../vonage/turn-address.ts'
import { unsealPersonal } from './personal.ts'
import { createProjector } from './projector.ts'

const log = pino({ level: 'silent' })
const secretKey = randomBytes(32)
const addresses = createTurnAddresses({ secretKey, publicUrl: 'https://calls.example.com' })
const place = { tenantId: 'local', environmentId: 'main' }
const words = (text: string) => ({ prompt: { text: { en: text } } })
const flow = flowOf({
  menu: [
    'menu',
    { ...words('Press 1.'), choices: [{ id: 'one', keys: ['1'], label: 'One' }] },
    { one: 'bye', noInput: 'bye', noMatch: 'bye' },
  ],
  bye: ['hangUp', words('Bye.')],
})
const plans = plansOf(flow)
const FROM = '447700900123'

let database: TestDatabase
let connection: Connection
let stores: Stores
let keys: RunKeys
beforeAll(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log, giveUp: new AbortController().signal })
  stores = createStores(connection)
  await buildIndexes(stores)
  keys = createRunKeys(stores.keys, secretKey)
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})
beforeEach(async () => {
  for (const name of ['turns', 'events', 'keys', 'leases']) await connection.collection(name).deleteMany({})
})

/** Stores a call of three turns: answered, a key, and the end. */
async function call(runId: string): Promise<void> {
  const purgeAt = new Date(Date.now() + 60_000)
  const received: CallReceived = {
    ...{ type: 'call.received', leg: CALLER, from: FROM, to: '12025550100' },
    ...{ vonageCallId: 'u1', vonageConversationId: 'CON-1' },
  }
  const begun = startRun(plans, { flowId: flow.id, version: '1' }, received, { now: 0, seed: 's', seq: 0 })
  const key = await keys.create(place.tenantId, runId, purgeAt)
  const before: RunInHand = {
    ...{ place, isTest: false, runId, seed: 's', purgeAt, key, seq: -1 },
    ...{ state: begun.state, replies: {}, size: 0 },
  }
  const input = { leg: CALLER, now: Date.now(), arrival: undefined }
  let taken = takenTurn({ plans, addresses }, before, begun, { ...input, events: [received], answered: true })
  await stores.turns.collection.insertOne(taken.stored)
  const events: RunEvent[] = [
    { type: 'digits.received', leg: CALLER, askedSeq: 0, digits: '1' },
    { type: 'leg.statusChanged', leg: CALLER, status: 'completed', vonageCallId: 'u1', occurredAt: '2026-01-02T09:31:00.000Z' },
  ]
  for (const event of events) {
    const turn = stepThrough(plans, taken.run, { events: [event], now: Date.now() })
    taken = takenTurn({ plans, addresses }, taken.run, turn, {
      ...input,
      events: [event],
      answered: event.type !== 'leg.statusChanged',
    })
    await stores.turns.collection.insertOne(taken.stored)
  }
}

const projector = (clock = Date.now, load = 0) => createProjector({ ...stores, keys, watchLoad: () => () => load, clock, log })
const stored = () => connection.collection('events').find({}).sort({ _id: 1 }).toArray()

test('every turn is taken in once, and again with no change', async () => {
  await call('run1')
  await call('run2')
  expect(await projector().sweep()).toBe(6)
  const once = await stored()
  expect(once.map(({ _id, type }) => `${_id} ${type}`).filter((name) => name.startsWith('run1'))).toEqual([
    'run1:0:0 contact.offered',
    'run1:0:1 flow.entered',
    'run1:1:0 input.received',
    'run1:1:1 flow.node',
    'run1:1:2 flow.node',
    'run1:1:3 flow.completed',
    'run1:2:0 contact.ended',
  ])
  expect(await projector().sweep()).toBe(0)
  await connection.collection('turns').updateMany({}, { $set: { projected: false } })
  expect(await projector().sweep()).toBe(6)
  expect(await stored()).toEqual(once)
})

test('what is personal lies sealed, and opens for its own event only', async () => {
  await call('run1')
  await projector().sweep()
  const [offered, , answered] = await stored()
  expect(JSON.stringify(await stored())).not.toContain(FROM)
  const key = await keys.open('local', 'run1')
  const opened = (id: string, event: { sealed?: { buffer: Buffer } } | undefined) =>
    unsealPersonal(key, id, Buffer.from(event?.sealed?.buffer ?? []))
  expect(opened('run1:0:0', offered as never)).toEqual({ from: FROM, to: '12025550100' })
  expect(opened('run1:1:0', answered as never)).toEqual({ value: '1' })
  expect(() => opened('run1:0:0', answered as never)).toThrow(expect.objectContaining({ code: 'SEALED_VALUE_NOT_READABLE' }))
})

test('of two processes one does it; when that one is gone, the other does', async () => {
  await call('run1')
  const now = Date.now()
  await stores.leases.take('events', 'another process', { now: new Date(now), until: new Date(now + 30_000) })
  expect(await projector().sweep()).toBe(0)
  expect(await stored()).toEqual([])
  expect(await projector(() => now + 31_000).sweep()).toBe(3)
})

test('calls that were erased, or cannot be read, hold up nobody', async () => {
  for (const run of ['run1', 'run2', 'run3']) await call(run)
  await keys.erase('local', 'run1')
  await connection.collection('turns').updateOne({ runId: 'run2', seq: 1 }, { $set: { sealed: randomBytes(40) } })
  expect(await projector().sweep()).toBe(9)
  expect((await stored()).map(({ contactId }) => contactId).filter((run) => run !== 'run3')).toEqual(['run2', 'run2'])
  expect(await projector().sweep()).toBe(0)
})

test('calls that need the process come first, until turns have waited for a minute', async () => {
  await call('run1')
  const now = Date.now()
  expect(await projector(() => now, 0.9).sweep()).toBe(0)
  expect(await stored()).toEqual([])
  expect(await projector(() => now + 61_000, 0.9).sweep()).toBe(3)
  await call('run2')
  expect(await projector(() => now, 0.1).sweep()).toBe(3)
})

test('with time to spare, batch follows upon batch; when calls come, it stops between two', async () => {
  for (let n = 0; n < 40; n++) await call(`run${n}`)
  let looks = 0
  // a look begins with each wait: the second one sees calls come
  const watchLoad = () => {
    looks += 1
    const load = looks === 3 ? 0.9 : 0.1
    return () => load
  }
  const one = createProjector({ ...stores, keys, watchLoad, clock: Date.now, log })
  expect(await one.sweep()).toBe(100)
  expect(await one.sweep()).toBe(20)
})

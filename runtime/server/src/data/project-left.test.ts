import { randomBytes } from 'node:crypto'
import { CALLER, type CallReceived, startRun } from '@patchbay/core'
import { flowOf, plansOf } from '@patchbay/core/test-kit'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { takenTurn } from '../runs/take-turn.ts'
import { createRunKeys } from '../sealing/run-keys.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import { createTurnAddresses } from '../vonage/turn-address.ts'
import { projectLeft } from './project-left.ts'

const log = pino({ level: 'silent' })
const secretKey = randomBytes(32)
let database: TestDatabase
let connection: Connection
let stores: Stores
beforeAll(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log, giveUp: new AbortController().signal })
  stores = createStores(connection)
  await buildIndexes(stores)
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})

test('what no server has taken into reports is taken in, unless one is at it', async () => {
  const flow = flowOf({ bye: ['hangUp', { prompt: { text: { en: 'Bye.' } } }] })
  const plans = plansOf(flow)
  const event: CallReceived = {
    ...{ type: 'call.received', leg: CALLER, from: '447700900123', to: '12025550100' },
    ...{ vonageCallId: 'u1', vonageConversationId: 'CON-1' },
  }
  const begun = startRun(plans, { flowId: flow.id, version: '1' }, event, { now: 0, seed: 's', seq: 0 })
  const purgeAt = new Date(Date.now() + 60_000)
  const key = await createRunKeys(stores.keys, secretKey).create('local', 'run1', purgeAt)
  const place = { tenantId: 'local', environmentId: 'main' }
  const run = { place, isTest: false, runId: 'run1', seed: 's', purgeAt, key, seq: -1, state: begun.state, replies: {}, size: 0 }
  const addresses = createTurnAddresses({ secretKey, publicUrl: 'https://calls.example.com' })
  const input = { leg: CALLER, now: Date.now(), arrival: undefined, events: [event], answered: true }
  await stores.turns.collection.insertOne(takenTurn({ plans, addresses }, run, begun, input).stored)

  const db = connection.getClient().db(connection.name)
  const now = Date.now()
  await stores.leases.take('events', 'a server', { now: new Date(now), until: new Date(now + 30_000) })
  expect(await projectLeft(db, secretKey)).toBe(1)
  await stores.leases.release('events', 'a server')
  expect(await projectLeft(db, secretKey)).toBe(0)
  expect(await db.collection('events').distinct('contactId')).toEqual(['run1'])
})

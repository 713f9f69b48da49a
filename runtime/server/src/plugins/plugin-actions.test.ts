import { randomBytes } from 'node:crypto'
import { AppError, type Manifest, parseManifest, type Role } from '@patchbay/core'
import { deskManifest } from '@patchbay/core/test-kit'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { OWNER } from '../context.ts'
import type { PluginAnswer, PluginCall } from '../outside/plugin-port.ts'
import type { RequestError } from '../request-error.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import { createPluginActions } from './plugin-actions.ts'
import { createPluginOrders } from './plugin-orders.ts'

let database: TestDatabase
let connection: Connection
let stores: Stores

beforeAll(async () => {
  database = await startTestDatabase()
  const silent = { log: pino({ level: 'silent' }), giveUp: new AbortController().signal }
  connection = await connectDatabase(database.url, silent)
  stores = createStores(connection)
  await buildIndexes(stores)
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})

const manifest = (more: object): Manifest => {
  const parsed = parseManifest({ ...deskManifest, ...more })
  if (parsed.type === 'error') throw new Error('the manifest of the tests is wrong')
  return parsed.manifest
}

type Turn = PluginAnswer | { reason: string; sent: 0 | 1 }
const secretKey = randomBytes(32)
let environments = 0

/** The actions of two plugins of one category, which answer turn by turn; the last turn is for all that follow. */
function actionsThat(...turns: Turn[]) {
  const calls: PluginCall[] = []
  const context = { ...OWNER, environmentId: `e${environments++}` }
  const orders = createPluginOrders({ store: stores.pluginOrders, secretKey, clock: Date.now })
  const port = {
    manifests: async () => [manifest({ name: 'first-desk' }), manifest({ name: 'test-desk' })],
    async invoke(_place: unknown, call: PluginCall): Promise<PluginAnswer> {
      calls.push(call)
      const turn = turns[Math.min(calls.length, turns.length) - 1]
      if (turn === undefined) throw new Error('nobody said what the plugin answers')
      if ('outlet' in turn) return turn
      throw new AppError('REQUEST_FAILED', 'x', { details: turn })
    },
  }
  const actions = createPluginActions(port, orders)
  const ask = (action: string, input: object, { key, plugin = 'test-desk', role = 'owner' as Role, actor = 'owner' } = asUsual) =>
    actions.invoke({ ...context, role, actor }, plugin, action, {
      input: { ...input },
      key,
      signal: new AbortController().signal,
    })
  return { ask, calls }
}
const asUsual: { key?: string; plugin?: string; role?: Role; actor?: string } = {}

const ann = { outlet: 'found', output: { name: 'Ann', tier: 'gold' } }
const paid = { outlet: 'paid', output: { paymentId: 'p1' } }
const note = { text: 'Called.' }
const payment = { card: 'token', amount: 100, currency: 'THB' }

test('a plugin is asked by its name, or as the first of its category', async () => {
  const { ask, calls } = actionsThat(ann)
  expect(await ask('findCaller', { number: '66' })).toEqual(ann)
  await ask('findCaller', { number: '66' }, { plugin: 'other' })
  expect(calls.map(({ plugin }) => plugin)).toEqual(['test-desk', 'first-desk'])
})

test.each<[string, string, string]>([
  ['a plugin that is not installed', 'payments', 'findCaller'],
  ['an action that it does not have', 'test-desk', 'toString'],
])('%s is not found', async (_, plugin, action) => {
  const { ask, calls } = actionsThat(ann)
  await expect(ask(action, {}, { plugin })).rejects.toMatchObject({ code: 'PLUGIN_NOT_FOUND' })
  expect(calls).toEqual([])
})

test('input is held against the schema, field by field, before anything is done', async () => {
  const { ask, calls } = actionsThat(paid)
  const thrown = await ask('charge', { amount: 0, currency: 'EUR', more: 1 }, { key: 'key-1234' }).catch(
    (error: unknown) => error,
  )
  expect(thrown).toMatchObject({ code: 'REQUEST_NOT_VALID' })
  expect((thrown as RequestError).errors).toEqual([
    { path: 'input.card', message: 'is missing' },
    { path: 'input.amount', message: 'must be 1 at least' },
    { path: 'input.currency', message: 'must be one of THB, TRY, USD' },
    { path: 'input.more', message: 'is not known here' },
  ])
  expect(calls).toEqual([])
})

test.each<[string, object, Role[]]>([
  ['findCaller', { number: '66' }, ['analyst']],
  ['addNote', note, ['builder', 'analyst']],
  ['charge', payment, ['builder', 'developer', 'agent', 'analyst']],
])('%s is not for everybody', async (action, input, roles) => {
  const { ask, calls } = actionsThat(ann)
  for (const role of roles)
    await expect(ask(action, input, { role, key: 'key-1234' })).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  expect(calls).toEqual([])
})

test.each<[string, string, object, Turn, object]>([
  [
    'what surely was not done',
    'charge',
    payment,
    { reason: 'unavailable', sent: 0 },
    { outlet: 'failed', reason: 'unavailable' },
  ],
  ['what may have been done', 'charge', payment, { reason: 'timeout', sent: 1 }, { outlet: 'unknown', reason: 'timeout' }],
  [
    'an answer that is not the manifest’s',
    'charge',
    payment,
    { outlet: 'paid', output: {} },
    { outlet: 'unknown', reason: 'outputNotValid' },
  ],
  ['a failed look-up', 'findCaller', { number: '66' }, { reason: 'timeout', sent: 1 }, { outlet: 'failed', reason: 'timeout' }],
])('%s is an outlet with a reason', async (_, action, input, turn, outcome) => {
  const { ask } = actionsThat(turn)
  expect(await ask(action, input, { key: 'key-1234' })).toEqual({ output: {}, ...outcome })
})

describe('a key', () => {
  test('is needed for what moves money', async () => {
    const { ask, calls } = actionsThat(paid)
    await expect(ask('charge', payment)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REQUIRED' })
    expect(calls).toEqual([])
  })

  test('stands for one thing that is done once: a repetition gets the same answer', async () => {
    const { ask, calls } = actionsThat(paid, { outlet: 'declined', output: {} })
    const { currency, ...rest } = payment
    expect(await ask('charge', payment, { key: 'key-1234' })).toEqual(paid)
    expect(await ask('charge', { currency, ...rest }, { key: 'key-1234' })).toEqual(paid)
    expect(calls).toHaveLength(1)
    await expect(ask('charge', { ...payment, amount: 200 }, { key: 'key-1234' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_TAKEN',
    })
    await ask('charge', payment, { key: 'key-1234', actor: 'somebody else' })
    expect(new Set(calls.map(({ key }) => key)).size).toBe(2)
  })

  test('of money that nobody knows of is asked again under the same key', async () => {
    const { ask, calls } = actionsThat({ reason: 'timeout', sent: 1 }, paid)
    expect(await ask('charge', payment, { key: 'key-1234' })).toMatchObject({ outlet: 'unknown' })
    expect(await ask('charge', payment, { key: 'key-1234' })).toEqual(paid)
    expect(new Set(calls.map(({ key }) => key)).size).toBe(1)
  })

  test('of what is done at most once is never done again, but for what surely was not done', async () => {
    const { ask, calls } = actionsThat({ reason: 'timeout', sent: 1 }, { outlet: 'done', output: {} })
    expect(await ask('addNote', note, { key: 'key-1234' })).toMatchObject({ outlet: 'unknown' })
    expect(await ask('addNote', note, { key: 'key-1234' })).toMatchObject({ outlet: 'unknown' })
    expect(calls).toHaveLength(1)

    const other = actionsThat({ reason: 'unavailable', sent: 0 }, { outlet: 'done', output: {} })
    expect(await other.ask('addNote', note, { key: 'key-1234' })).toMatchObject({ outlet: 'failed' })
    expect(await other.ask('addNote', note, { key: 'key-1234' })).toMatchObject({ outlet: 'done' })
  })

  test('that twenty use at once is used once', async () => {
    const { ask, calls } = actionsThat({ outlet: 'done', output: {} })
    const came = await Promise.all(Array.from({ length: 20 }, () => ask('addNote', note, { key: 'key-1234' })))
    expect(calls).toHaveLength(1)
    expect(came.filter(({ outlet }) => outlet === 'done').length).toBeGreaterThanOrEqual(1)
  })

  test('lets nobody read in the database what came of it', async () => {
    const { ask } = actionsThat({ outlet: 'paid', output: { paymentId: 'payment-of-ann' } })
    await ask('charge', payment, { key: 'key-1234' })
    const kept = await connection.collection('pluginOrders').find({}).toArray()
    expect(kept.length).toBeGreaterThan(0)
    expect(JSON.stringify(kept)).not.toMatch(new RegExp(Buffer.from('payment-of-ann').toString('base64').slice(2, 14)))
  })
})

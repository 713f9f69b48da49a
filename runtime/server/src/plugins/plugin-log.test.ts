import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { OWNER } from '../context.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import { createPluginLogs, LINES_KEPT } from './plugin-log.ts'

let database: TestDatabase
let connection: Connection
let stores: Stores
const log = pino({ level: 'silent' })

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

let environments = 0
function logs() {
  const context = { ...OWNER, environmentId: `e${environments++}` }
  let now = Date.now()
  const made = createPluginLogs({ store: stores.pluginLogs, clock: () => now++, log })
  const shelf = { tenantId: context.tenantId, environmentId: context.environmentId, installationId: 'i' }
  const say = (text: string, plugin = 'test-desk') => made.add({ shelf, plugin, action: 'findCaller', level: 'info', text })
  const texts = async (plugin = 'test-desk') => (await made.list(context, plugin)).lines.map((line) => line.text)
  return { ...made, context, say, texts }
}

test('the last lines of a plugin are there, newest first, and nobody else’s', async () => {
  const { say, texts, list, context } = logs()
  say('one')
  say('of another', 'other-desk')
  say('two')
  expect(await texts()).toEqual(['two', 'one'])
  expect((await list(context, 'test-desk')).lines[0]).toMatchObject({ action: 'findCaller', level: 'info' })
  expect((await list({ ...context, environmentId: 'elsewhere' }, 'test-desk')).lines).toEqual([])
  await expect(list({ ...context, role: 'agent' }, 'test-desk')).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
})

test('a plugin that says much is kept to its last lines', async () => {
  const { say, flush, texts, context } = logs()
  for (let batch = 0; batch < 8; batch++) {
    for (let n = 0; n < 100; n++) say(`${batch * 100 + n}`)
    await flush()
  }
  expect((await texts())[0]).toBe('799')
  const place = { tenantId: context.tenantId, environmentId: context.environmentId }
  expect(await connection.collection('pluginLogs').countDocuments(place)).toBeLessThanOrEqual(LINES_KEPT + 100)
})

test('a plugin that floods its log before it is written loses lines, and nothing else breaks', async () => {
  const { say, texts } = logs()
  for (let n = 0; n < 3_000; n++) say(`${n}`)
  expect((await texts())[0]).toBe('999')
  say('again')
  expect((await texts())[0]).toBe('again')
})

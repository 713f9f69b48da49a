import { resolve } from 'node:path'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { OWNER } from '../context.ts'
import { noLocks } from '../plugins/plugin-locks.ts'
import { SAMPLE_NUMBER } from '../settings.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores } from '../storage/stores.ts'
import { noPlugins } from '../testing/no-plugins.ts'
import { createFlows, keyOf } from './flows.ts'
import { createNumbers } from './numbers.ts'
import { createPublishing } from './publishing.ts'
import { seedFirstRun } from './seed.ts'

const template = resolve(import.meta.dirname, '../../../../templates/welcome-line')
const log = pino({ level: 'silent' })
const clock = () => Date.UTC(2026, 0, 1)

let database: TestDatabase
let connection: Connection
beforeEach(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log, giveUp: new AbortController().signal })
})
afterEach(async () => {
  await connection.close()
  await database.stop()
})

async function services() {
  const stores = createStores(connection)
  await buildIndexes(stores)
  const flows = createFlows({ ...stores, clock })
  return {
    stores,
    publishing: createPublishing({
      stores: { ...stores, testHosts: [], plugins: noPlugins, locks: noLocks, pluginsOff: async () => [] },
      flows,
      clock,
    }),
    numbers: createNumbers(stores),
    flowsService: flows,
  }
}

const outcome = async ({ stores, flowsService }: Awaited<ReturnType<typeof services>>) => ({
  flows: (await flowsService.list(OWNER)).map(({ id, liveVersion, numbers }) => ({ id, liveVersion, numbers })),
  versions: (await stores.versions.list(keyOf(OWNER, 'welcome'))).map(({ number }) => number),
})
const whole = { flows: [{ id: 'welcome', liveVersion: 1, numbers: [SAMPLE_NUMBER] }], versions: [1] }
const cut = async (): Promise<never> => {
  throw new Error('killed')
}

test('a first run that is cut off at any point is finished by the next start', async () => {
  const parts = await services()
  const { stores, publishing, numbers } = parts
  const start = (broken: object) =>
    seedFirstRun({ flows: stores.flows, bindings: stores.bindings, publishing, numbers, clock, log, ...broken }, template)

  await expect(start({ publishing: { ...publishing, publish: cut } })).rejects.toThrow('killed')
  await expect(start({ numbers: { ...numbers, save: cut } })).rejects.toThrow('killed')
  await expect(start({ flows: { ...stores.flows, seeded: cut } })).rejects.toThrow('killed')
  await start({})
  expect(await outcome(parts)).toEqual(whole)
  expect(await stores.bindings.names({ tenantId: 'local', environmentId: 'main' })).toEqual({
    calendar: ['main'],
    mailbox: ['main'],
  })
  expect(await stores.flows.seeding({ tenantId: 'local', environmentId: 'main' })).toBeUndefined()
})

test('whoever deleted the sample flow does not get it back', async () => {
  const parts = await services()
  const { stores, publishing, numbers, flowsService } = parts
  const start = () => seedFirstRun({ flows: stores.flows, bindings: stores.bindings, publishing, numbers, clock, log }, template)
  await start()
  await numbers.save(OWNER, { number: SAMPLE_NUMBER as never, label: 'Free', rules: [] })
  await flowsService.remove(OWNER, 'welcome')
  await start()
  expect((await outcome(parts)).flows).toEqual([])
})

import { randomBytes } from 'node:crypto'
import { AppError, type Role } from '@patchbay/core'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { OWNER } from '../context.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import { createErasures, type Erasures } from './erasures.ts'

const ANN = '447700900321'
let database: TestDatabase
let connection: Connection
let stores: Stores
let erasures: Erasures
let now = Date.now()
const lines: string[] = []
const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
beforeAll(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log: pino({ level: 'silent' }), giveUp: new AbortController().signal })
  stores = createStores(connection)
  await buildIndexes(stores)
  const db = connection.getClient().db(connection.name)
  erasures = createErasures({ database: db, store: stores.erasures, secretKey: randomBytes(32), clock: () => now, log })
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (thrown) => AppError.from(thrown).code,
  )

test('it begins at once, goes on by itself, and is listed with who asked, never with whom it was about', async () => {
  const begun = await erasures.begin(OWNER, { numbers: [`+${ANN}`, '0044 7700 900 654'], customerId: 'c-annabel' })
  expect(begun).toMatchObject({ by: 'owner' })
  await expect.poll(async () => (await erasures.get(OWNER, begun.id)).state).toBe('done')
  const all = await erasures.list(OWNER)
  expect(all.map(({ id }) => id)).toEqual([begun.id])
  expect(await erasures.list({ ...OWNER, tenantId: 'other' })).toEqual([])
  await expect.poll(() => lines.length).toBe(2)
  expect(JSON.stringify([all, lines])).not.toMatch(/7700|annabel/)
})

test('whoever is not heard of any more was stopped', async () => {
  const { id } = await erasures.begin(OWNER, { numbers: [ANN], customerId: undefined })
  await expect.poll(async () => (await erasures.get(OWNER, id)).state).toBe('done')
  const seenAt = new Date(now)
  await connection
    .getClient()
    .db(connection.name)
    .collection<{ _id: string }>('erasures')
    .updateOne({ _id: id }, { $set: { state: 'underWay', seenAt } })
  expect((await erasures.get(OWNER, id)).state).toBe('underWay')
  now += 3 * 60_000
  expect((await erasures.get(OWNER, id)).state).toBe('failed')
})

test.each<Role>(['builder', 'supervisor', 'agent', 'developer', 'analyst'])(
  'as %s nobody is erased, and nothing is seen of it',
  async (role) => {
    const context = { ...OWNER, role }
    const before = await erasures.list(OWNER)
    expect(await codeOf(erasures.begin(context, { numbers: [ANN], customerId: undefined }))).toBe('NOT_PERMITTED')
    expect([await codeOf(erasures.get(context, 'x')), await codeOf(erasures.list(context))]).toEqual([
      'NOT_PERMITTED',
      'NOT_PERMITTED',
    ])
    expect(await erasures.list(OWNER)).toEqual(before)
  },
)

test('what there is not is not found', async () => {
  expect(await codeOf(erasures.get(OWNER, 'nothing'))).toBe('ERASURE_NOT_FOUND')
})

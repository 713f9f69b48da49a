import { randomBytes } from 'node:crypto'
import type { CollectionErasing, ObjectSchema } from '@patchbay/core'
import type { RecordPlace } from '@patchbay/sandbox'
import type { Db } from 'mongodb'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { createPluginOrders } from '../plugins/plugin-orders.ts'
import { createRecordPort } from '../plugins/record-port.ts'
import { createValuePort } from '../plugins/value-port.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import { gatewayRecords } from '../test-cards/gateway-records.ts'
import { type EraseOrder, eraseCustomer } from './erase-customer.ts'

const ANN = '447700900321'
const BEN = '447700900654'
const secretKey = randomBytes(32)
// of today: the database removes what is over its time
const NOW = Date.now()
const clock = () => NOW
const place = { tenantId: 'local', environmentId: 'main' }
const record: ObjectSchema = { type: 'object', properties: {} }
const COLLECTIONS: Record<
  string,
  { record: ObjectSchema; unique: string[][]; indexes: string[][]; erasing?: CollectionErasing }
> = {
  people: {
    ...{ record, unique: [['phone']], indexes: [] },
    erasing: {
      by: [
        { field: 'phone', names: 'telephone' },
        { field: 'into', names: 'record', of: 'people' },
      ],
      customers: true,
    },
  },
  notes: { ...{ record, unique: [], indexes: [['who']] }, erasing: { by: [{ field: 'who', names: 'record', of: 'people' }] } },
  payments: {
    ...{ record, unique: [], indexes: [['customer']] },
    erasing: { by: [{ field: 'customer', names: 'customer' }], blank: ['customer', 'note'] },
  },
  codes: { ...{ record, unique: [], indexes: [] }, erasing: { by: [{ field: 'phone', names: 'telephone' }] } },
  rooms: { ...{ record, unique: [], indexes: [] }, erasing: { by: [] } },
  old: { record, unique: [], indexes: [] },
}

let database: TestDatabase
let connection: Connection
let stores: Stores
let db: Db
beforeAll(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log: pino({ level: 'silent' }), giveUp: new AbortController().signal })
  stores = createStores(connection)
  await buildIndexes(stores)
  db = connection.getClient().db(connection.name)
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})
beforeEach(async () => {
  for (const name of ['pluginRecords', 'pluginValues', 'pluginOrders', 'pluginInstallations', 'pluginVersions', 'erasures'])
    await db.collection(name).deleteMany({})
  await install('i1', 'desk')
})

const install = (_id: string, name: string, more: object = {}) =>
  db
    .collection<{ _id: string; [field: string]: unknown }>('pluginInstallations')
    .insertOne({ _id, ...place, name, manifestText: JSON.stringify({ collections: COLLECTIONS }), enabled: true, ...more })
const at = (collection: string, installationId = 'i1', environmentId = 'main'): RecordPlace => ({
  shelf: { tenantId: 'local', environmentId, installationId },
  collection,
  rules: COLLECTIONS[collection] ?? { unique: [], indexes: [] },
})
const port = () => createRecordPort(stores.pluginRecords, secretKey, clock)
const keep = (where: RecordPlace, id: string, value: Record<string, unknown>, counter?: string) =>
  port().insert(where, { id, value, counter, createdAt: clock() })
const idsIn = async (where: RecordPlace) =>
  (await port().find(where, { where: undefined, limit: 100, newestFirst: false, after: undefined })).map(({ id }) => id)
const erase = (more: Partial<EraseOrder> = {}) =>
  eraseCustomer(db, { ...place, numbers: [ANN], by: { actor: 'Owner', role: 'owner' }, clock, secretKey, ...more })

test('a customer goes with what names them, and what names that; everybody else stays', async () => {
  await keep(at('people'), 'p1', { phone: `+${ANN}` })
  await keep(at('people'), 'p2', { phone: '1', into: 'p1' })
  await keep(at('people'), 'p3', { phone: BEN })
  await keep(at('notes'), 'n1', { who: 'p1' })
  await keep(at('notes'), 'n2', { who: 'p2' })
  await keep(at('notes'), 'n3', { who: 'p3' })
  await keep(at('codes'), 'c1', { phone: ANN })
  await keep(at('codes'), 'c2', { phone: `${ANN}0` })
  expect(await erase()).toMatchObject({ records: 5, blanked: 0, unclear: [] })
  expect([await idsIn(at('people')), await idsIn(at('notes')), await idsIn(at('codes'))]).toEqual([['p3'], ['n3'], ['c2']])
  // and the number is free again
  expect(await keep(at('people'), 'p9', { phone: `+${ANN}` })).toMatchObject({ id: 'p9' })
  expect(await erase()).toMatchObject({ records: 1 })
  expect(await erase()).toMatchObject({ records: 0, blanked: 0 })
})

test('what the law on money wants kept stays with its number, found by nobody’s name, also in what is switched off or was taken out', async () => {
  await install('i2', 'till', { enabled: false })
  await install('i3', 'books', { removedAt: new Date(clock()) })
  await keep(at('people'), 'person-1', { phone: ANN })
  for (const installation of ['i1', 'i2', 'i3'])
    await keep(at('payments', installation), 'm1', { customer: 'person-1', note: 'Ann', amount: 7 }, 'payments')
  await keep(at('payments'), 'm2', { customer: `00${ANN}`, amount: 8 })
  await keep(at('payments'), 'm3', { customer: 'person-17', amount: 9 })
  expect(await erase()).toMatchObject({ records: 1, blanked: 4 })
  for (const installation of ['i1', 'i2', 'i3'])
    expect(await port().get(at('payments', installation), 'm1')).toMatchObject({ revision: 2, number: 1, value: { amount: 7 } })
  expect((await port().get(at('payments'), 'm1'))?.value).toEqual({ amount: 7 })
  expect((await port().get(at('payments'), 'm3'))?.value).toEqual({ customer: 'person-17', amount: 9 })
  const of = (customer: string) =>
    port().find(at('payments'), { where: { customer }, limit: 10, newestFirst: false, after: undefined })
  expect([await of('person-1'), (await of('person-17')).length]).toEqual([[], 1])
})

test('a number that was given to what goes stays taken, and says nothing', async () => {
  await keep(at('codes'), 'c1', { phone: BEN }, 'codes')
  await keep(at('codes'), 'c2', { phone: ANN }, 'codes')
  expect(await erase()).toMatchObject({ records: 1 })
  expect([await idsIn(at('codes')), await port().get(at('codes'), 'c2')]).toEqual([['c1'], undefined])
  expect(await keep(at('codes'), 'c2', { phone: BEN }, 'codes')).toMatchObject({ number: 3 })
  expect(JSON.stringify(await db.collection('pluginRecords').find({}).toArray())).not.toContain(ANN)
})

test('who is known by an id alone is erased by it, in the environment that it is of', async () => {
  await install('elsewhere', 'desk', { environmentId: 'test' })
  await keep(at('people'), 'p1', { phone: '1' })
  await keep(at('payments'), 'm1', { customer: 'p1' })
  await keep(at('people', 'elsewhere', 'test'), 'p1', { phone: '1' })
  await keep(at('people', 'elsewhere', 'test'), 'p2', { phone: ANN })
  expect(await erase({ numbers: [], customerIds: ['p1'] })).toMatchObject({ records: 1, blanked: 1 })
  expect(await idsIn(at('people', 'elsewhere', 'test'))).toEqual(['p1', 'p2'])
  expect(await erase({ numbers: [ANN] })).toMatchObject({ records: 1 })
  expect(await idsIn(at('people', 'elsewhere', 'test'))).toEqual(['p1'])
})

test('what is kept under names goes when it speaks of them', async () => {
  const values = createValuePort(stores.pluginValues, secretKey)
  const shelf = at('people').shelf
  await keep(at('people'), 'person-1', { phone: ANN })
  const kept = { [`seen/+${ANN}`]: 'true', token: '"abc"', last: '{"who":"person-1"}', other: `"${BEN}"` }
  for (const [name, text] of Object.entries(kept)) await values.set(shelf, name, text, false)
  expect(await erase()).toMatchObject({ values: 2 })
  const left = await Promise.all(Object.keys(kept).map((name) => values.get(shelf, name)))
  expect(left).toEqual([undefined, '"abc"', undefined, `"${BEN}"`])
})

test('the answer that is kept for a repetition goes; it is not done again', async () => {
  const orders = createPluginOrders({ store: stores.pluginOrders, secretKey, clock })
  const context = { ...place, actor: 'Owner', role: 'owner' as const }
  let done = 0
  const once = (key: string, phone: string) =>
    orders.once(context, { key, what: 'x', mayRepeat: false }, async () => {
      done++
      return { outlet: 'done', output: { phone } }
    })
  await once('a', ANN)
  await once('b', BEN)
  expect(await erase()).toMatchObject({ values: 1 })
  expect([(await once('a', ANN)).outlet, (await once('b', BEN)).outlet, done]).toEqual(['unknown', 'done', 2])
})

test('a payment at the gateway of test cards loses whose it was and what was said, and keeps what was paid and given back', async () => {
  await keep(at('people'), 'person-1', { phone: ANN })
  const collection = gatewayRecords(port(), place, clock)
  const refunds = [{ id: 'r1', key: 'k', amount: 3, reason: 'Ann was ill', at: 1 }]
  const payment = {
    status: 'paid',
    amount: 7,
    captured: 7,
    currency: 'THB',
    disputed: false,
    brand: 'visa',
    lastFour: '4242',
    at: 1,
  } as const
  await collection('payments').add({ ...payment, id: 'pay1', customer: 'person-1', description: 'For Ann', refunds })
  await collection('payments').add({ ...payment, id: 'pay2', customer: 'person-2', refunds: [] })
  await collection('methods').add({ id: 'card1', customer: ANN, brand: 'visa', lastFour: '4242', outcome: 'paid', at: 1 })
  expect(await erase()).toMatchObject({ records: 2, blanked: 1 })
  expect((await collection('payments').get('pay1'))?.value).toEqual({
    ...payment,
    id: 'pay1',
    refunds: [{ id: 'r1', key: 'k', amount: 3, at: 1 }],
  })
  expect((await collection('payments').find({ where: { customer: 'person-2' } })).map(({ id }) => id)).toEqual(['pay2'])
  expect(await collection('methods').get('card1')).toBeUndefined()
})

test('what nobody says anything about is left, and named', async () => {
  await keep(at('old'), 'o1', { text: `Call +${ANN} back` })
  await keep(at('old'), 'o2', { text: BEN })
  await keep(at('rooms'), 'r1', { text: ANN })
  await keep(at('gone'), 'g1', { text: ANN })
  expect(await erase()).toMatchObject({ records: 0, unclear: ['desk.gone', 'desk.old'] })
  expect(await idsIn(at('old'))).toEqual(['o1', 'o2'])
})

test('what only an older version of the plugin kept goes by what that version said', async () => {
  const { old: _old, people: _people, ...before } = COLLECTIONS
  const manifestText = JSON.stringify({ collections: { ...before, gone: COLLECTIONS['codes'], old: COLLECTIONS['codes'] } })
  await db.collection('pluginVersions').insertOne({ ...place, name: 'desk', manifestText })
  await keep(at('gone'), 'g1', { phone: ANN })
  await keep(at('old'), 'o1', { phone: ANN })
  expect(await erase()).toMatchObject({ records: 2, unclear: [] })
})

test('it is written down who had it done, and not whom it was about', async () => {
  await keep(at('people'), 'p1', { phone: ANN })
  const erased = await erase({ customerIds: ['p1'] })
  const [kept] = await stores.erasures.list('local', 1)
  expect(kept).toMatchObject({ ...place, actor: 'Owner', role: 'owner', state: 'done', erased })
  expect(JSON.stringify(kept)).not.toMatch(/4477|p1/)
  expect(await stores.erasures.get('other', kept?._id ?? '')).toBeUndefined()
})

import { createHmac } from 'node:crypto'
import { resolve } from 'node:path'
import type { Manifest } from '@patchbay/core'
import {
  callbackListSchema,
  callRuleListSchema,
  callRuleSchema,
  pluginTriggersSchema,
  problemSchema,
} from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { readPluginFolder } from '@patchbay/plugin-tools'
import type { PatchbayServer } from '@patchbay/server'
import { MongoClient } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { bind } from '../support/bind.ts'
import { type CallBench, freePort, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { apiOf, publishOn } from '../support/publish-on.ts'

const SECRET = 'secret-of-the-shop'
const CUSTOMER = '12025550143'
const MINUTE = 60_000
const RULES = '/plugins/web-requests/call-rules'

let bench: CallBench
let client: MongoClient
let server: PatchbayServer
let flowId: string
let events = 0

const start = (overrides = {}) => bench.startServer(overrides, { clock: () => bench.clock.now() })
beforeAll(async () => {
  bench = await startCallBench()
  client = await MongoClient.connect(bench.database.url)
  server = await start()
  const { manifest, code: bundle } = await readPluginFolder(
    resolve(import.meta.dirname, '../../plugins/first-party/src/web-requests'),
  )
  const { secrets = [], dataClasses = [] } = manifest as Partial<Manifest>
  const grants = { origins: [], secrets: secrets.map(({ key }) => key), dataClasses }
  await server.installPlugin({ manifest, bundle, grants, secrets: { WEBHOOK_IN_SECRET: SECRET } })
  const variables = [
    { name: 'who', type: 'text' as const, sensitive: false },
    { name: 'order', type: 'text' as const, sensitive: true },
    { name: 'price', type: 'number' as const, sensitive: false },
  ]
  const words = 'Hello {{ who }}. Order {{ order }} is ready, for {{ price }}.'
  flowId = await publishOn(
    bench,
    flowOf({ hello: ['hangUp', { prompt: { text: { en: words } } }] }, { name: 'Ready', variables }),
  )
})
afterAll(async () => {
  await client.close()
  await bench.stop()
})
beforeEach(async () => {
  await client.db().collection('callRules').deleteMany({})
  await client.db().collection('callbacks').deleteMany({})
})
// whatever happened: Vonage never got anything that it cannot play
afterEach(() => expect(bench.eventsOf('ncco.refused')).toEqual([]))

const rule = (more: object = {}) => ({
  ...{ trigger: 'webhookIn', number: 'number', flowId, callerId: SAMPLE_NUMBER },
  values: [
    { field: 'name', variable: 'who' },
    { field: 'reference', variable: 'order' },
    { field: 'amount', variable: 'price' },
  ],
  ...more,
})
const addRule = async (more: object = {}) => callRuleSchema.parse((await apiOf(bench, 'POST', RULES, { body: rule(more) })).body)
const triggers = async () => pluginTriggersSchema.parse((await apiOf(bench, 'GET', '/plugins/web-requests/triggers')).body)
/** What rules made of the event that came last. */
const started = async () => (await triggers()).calls[0]?.started ?? []

/** What the shop posts, and is answered. */
async function post(more: object = {}, { secret = SECRET, id = `order-${++events}`, to = '' } = {}): Promise<number> {
  const address = (await triggers()).triggers[0]?.address ?? ''
  const told = { id, event: 'order.ready', number: `+${CUSTOMER}`, name: 'Ann', reference: '1042', amount: 4900, ...more }
  const body = JSON.stringify(told)
  const time = Math.floor(bench.clock.now() / 1000)
  const headers = {
    'content-type': 'application/json',
    'x-patchbay-timestamp': String(time),
    'x-patchbay-signature': createHmac('sha256', secret).update(`${time}.${body}`).digest('hex'),
  }
  const at = to === '' ? address : `${to}${new URL(address).pathname}`
  return (await fetch(at, { method: 'POST', headers, body })).status
}

/** The calls that we made, in order. */
const made = () => bench.emulator.calls().filter(({ direction }) => direction === 'outbound')
const callbacks = async (which = 'open') =>
  callbackListSchema.parse((await apiOf(bench, 'GET', `/callbacks?which=${which}`)).body).callbacks

/** Makes the calls that are due, and waits for the one that rings. */
async function rings(): Promise<string> {
  const ringing = () => made().find(({ state }) => state === 'ringing')
  await server.callBack()
  await bench.clock.runUntil(() => ringing() !== undefined)
  return ringing()?.uuid ?? ''
}

test('a signed webhook has the customer called, who hears what it said; sent again it calls nobody', async () => {
  const { id: ruleId } = await addRule()
  const before = made().length
  expect(await post({}, { id: 'once' })).toBe(200)
  const other = await freePort()
  const second = await start({ PORT: String(other) })
  const again = [post({}, { id: 'once' }), post({}, { id: 'once', to: `http://127.0.0.1:${other}` })]
  expect(await Promise.all(again)).toEqual([200, 200])
  await second.close()

  const uuid = await rings()
  expect(made().slice(before)).toMatchObject([{ from: SAMPLE_NUMBER, to: CUSTOMER }])
  bench.emulator.answer(uuid)
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  expect(bench.heard(uuid)).toEqual(['Hello Ann. Order 1042 is ready, for 4900.'])
  await bench.clock.advance(MINUTE)
  await server.callBack()
  expect(await post({}, { id: 'once' })).toBe(200)
  await server.callBack()
  expect(made().slice(before)).toHaveLength(1)

  const [over] = await callbacks('over')
  const asked = { askedIn: null, askedBy: { plugin: 'web-requests', trigger: 'webhookIn' } }
  expect(over).toMatchObject({ state: 'done', number: '•••0143', tried: 1, isTest: false, ...asked })
  const call = { id: over?.id, state: 'done', calledIn: over?.calledIn }
  expect(await started()).toMatchObject([{ rule: ruleId, flow: 'Ready', outcome: 'arranged', call }])
  expect((await apiOf(bench, 'GET', `/calls/${over?.calledIn}`)).body).toMatchObject({ summary: { runId: over?.calledIn } })
  // nothing of it stands anywhere in plain, and what it said is gone with the number
  const kept = await Promise.all(
    ['callbacks', 'pluginTriggerCalls', 'turns'].map((name) => client.db().collection(name).find({}).toArray()),
  )
  expect(JSON.stringify(kept)).not.toMatch(/Ann|2025550143|1042/)
  const [stored] = await client.db().collection('callbacks').find({}).toArray()
  for (const field of ['sealed', 'sealedValues']) expect(stored).not.toHaveProperty(field)
})

test('what is not signed by the shop calls nobody', async () => {
  await addRule()
  expect(await post({}, { secret: 'secret-of-somebody' })).toBe(401)
  expect(await callbacks()).toEqual([])
})

test('nobody is called whom we may not call, or who is none; and it is said', async () => {
  await addRule({ mostPerHour: 1 })
  for (const [number, outcome] of [
    ['+1 900 555 0143', 'notAllowed'],
    ['0812345678', 'notANumber'],
    ['', 'noNumber'],
    [CUSTOMER, 'arranged'],
    [CUSTOMER, 'limit'],
  ]) {
    expect(await post({ number })).toBe(200)
    expect([number, ...(await started()).map((one) => one.outcome)]).toEqual([number, outcome])
  }
  expect(await callbacks()).toHaveLength(1)
})

test('outside the hours it is put off to the next opening', async () => {
  const tomorrow = new Date(bench.clock.now() + 24 * 60 * MINUTE).toISOString().slice(0, 10)
  const exceptions = [{ date: tomorrow, hours: [{ from: '09:00', to: '10:00' }] }]
  await bind(bench, 'calendar', 'shop', { timeZone: 'UTC', hours: [], exceptions })
  await addRule({ calendar: 'shop' })
  const before = made().length
  expect(await post()).toBe(200)
  await server.callBack()
  const dueAt = `${tomorrow}T09:00:00.000Z`
  expect(await started()).toMatchObject([{ outcome: 'putOff', call: { state: 'waiting', dueAt } }])
  expect([made().length, (await apiOf(bench, 'DELETE', '/bindings/calendar/shop')).status]).toEqual([before, 409])
  await bench.clock.advance(Date.parse(dueAt) - bench.clock.now() + MINUTE)
  bench.emulator.answer(await rings())
  await bench.clock.runUntil(() => made().every(({ state }) => state === 'ended'))
})

test('a rule is saved when it fits, over the revision that was read, and says later what fits no more', async () => {
  const refused = async (more: object, method = 'POST', path = RULES, headers = {}) => {
    const { status, body } = await apiOf(bench, method, path, { body: rule(more), headers })
    const { code, errors = [] } = problemSchema.parse(body)
    return [status, code, ...errors.map((one) => one.path)]
  }
  expect(await refused({ trigger: 'other' })).toEqual([422, 'CALL_RULE_NOT_VALID', 'trigger'])
  expect(await refused({ number: 'date' })).toEqual([422, 'CALL_RULE_NOT_VALID', 'number'])
  expect(await refused({ flowId: 'nowhere' })).toEqual([422, 'CALL_RULE_NOT_VALID', 'flowId'])
  expect(await refused({ callerId: CUSTOMER, calendar: 'night' })).toEqual([422, 'CALL_RULE_NOT_VALID', 'callerId', 'calendar'])
  expect(await refused({ values: [{ field: 'name', variable: 'price' }] })).toEqual([422, 'CALL_RULE_NOT_VALID', 'values.0'])
  expect((await refused({ mostPerHour: 0 }))[1]).toBe('REQUEST_NOT_VALID')

  const { id, revision } = await addRule()
  const at = `${RULES}/${id}`
  const match = { 'if-match': `"${revision}"` }
  expect(await refused({}, 'PUT', at)).toEqual([428, 'DRAFT_MATCH_REQUIRED'])
  const off = await apiOf(bench, 'PUT', at, { body: rule({ enabled: false }), headers: match })
  expect(off.body).toMatchObject({ enabled: false, revision: revision + 1, problems: [], updatedBy: 'owner' })
  expect(await refused({}, 'PUT', at, match)).toEqual([412, 'CALL_RULE_CHANGED_MEANWHILE'])
  expect(await post()).toBe(200)
  expect(await started()).toEqual([])
  for (let more = 1; more < 5; more++) await addRule({ enabled: false })
  expect(await refused({})).toEqual([422, 'CALL_RULE_NOT_VALID', 'trigger'])

  await client
    .db()
    .collection('numbers')
    .updateOne({ _id: SAMPLE_NUMBER as never }, { $set: { use: 'tryLine' } })
  const listed = callRuleListSchema.parse((await apiOf(bench, 'GET', RULES)).body).rules
  const later = { 'if-match': `"${revision + 1}"` }
  expect(await refused({ enabled: true }, 'PUT', at, later)).toEqual([422, 'CALL_RULE_NOT_VALID', 'callerId'])
  // as it is, it can still be switched off
  expect((await apiOf(bench, 'PUT', at, { body: rule({ enabled: false }), headers: later })).status).toBe(200)
  await client
    .db()
    .collection('numbers')
    .updateOne({ _id: SAMPLE_NUMBER as never }, { $set: { use: 'line' } })
  expect(listed.find((one) => one.id === id)).toMatchObject({ problems: ['notOurNumber'] })
  expect((await apiOf(bench, 'DELETE', at)).status).toBe(204)
  expect((await apiOf(bench, 'DELETE', at)).status).toBe(404)
})

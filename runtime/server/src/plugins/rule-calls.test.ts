import { randomBytes } from 'node:crypto'
import { DEFAULT_OUTBOUND_POLICY, type FlowId, type ObjectSchema } from '@patchbay/core'
import type { SaveCallRule } from '@patchbay/core/http-contract'
import type { Db } from 'mongodb'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { createCallbacks } from '../callbacks/callbacks.ts'
import { createCalledSums } from '../callbacks/called-sums.ts'
import { createOpenings } from '../callbacks/openings.ts'
import { eraseCustomer } from '../data/erase-customer.ts'
import { createOutboundFence } from '../runs/outbound-fence.ts'
import { createRunKeys } from '../sealing/run-keys.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import { createCallbackAddresses } from '../vonage/callback-address.ts'
import { createRuleCalls } from './rule-calls.ts'

const log = pino({ level: 'silent' })
const secretKey = randomBytes(32)
const ANN = '12025550143'
const HOUR_MS = 60 * 60 * 1000
const output: ObjectSchema = {
  type: 'object',
  properties: {
    number: { type: 'string', format: 'phone' },
    name: { type: 'string' },
    pin: { type: 'string', dataClass: 'health' },
  },
}

let database: TestDatabase
let connection: Connection
let stores: Stores
let db: Db
beforeAll(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log, giveUp: new AbortController().signal })
  stores = createStores(connection)
  await buildIndexes(stores)
  db = connection.getClient().db(connection.name)
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})

let tenants = 0

/** A tenant with a number, a live flow, office hours, and one rule. */
async function office(rule: Partial<SaveCallRule> = {}) {
  // calls are made for all tenants at once
  await db.collection('callbacks').deleteMany({})
  const place = { tenantId: `tenant-${tenants++}`, environmentId: 'main' }
  const ours = `1202555${String(1000 + tenants)}`
  // a Monday morning of the year to come, in UTC: the database removes what is over its time
  let now = Date.UTC(2099, 0, 5, 10)
  const clock = () => now
  const change = { revision: 1, createdAt: new Date(now), updatedAt: new Date(now), updatedBy: 'owner' }
  await stores.numbers.save({ _id: ours, ...place, label: 'Office', rules: [], use: 'line' })
  const calendar = { timeZone: 'UTC', hours: [{ days: ['monday', 'tuesday'], from: '09:00', to: '12:00' }] }
  const named = { ...place, kind: 'calendar' as const, name: 'office', label: 'Office', valueText: JSON.stringify(calendar) }
  await stores.bindings.add({ ...named, ...change })
  const flow = {
    ...place,
    flowId: 'ring' as FlowId,
    name: 'Ring',
    definitionText: '{}',
    logicHash: '',
    nodes: 0,
    draftPrompts: [],
  }
  await stores.flows.add({ ...flow, liveVersion: 3, deletedAt: null, ...change } as never)
  const {
    trigger = 'told',
    enabled = true,
    ...wishes
  } = {
    ...{ number: 'number', flowId: 'ring', callerId: ours, attempts: 1, minutesBetween: 10, calendar: null, mostPerHour: 2 },
    values: [
      { field: 'name', variable: 'who' },
      { field: 'pin', variable: 'code' },
    ],
    ...rule,
  }
  const rules = stores.callRules
  const kept = { ...place, plugin: 'shop', trigger, enabled, slot: 0, valueText: JSON.stringify(wishes), ...change }
  await rules.add({ _id: `rule-${place.tenantId}`, ...kept })

  const keys = createRunKeys(stores.keys, secretKey)
  const openings = createOpenings(stores.bindings)
  const { outboundPolicies: policies, outboundCounts: counts, outboundRefusals: refusals } = stores
  const fence = createOutboundFence({ policies, counts, numbers: stores.numbers, refusals })
  const dialled: string[] = []
  const callbacks = createCallbacks({
    ...{ ...stores, keys, openings, sums: createCalledSums(secretKey), fence, clock, log },
    legOrders: {
      async dial({ endpoint }) {
        dialled.push(endpoint.kind === 'phone' ? endpoint.number : '')
        return { became: 'dialled', vonageCallId: 'c' } as never
      },
    },
    addresses: createCallbackAddresses({ secretKey, publicUrl: 'https://patchbay.example' }),
  })
  const starts = () => createRuleCalls({ ...stores, rules, counts, callbacks, openings, fence, clock })
  const tell = async (event: string, told: object = {}) => {
    const key = { ...place, installationId: 'i1', trigger: 'told', event }
    const [one] = await starts().begin({
      plugin: 'shop',
      key,
      schema: output,
      output: { number: `+${ANN}`, name: 'Ann', ...told },
    })
    return one
  }
  const kind = async (event: string, told: object = {}) => (await tell(event, told))?.outcome
  const of = (id: string | undefined) => stores.callbacks.get(id ?? '')
  /** The calls of this tenant that are due are made. */
  const call = async () => {
    for (let looked = 1; looked > 0; ) looked = await callbacks.sweep()
    return dialled
  }
  const erase = () => eraseCustomer(db, { ...place, numbers: [ANN], by: { actor: 'Owner', role: 'owner' }, clock, secretKey })
  return { ...{ place, ours, tell, kind, of, call, erase, callbacks, keys, pass: (ms: number) => (now += ms), now: clock } }
}

test('who is told of is called once, however often and by however many it is told, with what the flow is to know', async () => {
  const { tell, of, call, callbacks } = await office({ mostPerHour: 3 })
  const told = await Promise.all([tell('e1', { pin: '77' }), tell('e1', { pin: '77' }), tell('e1', { pin: '77' })])
  expect(new Set(told.map((one) => `${one?.outcome} ${one?.callback}`)).size).toBe(1)
  const callback = await of(told[0]?.callback)
  expect(callback).toMatchObject({ state: 'waiting', askedBy: { plugin: 'shop', trigger: 'told' }, isTest: false })
  expect(JSON.stringify(callback)).not.toMatch(/Ann|2025550143/)
  expect(await call()).toEqual([ANN])
  expect(await tell('e1')).toEqual(told[0])
  const answered = await callbacks.answered({ id: told[0]?.callback ?? '', attempt: 1 }, 'call-1')
  expect(answered?.target).toMatchObject({
    ref: { flowId: 'ring', version: '3' },
    handed: [
      { variable: 'who', value: 'Ann', sensitive: false },
      { variable: 'code', value: '77', sensitive: true },
    ],
  })
  expect(await call()).toEqual([ANN])
})

test('what it brought along is gone with the number when the call is over', async () => {
  const { tell, of, callbacks, call, pass } = await office()
  const { callback = '' } = (await tell('e1')) ?? {}
  expect(await of(callback)).toHaveProperty('sealedValues')
  await call()
  await callbacks.heard({ id: callback, attempt: 1 }, 'busy')
  pass(1)
  expect(await of(callback)).toMatchObject({ state: 'gaveUp', reason: 'busy' })
  for (const field of ['sealed', 'sealedValues']) expect(await of(callback)).not.toHaveProperty(field)
})

test('nobody is called who cannot be, or may not be, and why is said', async () => {
  const { kind, place, ours } = await office()
  expect(await kind('e1', { number: '' })).toBe('noNumber')
  expect(await kind('e2', { number: 'the moon' })).toBe('notANumber')
  expect(await kind('e3', { number: '0812345678' })).toBe('notANumber')
  expect(await kind('e4', { number: '+1 900 555 0143' })).toBe('notAllowed')
  expect(await kind('e5', { number: ours })).toBe('notAllowed')
  expect(await kind('e6', { number: '447700900123' })).toBe('notAllowed')
  const policyText = JSON.stringify({ ...DEFAULT_OUTBOUND_POLICY, countries: ['GB'] })
  await stores.outboundPolicies.save({ ...place, policyText, updatedAt: new Date(), updatedBy: 'owner' })
  expect(await kind('e7')).toBe('notAllowed')
  expect(await kind('e8', { number: '447700900123' })).toBe('arranged')
})

test('a rule that is off calls nobody, and so does one of another trigger', async () => {
  expect(await (await office({ enabled: false })).tell('e1')).toBeUndefined()
  expect(await (await office({ trigger: 'other' })).tell('e1')).toBeUndefined()
})

test.each<[string, Partial<SaveCallRule>, string]>([
  ['from a number that is not ours any more', { callerId: '447700900999' }, 'notOurNumber'],
  ['with a flow that is not live', { flowId: 'gone' as FlowId }, 'flowNotLive'],
  ['in hours that are gone', { calendar: 'night' }, 'noHours'],
])('nobody is called %s', async (_, rule, outcome) => expect(await (await office(rule)).kind('e1')).toBe(outcome))

test('a rule calls so many in an hour and no more, and what did not call uses nothing up', async () => {
  const { kind, pass } = await office({ mostPerHour: 2 })
  expect([await kind('e1', { number: 'x' }), await kind('e2'), await kind('e3'), await kind('e4')]).toEqual([
    ...['notANumber', 'arranged', 'arranged', 'limit'],
  ])
  // the same again is none of them
  expect(await kind('e2')).toBe('arranged')
  pass(HOUR_MS)
  expect([await kind('e5'), await kind('e4')]).toEqual(['arranged', 'arranged'])
})

test('what is put off counts in the hour that it is put off to, so that an opening does not ring a whole night at once', async () => {
  const { kind, pass } = await office({ mostPerHour: 1, calendar: 'office' })
  pass(4 * HOUR_MS)
  expect(await kind('e1')).toBe('putOff')
  pass(2 * HOUR_MS)
  expect(await kind('e2')).toBe('limit')
})

test('outside its hours it is put off to the next opening, and again when it was missed', async () => {
  const { tell, of, call, pass, now, callbacks } = await office({ calendar: 'office', attempts: 2, minutesBetween: 60 })
  expect(await tell('in')).toMatchObject({ outcome: 'arranged' })
  pass(2.5 * HOUR_MS)
  const later = await tell('out')
  expect(later?.outcome).toBe('putOff')
  expect((await of(later?.callback))?.notBefore).toEqual(new Date(Date.UTC(2099, 0, 6, 9)))
  // the first one was due in the morning, and nobody looked until now
  expect(await call()).toEqual([])
  const first = await tell('in')
  expect(first?.outcome).toBe('putOff')
  expect(await of(first?.callback)).toMatchObject({
    reason: 'closed',
    notBefore: new Date(Date.UTC(2099, 0, 6, 9)),
    attemptsLeft: 2,
  })

  pass(Date.UTC(2099, 0, 6, 11, 30) - now())
  expect(await call()).toEqual([ANN, ANN])
  await callbacks.heard({ id: later?.callback ?? '', attempt: 1 }, 'busy')
  pass(HOUR_MS)
  // an hour later it is closed until next Monday
  expect(await call()).toEqual([ANN, ANN])
  expect(await of(later?.callback)).toMatchObject({
    state: 'waiting',
    notBefore: new Date(Date.UTC(2099, 0, 12, 9)),
    attemptsLeft: 1,
  })
  // who says when means it
  await stores.callbacks.retime(later?.callback ?? '', { notBefore: new Date(now()), giveUpAt: new Date(now() + HOUR_MS) })
  expect(await call()).toEqual([ANN, ANN, ANN])
})

test('when its hours are gone by the time of the call, nobody is called', async () => {
  const { tell, of, call, place } = await office({ calendar: 'office' })
  const told = await tell('e1')
  await stores.bindings.remove({ ...place, kind: 'calendar', name: 'office' })
  expect(await call()).toEqual([])
  expect(await of(told?.callback)).toMatchObject({ state: 'gaveUp', reason: 'noHours' })
})

test('a customer who is erased is not called, nothing opens what was kept of the call, and the event calls nobody again', async () => {
  const { tell, of, call, erase, keys, place } = await office({ mostPerHour: 5 })
  const waits = await tell('e1')
  const other = await tell('e2', { number: '12025550144' })
  const over = await tell('e3')
  await stores.callbacks.end({ id: over?.callback ?? '', attempt: 0 }, ['waiting'], 'gaveUp', 'busy')
  const keyOf = async (one: typeof waits) => keys.openAll(place.tenantId, [(await of(one?.callback))?.runId ?? ''])
  const sizes = async () => [(await keyOf(waits)).size, (await keyOf(other)).size, (await keyOf(over)).size]
  expect(await sizes()).toEqual([1, 1, 1])
  expect(await erase()).toMatchObject({ callbacks: 1 })
  expect(await sizes()).toEqual([0, 1, 0])
  for (const [one, reason] of [
    [waits, 'erased'],
    [over, 'busy'],
  ] as const) {
    expect(await of(one?.callback)).toMatchObject({ state: 'gaveUp', reason })
    for (const field of ['sealed', 'sealedValues', 'whom']) expect(await of(one?.callback)).not.toHaveProperty(field)
  }
  expect(await tell('e1')).toEqual(waits)
  expect(await call()).toEqual(['12025550144'])
  expect(await erase()).toMatchObject({ callbacks: 0 })
})

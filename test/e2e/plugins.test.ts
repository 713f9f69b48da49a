import { resolve } from 'node:path'
import type { FlowDefinition } from '@patchbay/core'
import { pluginListSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { bundlePlugin } from '@patchbay/plugin-tools'
import { MongoClient } from 'mongodb'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { frontDesk } from '../support/front-desk/manifest.ts'
import { publishOn } from '../support/publish-on.ts'
import { type ServiceRequest, startWebService, type WebService } from '../support/web-service.ts'

const TOKEN = 'token-of-the-front-desk'
const MISDEEDS = ['hang', 'loop', 'eat', 'crash', 'throw']
const CARD = '4111111111111111'
const words = (text: string) => ({ prompt: { text: { en: text } } })
const text = (name: string, sensitive = false) => ({ name, type: 'text' as const, sensitive })
const HOLD = /\/vonage\/voice\/hold\.wav$|One moment/

let bench: CallBench
let service: WebService
const log: string[] = []
let serve: (request: ServiceRequest) => void

// one Patchbay for all: what a plugin does in one call must not be felt in the next
beforeAll(async () => {
  const bundle = await bundlePlugin(resolve(import.meta.dirname, '../support/front-desk/handlers.ts'))
  bench = await startCallBench()
  service = await startWebService((request) => serve(request))
  const server = await bench.startServer(
    { PATCHBAY_TEST_HOSTS: service.host },
    { log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }) },
  )
  // one each for those who misbehave: who fails again and again is left alone
  for (const name of ['front-desk', ...MISDEEDS.map((how) => `desk-${how}`)]) {
    await server.installPlugin({
      manifest: frontDesk(service.host, name),
      bundle,
      grants: { origins: [`https://${service.host}`], secrets: ['DESK_TOKEN'], dataClasses: ['personal', 'card'] },
      settings: { address: `http://${service.host}` },
      secrets: { DESK_TOKEN: TOKEN },
    })
  }
})
beforeEach(() => {
  log.length = 0
  service.asked.length = 0
})
afterAll(async () => {
  await bench.stop()
  await service.stop()
})

async function call(): Promise<string[]> {
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  return bench.heard(uuid).filter((heard) => !HOLD.test(heard))
}

const greet = flowOf(
  {
    find: [
      'pluginAction',
      {
        plugin: 'front-desk',
        action: 'findCaller',
        inputs: [{ name: 'number', value: '{{ caller.number }}' }],
        outputs: [
          { from: 'name', to: 'name' },
          { from: 'visit', to: 'visit' },
        ],
        outlets: ['found', 'notFound'].map((id) => ({ id, label: id })),
      },
      { found: 'known', notFound: 'new', failed: 'sorry' },
    ],
    known: ['hangUp', words('Hello {{ name }}, visit {{ visit }}.')],
    new: ['hangUp', words('Hello, you are new.')],
    sorry: ['hangUp', words('Nobody could say.')],
  },
  { name: 'Greet', variables: [text('name'), text('visit')] },
)

test('a plugin knows who is calling, keeps the visit, and nobody learns its secret', async () => {
  serve = ({ headers, answer }) => answer(200, { name: 'Ann', echo: headers['authorization'] })
  await publishOn(bench, greet)
  expect(await call()).toEqual(['Hello Ann, visit 1.'])
  expect(await call()).toEqual(['Hello Ann, visit 1.'])
  const [asked] = service.asked
  expect(asked).toMatchObject({ method: 'GET', path: `/callers/${CALLER}`, headers: { authorization: `Bearer ${TOKEN}` } })
  const said = log.filter((line) => line.includes('A plugin says')).map((line) => (JSON.parse(line) as { text: string }).text)
  expect(new Set(said)).toEqual(new Set(['looking for [personal] with Bearer {{secret:DESK_TOKEN}}']))
  expect(log.filter((line) => line.includes(TOKEN))).toEqual([])
  expect(await kept()).not.toMatch(new RegExp(`${TOKEN}|${Buffer.from(TOKEN).toString('base64')}`))
})

/** Everything that the database holds of plugins, as text. */
async function kept(): Promise<string> {
  const client = await MongoClient.connect(bench.database.url)
  const names = ['pluginInstallations', 'pluginValues', 'pluginRecords']
  const found = await Promise.all(names.map((name) => client.db().collection(name).find().toArray()))
  await client.close()
  expect(found.map(({ length }) => length > 0)).toEqual([true, false, true])
  return JSON.stringify(found)
}

test('how a plugin does, and how it is shut in, is there to be read', async () => {
  const list = pluginListSchema.parse(await (await fetch(`${bench.url}/api/v1/plugins`)).json())
  expect(list.plugins.map(({ name }) => name)).toEqual(['front-desk', ...MISDEEDS.map((how) => `desk-${how}`)].toSorted())
  const known = list.plugins.find(({ name }) => name === 'front-desk')
  expect(known?.health).toMatchObject({ failures: 0 })
  expect(known?.health.calls).toBeGreaterThanOrEqual(2)
  expect(await (await fetch(`${bench.url}/readyz`)).json()).toMatchObject({ ready: true, plugins: { state: 'running' } })
})

test.each([
  [404, 'Hello, you are new.'],
  [500, 'Nobody could say.'],
])('a service that answers %i leads to: %s', async (status, heard) => {
  serve = ({ answer }) => answer(status)
  await publishOn(bench, greet)
  expect(await call()).toEqual([heard])
})

describe('a plugin that', () => {
  const misbehave = (how: string): FlowDefinition =>
    flowOf(
      {
        ask: [
          'pluginAction',
          {
            plugin: `desk-${how}`,
            action: 'misbehave',
            inputs: [{ name: 'how', value: how }],
            outlets: [{ id: 'done', label: 'Done' }],
          },
          { done: 'bad', failed: 'on' },
        ],
        bad: ['hangUp', words('It did as it liked.')],
        on: ['hangUp', words('We go on.')],
      },
      { name: 'Misbehave' },
    )

  test.each(MISDEEDS)('would %s fails, and the call goes on', async (how) => {
    await publishOn(bench, misbehave(how))
    expect(await call()).toEqual(['We go on.'])
  })

  test('behaves is not touched by what others do', async () => {
    serve = ({ answer }) => answer(200, { name: 'Bo' })
    await publishOn(bench, greet)
    expect(await call()).toEqual(['Hello Bo, visit 1.'])
  })
})

describe('a card that the caller types', () => {
  const pay = flowOf(
    {
      ask: [
        'secureDigits',
        { ...words('Your card number.'), what: { kind: 'cardNumber' }, variable: 'card' },
        { collected: 'charge', noInput: 'bye', noMatch: 'bye', failed: 'bye' },
      ],
      charge: [
        'pluginAction',
        {
          plugin: 'front-desk',
          action: 'charge',
          inputs: [
            { name: 'card', value: '{{ card }}' },
            { name: 'amount', value: '4900' },
            { name: 'currency', value: 'THB' },
          ],
          outlets: ['paid', 'declined', 'unknown'].map((id) => ({ id, label: id })),
          sideEffect: 'money',
          mode: 'idempotent',
        },
        { paid: 'paid', declined: 'declined', unknown: 'perhaps', failed: 'bye' },
      ],
      paid: ['hangUp', words('Paid.')],
      declined: ['hangUp', words('Declined.')],
      perhaps: ['hangUp', words('Nobody knows.')],
      bye: ['hangUp', words('Not paid.')],
    },
    { variables: [text('card', true)] },
  )
  const payByPhone = async (): Promise<string | undefined> => {
    const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
    await bench.clock.runUntil(
      () => bench.heard(uuid).includes('Your card number.') && bench.emulator.leg(uuid).waitsFor !== null,
    )
    bench.emulator.pressKeys(uuid, `${CARD}#`)
    await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
    return bench.heard(uuid).at(-1)
  }

  test('reaches the service and nobody else: the plugin has a token', async () => {
    serve = ({ body, answer }) => answer(200, { id: 'p1', echo: body })
    await publishOn(bench, pay)
    expect(await payByPhone()).toBe('Paid.')
    expect(service.asked.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { card: CARD, amount: '49.00', currency: 'THB' },
    ])
    expect(log.filter((line) => line.includes(CARD))).toEqual([])
    expect(log.filter((line) => line.includes('[card]'))).toHaveLength(1)
  })

  test.each<[number, string, number]>([
    [402, 'Declined.', 1],
    [503, 'Nobody knows.', 3],
  ])('a service that answers %i: %s', async (status, heard, times) => {
    serve = ({ answer }) => answer(status)
    await publishOn(bench, pay)
    expect(await payByPhone()).toBe(heard)
    expect(service.asked.map(({ body }) => (JSON.parse(body) as { card: string }).card)).toEqual(Array(times).fill(CARD))
    expect(new Set(service.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  })
})

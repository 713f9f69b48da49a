import { createHmac, randomBytes } from 'node:crypto'
import { AppError, type Manifest, parseManifest } from '@patchbay/core'
import { deskManifest } from '@patchbay/core/test-kit'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { OWNER } from '../context.ts'
import type { PluginAnswer, PluginCall } from '../outside/plugin-port.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import { createPluginTriggers, type TriggerRequest } from './plugin-triggers.ts'
import type { RuleCalls, ToldEvent } from './rule-calls.ts'
import { createStartedCalls } from './started-calls.ts'
import { createTriggerWaits } from './trigger-waits.ts'

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

const SECRET = 'whsec-of-the-tests'
/** The database forgets what is over by its own clock. */
const NOW = Date.now()
const manifest = ((): Manifest => {
  const parsed = parseManifest({
    ...deskManifest,
    triggers: {
      paid: {
        title: 'Paid',
        summary: 'Money came.',
        signature: { scheme: 'hmac-sha256', header: 'X-Signature', secret: 'DESK_TOKEN' },
        id: { body: 'id' },
        headers: ['X-Topic'],
        output: { type: 'object', properties: { linkId: { type: 'string' } }, required: ['linkId'] },
        key: 'linkId',
      },
      heard: {
        title: 'Heard',
        summary: 'Somebody says that money came.',
        signature: { scheme: 'unsigned' },
        output: { type: 'object', properties: {} },
      },
    },
  })
  if (parsed.type === 'error') throw new Error(JSON.stringify(parsed.faults))
  return parsed.manifest
})()

const paid = { outlet: 'handled', output: { linkId: 'l1' } }
let environments = 0

/** An environment with one installation, whose handler answers turn by turn; the last turn is for all that follow. */
function installed({
  answers = [paid] as (PluginAnswer | 'breaks')[],
  secret = SECRET as string | null,
  granted = true,
  begin = (async () => []) as RuleCalls['begin'],
} = {}) {
  const place = { tenantId: OWNER.tenantId, environmentId: `e${environments++}` }
  const id = `installation-${place.environmentId}`
  const calls: PluginCall[] = []
  let now = NOW
  const waits = createTriggerWaits(stores.pluginTriggerCalls, randomBytes(32))
  const triggers = createPluginTriggers({
    installations: {
      open: async (_place, name) =>
        name !== 'test-desk'
          ? undefined
          : {
              shelf: { ...place, installationId: id },
              manifest,
              bundle: { code: '', hash: '' },
              grants: { origins: [], secrets: granted ? ['DESK_TOKEN'] : [], dataClasses: [] },
              settings: {},
              secret: async () => secret ?? undefined,
            },
    },
    locate: async (given) => (given === id ? { ...place, name: 'test-desk' } : undefined),
    port: {
      async invoke(_place, call) {
        calls.push(call)
        const answer = answers[Math.min(calls.length, answers.length) - 1]
        if (answer === undefined || answer === 'breaks')
          throw new AppError('REQUEST_FAILED', 'x', { details: { reason: 'timeout', sent: 1 } })
        return answer
      },
    },
    calls: stores.pluginTriggerCalls,
    rules: { begin },
    started: createStartedCalls(stores),
    waits,
    publicUrl: 'https://patchbay.example',
    clock: () => now,
    log,
  })
  const send = async (
    body: object,
    { signature, to = id, trigger = 'paid' }: { signature?: string; to?: string; trigger?: string } = {},
  ) => {
    const rawBody = Buffer.from(JSON.stringify(body))
    const request: TriggerRequest = {
      headers: {
        'x-signature': signature ?? createHmac('sha256', SECRET).update(rawBody).digest('hex'),
        'x-topic': 'payments',
        cookie: 'secret',
      },
      rawBody,
      contentType: 'application/json',
      method: 'POST',
      url: 'https://patchbay.example/hooks/x/paid',
    }
    try {
      await triggers.receive(to, trigger, request)
      return 'done'
    } catch (thrown) {
      return AppError.from(thrown).code
    }
  }
  const listed = async () => (await triggers.list({ ...OWNER, ...place }, 'test-desk')).calls
  return { send, calls, listed, triggers, waits, place, pass: (ms: number) => (now += ms) }
}

test('a webhook that is signed is told to the plugin, with the headers that it names', async () => {
  const { send, calls, listed } = installed()
  expect(await send({ id: 'evt_1', amount: 5 })).toBe('done')
  expect(calls).toMatchObject([{ plugin: 'test-desk', action: 'trigger:paid' }])
  expect(calls[0]?.input).toEqual({
    headers: { 'x-topic': 'payments' },
    body: { id: 'evt_1', amount: 5 },
    text: '{"id":"evt_1","amount":5}',
  })
  expect(await listed()).toEqual([
    { at: new Date(NOW).toISOString(), trigger: 'paid', state: 'handled', repeats: 0, started: [], tookMs: expect.any(Number) },
  ])
})

test('what it is of no use to is listed as such', async () => {
  const { send, listed } = installed({ answers: [{ outlet: 'ignored', output: {} }] })
  expect(await send({ id: 'evt_1' })).toBe('done')
  expect(await listed()).toMatchObject([{ state: 'ignored' }])
})

test('what nobody can sign is told, with nothing of its secret asked for, and known again by its content', async () => {
  const answers = [{ outlet: 'handled', output: {} }]
  const { send, calls, listed, triggers, place } = installed({ secret: null, answers })
  const to = { trigger: 'heard', signature: 'none' }
  expect([await send({ id: 'evt_1' }, to), await send({ id: 'evt_1' }, to), await send({ id: 'evt_1', n: 2 }, to)]).toEqual([
    'done',
    'done',
    'done',
  ])
  expect(calls.map(({ action }) => action)).toEqual(['trigger:heard', 'trigger:heard'])
  expect((await listed()).map(({ repeats }) => repeats).sort()).toEqual([0, 1])
  const [, heard] = (await triggers.list({ ...OWNER, ...place }, 'test-desk')).triggers
  expect(heard).toMatchObject({ name: 'heard', isReady: true })
  expect(heard).not.toHaveProperty('secret')
})

describe('whom rules want called', () => {
  const outcomes = [{ rule: 'r1', flowId: 'ring', outcome: 'limit' as const }]

  test('is looked at once for each event that was handled, and what came of it is listed', async () => {
    const told: ToldEvent[] = []
    const begin: RuleCalls['begin'] = async (one) => {
      told.push(one)
      return outcomes
    }
    const { send, listed, place } = installed({ answers: [paid, { outlet: 'ignored', output: {} }], begin })
    const sent = [await send({ id: 'evt_1' }), await send({ id: 'evt_1' }), await send({ id: 'evt_2' })]
    expect(sent).toEqual(['done', 'done', 'done'])
    expect(told).toMatchObject([{ plugin: 'test-desk', output: paid.output, key: { ...place, trigger: 'paid' } }])
    const started = (await listed()).map((one) => one.started)
    expect(started).toContainEqual([{ rule: 'r1', flow: 'ring', outcome: 'limit', call: null }])
    expect(started).toContainEqual([])
  })

  test('and cannot be arranged, is arranged when the event comes again: until then it counts as failed', async () => {
    const events: string[] = []
    const begin: RuleCalls['begin'] = async ({ key }) => {
      events.push(key.event)
      if (events.length === 1) throw new AppError('DATABASE_NOT_REACHABLE', 'x')
      return outcomes
    }
    const { send, listed } = installed({ begin })
    expect(await send({ id: 'evt_1' })).toBe('REQUEST_FAILED')
    expect(await listed()).toMatchObject([{ state: 'failed', started: [] }])
    expect(await send({ id: 'evt_1' })).toBe('done')
    expect(await listed()).toMatchObject([{ state: 'handled', started: [{ outcome: 'limit' }] }])
    expect(new Set(events).size).toBe(1)
  })

  test('is arranged when the event comes again after the server was killed at it', async () => {
    let begun = 0
    // nothing comes after it in a process that is killed
    const begin: RuleCalls['begin'] = () => (++begun === 1 ? new Promise(() => undefined) : Promise.resolve(outcomes))
    const { send, listed, pass } = installed({ begin })
    void send({ id: 'evt_1' })
    await expect.poll(() => begun).toBe(1)
    expect(await send({ id: 'evt_1' })).toBe('REQUEST_FAILED')
    pass(31_000)
    expect(await send({ id: 'evt_1' })).toBe('done')
    expect(await listed()).toMatchObject([{ state: 'handled', started: [{ outcome: 'limit' }] }])
  })
})

describe('the same event', () => {
  test('is told once, however it is written the second time', async () => {
    const { send, calls, listed } = installed()
    expect([await send({ id: 'evt_1' }), await send({ id: 'evt_1', attempt: 2 }), await send({ id: 'evt_2' })]).toEqual([
      'done',
      'done',
      'done',
    ])
    expect(calls).toHaveLength(2)
    expect((await listed()).map(({ repeats }) => repeats).sort()).toEqual([0, 1])
  })

  test('without an id of its own is known by its content', async () => {
    const { send, calls } = installed()
    await send({ amount: 1 })
    await send({ amount: 1 })
    await send({ amount: 2 })
    expect(calls).toHaveLength(2)
  })

  test('that twenty bring at once is told once', async () => {
    const { send, calls } = installed()
    const came = await Promise.all(Array.from({ length: 20 }, () => send({ id: 'evt_1' })))
    expect(calls).toHaveLength(1)
    expect(came).toContain('done')
  })

  test('that failed is told again when it comes again, under the same key', async () => {
    const { send, calls, listed } = installed({ answers: ['breaks', paid] })
    expect(await send({ id: 'evt_1' })).toBe('REQUEST_FAILED')
    expect(await listed()).toMatchObject([{ state: 'failed', reason: 'timeout' }])
    expect(await send({ id: 'evt_1' })).toBe('done')
    expect(await send({ id: 'evt_1' })).toBe('done')
    expect(calls).toHaveLength(2)
    expect(new Set(calls.map(({ key }) => key)).size).toBe(1)
  })

  test('that was left behind is taken up after half a minute', async () => {
    const { send, calls, place, pass } = installed()
    await send({ id: 'evt_1' })
    await connection.collection('pluginTriggerCalls').updateOne(place, { $set: { state: 'underWay' } })
    expect(await send({ id: 'evt_1' })).toBe('REQUEST_FAILED')
    pass(31_000)
    expect(await send({ id: 'evt_1' })).toBe('done')
    expect(calls).toHaveLength(2)
  })
})

test('an output that is not the manifest’s is a failure', async () => {
  const { send, listed } = installed({ answers: [{ outlet: 'handled', output: { link: 1 } }] })
  expect(await send({ id: 'evt_1' })).toBe('REQUEST_FAILED')
  expect(await listed()).toMatchObject([{ state: 'failed', reason: 'outputNotValid' }])
})

describe('nothing is told', () => {
  test('of what is not signed; it is listed once a minute, however often it comes', async () => {
    const { send, calls, listed } = installed()
    for (let count = 0; count < 5; count++)
      expect(await send({ id: `e${count}` }, { signature: 'ab' })).toBe('TRIGGER_NOT_SIGNED')
    expect(calls).toEqual([])
    expect(await listed()).toMatchObject([{ state: 'notSigned', repeats: 4 }])
  })

  test.each<[string, Parameters<typeof installed>[0]]>([
    ['whose secret is not set', { secret: null }],
    ['whose secret was not granted', { granted: false }],
  ])('to a plugin %s', async (_, how) => {
    const { send, calls } = installed({ ...how })
    expect(await send({ id: 'evt_1' })).toBe('TRIGGER_NOT_SIGNED')
    expect(calls).toEqual([])
  })

  test('at an address that there is not', async () => {
    const { send, calls } = installed()
    expect([
      await send({}, { to: 'nobody' }),
      await send({}, { trigger: 'other' }),
      await send({}, { trigger: 'constructor' }),
    ]).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'])
    expect(calls).toEqual([])
  })
})

test('whoever waits hears of its own key, and of nothing that came before', async () => {
  const { send, waits, place } = installed({ answers: [paid, { outlet: 'handled', output: { linkId: 'l2' } }, paid] })
  const awaited = { plugin: 'test-desk', trigger: 'paid', key: 'l1' }
  await send({ id: 'evt_1' })
  const mark = await waits.mark(place, awaited)
  expect(mark).toBe(1)
  await send({ id: 'evt_2' })
  expect(await waits.more(place, awaited, mark, AbortSignal.timeout(1))).toBe(false)
  const more = waits.more(place, awaited, mark, AbortSignal.timeout(5_000))
  await send({ id: 'evt_3' })
  expect(await more).toBe(true)
  expect(await waits.mark({ ...place, environmentId: 'elsewhere' }, awaited)).toBe(0)
})

test('the addresses are there to be told to the provider, and nothing of what came is kept', async () => {
  const { send, triggers, place } = installed()
  await send({ id: 'evt_1', name: 'Ann Lee' })
  const list = await triggers.list({ ...OWNER, ...place }, 'test-desk')
  expect(list.triggers.slice(0, 1)).toMatchObject([
    {
      name: 'paid',
      address: `https://patchbay.example/hooks/installation-${place.environmentId}/paid`,
      secret: 'DESK_TOKEN',
      isReady: true,
    },
  ])
  expect(JSON.stringify(await connection.collection('pluginTriggerCalls').find(place).toArray())).not.toMatch(/Ann|evt_1|"l1"/)
  await expect(triggers.list({ ...OWNER, role: 'agent' }, 'test-desk')).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
})

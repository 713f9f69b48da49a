import { randomUUID } from 'node:crypto'
import { BUSY_TEXTS } from '@patchbay/core'
import { callListSchema, callsAtOnceStateSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CALLER, type CallBench, freePort, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { apiOf, publishOn } from '../support/publish-on.ts'
import { startServerProcess } from '../support/server-process.ts'
import { postWebhook } from '../support/vonage-post.ts'

const words = (text: string, language = 'en') => ({ prompt: { text: { [language]: text } } })
const choices = [{ id: 'again', keys: ['1'], label: 'Again' }]
/** Callers stay until they hang up. */
const menu = flowOf({ ask: ['menu', { ...words('Press 1.'), choices }, { again: 'ask', noInput: 'ask', noMatch: 'ask' }] })
const inThai = flowOf(
  { ask: ['menu', { ...words('กด 1', 'th'), choices }, { again: 'ask', noInput: 'ask', noMatch: 'ask' }] },
  {
    languages: { default: 'th', enabled: ['th'] },
    fallback: { prompt: { text: { th: 'ขออภัย' } } },
  },
)
const BUSY = BUSY_TEXTS.en

let bench: CallBench
let client: MongoClient
let servers: string[]
/** What the clock of the second server is ahead. */
let aheadMs = 0
beforeAll(async () => {
  bench = await startCallBench()
  const port = await freePort()
  await bench.startServer()
  await bench.startServer({ PORT: String(port) }, { clock: () => Date.now() + aheadMs })
  servers = [bench.url, `http://127.0.0.1:${port}`]
  client = await MongoClient.connect(bench.database.url)
})
afterAll(async () => {
  await client.close()
  await bench.stop()
})
beforeEach(async () => {
  for (const { uuid, state } of bench.emulator.calls()) if (state !== 'ended') bench.emulator.hangUp(uuid)
  await bench.clock.settle()
  await client.db().collection('callPlaces').deleteMany({})
  await publishOn(bench, menu)
})

const set = async (settings: object, status = 200) => {
  const reply = await apiOf(bench, 'PUT', '/calls-at-once', { body: settings })
  expect(reply.status, JSON.stringify(reply.body)).toBe(status)
  return reply.body
}
const state = async () => callsAtOnceStateSchema.parse((await apiOf(bench, 'GET', '/calls-at-once')).body)

/** Somebody calls, and hears what there is to hear at first. */
async function call(from = CALLER) {
  const { uuid } = bench.emulator.dial({ from, to: SAMPLE_NUMBER })
  await bench.clock.runUntil(() => bench.heard(uuid).length > 0 || bench.emulator.leg(uuid).state === 'ended')
  return { uuid, heard: bench.heard(uuid) }
}

const answerAt = (server: string, uuid: string) => {
  const body = { from: CALLER, to: SAMPLE_NUMBER, uuid, conversation_uuid: `CON-${uuid}`, endpoint_type: 'phone' }
  return postWebhook(`${server}/vonage/voice/answer`, body, { keys: bench.keys })
}
const isBusy = ({ body }: { body: unknown }) => JSON.stringify(body).includes(BUSY)

test('the caller beyond the limit hears that all lines are busy, is on record as blocked, and gets in once somebody has gone', async () => {
  await set({ limit: 2 })
  const [first, second] = [await call(), await call()]
  expect([first.heard, second.heard]).toEqual([['Press 1.'], ['Press 1.']])
  const third = await call()
  expect(third.heard).toEqual([BUSY])
  await bench.clock.runUntil(() => bench.emulator.leg(third.uuid).state === 'ended')
  expect(await state()).toMatchObject({ now: 2, turnedAway: { lastDay: 1, lastWeek: 1 } })

  const { calls } = callListSchema.parse((await apiOf(bench, 'GET', '/calls?limit=3')).body)
  expect(calls.map(({ blocked }) => blocked)).toEqual(['capacity', null, null])
  const turns = await client.db().collection('turns').find({ tenantId: 'local', blocked: 'capacity' }).toArray()
  expect(turns).toMatchObject([{ environmentId: 'main', isTest: false, seq: 0, ended: 'completed' }])

  bench.emulator.hangUp(first.uuid)
  await bench.clock.settle()
  await expect.poll(async () => (await state()).now).toBe(1)
  expect((await call()).heard).toEqual(['Press 1.'])
})

test('the message is in the language of the line, and what somebody wrote in its place', async () => {
  await publishOn(bench, inThai)
  await set({ limit: 1 })
  await call()
  expect((await call()).heard).toEqual([BUSY_TEXTS.th])
  await set({ limit: 1, message: { text: { th: 'สายเต็ม' } } })
  expect((await call()).heard).toEqual(['สายเต็ม'])
})

describe('overflow', () => {
  test('to another flow', async () => {
    const flowId = await publishOn(bench, flowOf({ bye: ['hangUp', words('Please write to us.')] }))
    await publishOn(bench, menu)
    await set({ limit: 1, overflow: { kind: 'flow', flowId } })
    await call()
    expect((await call()).heard).toEqual(['Please write to us.'])
    expect((await state()).now).toBe(1)
  })

  test('to a number, and to the message when nobody answers there', async () => {
    await set({ limit: 1, overflow: { kind: 'phone', number: '12025550143' } })
    await call()
    const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
    const rings = () => bench.emulator.calls().find(({ direction, state }) => direction === 'outbound' && state === 'ringing')
    await bench.clock.runUntil(() => rings() !== undefined)
    expect(rings()?.to).toBe('12025550143')
    bench.emulator.busy(rings()?.uuid ?? '')
    await bench.clock.runUntil(() => bench.heard(uuid).length > 0)
    expect(bench.heard(uuid)).toEqual([BUSY])
  })

  test('that would lead nowhere is not taken', async () => {
    const made = await apiOf(bench, 'POST', '/flows', { body: { name: 'Not published' } })
    const { id } = (made.body as { summary: { id: string } }).summary
    const refused = { code: 'OVERFLOW_NOT_VALID' }
    expect(await set({ overflow: { kind: 'flow', flowId: id } }, 422)).toMatchObject(refused)
    expect(await set({ overflow: { kind: 'phone', number: SAMPLE_NUMBER } }, 422)).toMatchObject(refused)
    await set({ limit: 0 }, 400)
    await set({ overflow: { kind: 'phone', number: '12' } }, 400)
    expect((await state()).settings).toMatchObject({ limit: 200, overflow: { kind: 'message' } })
  })

  test('to a flow that was deleted since leads to the message', async () => {
    const flowId = await publishOn(bench, flowOf({ bye: ['hangUp', words('Please write to us.')] }))
    await publishOn(bench, menu)
    await set({ limit: 1, overflow: { kind: 'flow', flowId } })
    expect((await apiOf(bench, 'DELETE', `/flows/${flowId}`)).status).toBe(204)
    await call()
    expect((await call()).heard).toEqual([BUSY])
  })
})

test('whoever tries a flow takes nobody’s place', async () => {
  await set({ limit: 1 })
  const tester = '447700900456'
  expect((await call(tester)).heard).toEqual(['Press 1.'])
  expect((await state()).now).toBe(0)
  expect((await call()).heard).toEqual(['Press 1.'])
  expect((await call(tester)).heard).toEqual(['Press 1.'])
  expect((await call()).heard).toEqual([BUSY])
})

test('two servers at the same instant let in as many as there are places, and each caller once', async () => {
  const limit = 10
  await set({ limit })
  const callers = Array.from({ length: limit + 5 }, () => randomUUID())
  const replies = await Promise.all(
    callers.flatMap((uuid, n) => [answerAt(servers[n % 2]!, uuid), answerAt(servers[(n + 1) % 2]!, uuid)]),
  )
  expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200))
  expect(replies.filter(isBusy)).toHaveLength(2 * 5)
  expect((await state()).now).toBe(limit)
  // asked again, each hears the same
  const again = await Promise.all(callers.map((uuid) => answerAt(servers[0]!, uuid)))
  expect(again.map(({ body }) => body)).toEqual(replies.filter((_reply, n) => n % 2 === 0).map(({ body }) => body))
})

test('a limit that is lowered keeps those who are there, and lets nobody in before enough have gone', async () => {
  await set({ limit: 3 })
  const there = [await call(), await call(), await call()]
  await set({ limit: 1 })
  for (const { uuid } of there.slice(0, 2)) {
    bench.emulator.hangUp(uuid)
    await bench.clock.settle()
    expect((await call()).heard).toEqual([BUSY])
  }
  await set({ limit: 2 })
  expect((await call()).heard).toEqual(['Press 1.'])
})

test('the places of callers who left while their server was dead are free again, and those of the others are not', async () => {
  await set({ limit: 2 })
  const staying = await call()
  const port = await freePort()
  const doomed = await startServerProcess({ ...bench.env, PORT: String(port), PATCHBAY_SEED: '0' })
  // Vonage never hears of this one's end from us, nor we from it: the call is unknown there
  expect(isBusy(await answerAt(doomed.url, randomUUID()))).toBe(false)
  await doomed.end('SIGKILL')
  expect((await call()).heard).toEqual([BUSY])

  aheadMs = 3 * 60 * 1000
  await expect.poll(async () => (await state()).now, { timeout: 20_000, interval: 200 }).toBe(1)
  aheadMs = 0
  expect((await call()).heard).toEqual(['Press 1.'])
  expect((await call()).heard).toEqual([BUSY])
  expect(bench.emulator.leg(staying.uuid).state).not.toBe('ended')
})

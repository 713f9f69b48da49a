import type { FlowDefinition } from '@patchbay/core'
import { flowOf } from '@patchbay/core/test-kit'
import type { PatchbayServer } from '@patchbay/server'
import { MongoClient } from 'mongodb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const CUSTOMER = '12025550143'
const MINUTE = 60_000

const later = flowOf({ hello: ['hangUp', words('You wanted us to call {{ caller.number }}.')] })
const asking = (flowId: string, config: object = {}): FlowDefinition =>
  flowOf({
    ask: [
      'callback',
      { flowId, attempts: 2, minutesBetween: 10, ...config },
      { arranged: 'yes', refused: 'no', failed: 'failed' },
    ],
    yes: ['hangUp', words('We call you back.')],
    no: ['hangUp', words('We cannot call that number.')],
    failed: ['hangUp', words('That did not work.')],
  })

let bench: CallBench
let client: MongoClient
let server: PatchbayServer
beforeEach(async () => {
  bench = await startCallBench()
  client = await MongoClient.connect(bench.database.url)
  server = await start()
})
// whatever happened: Vonage never got anything that it cannot play
afterEach(async () => {
  const refused = bench.eventsOf('ncco.refused')
  await client.close()
  await bench.stop()
  expect(refused).toEqual([])
})

/** A server whose clock is that of the emulated telephones. */
const start = () => bench.startServer({}, { clock: () => bench.clock.now() })
const callbacks = () => client.db().collection('callbacks').find({ tenantId: 'local' }).toArray()
const states = async () => (await callbacks()).map(({ state, reason }) => (reason === null ? state : `${state}: ${reason}`))
/** The calls that we made, in order. */
const made = () => bench.emulator.calls().filter(({ direction }) => direction === 'outbound')
const hasEnded = (uuid: string) => bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')

/** A customer calls, and has heard what came of it. */
async function call(config: object = {}, from = CUSTOMER): Promise<string[]> {
  const flowId = await publishOn(bench, later)
  await publishOn(bench, asking(flowId, config))
  const { uuid } = bench.emulator.dial({ from, to: SAMPLE_NUMBER })
  await hasEnded(uuid)
  return bench.heard(uuid)
}

/** Makes the calls that are due, and waits for the one that rings. */
async function rings(): Promise<string> {
  const ringing = () => made().find(({ state }) => state === 'ringing')
  await server.callBack()
  await bench.clock.runUntil(() => ringing() !== undefined)
  return ringing()?.uuid ?? ''
}

describe('a customer who is called back', () => {
  test('hears the other flow, in a run of its own; nobody is called again, and the number is forgotten', async () => {
    expect(await call({ afterMinutes: 15 })).toEqual(['We call you back.'])
    await bench.clock.advance(14 * MINUTE)
    await server.callBack()
    expect(made()).toEqual([])

    await bench.clock.advance(MINUTE)
    const uuid = await rings()
    expect(made()).toMatchObject([{ from: SAMPLE_NUMBER, to: CUSTOMER }])
    bench.emulator.answer(uuid)
    await hasEnded(uuid)
    expect(bench.heard(uuid)).toEqual([`You wanted us to call ${CUSTOMER}.`])

    await bench.clock.settle()
    expect(await states()).toEqual(['done'])
    expect((await callbacks())[0]).not.toHaveProperty('sealed')
    expect(JSON.stringify(await callbacks())).not.toContain(CUSTOMER)
    await bench.clock.advance(24 * 60 * MINUTE)
    await server.callBack()
    expect(made()).toHaveLength(1)
    const runs = await client.db().collection('legs').distinct('runId')
    expect(runs).toHaveLength(2)
  })

  test('and does not answer is tried again, and then no more', async () => {
    await call()
    const first = await rings()
    bench.emulator.busy(first)
    await hasEnded(first)
    await bench.clock.settle()
    expect(await states()).toEqual(['waiting: busy'])
    await server.callBack()
    expect(made()).toHaveLength(1)

    await bench.clock.advance(10 * MINUTE)
    const second = await rings()
    expect(second).not.toBe(first)
    // nobody takes it
    await hasEnded(second)
    await bench.clock.settle()
    expect(await states()).toEqual(['gaveUp: timeout'])
    expect((await callbacks())[0]).not.toHaveProperty('sealed')
    await bench.clock.advance(60 * MINUTE)
    await server.callBack()
    expect(made()).toHaveLength(2)
  })

  test('is busy first and answers the second call', async () => {
    await call()
    const first = await rings()
    bench.emulator.busy(first)
    await hasEnded(first)
    await bench.clock.advance(10 * MINUTE)
    const second = await rings()
    bench.emulator.answer(second)
    await hasEnded(second)
    expect(bench.heard(second)).toEqual([`You wanted us to call ${CUSTOMER}.`])
    await bench.clock.settle()
    expect(await states()).toEqual(['done'])
  })

  test('is called once, whatever is restarted meanwhile and however many servers look', async () => {
    await call()
    await bench.stopServers()
    server = await start()
    await Promise.all([server.callBack(), server.callBack(), server.callBack()])
    const uuid = await rings()
    await bench.stopServers()
    server = await start()
    await server.callBack()
    bench.emulator.answer(uuid)
    await hasEnded(uuid)
    await bench.clock.settle()
    expect(bench.heard(uuid)).toEqual([`You wanted us to call ${CUSTOMER}.`])
    await bench.clock.advance(60 * MINUTE)
    await server.callBack()
    expect(made()).toHaveLength(1)
    expect(await states()).toEqual(['done'])
  })
})

describe('a call that is left behind by a server', () => {
  test('is nobody’s until its lease is over; then the next attempt is made', async () => {
    await call()
    // as a process leaves it that dies before it has called
    const leaseUntil = new Date(bench.clock.now() + 2 * MINUTE)
    const change = { $set: { state: 'calling', leaseUntil, version: '1' }, $inc: { attempt: 1, attemptsLeft: -1 } }
    await client.db().collection('callbacks').updateOne({}, change)
    await bench.clock.advance(MINUTE)
    await server.callBack()
    expect(made()).toEqual([])
    await bench.clock.advance(MINUTE)
    await server.callBack()
    expect(await states()).toEqual(['waiting: unknown'])
    await bench.clock.advance(10 * MINUTE)
    bench.emulator.answer(await rings())
    await bench.clock.runUntil(() => made().every(({ state }) => state === 'ended'))
    await bench.clock.settle()
    expect(await states()).toEqual(['done'])
  })
})

describe('nobody is called', () => {
  test.each([
    ['who is none', 'the moon'],
    ['whose calls cost extra', '+1 900 555 0143'],
    ['who is ourselves', SAMPLE_NUMBER],
  ])('%s', async (_who, number) => {
    expect(await call({ number })).toEqual(['We cannot call that number.'])
    expect(await callbacks()).toEqual([])
  })

  test('when the number is refused by the time of the call', async () => {
    await call()
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ countries: ['GB'] })
    const reply = await fetch(`${bench.url}/api/v1/outbound-policy`, { method: 'PUT', headers, body })
    expect(reply.status).toBe(200)
    await server.callBack()
    expect(await states()).toEqual(['gaveUp: country'])
    expect(made()).toEqual([])
  })

  test('by who makes up an address of ours', async () => {
    await call()
    const [callback] = await callbacks()
    const path = `/vonage/voice/callbacks/${callback?._id}/1`
    for (const proof of ['', '?t=', `?t=${'A'.repeat(22)}`])
      expect((await fetch(`${bench.url}${path}${proof}`, { method: 'POST', body: '{}' })).status).toBe(404)
  })
})

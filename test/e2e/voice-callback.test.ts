import type { FlowDefinition, OutboundPolicy } from '@patchbay/core'
import {
  callbackListSchema,
  callbackSchema,
  libraryPromptSchema,
  problemSchema,
  promptPublishedSchema,
} from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import type { PatchbayServer } from '@patchbay/server'
import { MongoClient } from 'mongodb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CallBench, freePort, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { apiOf, publishOn } from '../support/publish-on.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const CUSTOMER = '12025550143'
const MINUTE = 60_000

const later = (more: string) => flowOf({ hello: ['hangUp', words(`You wanted us to call {{ caller.number }}.${more}`)] })
const asking = (flowId: string, config: object = {}): FlowDefinition =>
  flowOf({
    ask: [
      'callback',
      { flowId, attempts: 2, minutesBetween: 2, ...config },
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

async function allow(policy: Partial<OutboundPolicy>): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(`${bench.url}/api/v1/outbound-policy`, { method: 'PUT', headers, body: JSON.stringify(policy) })
  expect(reply.status).toBe(200)
}

/** A customer calls, and has heard what came of it. */
async function call(config: object = {}, more = ''): Promise<string[]> {
  const flowId = await publishOn(bench, later(more))
  await publishOn(bench, asking(flowId, config))
  const { uuid } = bench.emulator.dial({ from: CUSTOMER, to: SAMPLE_NUMBER })
  await hasEnded(uuid)
  return bench.heard(uuid)
}

/** A moment after the call nothing more is heard of it. */
async function isDone(): Promise<void> {
  await bench.clock.settle()
  expect(await states()).toEqual(['answered'])
  await bench.clock.advance(MINUTE)
  await server.callBack()
  expect(await states()).toEqual(['done'])
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
    expect(await call({ afterMinutes: 3 })).toEqual(['We call you back.'])
    await bench.clock.advance(2 * MINUTE)
    await server.callBack()
    expect(made()).toEqual([])

    await bench.clock.advance(MINUTE)
    const uuid = await rings()
    expect(made()).toMatchObject([{ from: SAMPLE_NUMBER, to: CUSTOMER }])
    bench.emulator.answer(uuid)
    await hasEnded(uuid)
    expect(bench.heard(uuid)).toEqual([`You wanted us to call ${CUSTOMER}.`])

    await isDone()
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

    await bench.clock.advance(2 * MINUTE)
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
    await bench.clock.advance(2 * MINUTE)
    const second = await rings()
    bench.emulator.answer(second)
    await hasEnded(second)
    expect(bench.heard(second)).toEqual([`You wanted us to call ${CUSTOMER}.`])
    await isDone()
  })

  test('has an answering machine, which does not count', async () => {
    await bench.replaceLine({ config: { callees: { [CUSTOMER]: { does: 'answer', after: 1000, as: 'machine' } } } })
    // longer than it takes to tell a machine from a voice
    await call({}, ' Please stay on the line: somebody of our team is with you in a moment.')
    const first = await rings()
    await hasEnded(first)
    await bench.clock.settle()
    expect(await states()).toEqual(['waiting: machine'])
    await bench.clock.advance(2 * MINUTE)
    expect(await rings()).not.toBe(first)
  })

  test('is put off while the hour has rung as many as it may; that uses no attempt up', async () => {
    await allow({ maxLegsPerHour: 0 })
    await call({ attempts: 1 })
    await server.callBack()
    expect(await states()).toEqual(['waiting: hourLimit'])
    expect(made()).toEqual([])
    await allow({ maxLegsPerHour: 5 })
    await client
      .db()
      .collection('callbacks')
      .updateOne({}, { $set: { notBefore: new Date(bench.clock.now()) } })
    const uuid = await rings()
    bench.emulator.answer(uuid)
    await hasEnded(uuid)
    expect(bench.heard(uuid)).toEqual([`You wanted us to call ${CUSTOMER}.`])
  })

  test('is not called a day late', async () => {
    await call()
    await bench.clock.advance(25 * 60 * MINUTE)
    await server.callBack()
    expect(await states()).toEqual(['gaveUp: tooLate'])
    expect(made()).toEqual([])
  })

  test('is called once, whatever is restarted meanwhile and however many servers look', async () => {
    await call()
    await bench.stopServers()
    server = await start()
    const other = await bench.startServer({ PORT: String(await freePort()) }, { clock: () => bench.clock.now() })
    await Promise.all([server.callBack(), other.callBack(), server.callBack(), other.callBack()])
    const uuid = await rings()
    await bench.stopServers()
    server = await start()
    await server.callBack()
    bench.emulator.answer(uuid)
    await hasEnded(uuid)
    await bench.clock.settle()
    expect(bench.heard(uuid)).toEqual([`You wanted us to call ${CUSTOMER}.`])
    await isDone()
    await bench.clock.advance(60 * MINUTE)
    await server.callBack()
    expect(made()).toHaveLength(1)
  })
})

describe('whoever looks after callbacks', () => {
  const listed = async (which = 'open') =>
    callbackListSchema.parse((await apiOf(bench, 'GET', `/callbacks?which=${which}`)).body).callbacks
  const only = async () => {
    const [one] = await listed()
    if (one === undefined) throw new Error('Nobody is to be called back')
    return one
  }
  const at = (minutes: number) => ({ at: new Date(bench.clock.now() + minutes * MINUTE).toISOString() })
  const refused = async (method: string, path: string, body?: object) => {
    const reply = await apiOf(bench, method, `/callbacks/${path}`, { body })
    return [reply.status, problemSchema.parse(reply.body).code]
  }

  test('sees whom, when, how often and what came of it, with the number masked, and both calls', async () => {
    await call({ afterMinutes: 3 })
    const { id, dueAt, ...open } = await only()
    expect(Date.parse(dueAt) - bench.clock.now()).toBeGreaterThan(2 * MINUTE)
    const [stored] = await callbacks()
    const same = { number: '•••0143', callerId: SAMPLE_NUMBER, isTest: false, restorable: false, askedIn: stored?.runId }
    expect(open).toMatchObject({ ...same, state: 'waiting', tried: 0, left: 2, reason: null, calledIn: null })

    await bench.clock.advance(3 * MINUTE)
    const first = await rings()
    expect(await only()).toMatchObject({ state: 'calling', tried: 1, left: 1 })
    bench.emulator.busy(first)
    await hasEnded(first)
    await bench.clock.settle()
    expect(await only()).toMatchObject({ state: 'waiting', tried: 1, left: 1, reason: 'busy' })
    await bench.clock.advance(2 * MINUTE)
    const second = await rings()
    bench.emulator.answer(second)
    await hasEnded(second)
    await isDone()

    expect(await listed()).toEqual([])
    const [over] = await listed('over')
    expect(over).toMatchObject({ id, ...same, state: 'done', tried: 2, left: 0, reason: null, flow: { exists: true } })
    for (const runId of [over?.askedIn, over?.calledIn])
      expect((await apiOf(bench, 'GET', `/calls/${runId}`)).body).toMatchObject({ summary: { runId } })
  })

  test('has somebody called now, or later, and not while it rings or when it is over', async () => {
    await call({ afterMinutes: 1 })
    const { id } = await only()
    const later = callbackSchema.parse((await apiOf(bench, 'PUT', `/callbacks/${id}/time`, { body: at(4) })).body)
    expect(Date.parse(later.dueAt) - bench.clock.now()).toBe(4 * MINUTE)
    await bench.clock.advance(2 * MINUTE)
    await server.callBack()
    expect(made()).toEqual([])

    expect((await apiOf(bench, 'PUT', `/callbacks/${id}/time`, { body: at(-60) })).status).toBe(200)
    const uuid = await rings()
    expect(await refused('PUT', `${id}/time`, at(5))).toEqual([409, 'CALLBACK_MOVED_ON'])
    expect(await refused('DELETE', id)).toEqual([409, 'CALLBACK_MOVED_ON'])
    bench.emulator.answer(uuid)
    await hasEnded(uuid)
    await isDone()
    expect(await refused('DELETE', id)).toEqual([409, 'CALLBACK_MOVED_ON'])
  })

  test('never lets more than two weeks pass, and nobody is called too late for having been put off', async () => {
    await call()
    const { id } = await only()
    const far = callbackSchema.parse((await apiOf(bench, 'PUT', `/callbacks/${id}/time`, { body: at(24 * 60 * 100) })).body)
    expect(Date.parse(far.dueAt) - bench.clock.now()).toBe(14 * 24 * 60 * MINUTE)
    await bench.clock.advance(14 * 24 * 60 * MINUTE)
    expect(await rings()).not.toBe('')
  })

  test('cancels one, brings it back, and after ten minutes the number is forgotten', async () => {
    await call()
    const { id } = await only()
    expect((await apiOf(bench, 'DELETE', `/callbacks/${id}`)).status).toBe(204)
    await server.callBack()
    expect([await listed(), made()]).toEqual([[], []])
    expect((await listed('over'))[0]).toMatchObject({ id, state: 'cancelled', restorable: true, number: '•••0143' })
    const back = await apiOf(bench, 'POST', `/callbacks/${id}/restore`, { body: {} })
    expect(back.body).toMatchObject({ id, state: 'waiting', restorable: false })

    await apiOf(bench, 'DELETE', `/callbacks/${id}`)
    await bench.clock.advance(10 * MINUTE)
    await server.callBack()
    expect((await callbacks())[0]).not.toHaveProperty('sealed')
    expect(await refused('POST', `${id}/restore`, {})).toEqual([409, 'CALLBACK_MOVED_ON'])
    expect((await listed('over'))[0]).toMatchObject({ state: 'cancelled', restorable: false, number: '•••0143' })
    expect(made()).toEqual([])
  })

  test('finds nobody else’s, and no nonsense', async () => {
    await call()
    const { id } = await only()
    await client
      .db()
      .collection('callbacks')
      .updateOne({}, { $set: { tenantId: 'theirs' } })
    expect(await listed()).toEqual([])
    expect(await refused('DELETE', id)).toEqual([404, 'CALLBACK_NOT_FOUND'])
    expect(await refused('PUT', `${id}/time`, at(1))).toEqual([404, 'CALLBACK_NOT_FOUND'])
    expect(await refused('POST', `${id}/restore`, {})).toEqual([404, 'CALLBACK_NOT_FOUND'])
    expect(await refused('PUT', `${id}/time`, { at: 'soon' })).toEqual([400, 'REQUEST_NOT_VALID'])
    await client.db().collection('callbacks').deleteMany({})
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
    await bench.clock.advance(2 * MINUTE)
    bench.emulator.answer(await rings())
    await bench.clock.runUntil(() => made().every(({ state }) => state === 'ended'))
    await isDone()
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
    await allow({ countries: ['GB'] })
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

describe('the flow that customers are called back with', () => {
  const headers = { 'content-type': 'application/json' }
  const post = (path: string, body: object) =>
    fetch(`${bench.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })

  test('has to be published first', async () => {
    await expect(publishOn(bench, asking('nowhere'))).rejects.toThrow('FLOW_UNKNOWN')
  })

  test('is no part of the version that names it: new words of a shared prompt are published all the same', async () => {
    const prompt = libraryPromptSchema.parse(await (await post('/prompts', { name: 'Bye', text: { en: 'Bye.' } })).json())
    const made = asking(await publishOn(bench, later('')))
    const nodes = made.nodes.map((node) => (node.id === 'yes' ? { ...node, config: { prompt: { promptId: prompt.id } } } : node))
    await publishOn(bench, { ...made, nodes })
    const edited = await fetch(`${bench.url}/api/v1/prompts/${prompt.id}`, {
      method: 'PUT',
      headers: { ...headers, 'if-match': `"${prompt.version}"` },
      body: JSON.stringify({ name: 'Bye', text: { en: 'Goodbye.' } }),
    })
    expect(edited.status).toBe(200)
    const { flows } = promptPublishedSchema.parse(await (await post(`/prompts/${prompt.id}/publish`, { note: 'New' })).json())
    expect(flows).toMatchObject([{ outcome: 'republished', issues: [] }])
    const { uuid } = bench.emulator.dial({ from: CUSTOMER, to: SAMPLE_NUMBER })
    await hasEnded(uuid)
    expect(bench.heard(uuid)).toEqual(['Goodbye.'])
  })
})

import { flowDraftSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { MongoClient } from 'mongodb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type CallBench, freePort, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { apiOf, publishOn } from '../support/publish-on.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const ANN = '12025550143'
const BOB = '12025550187'
const phone = (number: string, skills: string[] = []) => ({ name: number, endpoint: { kind: 'phone', number }, skills })

const flow = (config: object = {}) =>
  flowOf({
    wait: [
      'enqueue',
      { queue: 'desk', ...config },
      { connected: 'bye', maxWait: 'long', full: 'full', failed: 'sorry', callback: 'back', voicemail: 'mail' },
    ],
    bye: ['hangUp', words('Goodbye.')],
    long: ['hangUp', words('That took too long.')],
    full: ['hangUp', words('Too many callers.')],
    sorry: ['hangUp', words('It does not work.')],
    back: ['hangUp', words('We call you back.')],
    mail: ['hangUp', words('Leave a message.')],
  })
/** Only the ways out that the config has. */
const withKeys = { callbackKey: '1', voicemailKey: '2' }
function pruned(config: object) {
  const made = flow(config)
  const has = (outlet: string) => !['callback', 'voicemail'].includes(outlet) || `${outlet}Key` in config
  const edges = made.edges.filter(({ outlet }) => has(outlet))
  return { ...made, edges, nodes: made.nodes.filter(({ id }) => id === 'wait' || edges.some(({ target }) => target === id)) }
}

let bench: CallBench
let client: MongoClient
beforeEach(async () => {
  bench = await startCallBench()
  client = await MongoClient.connect(bench.database.url)
  await server()
})
// whatever happened: Vonage never got anything that it cannot play
afterEach(async () => {
  const refused = bench.eventsOf('ncco.refused')
  await client.close()
  await bench.stop()
  expect(refused).toEqual([])
})

/** A server whose clock is that of the emulated telephones. */
const server = (env: Record<string, string> = {}) => bench.startServer(env, { clock: () => bench.clock.now() })

async function openQueue(queue: object, config: object = {}): Promise<void> {
  await bindQueue(queue)
  await publishOn(bench, pruned(config))
}
const bindQueue = async (queue: object) => {
  await client
    .db()
    .collection('bindings')
    .insertOne({
      ...{ tenantId: 'local', environmentId: 'main', kind: 'queue', name: 'desk', label: 'Desk', revision: 1 },
      ...{ valueText: JSON.stringify(queue), updatedAt: new Date(), updatedBy: 'test' },
    })
}
const tickets = () => client.db().collection('queueTickets').find({ tenantId: 'local' }).sort({ enqueuedAt: 1 }).toArray()
const ends = async () => (await tickets()).map(({ end }) => end)

let callers = 0
/** One after the other: whoever comes first is served first. */
const call = async () => {
  await bench.clock.advance(1000)
  callers += 1
  return bench.emulator.dial({ from: `4477009${String(callers).padStart(5, '0')}`, to: SAMPLE_NUMBER }).uuid
}
const HOLD = /hold\.wav$/
const said = (uuid: string) => bench.heard(uuid).filter((text) => !HOLD.test(text))
const hasEnded = (uuid: string) => bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
const hears = (uuid: string, words: string | RegExp) =>
  bench.clock.runUntil(() => said(uuid).some((text) => (typeof words === 'string' ? text.includes(words) : words.test(text))))
const rings = async (number: string) => {
  const find = () => bench.emulator.calls().findLast(({ to, state }) => to === number && state === 'ringing')
  await bench.clock.runUntil(() => find() !== undefined)
  return find()?.uuid ?? ''
}
const isIn = (uuid: string) => {
  const waits = bench.emulator.leg(uuid).waitsFor
  return waits?.kind === 'conversation' ? waits.name : undefined
}
const together = (one: string, other: string) => bench.clock.runUntil(() => isIn(one) !== undefined && isIn(one) === isIn(other))

describe('one agent and three callers', () => {
  test('the third hears that it is number three; each is served in turn, and the flow goes on afterwards', async () => {
    await openQueue({ agents: [phone(ANN)], maxWaitSeconds: 3600 }, { whisper: { text: { en: 'For the desk.' } } })
    const first = await call()
    let ann = await rings(ANN)
    const second = await call()
    await hears(second, 'You are number 2 in the queue. The wait is about 6 minutes.')
    const third = await call()
    await hears(third, 'You are number 3 in the queue. The wait is about 9 minutes.')

    for (const caller of [first, second, third]) {
      bench.emulator.answer(ann)
      await together(caller, ann)
      expect(said(ann)).toEqual(['For the desk.'])
      await bench.clock.advance(60_000)
      // one call at a time, while the others wait on
      expect(bench.emulator.calls().filter(({ to, state }) => to === ANN && state !== 'ended')).toHaveLength(1)
      bench.emulator.hangUp(ann)
      await hasEnded(caller)
      expect(said(caller).at(-1)).toBe('Goodbye.')
      if (caller !== third) ann = await rings(ANN)
    }
    // by what the conversations before took
    expect(said(third)).toContain('You are next. The wait is about 2 minutes.')
    expect(await ends()).toEqual(['served', 'served', 'served'])
  })

  test('more urgent goes first; those who leave are not counted', async () => {
    await openQueue({ agents: [] }, { priority: "{% if caller.number contains '00099' %}5{% endif %}" })
    const one = await call()
    await hears(one, 'You are next.')
    const two = await call()
    await hears(two, 'You are number 2')
    callers = 98
    const urgent = await call()
    await hears(urgent, 'You are next.')
    await hears(one, 'You are number 2')
    await hears(two, 'You are number 3')
    bench.emulator.hangUp(urgent)
    await bench.clock.runUntil(() => said(one).at(-1) === 'You are next.')
    expect(await ends()).toEqual([null, null, 'abandoned'])
  })

  test('over the longest wait the flow goes on by it, whoever else waits', async () => {
    await openQueue({ agents: [phone(BOB, ['thai'])], maxWaitSeconds: 60 }, { skills: ['lao'] })
    const caller = await call()
    await hears(caller, 'You are next.')
    await hasEnded(caller)
    // nobody can ever serve this caller: no estimate, and nobody is rung
    expect(said(caller)).toEqual(['You are next.', 'You are next.', 'That took too long.'])
    expect(bench.emulator.calls()).toHaveLength(1)
    expect(await ends()).toEqual(['maxWait'])
  })

  test('a full queue takes nobody in', async () => {
    await openQueue({ agents: [], maxLength: 2 })
    const [first, second, third] = [await call(), await call(), await call()]
    await hasEnded(third)
    expect(said(third)).toEqual(['Too many callers.'])
    bench.emulator.hangUp(first)
    const fourth = await call()
    await hears(fourth, 'You are number 2')
    expect(bench.emulator.leg(second).state).toBe('answered')
    expect(await ends()).toEqual(['abandoned', null, null])
  })

  test('a flow whose queue is not there is not published', async () => {
    await expect(publishOn(bench, pruned({}))).rejects.toThrow('BINDING_MISSING')
  })

  test.each([
    ['1', 'We call you back.'],
    ['2', 'Leave a message.'],
  ])('key %s leads out of it, also while an agent is rung', async (key, words) => {
    await openQueue({ agents: [phone(ANN)] }, withKeys)
    const caller = await call()
    await hears(caller, 'To be called back, press 1. To leave a message, press 2.')
    const ann = await rings(ANN)
    bench.emulator.pressKeys(caller, '7')
    await bench.clock.advance(4000)
    expect(bench.emulator.leg(ann).state).toBe('ringing')
    bench.emulator.pressKeys(caller, key)
    await hasEnded(caller)
    expect(said(caller).at(-1)).toBe(words)
    await hasEnded(ann)
    expect(await ends()).toEqual(['left'])
  })
})

describe('two agents', () => {
  test('one who does not answer is followed by the next, and when nobody does the round begins anew', async () => {
    await openQueue({ agents: [phone(ANN), phone(BOB)], ringSeconds: 10 })
    const caller = await call()
    bench.emulator.ignore(await rings(ANN))
    bench.emulator.decline(await rings(BOB))
    const ann = await rings(ANN)
    bench.emulator.answer(ann)
    await together(caller, ann)
    bench.emulator.hangUp(caller)
    await hasEnded(ann)
    expect(await ends()).toEqual(['served'])
  })

  test('serve two callers at the same time, and a third when one of them is free', async () => {
    await openQueue({ agents: [phone(ANN), phone(BOB)] })
    const [first, second] = [await call(), await call()]
    const [ann, bob] = [await rings(ANN), await rings(BOB)]
    bench.emulator.answer(ann)
    bench.emulator.answer(bob)
    await together(first, ann)
    await together(second, bob)
    const third = await call()
    await hears(third, 'You are next.')
    bench.emulator.hangUp(first)
    const again = await rings(ANN)
    bench.emulator.answer(again)
    await together(third, again)
  })

  test('an agent that two servers want at the same instant is rung once', async () => {
    await server({ PORT: String(await freePort()) })
    await openQueue({ agents: [phone(ANN)] })
    const waiting = [await call(), await call(), await call()]
    await rings(ANN)
    await bench.clock.advance(15_000)
    expect(bench.emulator.calls().filter(({ to }) => to === ANN)).toHaveLength(1)
    expect(waiting.map((uuid) => bench.emulator.leg(uuid).state)).toEqual(['answered', 'answered', 'answered'])
  })
})

test('who waits keeps the place when the server goes, and another one serves', async () => {
  await openQueue({ agents: [phone(ANN)], maxWaitSeconds: 3600 })
  const first = await call()
  const ann = await rings(ANN)
  const second = await call()
  await hears(second, 'You are number 2')
  await bench.stopServers()
  await server()
  bench.emulator.answer(ann)
  await together(first, ann)
  await bench.stopServers()
  await server()
  bench.emulator.hangUp(ann)
  await hasEnded(first)
  const again = await rings(ANN)
  bench.emulator.answer(again)
  await together(second, again)
})

describe('a flow of ours is heard in the queue', () => {
  const number = (name: string) => ({ name, type: 'number' as const, sensitive: false })
  /** Counts its rounds, says the place, asks, and plays on. */
  const rounds = (music: number, more: Parameters<typeof flowOf>[0] = {}) =>
    flowOf(
      {
        count: ['counter', { variable: 'round', by: 1 }, { next: 'place' }],
        place: ['say', words('Round {{ round }}, number {{ position }}, after {{ waitedSeconds }} seconds.'), { next: 'ask' }],
        ask: [
          'menu',
          { ...words('For a call back, press 1.'), choices: [{ id: 'one', keys: ['1'], label: 'One' }], attempts: 1 },
          { one: 'leave', noInput: 'music', noMatch: 'music' },
        ],
        leave: ['return', { outcome: 'callback' }],
        music: ['music', { sound: { kind: 'hold', seconds: music } }, { next: 'again' }],
        again: ['return', { outcome: 'again' }],
        ...more,
      },
      { name: 'While you wait', variables: ['round', 'position', 'waitedSeconds'].map(number) },
    )
  const asTreatment = (flowId: string) => ({
    treatment: { kind: 'flow', flowId, outcomes: [{ id: 'callback', label: 'Call me back' }] },
    callbackKey: '9',
  })
  const round = (uuid: string, count: number) => hears(uuid, new RegExp(`^Round ${count}, number`))

  test('round by round, over a server that goes; an agent takes the caller amid it, and a key leads out', async () => {
    const flowId = await publishOn(bench, rounds(9))
    await openQueue({ agents: [phone(ANN)], ringSeconds: 60, maxWaitSeconds: 3600 }, asTreatment(flowId))
    const first = await call()
    await round(first, 1)
    const second = await call()
    await hears(second, 'Round 1, number 2, after 0 seconds.')
    const ann = await rings(ANN)
    await round(first, 2)
    await bench.stopServers()
    await server()
    await round(first, 3)
    bench.emulator.answer(ann)
    await together(first, ann)
    // the one who waits on goes on hearing it, at another place
    const asked = () => said(second).at(-1) === 'For a call back, press 1.' && said(second).at(-2)?.includes('number 1') === true
    await bench.clock.runUntil(asked)
    bench.emulator.pressKeys(second, '1')
    await hasEnded(second)
    expect(said(second).at(-1)).toBe('We call you back.')
    bench.emulator.hangUp(ann)
    await hasEnded(first)
    expect(said(first).at(-1)).toBe('Goodbye.')
    expect(said(first).filter((text) => text.startsWith('Round'))).toHaveLength(3)
    expect(await ends()).toEqual(['served', 'left'])
  })

  test('who waits too long is led on amid music that plays for long', async () => {
    const flowId = await publishOn(bench, rounds(3000))
    await openQueue({ agents: [], maxWaitSeconds: 60 }, asTreatment(flowId))
    const caller = await call()
    await bench.clock.advance(61_000)
    await vi.waitFor(() => expect(said(caller).at(-1)).toBe('That took too long.'), 15_000)
    expect(await ends()).toEqual(['maxWait'])
  })

  test('what cannot go on gives way to the queue itself', async () => {
    const quiet = { pause: ['wait', { seconds: 3 }, { next: 'again' }], again: ['return', { outcome: 'again' }] } as const
    const flowId = await publishOn(bench, flowOf(quiet, { name: 'Quiet' }))
    await openQueue({ agents: [] }, { ...asTreatment(flowId) })
    const caller = await call()
    await hears(caller, 'You are next. To be called back, press 9.')
    bench.emulator.pressKeys(caller, '9')
    await hasEnded(caller)
    expect(said(caller).at(-1)).toBe('We call you back.')
  })

  test('a live flow keeps the version that it was published with, and takes no newer one that would ring somebody', async () => {
    const flowId = await publishOn(bench, rounds(9))
    await openQueue({ agents: [] }, asTreatment(flowId))
    const draft = flowDraftSchema.parse((await apiOf(bench, 'GET', `/flows/${flowId}/draft`)).body)
    const ring = [
      'connect',
      { endpoints: [{ kind: 'phone', number: BOB }] },
      { ended: 'again', busy: 'again', noAnswer: 'again', failed: 'again' },
    ]
    const definition = { ...rounds(9, { again: ring as never, out: ['return', { outcome: 'again' }] }), id: flowId }
    const edges = definition.edges.map((edge) => (edge.source === 'again' ? { ...edge, target: 'out' as never } : edge))
    const saved = await apiOf(bench, 'PUT', `/flows/${flowId}/draft`, {
      body: { definition: { ...definition, edges } },
      headers: { 'if-match': `"${draft.revision}"` },
    })
    expect(saved.status).toBe(200)
    // by itself, and as a flow that is gone through, it may ring
    expect((await apiOf(bench, 'POST', `/flows/${flowId}/versions`, { body: {} })).status).toBeLessThan(300)
    await expect(publishOn(bench, pruned(asTreatment(flowId)))).rejects.toThrow('TREATMENT_CONNECTS')

    const caller = await call()
    await round(caller, 2)
    expect(bench.emulator.calls()).toHaveLength(1)
  })
})

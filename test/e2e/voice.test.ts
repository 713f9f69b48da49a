import { MongoClient } from 'mongodb'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'

const GREETING = 'Welcome to Lakeside Garden Supplies.'
const MENU = 'For sales, press 1. For help with an order, press 2.'
const ORDER = 'Please enter your order number, then press the hash key.'
const NO_CHOICE = 'We did not hear a choice.'
const BUSY = 'All our colleagues are busy just now. Please call again a little later.'
const GOODBYE = 'Thank you for calling. Goodbye.'
const SALES = '12025550143'
const SUPPORT = '12025550187'
const OPERATOR = '12025550111'

let bench: CallBench
let server: ServerProcess

beforeAll(async () => {
  // with the database gone news come to nothing, and this line does not wait ten seconds for each
  bench = await startCallBench({ application: { eventTimeoutMs: 4000 } })
  server = await startServerProcess(bench.env)
})
afterAll(async () => {
  await server.end('SIGTERM')
  await bench.stop()
})
// whatever a test did: Vonage never got anything that it cannot play
afterEach(() => expect(bench.eventsOf('ncco.refused')).toEqual([]))

const { dial, press, waitsForKeys, hasEnded, ringing } = {
  dial: (from = CALLER) => bench.emulator.dial({ from, to: SAMPLE_NUMBER }).uuid,
  press: (uuid: string, keys: string) => bench.emulator.pressKeys(uuid, keys),
  waitsForKeys: (uuid: string) => bench.clock.runUntil(() => bench.emulator.leg(uuid).waitsFor?.kind === 'input'),
  hasEnded: (uuid: string) => bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended'),
  async ringing() {
    const find = () => bench.emulator.calls().findLast(({ direction, state }) => direction === 'outbound' && state === 'ringing')
    await bench.clock.runUntil(() => find() !== undefined)
    return find()!
  },
}

/** Waits until the caller has heard so many texts and is asked again. */
async function hears(uuid: string, text: string): Promise<void> {
  await bench.clock.runUntil(() => bench.heard(uuid).at(-1) === text)
}

describe('a call of the sample flow', () => {
  test('the caller is greeted, asked, put through and said goodbye to', async () => {
    const uuid = dial()
    await waitsForKeys(uuid)
    press(uuid, '1')
    const callee = await ringing()
    expect(callee.to).toBe(SALES)
    bench.emulator.answer(callee.uuid)
    await bench.clock.advance(30_000)
    bench.emulator.hangUp(callee.uuid)
    await hasEnded(uuid)
    expect(bench.heard(uuid)).toEqual([GREETING, MENU, GOODBYE])
  })

  test('what the caller types is spoken back, and decides the way', async () => {
    const uuid = dial()
    await waitsForKeys(uuid)
    press(uuid, '2')
    await hears(uuid, ORDER)
    press(uuid, '25114#')
    await hasEnded(uuid)
    expect(bench.heard(uuid)).toEqual([
      GREETING,
      MENU,
      ORDER,
      expect.stringContaining('is from last year and is complete.'),
      GOODBYE,
    ])
  })

  test('silence plays the menu again, and then leads on', async () => {
    const uuid = dial()
    await hasEnded(uuid)
    expect(bench.heard(uuid)).toEqual([GREETING, MENU, MENU, NO_CHOICE, GOODBYE])
  })

  test.each([
    ['busy', () => bench.emulator.busy],
    ['declined', () => bench.emulator.decline],
    ['not answered in time', () => () => undefined],
  ])('when the one who is rung is %s, the caller is told', async (_what, deed) => {
    const uuid = dial()
    await waitsForKeys(uuid)
    press(uuid, '1')
    const callee = await ringing()
    deed()(callee.uuid)
    await hasEnded(uuid)
    expect(bench.heard(uuid)).toEqual([GREETING, MENU, BUSY, GOODBYE])
  })

  test('when the number that is rung does not exist, the caller is told', async () => {
    bench.emulator.setCallee(SALES, { after: 1000, does: 'fail' })
    const uuid = dial()
    await waitsForKeys(uuid)
    press(uuid, '1')
    await hasEnded(uuid)
    bench.emulator.setCallee(SALES, undefined)
    expect(bench.heard(uuid)).toEqual([GREETING, MENU, BUSY, GOODBYE])
  })

  test('a caller who hangs up ends the run where it stood', async () => {
    const uuid = dial()
    await waitsForKeys(uuid)
    bench.emulator.hangUp(uuid)
    await bench.clock.settle()
    const turns = await turnsOf(uuid)
    expect(turns.at(-1)).toMatchObject({ ended: 'callerLeft', nodeId: null })
  })

  test('calls at the same time do not meet', async () => {
    const keys = ['1', '2', '1', '2', '9']
    const legs = keys.map((_key, index) => dial(`44770090020${index}`))
    for (const [index, uuid] of legs.entries()) {
      await waitsForKeys(uuid)
      press(uuid, keys[index]!)
    }
    await bench.clock.runUntil(() => legs.every((uuid) => bench.emulator.leg(uuid).state === 'ended'))
    const after = legs.map((uuid) => bench.heard(uuid)[2])
    expect(after).toEqual([BUSY, ORDER, BUSY, ORDER, MENU])
  })
})

describe('the way through other numbers', () => {
  test('a number that nobody assigned says so', async () => {
    const { uuid } = bench.emulator.dial({ from: CALLER, to: '12025550177' })
    await hasEnded(uuid)
    expect(bench.heard(uuid)).toEqual([expect.stringContaining('not in service')])
  })
})

describe('failures', () => {
  test('kill -9 of the server amid a menu: the next key press goes on where the caller was', async () => {
    const uuid = dial()
    await waitsForKeys(uuid)
    await bench.clock.settle()
    expect(await server.end('SIGKILL')).toBe(null)
    server = await startServerProcess(bench.env)
    press(uuid, '2')
    await hears(uuid, ORDER)
    press(uuid, '77001#')
    const callee = await ringing()
    expect(callee.to).toBe(SUPPORT)
    bench.emulator.busy(callee.uuid)
    await hasEnded(uuid)
    // what was noted before the second key press is known after it
    expect(bench.heard(uuid).at(-2)).toContain('have order 7 7 0 0 1 at hand')
  })

  test('another server goes on with a run that it did not begin', async () => {
    const uuid = dial()
    await waitsForKeys(uuid)
    await bench.clock.settle()
    await server.end('SIGTERM')
    server = await startServerProcess(bench.env)
    press(uuid, '1')
    expect((await ringing()).to).toBe(SALES)
    bench.emulator.hangUp(uuid)
    await hasEnded(uuid)
  })

  test('with the server gone, the caller hears the flow’s own last words', async () => {
    const uuid = dial()
    await waitsForKeys(uuid)
    await bench.clock.settle()
    await server.end('SIGKILL')
    press(uuid, '1')
    await hasEnded(uuid)
    server = await startServerProcess(bench.env)
    expect(bench.heard(uuid)).toEqual([GREETING, MENU, expect.stringContaining('something went wrong')])
  })

  test('a database that was killed and is back has lost nothing: the call goes on', async (context) => {
    if (!bench.database.embedded) return context.skip()
    const uuid = dial()
    await waitsForKeys(uuid)
    await bench.clock.settle()
    await bench.database.kill()
    await bench.database.restart()
    press(uuid, '1')
    expect((await ringing()).to).toBe(SALES)
    bench.emulator.hangUp(uuid)
    await hasEnded(uuid)
  })

  test('with the database gone, the caller is led to the flow’s own fallback; the next one is answered when it is back', async (context) => {
    if (!bench.database.embedded) return context.skip()
    await publishWithFallback('12025550177', { prompt: { text: { en: 'Please hold for the operator.' } }, connectTo: OPERATOR })
    const { uuid } = bench.emulator.dial({ from: CALLER, to: '12025550177' })
    await waitsForKeys(uuid)
    await bench.clock.settle()
    await bench.database.kill()
    press(uuid, '1')
    const operator = await ringing()
    expect([operator.to, bench.heard(uuid).at(-1)]).toEqual([OPERATOR, 'Please hold for the operator.'])
    await bench.database.restart()
    bench.emulator.busy(operator.uuid)
    await hasEnded(uuid)
    const next = dial()
    await hasEnded(next)
    expect(bench.heard(next)[0]).toBe(GREETING)
  })

  test('SIGTERM ends the process with code 0', async () => {
    expect(await server.end('SIGTERM')).toBe(0)
    server = await startServerProcess(bench.env)
  })
})

test('nothing that callers said, typed or are called by stands readable in the turns', async () => {
  const uuid = dial()
  await waitsForKeys(uuid)
  press(uuid, '2')
  await hears(uuid, ORDER)
  press(uuid, '83617#')
  const callee = await ringing()
  bench.emulator.busy(callee.uuid)
  await hasEnded(uuid)
  const raw = await withDatabase((client) => client.db().collection('turns').find({}, { raw: true }).toArray())
  const bytes = Buffer.concat(raw as unknown as Buffer[])
  expect(bytes.length).toBeGreaterThan(10_000)
  for (const personal of [CALLER, '83617', '8 3 6 1 7', SUPPORT, 'orderNumber', 'Lakeside', 'busy just now']) {
    expect(bytes.includes(personal), personal).toBe(false)
  }
})

/** Publishes the sample flow under another fallback, on a number of its own. */
async function publishWithFallback(number: string, fallback: object): Promise<void> {
  const send = async (method: string, path: string, body?: object) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${bench.url}/api/v1${path}`, { method, ...sent })
    expect(response.ok, path).toBe(true)
    return response.json()
  }
  const { definition } = (await send('GET', '/flows/welcome/draft')) as { definition: object }
  const copy = { name: 'Operator', definition: { ...definition, fallback } }
  const { summary } = (await send('POST', '/flows', copy)) as { summary: { id: string } }
  await send('POST', `/flows/${summary.id}/versions`)
  await send('PUT', `/numbers/${number}`, { label: 'Operator', rules: [{ target: { use: 'live', flowId: summary.id } }] })
}

async function turnsOf(vonageCallId: string) {
  return withDatabase(async (client) => {
    const leg = await client.db().collection<{ _id: string; runId: string }>('legs').findOne({ _id: vonageCallId })
    return client.db().collection('turns').find({ tenantId: 'local', runId: leg?.runId }).sort({ seq: 1 }).toArray()
  })
}

async function withDatabase<Result>(work: (client: MongoClient) => Promise<Result>): Promise<Result> {
  const client = await MongoClient.connect(bench.database.url)
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}

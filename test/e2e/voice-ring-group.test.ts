import { flowOf } from '@patchbay/core/test-kit'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CALLER, type CallBench, freePort, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'
import { postWebhook } from '../support/vonage-post.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const DESKS = ['12025550143', '12025550187', '12025550165']

const ringAll = (config: object = {}, numbers = DESKS) =>
  flowOf({
    hello: ['say', words('Hello.'), { next: 'ring' }],
    ring: [
      'connect',
      { endpoints: numbers.map((number) => ({ kind: 'phone', number })), order: 'allAtOnce', ringSeconds: 20, ...config },
      { ended: 'bye', busy: 'busy', noAnswer: 'nobody', failed: 'failed' },
    ],
    bye: ['hangUp', words('Goodbye.')],
    busy: ['hangUp', words('All are busy.')],
    nobody: ['hangUp', words('Nobody answers.')],
    failed: ['hangUp', words('Nobody could be reached.')],
  })

let bench: CallBench
beforeEach(async () => {
  bench = await startCallBench()
})
// whatever happened: Vonage never got anything that it cannot play
afterEach(async () => {
  const refused = bench.eventsOf('ncco.refused')
  await bench.stop()
  expect(refused).toEqual([])
})

const HOLD = /hold\.wav$/
const said = (uuid: string) => bench.heard(uuid).filter((text) => !HOLD.test(text))
const hasEnded = (uuid: string) => bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
const legTo = (number: string) => bench.emulator.calls().findLast(({ to }) => to === number)
const isIn = (uuid: string) => {
  const waits = bench.emulator.leg(uuid).waitsFor
  return waits?.kind === 'conversation' ? waits.name : undefined
}

/** Calls, and waits until everybody's telephone rings. @returns The caller's leg and those of the desks. */
async function callAndRing(numbers = DESKS): Promise<[caller: string, ...callees: string[]]> {
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await bench.clock.runUntil(() => numbers.every((number) => legTo(number)?.state === 'ringing'))
  return [uuid, ...numbers.map((number) => legTo(number)?.uuid ?? '')]
}
const together = (one: string, other: string) => bench.clock.runUntil(() => isIn(one) !== undefined && isIn(one) === isIn(other))

describe('three telephones at once', () => {
  beforeEach(async () => {
    await bench.startServer()
  })

  test('the first to answer has the call, the others stop ringing, and the flow goes on after the conversation', async () => {
    await publishOn(bench, ringAll({ whisper: { text: { en: 'A call for you.' } } }))
    const [caller, first, second, third] = await callAndRing()
    bench.emulator.answer(second!)
    await together(caller, second!)
    await Promise.all([hasEnded(first!), hasEnded(third!)])
    expect(said(second!)).toEqual(['A call for you.'])
    await bench.clock.advance(60_000)
    expect(bench.emulator.leg(caller).state).toBe('answered')
    bench.emulator.hangUp(second!)
    await hasEnded(caller)
    expect(said(caller)).toEqual(['Hello.', 'Goodbye.'])
  })

  test('whoever answers first does not have it before pressing the key', async () => {
    await publishOn(bench, ringAll({ acceptKey: '1', whisper: { text: { en: 'Press 1 to take it.' } } }))
    const [caller, first, second, third] = await callAndRing()
    bench.emulator.answer(first!)
    bench.emulator.answer(third!)
    await bench.clock.runUntil(() => [first!, third!].every((uuid) => bench.emulator.leg(uuid).waitsFor?.kind === 'input'))
    expect(bench.emulator.leg(second!).state).toBe('ringing')
    bench.emulator.pressKeys(third!, '1')
    await together(caller, third!)
    await Promise.all([hasEnded(first!), hasEnded(second!)])
    bench.emulator.hangUp(caller)
    await hasEnded(third!)
  })

  test.each([
    ['busy', 'All are busy.', (uuid: string) => bench.emulator.busy(uuid)],
    ['nobody answers', 'Nobody answers.', (uuid: string) => bench.emulator.ignore(uuid)],
    ['pushed away', 'Nobody could be reached.', (uuid: string) => bench.emulator.decline(uuid)],
  ])('%s: the flow says so', async (_, words, does) => {
    await publishOn(bench, ringAll())
    const [caller, ...callees] = await callAndRing()
    for (const callee of callees) does(callee)
    await hasEnded(caller)
    expect(said(caller)).toEqual(['Hello.', words])
  })

  test('who answers and presses nothing does not take the call', async () => {
    await publishOn(bench, ringAll({ acceptKey: '1' }, [DESKS[0]!]))
    const [caller, desk] = await callAndRing([DESKS[0]!])
    bench.emulator.answer(desk!)
    await hasEnded(desk!)
    await hasEnded(caller)
    expect(said(caller)).toEqual(['Hello.', 'Nobody answers.'])
  })

  test('who may not be rung is not, and does not keep the others from it', async () => {
    await publishOn(bench, ringAll({}, [DESKS[0]!, '447700900456']))
    const { uuid: caller } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
    await bench.clock.runUntil(() => legTo(DESKS[0]!)?.state === 'ringing')
    bench.emulator.busy(legTo(DESKS[0]!)?.uuid ?? '')
    await hasEnded(caller)
    expect(said(caller)).toEqual(['Hello.', 'All are busy.'])
    expect(legTo('447700900456')).toBeUndefined()
  })

  test('a caller who leaves stops all of them', async () => {
    await publishOn(bench, ringAll())
    const [caller, ...callees] = await callAndRing()
    bench.emulator.hangUp(caller)
    for (const callee of callees) await hasEnded(callee)
    expect(callees.map((uuid) => bench.emulator.leg(uuid).endReason)).toEqual(['cancelled', 'cancelled', 'cancelled'])
  })

  test('a caller who leaves amid the conversation ends it', async () => {
    await publishOn(bench, ringAll())
    const [caller, first] = await callAndRing()
    bench.emulator.answer(first!)
    await together(caller, first!)
    bench.emulator.hangUp(caller)
    await hasEnded(first!)
  })
})

test('more telephones than Vonage rings in a second all ring', async () => {
  await bench.stop()
  bench = await startCallBench({ limits: { callsPerSecond: 1 } })
  await bench.startServer()
  const many = [...DESKS, '12025550111']
  await publishOn(bench, ringAll({ ringSeconds: 120 }, many))
  const { uuid: caller } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  // the server paces itself by the real clock: the emulated one may not run far ahead of it
  await vi.waitFor(
    async () => {
      await bench.clock.advance(500)
      expect(many.map((number) => legTo(number)?.state)).toEqual(many.map(() => 'ringing'))
    },
    { interval: 250, timeout: 30_000 },
  )
  const callees = many.map((number) => legTo(number)?.uuid ?? '')
  bench.emulator.answer(callees[3]!)
  await together(caller, callees[3]!)
})

test('two who answer at the same instant, at two servers: one has the call, the other is let go', async () => {
  await bench.startServer()
  const port = await freePort()
  await bench.startServer({ PORT: String(port) })
  await publishOn(bench, ringAll())
  const [caller, ...callees] = await callAndRing()
  /** Tells a server that a callee answered, at the address that Vonage was given for it. */
  const answered = async (uuid: string, server: string) => {
    const address =
      bench.eventsOf('webhook.sent').find(({ legUuid, url }) => legUuid === uuid && url.includes('/runs/'))?.url ?? ''
    const body = { uuid, conversation_uuid: `CON-${uuid}`, from: SAMPLE_NUMBER, to: DESKS[0] }
    const reply = await postWebhook(address.replace(bench.url, server), body, { keys: bench.keys })
    return (reply.body as { action: string }[]).map(({ action }) => action).join()
  }
  const servers = [bench.url, `http://127.0.0.1:${port}`, bench.url]
  const replies = await Promise.all(callees.map((uuid, index) => answered(uuid, servers[index]!)))
  expect(replies.toSorted()).toEqual(['conversation', 'wait', 'wait'])
  // told once more, each hears the same, wherever
  expect(await Promise.all(callees.map((uuid) => answered(uuid, servers[1]!)))).toEqual(replies)
  await bench.clock.runUntil(() => isIn(caller) !== undefined)
})

test('another server goes on with telephones that ring when theirs is gone', async () => {
  await bench.startServer()
  await publishOn(bench, ringAll())
  const [caller, first, second] = await callAndRing()
  await bench.stopServers()
  await bench.startServer()
  bench.emulator.answer(first!)
  await together(caller, first!)
  await hasEnded(second!)
  await bench.stopServers()
  await bench.startServer()
  bench.emulator.hangUp(first!)
  await hasEnded(caller)
  expect(said(caller)).toEqual(['Hello.', 'Goodbye.'])
})

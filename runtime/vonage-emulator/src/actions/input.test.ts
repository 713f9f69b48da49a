import { describe, expect, test } from 'vitest'
import { type BenchOptions, caller, ours, startBench } from '../testing/bench.ts'

const menu = { action: 'talk', text: 'For sales press one, for support press two.', bargeIn: true }
const ask = (fields: object) => ({ action: 'input', eventUrl: ['http://127.0.0.1/never'], ...fields })

/** A bench whose input webhooks go to /input, answered with a talk. */
async function startMenu(ncco: (eventUrl: string[]) => unknown[], options?: BenchOptions) {
  const bench = await startBench(options)
  bench.application.script('/input', [{ action: 'talk', text: 'Thank you.' }])
  const uuid = await bench.call(ncco([`${bench.application.url}/input`]))
  return { ...bench, uuid, inputs: () => bench.application.on('/input').map(({ fields }) => fields) }
}

describe('input', () => {
  test('V2.5: the webhook has the digits, the leg and the conversation, and the reply replaces the rest (V1.1-6, V1.4-18)', async () => {
    const { emulator, clock, uuid, inputs, heard } = await startMenu((eventUrl) => [
      menu,
      ask({ type: ['dtmf'], dtmf: { maxDigits: 1 }, eventUrl }),
      { action: 'talk', text: 'Never heard.' },
    ])
    emulator.pressKeys(uuid, '2')
    await clock.settle()
    const { conversationUuid } = emulator.leg(uuid)
    expect(inputs()).toEqual([
      {
        speech: { error: 'Speech was not enabled' },
        dtmf: { digits: '2', timed_out: false },
        from: '15551230001',
        to: '15557650001',
        uuid,
        conversation_uuid: conversationUuid,
        timestamp: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      },
    ])
    expect(heard()).toEqual([menu.text, 'Thank you.'])
  })

  test('V1.5-1, V1.5-5: a key stops what plays with bargeIn, and is the input itself', async () => {
    const { emulator, uuid, events, inputs, clock } = await startMenu((eventUrl) => [
      menu,
      ask({ type: ['dtmf'], dtmf: { maxDigits: 1 }, eventUrl }),
    ])
    expect(emulator.leg(uuid)).toMatchObject({
      hears: { kind: 'talk', bargeIn: true },
      waitsFor: { kind: 'input', maxDigits: 1 },
    })
    emulator.pressKeys(uuid, '1')
    expect(events('heard.stopped')).toMatchObject([{ kind: 'talk', reason: 'bargeIn' }])
    await clock.settle()
    expect(inputs()).toMatchObject([{ dtmf: { digits: '1', timed_out: false } }])
  })

  test('V1.5-5: a key that stops what plays may be lost; the next one counts', async () => {
    const { emulator, uuid, inputs, clock } = await startMenu(
      (eventUrl) => [menu, ask({ type: ['dtmf'], dtmf: { maxDigits: 1 }, eventUrl })],
      { switches: { bargingInput: 'lost' } },
    )
    emulator.pressKeys(uuid, '1')
    await clock.settle()
    expect(emulator.leg(uuid)).toMatchObject({ hears: null, waitsFor: { kind: 'input' } })
    expect(inputs()).toEqual([])
    emulator.pressKeys(uuid, '2')
    await clock.settle()
    expect(inputs()).toMatchObject([{ dtmf: { digits: '2' } }])
  })

  test('without bargeIn a key before the input is lost', async () => {
    const { emulator, uuid, events, clock } = await startMenu((eventUrl) => [
      { ...menu, bargeIn: false },
      ask({ type: ['dtmf'], eventUrl }),
    ])
    emulator.pressKeys(uuid, '1')
    await clock.settle()
    expect(events('input.key')).toMatchObject([{ digit: '1', used: false }])
    expect(emulator.leg(uuid).hears).toMatchObject({ kind: 'talk' })
  })

  test('V1.4-5: the time-out starts when nothing plays any more, and again after each key', async () => {
    const { emulator, uuid, inputs, clock, events } = await startMenu((eventUrl) => [
      menu,
      ask({ type: ['dtmf'], dtmf: { maxDigits: 4, timeOut: 5 }, eventUrl }),
    ])
    await clock.runUntil(() => events('heard.stopped').length > 0)
    await clock.advance(4900)
    emulator.pressKeys(uuid, '7')
    await clock.advance(4900)
    emulator.pressKeys(uuid, '8')
    await clock.advance(4999)
    expect(inputs()).toEqual([])
    await clock.advance(1)
    expect(inputs()).toMatchObject([{ dtmf: { digits: '78', timed_out: true } }])
  })

  const entries: [rule: string, settings: object, keys: string, expected: object][] = [
    ['V1.4-6: maxDigits ends the entry', { maxDigits: 3 }, '123', { digits: '123', timed_out: false }],
    ['V1.4-6: four digits are the default', {}, '12345', { digits: '1234', timed_out: false }],
    ['V1.4-7: # submits and is not a digit', { maxDigits: 8, submitOnHash: true }, '42#', { digits: '42', timed_out: false }],
    ['V1.4-7: without submitOnHash # is a digit', { maxDigits: 3 }, '42#', { digits: '42#', timed_out: false }],
    ['V2.5-3: digits that the timer ended have timed out', { maxDigits: 8 }, '42', { digits: '42', timed_out: true }],
    [
      'V1.1-4: numbers and booleans may be strings',
      { maxDigits: '8', submitOnHash: 'true', timeOut: '3' },
      '9#',
      { digits: '9', timed_out: false },
    ],
  ]
  test.each(entries)('%s', async (_rule, dtmf, keys, expected) => {
    const { emulator, uuid, inputs, clock } = await startMenu((eventUrl) => [ask({ type: ['dtmf'], dtmf, eventUrl })])
    emulator.pressKeys(uuid, keys)
    await clock.advance(3000)
    expect(inputs()).toMatchObject([{ dtmf: expected }])
  })

  const silences: [reading: 'empty' | 'null' | 'missing', dtmf: object][] = [
    ['empty', { digits: '', timed_out: true }],
    ['null', { digits: null, timed_out: true }],
    ['missing', { timed_out: true }],
  ]
  test.each(silences)('V2.5-3: no key at all, read as %s', async (noDigits, expected) => {
    const { inputs, clock } = await startMenu((eventUrl) => [ask({ type: ['dtmf'], eventUrl })], { switches: { noDigits } })
    await clock.advance(3000)
    expect(inputs()[0]?.dtmf).toEqual(expected)
  })

  test('V2.5: from and to may be the other way round, as in a captured webhook', async () => {
    const { inputs, clock } = await startMenu((eventUrl) => [ask({ type: ['dtmf'], eventUrl })], {
      switches: { inputParties: 'swapped' },
    })
    await clock.advance(3000)
    expect(inputs()[0]).toMatchObject({ from: ours, to: caller })
  })

  test('V1.4-17: the flat form answers with dtmf as a string and timed_out beside it', async () => {
    const { emulator, uuid, inputs, clock } = await startMenu((eventUrl) => [ask({ maxDigits: 1, eventUrl })])
    emulator.pressKeys(uuid, '5')
    await clock.settle()
    expect(inputs()[0]).toMatchObject({ dtmf: '5', timed_out: false, uuid })
    expect(inputs()[0]).not.toHaveProperty('speech')
  })

  test('V1.4-2: an asynchronous input sends each key, and what is replied does not count', async () => {
    const { emulator, uuid, inputs, clock, heard } = await startMenu((eventUrl) => [
      ask({ type: ['dtmf'], mode: 'asynchronous', eventUrl }),
      { action: 'wait', timeout: 30 },
      { action: 'talk', text: 'Still here.' },
    ])
    emulator.pressKeys(uuid, '12')
    await clock.advance(30_000)
    expect(inputs()).toMatchObject([{ dtmf: { digits: '1' } }, { dtmf: { digits: '2' } }])
    expect(heard()).toEqual(['Still here.'])
  })

  test('V1.4-3: without an eventUrl the result goes to the event URL of the application', async () => {
    const { application, call, clock } = await startBench()
    await call([{ action: 'input', type: ['dtmf'] }])
    await clock.advance(3000)
    expect(application.on('/event').filter(({ fields }) => 'dtmf' in fields)).toHaveLength(1)
  })

  test('hanging up while it listens sends no result', async () => {
    const { emulator, uuid, inputs, clock } = await startMenu((eventUrl) => [ask({ type: ['dtmf'], eventUrl })])
    emulator.hangUp(uuid)
    await clock.advance(60_000)
    expect(inputs()).toEqual([])
    expect(emulator.leg(uuid)).toMatchObject({ state: 'ended', waitsFor: null })
  })
})

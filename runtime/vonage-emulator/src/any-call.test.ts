import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createVirtualClock } from './clock/virtual-clock.ts'
import { createVonageEmulator } from './emulator.ts'
import type { EmulatorEvent } from './log/events.ts'
import { agent, caller, configFor, ours } from './testing/bench.ts'
import type { HttpRequest } from './webhooks/transport.ts'

const url = 'http://127.0.0.1/step'
const input = fc.oneof(
  fc.record({
    action: fc.constant('input'),
    type: fc.constantFrom(['dtmf'], ['speech'], ['dtmf', 'speech']),
    eventUrl: fc.constant([url]),
    dtmf: fc.record({ maxDigits: fc.integer({ min: 1, max: 3 }) }),
  }),
  fc.record({ action: fc.constant('input'), mode: fc.constant('asynchronous'), eventUrl: fc.constant([url]) }),
)
const talk = (bargeIn: boolean) =>
  fc.record({
    action: fc.constant('talk'),
    text: fc.constantFrom('Hello.', 'Press a key.'),
    bargeIn: fc.constant(bargeIn),
    loop: fc.constantFrom(0, 1, 2),
  })
const connect = fc.record(
  {
    action: fc.constant('connect'),
    from: fc.constant(ours),
    endpoint: fc.constant([{ type: 'phone', number: agent, onAnswer: { url } }]),
    eventType: fc.constant('synchronous'),
    eventUrl: fc.constant([url]),
    limit: fc.constant(30),
    machineDetection: fc.constantFrom('continue', 'hangup'),
    advancedMachineDetection: fc.record({
      mode: fc.constantFrom('default', 'detect', 'detect_beep'),
      behavior: fc.constantFrom('continue', 'hangup'),
    }),
  },
  { requiredKeys: ['action', 'from', 'endpoint'] },
)
const anyActions = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(talk(false)) },
  { weight: 4, arbitrary: fc.tuple(talk(true), input) },
  { weight: 4, arbitrary: fc.tuple(input) },
  { weight: 5, arbitrary: fc.tuple(connect) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.record({ action: fc.constant('notify'), payload: fc.constant({}), eventUrl: fc.constant([url]) })),
  },
  { weight: 2, arbitrary: fc.tuple(fc.record({ action: fc.constant('wait'), timeout: fc.integer({ min: 0, max: 20 }) })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      [{ action: 'record', endOnSilence: 3, transcription: {} }],
      [{ action: 'record', endOnKey: '1' }],
      [{ action: 'conversation', name: 'room', startOnEnter: false, record: true }],
      [{ action: 'transfer', conversationId: 'CON-gone' }],
      [{ action: 'dance' }],
      [{ action: 'talk', text: 'Hello.', bargeIn: true }],
    ),
  },
)
const anyNcco = fc.array(anyActions, { maxLength: 5 }).map((actions) => actions.flat())
const anyReply = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ status: 204, body: '' }) },
  { weight: 3, arbitrary: anyNcco.map((ncco) => ({ status: 200, body: JSON.stringify(ncco) })) },
  fc.constantFrom({ status: 503, body: '' }, { status: 500, body: '' }, { status: 200, body: 'OK' }),
)
/** `npm run evidence` runs more. */
const full = process.env.PATCHBAY_EVIDENCE === '1'
const calls = full ? 10_000 : 300

/** What somebody does, and how long after the deed before. */
const anyDeed = fc.record({
  afterMs: fc.integer({ min: 0, max: 8000 }),
  does: fc.constantFrom('key', 'hash', 'speak', 'answer', 'busy', 'decline', 'calleeHangsUp', 'callerHangsUp'),
})

/** Every reading of what is not documented; events that come late are left out, since the order is asserted. */
const anySwitches = fc.record({
  emptyArray: fc.constantFrom('continue' as const, 'replace' as const),
  refusedReply: fc.constantFrom('hangUp' as const, 'continue' as const),
  otherStatus: fc.constantFrom('retry' as const, 'final' as const),
  eventOrder: fc.constantFrom('inOrder' as const, 'twice' as const),
  completedAfterFailure: fc.boolean(),
  transferMoves: fc.boolean(),
  recordBlocks: fc.boolean(),
  silenceOfBoth: fc.constantFrom('later' as const, 'earlier' as const),
  keyKeepsSpeech: fc.boolean(),
  unusedInput: fc.constantFrom('object' as const, 'null' as const),
  bargingInput: fc.constantFrom('counts' as const, 'lost' as const),
})

const anyCallee = fc.record({
  as: fc.constantFrom('human' as const, 'machine' as const),
  beepAfterMs: fc.constantFrom(2000, 9000, 90_000),
})

const ofLeg = (events: EmulatorEvent[], uuid: string, type: EmulatorEvent['type']) =>
  events.filter((event) => event.type === type && 'legUuid' in event && event.legUuid === uuid)

test('whatever is sent and done, each leg begins and ends once, and nothing is heard or sent out of place', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyNcco,
      fc.array(anyReply, { maxLength: 8 }),
      fc.array(anyDeed, { maxLength: 12 }),
      anySwitches,
      anyCallee,
      async (first, replies, deeds, switches, callee) => {
        const clock = createVirtualClock()
        const sent: { url: string; body: Record<string, unknown> }[] = []
        const waiting = [...replies]
        const transport = async ({ url: to, body }: HttpRequest) => {
          sent.push({ url: to, body: JSON.parse(body ?? '{}') })
          if (to.endsWith('/answer')) return { status: 200, body: JSON.stringify(first) }
          return to.endsWith('/event') ? { status: 204, body: '' } : (waiting.shift() ?? { status: 204, body: '' })
        }
        const emulator = createVonageEmulator(configFor('http://127.0.0.1', { switches }), { clock, transport })
        emulator.setCallee(agent, { does: 'ignore', ...callee })
        const { uuid } = emulator.dial({ from: caller, to: ours })

        for (const { afterMs, does } of deeds) {
          await clock.advance(afterMs)
          const called = emulator.calls().findLast(({ direction, state }) => direction === 'outbound' && state !== 'ended')
          try {
            if (does === 'key') emulator.pressKeys(uuid, '1')
            else if (does === 'speak') emulator.speak(uuid, { text: 'Good morning to you.' })
            else if (does === 'hash') emulator.pressKeys(uuid, '#')
            else if (does === 'callerHangsUp') emulator.hangUp(uuid)
            else if (does === 'calleeHangsUp') emulator.hangUp(called?.uuid ?? uuid)
            else if (called) emulator[does](called.uuid)
          } catch (thrown) {
            expect(thrown).toMatchObject({ name: 'ControlError', status: 409 })
          }
        }
        if (emulator.leg(uuid).state !== 'ended') emulator.hangUp(uuid)
        await clock.advance(200_000)

        const events = emulator.events()
        expect(events.filter(({ type }) => type === 'leg.fault')).toEqual([])
        expect(events.filter(({ type }) => type === 'record.done')).toHaveLength(
          events.filter(({ type }) => type === 'record.started').length,
        )
        for (const leg of emulator.calls()) {
          expect(leg).toMatchObject({ state: 'ended', hears: null, waitsFor: null })
          expect(ofLeg(events, leg.uuid, 'leg.created')).toHaveLength(1)
          const [ended, ...again] = ofLeg(events, leg.uuid, 'leg.ended')
          expect(again).toEqual([])
          const started = ofLeg(events, leg.uuid, 'heard.started')
          expect(ofLeg(events, leg.uuid, 'heard.stopped')).toHaveLength(started.length)
          for (const event of [
            ...started,
            ...ofLeg(events, leg.uuid, 'input.done'),
            ...ofLeg(events, leg.uuid, 'ncco.received'),
          ]) {
            expect(event.id).toBeLessThan(ended!.id)
          }
          const told = sent
            .filter(({ body }) => body.uuid === leg.uuid && body.status !== undefined)
            .map(({ body }) => body.status)
          expect(told[0]).toBe('started')
          expect(new Set(told).size).toBe(told.length - repeatsOf(told))
          expect(told.includes('completed')).toBe(switches.completedAfterFailure || leg.answeredAt !== null)
        }
      },
    ),
    // the short tier draws the same calls every time
    { numRuns: calls, ...(full ? {} : { seed: 20261122 }) },
  )
}, 120_000)

/** A status may be sent again because its webhook failed, one right after the other. */
function repeatsOf(told: unknown[]): number {
  return told.filter((status, index) => index > 0 && told[index - 1] === status).length
}

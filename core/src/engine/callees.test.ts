import { describe, expect, test } from 'vitest'
import { fakeWorld, flowOf, PlayedCall } from '../test-kit/index.ts'
import { effectsOf } from './effect.ts'
import type { LegStatus, RunEvent } from './run-event.ts'
import { step } from './step.ts'

const say = (text: string) => ['hangUp', { prompt: { text: { en: text } } }] as const
const phone = (number: string) => ({ kind: 'phone', number })

const ringing = (config: object = {}) =>
  new PlayedCall(
    flowOf({
      ring: [
        'connect',
        { endpoints: [phone('12025550143'), phone('12025550187')], order: 'allAtOnce', ...config },
        { ended: 'ended', busy: 'busy', noAnswer: 'noAnswer', machine: 'machine', failed: 'failed' },
      ],
      ended: say('Over.'),
      busy: say('Busy.'),
      noAnswer: say('Nobody.'),
      machine: say('A machine.'),
      failed: say('Failed.'),
    }),
  )
const answers = (leg: string): RunEvent => ({ type: 'callee.answered', leg, vonageCallId: `id-${leg}` })
const status = (leg: string, status: LegStatus): RunEvent => ({
  type: 'leg.statusChanged',
  leg,
  status,
  vonageCallId: `id-${leg}`,
  occurredAt: '2026-01-02T09:31:00.000Z',
})
/** What a turn does about legs, as `leg does`. */
const done = (call: PlayedCall) => call.turn.effects.map(({ leg, type }) => `${leg} ${type}`)

describe('several who ring at once', () => {
  test('have a leg each before anything is heard of them', () => {
    const call = ringing()
    expect(done(call)).toEqual(['caller ringing', 'callee1 dial', 'callee2 dial'])
    expect(Object.keys(call.turn.state.legs)).toEqual(['caller', 'callee1', 'callee2'])
  })

  test('the first who answers is joined with the caller; the second is let go', () => {
    const call = ringing({ whisper: { text: { en: 'A call.' } } })
    call.receives(answers('callee2'))
    expect(done(call)).toEqual(['callee2 say', 'callee2 join', 'caller join', 'callee1 hangUp'])
    const rooms = call.turn.effects.flatMap((effect) => (effect.type === 'join' ? [effect.room] : []))
    expect(new Set(rooms).size).toBe(1)
    call.receives(answers('callee1'))
    expect(done(call)).toEqual(['callee1 hangUp'])
    // the webhook once more
    expect(call.receives(answers('callee2')).moved).toBe(false)
  })

  test('a leg that Vonage makes after the call was taken is hung up as soon as its id is known', () => {
    const call = ringing()
    call.receives(answers('callee1'))
    call.receives({ type: 'leg.dialled', leg: 'callee2', vonageCallId: 'late' })
    expect(done(call)).toEqual(['callee2 hangUp'])
    expect(call.turn.state.legs['callee2']?.vonageCallId).toBe('late')
  })

  test('with a key it is the first to press it; who presses another one is asked again, three times in all', () => {
    const call = ringing({ acceptKey: '5' })
    const presses = (leg: string, digits: string) =>
      call.receives({ type: 'digits.received', leg, digits, askedSeq: call.turn.state.legs[leg]?.askedSeq ?? -1 })
    call.receives(answers('callee1'))
    expect(done(call)).toEqual(['callee1 collectInput'])
    for (let time = 0; time < 2; time++) presses('callee1', '9')
    expect(done(call)).toEqual(['callee1 collectInput'])
    presses('callee1', '9')
    expect(done(call)).toEqual(['callee1 hangUp'])
    call.receives(answers('callee2'))
    presses('callee2', '5')
    expect(done(call)).toEqual(['callee2 join', 'caller join', 'callee1 hangUp'])
    // keys of a callee are no answer of the caller's
    expect(call.turn.trace).toEqual([])
  })

  test('whoever talked hangs up: the flow goes on, and the caller hears it without having asked', () => {
    const call = ringing()
    call.receives(answers('callee1'))
    call.receives(status('callee1', 'completed'))
    expect(call.heard).toEqual(['Over.'])
    expect(call.way).toEqual(['ring/ended', 'ended/end'])
  })

  test.each<[LegStatus, LegStatus, string]>([
    ['busy', 'busy', 'ring/busy'],
    ['busy', 'timeout', 'ring/noAnswer'],
    ['rejected', 'busy', 'ring/busy'],
    ['failed', 'rejected', 'ring/failed'],
    ['unanswered', 'failed', 'ring/noAnswer'],
  ])('%s and %s lead on by %s, and only once both are known', (one, other, way) => {
    const call = ringing()
    call.receives(status('callee1', one))
    expect(call.way).toEqual([])
    call.receives(status('callee2', other))
    expect(call.way[0]).toBe(way)
    // what still comes about them changes nothing for the flow
    call.receives(status('callee1', 'completed'))
    expect(call.turn.trace).toEqual([])
  })

  test('machines, when they are hung up on, are no conversation', () => {
    const call = ringing({ machine: 'hangUp' })
    for (const leg of ['callee1', 'callee2']) {
      call.receives(status(leg, 'machine'))
      call.receives(status(leg, 'completed'))
    }
    expect(call.way[0]).toBe('ring/machine')
  })

  test('one that Vonage would not make counts as failed', () => {
    const call = ringing()
    call.receives({ type: 'leg.refused', leg: 'callee1' })
    call.receives({ type: 'leg.refused', leg: 'callee2' })
    expect(call.way[0]).toBe('ring/failed')
  })

  test('a caller who leaves takes all of them along', () => {
    const call = ringing()
    call.does('hangsUp')
    expect(done(call)).toEqual(['callee1 hangUp', 'callee2 hangUp'])
    expect(call.turn.state.group).toBeNull()
    call.receives(answers('callee1'))
    expect(done(call)).toEqual(['callee1 hangUp'])
  })

  test('nothing heard of them does not hold the caller for ever', () => {
    const call = ringing({ ringSeconds: 5 })
    // the clock of tests stands still: not yet
    expect(call.receives({ type: 'ring.expired' }).moved).toBe(false)
    const { state } = call.turn
    const later = step(call.plans, state, { type: 'ring.expired' }, { ...fakeWorld(9), now: state.group?.until ?? 0 })
    expect(later.trace[0]).toMatchObject({ nodeId: 'ring', outlet: 'noAnswer' })
    expect(later.effects.filter(({ type, leg }) => type === 'hangUp' && leg !== 'caller')).toHaveLength(2)
  })
})

describe('a caller who waits in a queue', () => {
  const waiting = () => {
    const call = new PlayedCall(
      flowOf({
        wait: [
          'enqueue',
          { queue: 'desk', callbackKey: '1', whisper: { text: { en: 'For the desk.' } } },
          { connected: 'bye', callback: 'back', maxWait: 'long', full: 'long', failed: 'long' },
        ],
        bye: say('Goodbye.'),
        back: say('We call back.'),
        long: say('Too long.'),
      }),
    )
    call.does({ answer: 'queued' })
    return call
  }
  const offer: RunEvent = {
    type: 'agent.offered',
    ticket: 'r1',
    agent: 'ann',
    endpoint: { kind: 'phone', number: '12025550143' },
    ringSeconds: 20,
    limitSeconds: 7200,
    acceptKey: null,
    music: null,
  }

  test('is put through to the agent who answers, and the queue is told', () => {
    const call = waiting()
    call.receives(offer)
    expect(done(call)).toEqual(['callee1 dial'])
    call.receives(answers('callee1'))
    expect(done(call)).toEqual(['callee1 say', 'callee1 join', 'caller join', 'caller ticket'])
    call.receives(status('callee1', 'completed'))
    expect(call.way).toEqual(['wait/connected', 'bye/end'])
    expect(effectsOf(call.turn, 'caller').at(-1)).toMatchObject({ type: 'ticket', change: 'served', agent: 'ann' })
    expect(call.turn.state.queue).toBeNull()
  })

  test('waits on when the agent does not answer', () => {
    const call = waiting()
    call.receives(offer)
    call.receives(status('callee1', 'timeout'))
    expect(call.turn.effects).toEqual([expect.objectContaining({ type: 'ticket', change: 'declined', agent: 'ann' })])
    expect(call.way).toEqual([])
    call.receives(offer)
    expect(done(call)).toEqual(['callee2 dial'])
  })

  test('leaves by a key, and the agent who rings is called off', () => {
    const call = waiting()
    call.receives(offer)
    call.does({ presses: '1' })
    expect(call.heard).toEqual(['We call back.'])
    expect(done(call)).toEqual(['caller say', 'caller hangUp', 'callee1 hangUp', 'caller ticket'])
    expect(call.turn.effects.at(-1)).toMatchObject({ change: 'left', agent: 'ann' })
  })

  test('counts as abandoned after hanging up, but not in the middle of the conversation', () => {
    const call = waiting()
    call.does('hangsUp')
    expect(call.turn.effects).toEqual([expect.objectContaining({ type: 'ticket', change: 'abandoned' })])

    const served = waiting()
    served.receives(offer)
    served.receives(answers('callee1'))
    served.does('hangsUp')
    expect(served.turn.effects.at(-1)).toMatchObject({ type: 'ticket', change: 'served' })
  })

  test('is let go by the queue, but not out of a conversation; an offer for another ticket moves nothing', () => {
    const call = waiting()
    expect(call.receives({ ...offer, ticket: 'r9' }).moved).toBe(false)
    call.receives(offer)
    expect(call.receives(offer).moved).toBe(false)
    call.receives(answers('callee1'))
    expect(call.does({ queue: 'maxWait' }).moved).toBe(false)

    const late = waiting()
    late.does({ queue: 'maxWait' })
    expect(late.heard).toEqual(['Too long.'])
  })
})

import { describe, expect, test } from 'vitest'
import { fakeWorld, flowOf, PlayedCall, plansOf } from '../test-kit/index.ts'
import { unnamedCallee } from './legs.ts'
import { whereIs } from './run-state.ts'
import { startRun, step } from './step.ts'

const say = (text: string, exits: Record<string, string>) => ['say', { prompt: { text: { en: text } } }, exits] as const
const bye = ['hangUp', { prompt: { text: { en: 'Goodbye.' } } }] as const
const menu = (exits: Record<string, string>, attempts = 2) =>
  [
    'menu',
    { prompt: { text: { en: 'Press 1.' } }, choices: [{ id: 'one', keys: ['1'], label: 'One' }], attempts },
    { noInput: 'bye', noMatch: 'bye', ...exits },
  ] as const
const ring = (exits: Record<string, string> = {}) =>
  [
    'connect',
    { endpoints: [{ kind: 'phone', number: '12025550143' }] },
    { ended: 'bye', busy: 'bye', noAnswer: 'bye', failed: 'bye', ...exits },
  ] as const

describe('a call that comes in', () => {
  test('is led to the first thing that waits for the caller, in one turn', () => {
    const call = new PlayedCall(flowOf({ hello: say('Hello.', { next: 'menu' }), menu: menu({ one: 'bye' }), bye }))
    expect(call.heard).toEqual(['Hello.', 'Press 1.'])
    expect(call.way).toEqual(['hello/next'])
    expect(whereIs(call.turn.state)).toEqual({ frame: 0, nodeId: 'menu' })
    expect(call.turn.state.legs['caller']?.askedSeq).toBe(0)
  })

  test('can end at once, and then says and does nothing more', () => {
    const call = new PlayedCall(flowOf({ bye }))
    expect(call.heard).toEqual(['Goodbye.'])
    expect(call.way).toEqual(['bye/end'])
    expect(call.turn.state.ended).toEqual({ reason: 'completed' })
    expect(call.does({ presses: '1' })).toMatchObject({ effects: [], trace: [], moved: false })
  })
})

describe('a key press', () => {
  const flow = flowOf({ menu: menu({ one: 'again' }), again: menu({ one: 'bye' }), bye })

  test('moves the run once: the same key press again belongs to a question that was left behind', () => {
    const call = new PlayedCall(flow)
    expect(call.does({ presses: '1' }).moved).toBe(true)
    const state = call.turn.state
    const late = call.receives({ type: 'digits.received', leg: 'caller', askedSeq: 0, digits: '1' })
    expect(late).toEqual({ state, effects: [], trace: [], faults: [], recorded: [], moved: false })
  })

  test('that nobody offered repeats the question, then leaves by “another key”', () => {
    const call = new PlayedCall(flow)
    call.does({ presses: '9' })
    expect(call.heard).toEqual(['Press 1.'])
    expect(call.way).toEqual([])
    call.does({ presses: '8' })
    expect(call.way).toEqual(['menu/noMatch', 'bye/end'])
  })

  test('of a kind that was not asked for moves nothing', () => {
    const call = new PlayedCall(flow)
    expect(call.does({ connect: 'busy' })).toMatchObject({ moved: false, effects: [] })
    expect(call.does({ presses: '1' }).moved).toBe(true)
  })

  test('counts attempts over silence and wrong keys together, and leaves by the last trouble', () => {
    const call = new PlayedCall(flow)
    call.does({ presses: '9' })
    call.does('nothing')
    expect(call.way).toEqual(['menu/noInput', 'bye/end'])
  })
})

describe('a connection', () => {
  const flow = flowOf({ ring: ring({ busy: 'sorry' }), sorry: say('Busy.', { next: 'bye' }), bye })
  const status = (name: 'answered' | 'ringing' | 'busy' | 'completed', leg = 'callee1') =>
    ({ type: 'leg.statusChanged', leg, status: name, vonageCallId: 'call-2', occurredAt: '2026-01-02T09:30:01Z' }) as const

  test('gives the one who is rung a leg of its own', () => {
    const call = new PlayedCall(flow)
    expect(call.turn.effects).toMatchObject([
      { type: 'connect', callee: 'callee1', endpoint: { kind: 'phone', number: '12025550143' }, from: '12025550100' },
    ])
    call.receives(status('ringing'))
    expect(call.turn.state.legs['callee1']).toMatchObject({
      vonageCallId: 'call-2',
      statuses: ['ringing'],
      number: '12025550143',
    })
  })

  test.each([
    ['busy', ['ring/busy', 'sorry/next', 'bye/end']],
    ['noAnswer', ['ring/noAnswer', 'bye/end']],
    ['failed', ['ring/failed', 'bye/end']],
    ['ended', ['ring/ended', 'bye/end']],
  ] as const)('that is %s leaves by its outlet', (outcome, way) => {
    const call = new PlayedCall(flow)
    call.does({ connect: outcome })
    expect(call.way).toEqual(way)
  })

  test.each([
    [['ringing', 'answered'], 'ended'],
    [[], 'ended'],
    [['ringing', 'busy'], 'busy'],
    [['ringing'], 'ended'],
    [['ringing', 'completed'], 'failed'],
  ] as const)('that is over without a word is judged by what was seen: %j → %s', (seen, outlet) => {
    const call = new PlayedCall(flow)
    for (const name of seen) call.receives(status(name))
    call.receives({ type: 'connect.finished', leg: 'caller', askedSeq: 0 })
    expect(call.way[0]).toBe(`ring/${outlet}`)
  })

  test('that Vonage would not make has failed, and no later leg is taken for it', () => {
    const call = new PlayedCall(flow)
    const refused = { type: 'leg.refused', leg: 'callee1' } as const
    expect(call.receives(refused).moved).toBe(true)
    expect(call.receives(refused).moved).toBe(false)
    expect(unnamedCallee(call.turn.state)).toBeUndefined()
    call.receives({ type: 'connect.finished', leg: 'caller', askedSeq: 0 })
    expect(call.way[0]).toBe('ring/failed')
  })

  test('keeps each status once and moves nobody by it', () => {
    const call = new PlayedCall(flow)
    expect(call.receives(status('answered')).moved).toBe(true)
    expect(call.receives(status('answered')).moved).toBe(false)
    expect(call.turn.state.legs['callee1']?.statuses).toEqual(['answered'])
    expect(call.turn.state.legs['caller']?.askedSeq).toBe(0)
  })
})

describe('the end', () => {
  test('comes when the caller leaves, and the rest of the flow is not run', () => {
    const call = new PlayedCall(flowOf({ menu: menu({ one: 'bye' }), bye }))
    expect(call.does('hangsUp')).toMatchObject({ effects: [], trace: [], state: { ended: { reason: 'callerLeft' } } })
    expect(call.does({ presses: '1' }).moved).toBe(false)
  })

  test('keeps what still arrives about a leg after it', () => {
    const call = new PlayedCall(flowOf({ bye }))
    expect(call.does('hangsUp').state).toMatchObject({
      ended: { reason: 'completed' },
      legs: { caller: { statuses: ['completed'] } },
    })
  })
})

describe('a fault in a flow ends in its fallback, never in silence', () => {
  test('an outlet that leads nowhere', () => {
    const call = new PlayedCall(flowOf({ hello: say('Hello.', {}) }))
    expect(call.heard).toEqual(['Hello.', 'We are sorry, something went wrong. Please call again in a few minutes.'])
    expect(call.turn.faults).toEqual([{ frame: 0, nodeId: 'hello', code: 'OUTLET_UNCONNECTED' }])
    expect(call.turn.state.ended).toEqual({ reason: 'fault' })
  })

  test('a circle that never waits for the caller', () => {
    const call = new PlayedCall(flowOf({ a: say('A', { next: 'b' }), b: say('B', { next: 'a' }) }))
    expect(call.heard).toEqual(['We are sorry, something went wrong. Please call again in a few minutes.'])
    expect(call.turn.faults).toEqual([{ frame: 0, nodeId: null, code: 'STEPS_WITHOUT_WAITING' }])
  })

  test('leads to the fallback’s number when there is one', () => {
    const fallback = { prompt: { text: { en: 'One moment.' } }, connectTo: '12025550111' }
    const call = new PlayedCall(flowOf({ hello: say('Hello.', {}) }, { fallback }))
    expect(call.turn.effects.map(({ type }) => type)).toEqual(['say', 'say', 'connect', 'hangUp'])
  })

  test('a text that cannot be rendered is left out, and the flow goes on', () => {
    const call = new PlayedCall(flowOf({ hello: say('{{ name | nonsense }}', { next: 'bye' }), bye }))
    expect(call.heard).toEqual(['Goodbye.'])
    expect(call.turn.faults).toMatchObject([{ nodeId: 'hello', code: 'TEXT_NOT_RENDERED' }])
  })
})

describe('a flow that ends without hanging up', () => {
  const back = ['return', { outcome: 'done' }] as const
  const after = {
    over: ['afterCall', {}, { next: 'jot' }],
    jot: ['note', { text: 'Over.' }, { next: 'end' }],
    end: ['hangUp', {}],
  } as const

  test.each([
    ['alone', {}],
    ['with a part after the call', after],
  ])('%s hangs up all the same: nobody hears the last question for ever', (_, rest) => {
    const call = new PlayedCall(flowOf({ menu: menu({ one: 'back' }), back, bye, ...rest }))
    expect(call.does({ presses: '1' }).effects.map(({ type }) => type)).toEqual(['hangUp'])
  })
})

test('the same state, event and world give the same turn', () => {
  const flow = flowOf({ menu: menu({ one: 'bye' }), bye })
  const plans = plansOf(flow)
  const received = {
    type: 'call.received',
    leg: 'caller',
    from: '1',
    to: '2',
    vonageCallId: 'a',
    vonageConversationId: 'b',
  } as const
  const first = startRun(plans, { flowId: flow.id, version: '1' }, received, fakeWorld(0))
  const again = startRun(plansOf(flow), { flowId: flow.id, version: '1' }, received, fakeWorld(0))
  expect(again).toEqual(first)
  const event = { type: 'digits.received', leg: 'caller', askedSeq: 0, digits: '1' } as const
  expect(step(plans, first.state, event, fakeWorld(1))).toEqual(step(plans, again.state, event, fakeWorld(1)))
})

test('a call begins with what it brought along, where the flow has a variable for it', () => {
  const variables = [
    { name: 'order', type: 'text', sensitive: false, initial: 'none' } as const,
    { name: 'amount', type: 'number', sensitive: false, initial: 7 } as const,
  ]
  const flow = flowOf({ bye: ['hangUp', { prompt: { text: { en: 'Order {{ order }}, {{ amount }}.' } } }] }, { variables })
  const received = {
    type: 'call.received',
    leg: 'caller',
    from: '1',
    to: '2',
    vonageCallId: 'a',
    vonageConversationId: 'b',
  } as const
  const handed = ['order', 'amount', 'gone'].map((variable) => ({ variable, value: '1042', sensitive: false }))
  const begin = (event: object) =>
    startRun(plansOf(flow), { flowId: flow.id, version: '1' }, { ...received, ...event }, fakeWorld(0)).state.frames[0]?.variables
  expect(begin({})).toEqual({ order: 'none', amount: 7 })
  expect(begin({ handed })).toEqual({ order: '1042', amount: 7 })
})

test('an answer webhook that is retried finds the run and moves nothing', () => {
  const flow = flowOf({ menu: menu({ one: 'bye' }), bye })
  const call = new PlayedCall(flow)
  const again = call.receives({
    type: 'call.received',
    leg: 'caller',
    from: '1',
    to: '2',
    vonageCallId: 'a',
    vonageConversationId: 'b',
  })
  expect(again.moved).toBe(false)
})

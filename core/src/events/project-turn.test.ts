import { expect, test } from 'vitest'
import type { CallReceived, RunEvent } from '../engine/run-event.ts'
import type { RunState } from '../engine/run-state.ts'
import { startRun, step } from '../engine/step.ts'
import type { Turn } from '../engine/turn.ts'
import { CALLER, type FlowId } from '../flow/ids.ts'
import type { FlowDefinition } from '../flow/schema.ts'
import { fakeWorld, flowOf, plansOf } from '../test-kit/flow-of.ts'
import { VOICE_EVENT_TYPES, type VoiceEvent } from './contact-event.ts'
import { projectTurn } from './project-turn.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const received: CallReceived = {
  ...{ type: 'call.received', leg: CALLER, from: '447700900123', to: '12025550100' },
  ...{ vonageCallId: 'u1', vonageConversationId: 'CON-1' },
}
const status = (leg: string, is: string, more: object = {}) =>
  ({
    type: 'leg.statusChanged',
    leg,
    status: is,
    vonageCallId: leg === CALLER ? 'u1' : 'u2',
    occurredAt: '2026-01-02T09:31:00.000Z',
    ...more,
  }) as RunEvent

/** The events of a call: each input answers whatever its leg was asked last. */
function eventsOf(flow: FlowDefinition, inputs: readonly object[], others: readonly FlowDefinition[] = []): VoiceEvent[] {
  const plans = plansOf(flow, others)
  const at = fakeWorld(0).now
  let before: RunState | null = null
  const events: VoiceEvent[] = []
  const take = (input: RunEvent, turn: Turn) => {
    const asked = before !== null && 'askedSeq' in input
    events.push(...projectTurn(before, { at, ...turn, inputs: [input], answered: asked }))
    before = turn.state
  }
  take(received, startRun(plans, { flowId: flow.id, version: '1' }, received, fakeWorld(0)))
  for (const [index, input] of inputs.entries()) {
    const state = before as unknown as RunState
    const asking = { leg: CALLER, askedSeq: state.legs[CALLER]?.askedSeq, requestId: state.pending?.id, ...input }
    const own = { ...asking, ...input } as unknown as RunEvent
    take(own, step(plans, state, own, fakeWorld(index + 1)))
  }
  return events
}
/** Each in one line, without what is the same for all. */
const told = (events: readonly VoiceEvent[]) =>
  events.map(({ type, at: _at, flowId: _flow, flowVersion: _version, facts, personal, ...names }) =>
    [type, names.nodeId, names.queueId, names.agentId, facts, ...(personal ? [personal] : [])].filter((one) => one !== undefined),
  )

test('a menu, a number and the end, in the words of reports', () => {
  const flow = flowOf({
    menu: [
      'menu',
      { ...words('Press 1.'), choices: [{ id: 'one', keys: ['1'], label: 'One' }], attempts: 2 },
      { one: 'goal', noInput: 'bye', noMatch: 'bye' },
    ],
    goal: ['goal', { goal: 'resolved', amount: '100', currency: 'THB' }, { next: 'note' }],
    note: ['note', { text: 'Called by {{ caller.number }}' }, { next: 'bye' }],
    bye: ['hangUp', words('Bye.')],
  })
  const events = eventsOf(flow, [
    { type: 'digits.received', digits: '9' },
    { type: 'digits.received', digits: '1' },
    status(CALLER, 'completed', { durationSeconds: 40, price: '0.003', by: 'platform' }),
  ])
  expect(told(events)).toEqual([
    ['contact.offered', { language: 'en' }, { from: '447700900123', to: '12025550100' }],
    ['flow.entered', { depth: 0 }],
    ['input.invalid', 'menu', { kind: 'dtmf' }, { value: '9' }],
    ['input.received', 'menu', { kind: 'dtmf' }, { value: '1' }],
    ['flow.node', 'menu', { outcome: 'one' }],
    ['flow.node', 'goal', { outcome: 'next' }],
    ['flow.node', 'note', { outcome: 'next' }],
    ['flow.node', 'bye', { outcome: null }],
    ['flow.completed', 'bye', { depth: 0 }],
    ['goal.reached', 'goal', { goal: 'resolved', value: 100, currency: 'THB' }],
    ['selfservice.resolved', 'goal', {}],
    ['note.left', 'note', {}, { text: 'Called by 447700900123' }],
    ['contact.ended', { by: 'system', ended: 'completed', durationSeconds: 40 }],
    ['cost.recorded', { kind: 'telephony', amount: '0.003', currency: 'EUR', leg: 'caller' }],
  ])
  expect(events.at(-1)?.at).toBe(Date.parse('2026-01-02T09:31:00.000Z'))
  expect(events.map(({ type }) => type).filter((type) => !VOICE_EVENT_TYPES.includes(type))).toEqual([])
})

test('a flow that goes round and round in one turn does not drown the others', () => {
  const round = (own: string, done: string) =>
    ({
      [own]: ['loop', { times: 50 }, { again: `${own}-said`, done }],
      [`${own}-said`]: ['say', words('Round.'), { next: own }],
    }) as const
  const flow = flowOf({
    ...round('one', 'two'),
    ...round('two', 'three'),
    ...round('three', 'bye'),
    bye: ['hangUp', words('Bye.')],
  })
  const events = eventsOf(flow, [])
  expect(events.filter(({ type }) => type === 'flow.node')).toHaveLength(199)
  expect(events.at(-1)).toMatchObject({ type: 'flow.error', facts: { error: 'EVENTS_LEFT_OUT', leftOut: 106 } })
})

test('a caller who was turned away was never offered to anybody', () => {
  const flow = flowOf({ bye: ['hangUp', words('We are full.')] })
  const turn = startRun(plansOf(flow), { flowId: flow.id, version: '1' }, received, fakeWorld(0))
  const [first] = projectTurn(null, { at: 0, ...turn, inputs: [received], answered: false, blocked: 'capacity' })
  expect(first).toMatchObject({ type: 'contact.blocked', facts: { language: 'en', reason: 'capacity' } })
})

test('silence, and somebody who leaves', () => {
  const flow = flowOf({
    ask: [
      'menu',
      { ...words('1?'), choices: [{ id: 'one', keys: ['1'], label: 'One' }], attempts: 2 },
      { one: 'bye', noInput: 'bye', noMatch: 'bye' },
    ],
    bye: ['hangUp', words('Bye.')],
  })
  const events = eventsOf(flow, [{ type: 'input.timedOut' }, status(CALLER, 'completed', { by: 'user' })])
  expect(told(events).slice(2)).toEqual([
    ['input.timeout', 'ask', {}],
    ['contact.ended', { by: 'customer', ended: 'callerLeft' }],
  ])
})

test('another flow is entered and left, and so is what is rung', () => {
  const inner = flowOf(
    {
      ask: [
        'menu',
        { ...words('1?'), choices: [{ id: 'one', keys: ['1'], label: 'One' }] },
        { one: 'ok', noInput: 'ok', noMatch: 'ok' },
      ],
      ok: ['return', { outcome: 'known' }],
    },
    { id: 'inner' as FlowId },
  )
  const outer = flowOf({
    who: ['subflow', { flowId: 'inner', outcomes: [{ id: 'known', label: 'Known' }] }, { known: 'ring', otherwise: 'bye' }],
    ring: [
      'connect',
      { endpoints: [{ kind: 'phone', number: '12025550151' }] },
      { ended: 'bye', busy: 'bye', noAnswer: 'bye', failed: 'bye' },
    ],
    bye: ['hangUp', words('Bye.')],
    over: ['afterCall', {}, { next: 'end' }],
    end: ['hangUp', {}],
  })
  const events = eventsOf(
    outer,
    [
      { type: 'digits.received', digits: '1' },
      status('callee1', 'answered'),
      status('callee1', 'completed', { durationSeconds: 8 }),
      { type: 'connect.finished' },
      status(CALLER, 'completed'),
    ],
    [inner],
  )
  const rung = { leg: 'callee1', purpose: 'transfer', direction: 'out' }
  expect(told(events).slice(1)).toEqual([
    ['flow.entered', { depth: 0 }],
    ['flow.entered', { depth: 1 }],
    ['input.received', 'ask', { kind: 'dtmf' }, { value: '1' }],
    ['flow.node', 'ask', { outcome: 'one' }],
    ['flow.node', 'ok', { outcome: null }],
    ['flow.completed', 'ok', { depth: 1 }],
    ['flow.node', 'who', { outcome: 'known' }],
    ['dial.attempted', rung, { to: '12025550151' }],
    ['dial.result', { ...rung, result: 'human' }],
    ['transfer', { kind: 'cold', leg: 'callee1' }, { to: '12025550151' }],
    ['flow.node', 'ring', { outcome: 'ended' }],
    ['flow.node', 'bye', { outcome: null }],
    ['flow.completed', 'bye', { depth: 0 }],
    ['flow.node', 'over', { outcome: 'next' }],
    ['flow.node', 'end', { outcome: null }],
    ['flow.completed', 'end', { depth: 1 }],
    ['contact.ended', { by: 'system', ended: 'completed' }],
  ])
})

test('a queue: entered, offered, declined, answered and served', () => {
  const flow = flowOf({
    wait: ['enqueue', { queue: 'desk' }, { connected: 'bye', maxWait: 'bye', full: 'bye', failed: 'bye' }],
    bye: ['hangUp', words('Bye.')],
  })
  const offered = (agent: string) => ({
    ...{ type: 'agent.offered', ticket: 'r1', agent, endpoint: { kind: 'phone', number: agent } },
    ...{ ringSeconds: 20, limitSeconds: 7200, acceptKey: null, music: null },
  })
  const events = eventsOf(flow, [
    { type: 'request.answered', outcome: 'queued', values: {} },
    offered('12025550161'),
    status('callee1', 'busy'),
    offered('12025550162'),
    { type: 'callee.answered', leg: 'callee2', vonageCallId: 'u3' },
    status('callee2', 'completed', { durationSeconds: 9 }),
  ])
  const [first, second] = ['12025550161', '12025550162']
  expect(told(events).slice(2)).toEqual([
    ['queue.entered', 'desk', { priority: 0, requiredSkills: [] }],
    ['agent.offered', 'desk', first, {}],
    ['dial.attempted', { leg: 'callee1', purpose: 'agent', direction: 'out' }, { to: first }],
    ['agent.declined', 'desk', first, {}],
    ['dial.result', { leg: 'callee1', purpose: 'agent', direction: 'out', result: 'busy' }],
    ['agent.offered', 'desk', second, {}],
    ['dial.attempted', { leg: 'callee2', purpose: 'agent', direction: 'out' }, { to: second }],
    ['queue.left', 'desk', second, { reason: 'answered' }],
    ['agent.connected', 'desk', second, {}],
    ['flow.node', 'wait', { outcome: 'connected' }],
    ['flow.node', 'bye', { outcome: null }],
    ['flow.completed', 'bye', { depth: 0 }],
    ['agent.released', 'desk', second, {}],
    ['dial.result', { leg: 'callee2', purpose: 'agent', direction: 'out', result: 'human' }],
  ])
})

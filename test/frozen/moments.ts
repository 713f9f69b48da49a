import {
  CALLER,
  type CallReceived,
  type FlowDefinition,
  type FlowId,
  type Plans,
  type RunEvent,
  type RunState,
  type StatePlan,
  startRun,
  step,
} from '@patchbay/core'
import { fakeWorld, flowOf, plansOf } from '@patchbay/core/test-kit'

/** A run in the middle of a call, the plans that it runs by, and what one event made of it in the release that froze it. */
export interface Moment {
  name: string
  plans: Record<string, StatePlan>
  seq: number
  state: RunState
  event: RunEvent
  /** What a caller notices of it, and reports. */
  turn: { effects: unknown; trace: unknown; faults: unknown; recorded: unknown; waitsAt: unknown; ended: unknown }
}

const words = (text: string) => ({ prompt: { text: { en: text } } })
const text = (name: string) => ({ name, type: 'text' as const, sensitive: false })
const received: CallReceived = {
  ...{ type: 'call.received', leg: CALLER, from: '447700900123', to: '12025550100' },
  ...{ vonageCallId: 'u1', vonageConversationId: 'CON-1' },
}
const status = (leg: string, is: string, more: object = {}) => ({
  ...{ type: 'leg.statusChanged', leg, status: is, vonageCallId: `${leg}-id`, occurredAt: '2026-01-02T09:31:00.000Z' },
  ...more,
})
const bye = ['hangUp', words('Goodbye.')] as const

interface Sketch {
  flow: FlowDefinition
  others?: readonly FlowDefinition[]
  /** The last one is the event that is still to come. */
  inputs: readonly object[]
}

const number = [
  'collectDigits',
  { ...words('Your number?'), variable: 'number', minDigits: 4, maxDigits: 6, attempts: 2 },
  { collected: 'bye', noInput: 'bye', noMatch: 'bye' },
] as const
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
const queue = flowOf({
  wait: ['enqueue', { queue: 'desk' }, { connected: 'bye', maxWait: 'bye', full: 'bye', failed: 'bye' }],
  bye,
})
const offered = {
  ...{ type: 'agent.offered', ticket: 'r1', agent: '12025550161', endpoint: { kind: 'phone', number: '12025550161' } },
  ...{ ringSeconds: 20, limitSeconds: 7200, acceptKey: null, music: null },
}

/** Of everything that a run can wait for, one. */
const sketches: Readonly<Record<string, Sketch>> = {
  'a menu, asked a second time': {
    flow: flowOf({
      menu: [
        'menu',
        {
          ...words('Press 1.'),
          choices: [{ id: 'one', keys: ['1'], label: 'One' }],
          attempts: 2,
          noMatchPrompt: { text: { en: 'No.' } },
        },
        { one: 'bye', noInput: 'bye', noMatch: 'bye' },
      ],
      bye,
    }),
    inputs: [
      { type: 'digits.received', digits: '9' },
      { type: 'digits.received', digits: '1' },
    ],
  },
  'a number, with a variable in what follows': {
    flow: flowOf({ number, bye: ['hangUp', words('You typed {{ number | digits }}.')] }, { variables: [text('number')] }),
    inputs: [{ type: 'digits.received', digits: '4711' }],
  },
  'speech that nobody understood': {
    flow: flowOf(
      {
        city: [
          'collectSpeech',
          { ...words('Which city?'), variable: 'city', attempts: 2 },
          { collected: 'bye', noInput: 'bye', noMatch: 'bye' },
        ],
        bye,
      },
      { variables: [text('city')] },
    ),
    inputs: [{ type: 'input.timedOut' }, { type: 'speech.received', results: [{ text: 'Bangkok', confidence: 0.9 }] }],
  },
  'within another flow': {
    flow: flowOf({
      who: ['subflow', { flowId: 'inner', outcomes: [{ id: 'known', label: 'Known' }] }, { known: 'bye', otherwise: 'bye' }],
      bye,
    }),
    others: [inner],
    inputs: [{ type: 'digits.received', digits: '1' }],
  },
  'a connection that rings': {
    flow: flowOf({
      ring: [
        'connect',
        { endpoints: ['12025550151', '12025550152'].map((to) => ({ kind: 'phone', number: to })) },
        { ended: 'bye', busy: 'bye', noAnswer: 'bye', failed: 'bye' },
      ],
      bye,
    }),
    inputs: [status('callee1', 'busy'), { type: 'connect.finished', outcome: 'busy' }],
  },
  'an answer from elsewhere': {
    flow: flowOf(
      {
        ask: [
          'httpRequest',
          { method: 'POST', mayRepeat: true, url: 'https://crm.example.com/', outputs: [{ path: 'name', variable: 'name' }] },
          { ok: 'hello', notFound: 'bye', refused: 'bye', failed: 'bye', unknown: 'ask' },
        ],
        hello: ['hangUp', words('Hello {{ name }}.')],
        bye,
      },
      { variables: [text('name')] },
    ),
    inputs: [
      { type: 'request.answered', outcome: 'unknown', values: {} },
      { type: 'request.answered', outcome: 'ok', values: { name: 'Ann' } },
    ],
  },
  'a queue, with an agent who is rung': {
    flow: queue,
    inputs: [
      { type: 'request.answered', outcome: 'queued', values: {} },
      offered,
      { type: 'callee.answered', leg: 'callee1', vonageCallId: 'u3' },
    ],
  },
  'a conversation with an agent': {
    flow: queue,
    inputs: [
      { type: 'request.answered', outcome: 'queued', values: {} },
      offered,
      { type: 'callee.answered', leg: 'callee1', vonageCallId: 'u3' },
      status('callee1', 'completed', { durationSeconds: 9 }),
    ],
  },
  'a message that is recorded': {
    flow: flowOf({
      message: ['voicemail', { ...words('Leave a message.'), mailbox: 'main' }, { recorded: 'bye', empty: 'bye', failed: 'bye' }],
      bye,
    }),
    inputs: [
      {
        ...{ type: 'recording.received', recordingUuid: 'rec1', recordingUrl: 'https://api.nexmo.com/v1/files/rec1' },
        ...{ startedAt: '2026-01-02T09:31:00.000Z', durationSeconds: 5, size: 100 },
      },
    ],
  },
  'the end, with something to do after it': {
    flow: flowOf(
      {
        number,
        bye,
        over: ['afterCall', {}, { next: 'note' }],
        note: ['note', { text: 'From {{ caller.number }}' }, { next: 'end' }],
        end: ['hangUp', {}],
      },
      { variables: [text('number')] },
    ),
    inputs: [status(CALLER, 'completed', { durationSeconds: 12 })],
  },
}

/** What a turn came to, as far as it was promised to stay the same. */
export function noticed(plans: Plans, { state, event, seq }: Pick<Moment, 'state' | 'event' | 'seq'>): Moment['turn'] {
  const { effects, trace, faults, recorded, state: after } = step(plans, state, event, fakeWorld(seq))
  const waitsAt = after.frames.map(({ flowId, role, snapshot, variables }) => ({ flowId, role, at: snapshot.value, variables }))
  return { effects, trace, faults, recorded, waitsAt, ended: after.ended }
}

/** Plays each sketch up to its last event. */
export function makeMoments(): Moment[] {
  return Object.entries(sketches).map(([name, { flow, others = [], inputs }]) => {
    const plans = plansOf(flow, others)
    let { state } = startRun(plans, { flowId: flow.id, version: '1' }, received, fakeWorld(0))
    const events = inputs.map((input): ((now: RunState) => RunEvent) => {
      return (now) =>
        ({ leg: CALLER, askedSeq: now.legs[CALLER]?.askedSeq, requestId: now.pending?.id, ...input }) as unknown as RunEvent
    })
    for (const [index, event] of events.slice(0, -1).entries())
      state = step(plans, state, event(state), fakeWorld(index + 1)).state
    const last = events.at(-1)
    if (last === undefined) throw new Error(`${name} has no event`)
    const moment = { state, event: last(state), seq: events.length }
    const all = Object.fromEntries([flow, ...others].map(({ id }) => [id, plans({ flowId: id, version: '1' }).plan]))
    return { name, plans: all, ...moment, turn: noticed(plans, moment) }
  })
}

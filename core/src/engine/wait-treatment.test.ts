import { describe, expect, test } from 'vitest'
import type { FlowId } from '../flow/ids.ts'
import type { FlowDefinition } from '../flow/schema.ts'
import type { Variable } from '../flow/variable.ts'
import { type FlowSketch, fakeWorld, flowOf, plansOf } from '../test-kit/flow-of.ts'
import { PlayedCall } from '../test-kit/play-call.ts'
import { effectsOf } from './effect.ts'
import { MAX_TURNS } from './limits.ts'
import { step } from './step.ts'
import type { FaultCode } from './trace.ts'

const say = (text: string) => ['say', { prompt: { text: { en: text } } }] as const
const bye = (text: string) => ['hangUp', { prompt: { text: { en: text } } }] as const
const number = (name: string): Variable => ({ name, type: 'number', sensitive: false })
const standing = (position: number) => ({ position, estimatedWaitSeconds: position * 180, waitedSeconds: 12 })

const treatment = (sketch: FlowSketch, variables: Variable[] = [], id = 'treatment'): FlowDefinition =>
  flowOf(sketch, { id: id as FlowId, name: 'While you wait', variables })

/** A caller for whom the first round is about to begin. */
function waiting(own: FlowDefinition, { others = [] as FlowDefinition[], inputs = [] as object[], handler = false } = {}) {
  const outcomes = ['callback', 'website'].map((id) => ({ id, label: id }))
  const outputs = [{ from: 'rounds', to: 'heardRounds' }]
  const main = flowOf(
    {
      wait: [
        'enqueue',
        { queue: 'desk', callbackKey: '9', treatment: { kind: 'flow', flowId: 'treatment', inputs, outputs, outcomes } },
        { connected: 'bye', callback: 'back', website: 'site', maxWait: 'long', full: 'long', failed: 'broken' },
      ],
      bye: bye('Goodbye.'),
      back: bye('We call you back after {{ heardRounds }}.'),
      site: bye('See our website.'),
      long: bye('That took too long.'),
      broken: bye('It does not work.'),
      ...(handler ? { wrong: ['errorHandler', {}, { next: 'broken' }] as const } : {}),
    },
    { variables: [number('heardRounds'), { name: 'topic', type: 'text', initial: 'bills', sensitive: false }] },
  )
  const call = new PlayedCall(main, '447700900123', plansOf(main, [own, ...others]))
  call.does({ answer: 'queued' })
  return call
}

/** Says where the caller stands, offers a way out, and counts its rounds. */
const usual = treatment(
  {
    count: ['counter', { variable: 'rounds', by: 1 }, { next: 'place' }],
    place: [
      ...say('Round {{ rounds }}: number {{ position }}, {{ estimatedWaitSeconds }}, {{ waitedSeconds }}.'),
      { next: 'ask' },
    ],
    ask: [
      'menu',
      {
        prompt: { text: { en: 'Press 1 to be called back.' } },
        choices: [{ id: 'one', keys: ['1'], label: 'One' }],
        attempts: 1,
      },
      { one: 'leave', noInput: 'again', noMatch: 'again' },
    ],
    leave: ['return', { outcome: 'callback' }],
    again: ['return', { outcome: 'again' }],
  },
  [number('rounds'), number('position'), number('estimatedWaitSeconds'), number('waitedSeconds')],
)
const isAtQueue = (call: PlayedCall) => effectsOf(call.turn, 'caller').some(({ type }) => type === 'queueWait')
const roles = (call: PlayedCall) => call.turn.state.frames.map(({ role }) => role)
const codes = (call: PlayedCall): FaultCode[] => call.turn.faults.map(({ code }) => code)

describe('rounds', () => {
  test('begin anew with what the treatment knows, and with the place as it is by then', () => {
    const call = waiting(usual)
    expect(isAtQueue(call)).toBe(true)
    call.does({ queue: standing(3) })
    expect(call.heard).toEqual(['Round 1: number 3, 540, 12.', 'Press 1 to be called back.'])
    call.does('nothing')
    // the next one begins when the caller has heard this one to its end
    expect(isAtQueue(call)).toBe(true)
    expect(roles(call)).toEqual(['main'])
    call.does({ queue: { position: 2, estimatedWaitSeconds: null, waitedSeconds: 40 } })
    expect(call.heard[0]).toBe('Round 2: number 2, , 40.')
    expect(roles(call)).toEqual(['main', 'waitTreatment'])
  })

  test('begin with what is handed in, as the types of the treatment want it', () => {
    const own = treatment(
      {
        topic: [...say('About {{ topic }}, {{ times }}.'), { next: 'change' }],
        change: ['setVariables', { assignments: [{ variable: 'topic', value: 'no more' }] }, { next: 'again' }],
        again: ['return', { outcome: 'again' }],
      },
      [
        { name: 'topic', type: 'text', sensitive: false },
        { ...number('times'), initial: 5 },
      ],
    )
    const inputs = [
      { variable: 'topic', value: '{{ topic }}' },
      { variable: 'times', value: ' 7 ' },
    ]
    const call = waiting(own, { inputs })
    call.does({ queue: standing(1) })
    expect(call.heard).toEqual(['About bills, 7.'])
    expect(call.turn.state.queue?.treatment?.variables).toMatchObject({ times: 7 })
    call.does({ queue: standing(1) })
    // what the treatment itself has made of it stays
    expect(call.heard).toEqual(['About no more, 7.'])
  })

  test('are not begun for another ticket, nor twice, nor for one who talks', () => {
    const call = waiting(usual)
    expect(call.receives({ type: 'queue.looked', ticket: 'r9', ...standing(1) }).moved).toBe(false)
    call.does({ queue: standing(1) })
    expect(call.does({ queue: standing(1) }).moved).toBe(false)
    call.does('nothing')
    call.does({ agent: 'rings' })
    call.does({ agent: 'answers' })
    expect(call.does({ queue: standing(1) }).moved).toBe(false)
  })
})

describe('the wait ends', () => {
  test('by an outcome that is a way out, with what is taken back', () => {
    const call = waiting(usual)
    call.does({ queue: standing(3) })
    call.does({ presses: '1' })
    expect(call.heard).toEqual(['We call you back after 1.'])
    expect(call.turn.effects.at(-1)).toMatchObject({ type: 'ticket', change: 'left' })
  })

  test('with an agent, amid a round: the caller hears the one who answered and nothing more of the treatment', () => {
    const call = waiting(usual)
    call.does({ queue: standing(1) })
    const asked = call.turn.state.legs['caller']?.askedSeq ?? 0
    call.does({ agent: 'rings' })
    // while it rings the treatment goes on
    expect(roles(call)).toEqual(['main', 'waitTreatment'])
    call.does({ agent: 'answers' })
    expect(roles(call)).toEqual(['main'])
    expect(effectsOf(call.turn, 'caller').map(({ type, delivery }) => [type, delivery])).toContainEqual(['join', 'push'])
    // a key that was pressed at that moment is no answer any more
    expect(call.receives({ type: 'digits.received', leg: 'caller', askedSeq: asked, digits: '1' }).moved).toBe(false)
    call.does({ agent: 'hangsUp' })
    expect(call.heard).toEqual(['Goodbye.'])
    expect(call.turn.effects.at(-1)).toMatchObject({ type: 'ticket', change: 'served' })
  })

  test('when it takes too long, amid a round', () => {
    const call = waiting(usual)
    call.does({ queue: standing(1) })
    call.does({ queue: 'maxWait' })
    expect(call.heard).toEqual(['That took too long.'])
  })

  test('when the caller hangs up', () => {
    const call = waiting(usual)
    call.does({ queue: standing(1) })
    call.does('hangsUp')
    expect(call.turn.effects).toEqual([expect.objectContaining({ type: 'ticket', change: 'abandoned' })])
  })

  test('nobody waits any more for what a round has asked', () => {
    const asks = treatment({
      look: [
        'httpRequest',
        { method: 'POST', url: 'https://crm.example.com/a' },
        { ok: 'again', notFound: 'again', refused: 'again', failed: 'again', unknown: 'again' },
      ],
      again: ['return', { outcome: 'again' }],
    })
    const call = waiting(asks)
    call.does({ queue: standing(1) })
    const requestId = call.turn.state.pending?.id ?? ''
    expect(requestId).not.toBe('')
    call.does({ agent: 'rings' })
    call.does({ agent: 'answers' })
    expect(call.receives({ type: 'request.answered', requestId, outcome: 'ok', values: {} }).moved).toBe(false)
  })
})

describe('what goes wrong keeps the caller in the queue, with its own sound', () => {
  const fallsBack = (call: PlayedCall, code: FaultCode) => {
    expect(codes(call)).toContain(code)
    expect(isAtQueue(call)).toBe(true)
    expect(roles(call)).toEqual(['main'])
    expect(call.turn.state).toMatchObject({ ended: null, queue: { ticket: 'r1' } })
    expect(call.turn.state.queue?.treatment).toBeUndefined()
    // and for the rest of the wait
    expect(call.does({ queue: standing(1) }).moved).toBe(false)
    call.does({ presses: '9' })
    expect(call.heard).toEqual(['We call you back after .'])
  }

  test('a way that leads nowhere', () => {
    const call = waiting(treatment({ hello: say('Hello.') }), { handler: true })
    call.does({ queue: standing(1) })
    expect(call.heard).toEqual(['Hello.'])
    fallsBack(call, 'OUTLET_UNCONNECTED')
  })

  test('a fault in a flow that the treatment enters, whatever error handlers there are', () => {
    const inner = treatment({ hello: say('Hello.') }, [], 'inner')
    const own = treatment({
      in: ['subflow', { flowId: 'inner', outcomes: [{ id: 'done', label: 'Done' }] }, { done: 'again', otherwise: 'again' }],
      again: ['return', { outcome: 'again' }],
      wrong: ['errorHandler', {}, { next: 'again' }],
    })
    const call = waiting(own, { others: [inner], handler: true })
    call.does({ queue: standing(1) })
    fallsBack(call, 'OUTLET_UNCONNECTED')
  })

  test('a round in which nothing can be heard', () => {
    const call = waiting(
      treatment({ pause: ['wait', { seconds: 5 }, { next: 'again' }], again: ['return', { outcome: 'again' }] }),
    )
    call.does({ queue: standing(1) })
    fallsBack(call, 'ROUND_SILENT')
  })

  test('rounds within a round without end', () => {
    const inner = treatment({ out: ['return', { outcome: 'done' }] }, [], 'inner')
    const own = treatment({
      in: ['subflow', { flowId: 'inner', outcomes: [{ id: 'done', label: 'Done' }] }, { done: 'in', otherwise: 'in' }],
    })
    const call = waiting(own, { others: [inner] })
    call.does({ queue: standing(1) })
    fallsBack(call, 'STEPS_WITHOUT_WAITING')
  })

  test.each<[string, FlowSketch]>([
    ['rings somebody', { it: ['connect', { endpoints: [{ kind: 'phone', number: '12025550143' }] }] }],
    ['hangs up', { it: bye('Bye.') }],
    ['leaves a message', { it: ['voicemail', { mailbox: 'sales', prompt: { text: { en: 'Speak.' } } }] }],
    ['queues again', { it: ['enqueue', { queue: 'other' }] }],
    ['joins a conference', { it: ['conference', { room: 'a' }] }],
    ['has somebody called back', { it: ['callback', { flowId: 'tested' }] }],
    [
      'asks for a card',
      { it: ['secureDigits', { prompt: { text: { en: 'Card?' } }, what: { kind: 'cardNumber' }, variable: 'card' }] },
    ],
    ['hands over', { it: ['transferFlow', { flowId: 'treatment' }] }],
  ])('a card that %s, in a draft', (_, sketch) => {
    const own = treatment({ hello: [...say('Hello.'), { next: 'it' }], ...sketch })
    const call = waiting(own)
    call.does({ queue: standing(1) })
    expect(call.turn.faults[0]).toMatchObject({ code: 'NOT_WHILE_WAITING', nodeId: 'it', frame: 1 })
    expect(effectsOf(call.turn, 'caller').map(({ type }) => type)).toEqual(['queueWait'])
    fallsBack(call, 'NOT_WHILE_WAITING')
  })

  test('what grows larger than a call may keep', () => {
    const names = Array.from({ length: 20 }, (_, n) => `v${n}`)
    const filled = (value: (name: string) => string) => ({
      assignments: names.map((variable) => ({ variable, value: value(variable) })),
    })
    const own = treatment(
      {
        fill: ['setVariables', filled(() => 'ก'.repeat(400)), { next: 'hello' }],
        hello: [...say('Hello.'), { next: 'double' }],
        double: ['setVariables', filled((name) => `{{ ${name} }}{{ ${name} }}`), { next: 'again' }],
        again: ['return', { outcome: 'again' }],
      },
      names.map((name) => ({ name, type: 'text', sensitive: false })),
    )
    const call = waiting(own, { handler: true })
    call.does({ queue: standing(1) })
    fallsBack(call, 'VARIABLES_TOO_LARGE')
  })

  test('more turns than a call may take', () => {
    const call = waiting(usual, { handler: true })
    call.does({ queue: standing(1) })
    const askedSeq = call.turn.state.legs['caller']?.askedSeq ?? -1
    const event = { type: 'digits.received', leg: 'caller', askedSeq, digits: '2' } as const
    call.turn = step(call.plans, call.turn.state, event, fakeWorld(MAX_TURNS))
    fallsBack(call, 'TOO_MANY_TURNS')
  })

  test('a treatment that is not there', () => {
    const main = flowOf({
      wait: ['enqueue', { queue: 'desk', callbackKey: '9', treatment: { kind: 'flow', flowId: 'gone' } }, { callback: 'back' }],
      back: bye('We call you back after .'),
    })
    const call = new PlayedCall(main)
    call.does({ answer: 'queued' })
    call.does({ queue: standing(1) })
    fallsBack(call, 'FLOW_NOT_ENTERED')
  })
})

test('an agent who rings and of whom nothing is heard any more is followed by another', () => {
  const call = waiting(usual)
  call.does({ agent: 'rings' })
  const until = call.turn.state.group?.until ?? 0
  expect(until).toBeGreaterThan(fakeWorld(0).now)
  expect(call.does({ agent: 'rings' }).moved).toBe(false)
  call.turn = { ...call.turn, state: { ...call.turn.state, group: { ...call.turn.state.group!, until: fakeWorld(0).now } } }
  call.does({ agent: 'rings' })
  expect(call.turn.effects.map(({ type, leg }) => `${leg} ${type}`)).toEqual(['callee2 dial', 'callee1 hangUp'])
})

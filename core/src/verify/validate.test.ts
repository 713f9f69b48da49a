import { describe, expect, test } from 'vitest'
import { MAX_VARIABLES_BYTES } from '../engine/limits.ts'
import { issueText } from '../flow/issue-text.ts'
import { type FlowDefinition, MAX_NODES } from '../flow/schema.ts'
import { flowOf } from '../test-kit/index.ts'
import { bye, choices, codes, menu, say } from '../test-kit/sketches.ts'
import { bindingsNamed } from './binding-issues.ts'
import { validate } from './validate.ts'

test('a flow that is whole has no findings', () => {
  expect(validate(flowOf({ hello: say('Hello.', { next: 'menu' }), menu: menu({}), bye }))).toEqual([])
})

test.each<[string, FlowDefinition, string[]]>([
  ['nothing drawn', flowOf({}), ['FLOW_EMPTY']],
  ['no start', flowOf({ bye }, { startNodeId: null }), ['START_MISSING']],
  ['a start that is gone', { ...flowOf({ bye }), startNodeId: 'ghost' as never }, ['START_UNKNOWN', 'bye: NODE_UNREACHABLE']],
  ['an outlet that leads nowhere', flowOf({ hello: say('Hello.', {}) }), ['hello: OUTLET_UNCONNECTED']],
  ['a card that no caller reaches', flowOf({ bye, lost: say('?', { next: 'bye' }) }), ['lost: NODE_UNREACHABLE']],
  [
    'a cord from an outlet that is not there',
    flowOf({ hello: say('Hi', { next: 'bye', old: 'bye' }), bye }),
    ['hello: EDGE_NOT_VALID'],
  ],
  ['a kind of card that nobody knows', flowOf({ odd: ['teleport', {}] }), ['odd: NODE_TYPE_UNKNOWN']],
  [
    'a form that is not filled in',
    flowOf({ ring: ['connect', { endpoints: [{ kind: 'phone', number: '' }] }] }),
    ['ring: FIELD_MISSING'],
  ],
  [
    'a telephone number that is none',
    flowOf({ ring: ['connect', { endpoints: [{ kind: 'phone', number: '0800' }] }] }),
    ['ring: PHONE_NUMBER_NOT_VALID'],
  ],
  ['a number out of range', flowOf({ menu: menu({ timeoutSeconds: 99 }), bye }), ['menu: FIELD_NOT_VALID']],
  [
    'one key for two choices',
    flowOf({ menu: menu({ choices: [...choices, { id: 'two', keys: ['1'], label: 'Two' }] }), bye }),
    ['menu: KEY_TWICE'],
  ],
  ['a variable in a text that is not declared', flowOf({ hello: say('Hello {{ name }}.'), bye }), ['hello: VARIABLE_UNKNOWN']],
  ['a text that cannot be read', flowOf({ hello: say('Hello {{ name'), bye }), ['hello: TEXT_NOT_READABLE']],
  ['a text that is too long', flowOf({ hello: say(`<speak>${'x'.repeat(1501)}</speak>`), bye }), ['hello: TEXT_TOO_LONG']],
  ['nothing to hear', flowOf({ hello: say(' '), bye }), ['hello: TEXT_MISSING']],
  [
    'digits kept in a variable that is not declared',
    flowOf({
      ask: [
        'collectDigits',
        { prompt: { text: { en: 'Type.' } }, variable: 'order' },
        { collected: 'bye', noInput: 'bye', noMatch: 'bye' },
      ],
      bye,
    }),
    ['ask: VARIABLE_UNKNOWN'],
  ],
  [
    'two variables of one name',
    flowOf({ bye }, { variables: ['a', 'a'].map((name) => ({ name, type: 'text' as const, sensitive: false })) }),
    ['VARIABLE_TWICE'],
  ],
  [
    'a circle that asks the caller nothing',
    flowOf({ a: say('A', { next: 'b' }), b: say('B', { next: 'a' }) }),
    ['a: CYCLE_WITHOUT_ASKING'],
  ],
])('%s', (_, flow, expected) => {
  expect(codes(validate(flow))).toEqual(expected)
})

test('a circle through a menu is fine: it waits for the caller', () => {
  expect(validate(flowOf({ menu: menu({}, { one: 'menu' }), bye }))).toEqual([])
})

test('a circle that rings and rings again traps the caller: nobody is asked', () => {
  const ring = (next: string) =>
    [
      'connect',
      { endpoints: [{ kind: 'phone', number: '12025550143' }] },
      { ended: 'bye', busy: next, noAnswer: next, failed: 'bye' },
    ] as const
  const found = validate(flowOf({ first: ring('second'), second: ring('first'), bye }))
  expect(codes(found)).toEqual(['first: CYCLE_WITHOUT_ASKING'])
})

test('a circle through a loop is fine while it goes round by its rounds, and trapped where it comes back from its end', () => {
  const loop = (done: string) => ['loop', { times: 3 }, { again: 'word', done }] as const
  expect(validate(flowOf({ loop: loop('bye'), word: say('Again.', { next: 'loop' }), bye }))).toEqual([])
  const found = validate(flowOf({ loop: loop('word'), word: say('Again.', { next: 'loop' }) }))
  expect(codes(found)).toEqual(['loop: CYCLE_WITHOUT_ASKING'])
})

test('every circle is found, and the words name its cards', () => {
  const flow = flowOf({
    start: menu({}, { one: 'a', noInput: 'c' }),
    a: say('A', { next: 'b' }),
    b: say('B', { next: 'a' }),
    c: say('C', { next: 'c' }),
    bye,
  })
  const circles = validate(flow).filter(({ code }) => code === 'CYCLE_WITHOUT_ASKING')
  expect(circles.map((found) => found.data['names'])).toEqual(['a → b', 'c'])
})

describe('languages', () => {
  const flow = (enabled: FlowDefinition['languages']['enabled'], prompt: object) =>
    flowOf(
      { hello: ['say', { prompt }, { next: 'bye' }], bye },
      {
        languages: { default: 'en', enabled },
        fallback: { prompt: { text: { en: 'x', th: 'x', lo: 'x' }, recording: { lo: 'https://media.example.com/x.mp3' } } },
      },
    )

  test('each one that is on needs a text', () => {
    const found = validate(flow(['en', 'th'], { text: { en: 'Hello.' } }))
    expect(found).toMatchObject([
      { code: 'TEXT_MISSING', nodeId: 'hello', path: ['prompt', 'text', 'th'], data: { language: 'th' } },
    ])
  })

  test('Lao has no voice and needs a recording', () => {
    expect(codes(validate(flow(['en', 'lo'], { text: { en: 'Hello.', lo: 'ສະບາຍດີ' } })))).toEqual(['hello: RECORDING_MISSING'])
    const recorded = { text: { en: 'Hello.' }, recording: { lo: 'https://media.example.com/lo.mp3' } }
    expect(validate(flow(['en', 'lo'], recorded))).toEqual([])
  })

  test('the main one must be on', () => {
    expect(codes(validate(flow(['th'], { text: { th: 'สวัสดี' } })))).toEqual(['DEFAULT_LANGUAGE_OFF'])
  })

  test('a voice that does not understand marks is told from one that does', () => {
    const marked = { text: { th: '<speak>สวัสดี<break time="1s"/></speak>' } }
    const languages = (style: number) => ({
      default: 'th' as const,
      enabled: ['th' as const],
      voices: { th: { style, premium: false } },
    })
    const sketch = { hello: ['say', { prompt: marked }, { next: 'bye' }] as const, bye }
    const fallback = { prompt: { text: { th: 'ขออภัย' } } }
    expect(codes(validate(flowOf(sketch, { languages: languages(0), fallback })))).toEqual(['hello: SSML_NOT_SPOKEN'])
    expect(codes(validate(flowOf(sketch, { languages: languages(1), fallback })))).toEqual([])
    expect(codes(validate(flowOf(sketch, { languages: languages(9), fallback })))).toEqual(['VOICE_UNKNOWN'])
  })

  test('one that callers can choose must be on', () => {
    const choices = [{ language: 'tr', key: '1' }]
    const ask = [
      'language',
      { prompt: { text: { en: 'Press 1.' } }, choices },
      { chosen: 'bye', noInput: 'bye', noMatch: 'bye' },
    ] as const
    expect(codes(validate(flowOf({ ask, bye })))).toEqual(['ask: LANGUAGE_OFF'])
  })

  test('the last words are checked too', () => {
    const fallback = { prompt: { text: { en: 'Sorry {{ nobody }}' } } }
    expect(validate(flowOf({ bye }, { fallback }))).toMatchObject([
      { code: 'VARIABLE_UNKNOWN', path: ['fallback', 'prompt', 'text', 'en'] },
    ])
  })
})

describe('rules of a branch', () => {
  const branch = (condition: object) =>
    flowOf(
      {
        split: [
          'branch',
          { cases: [{ id: 'a', label: 'A', match: 'all', conditions: [condition] }] },
          { a: 'bye', otherwise: 'bye' },
        ],
        bye,
      },
      { variables: [{ name: 'tier', type: 'text', sensitive: false }] },
    )
  test.each([
    [{ variable: 'tier', operator: 'equals', value: 'gold' }, []],
    [{ variable: 'caller.number', operator: 'startsWith', value: '44' }, []],
    [{ variable: 'tier', operator: 'isBlank', value: '' }, []],
    [{ variable: 'tier', operator: 'equals', value: '' }, ['split: FIELD_MISSING']],
    [{ variable: 'tier', operator: 'atLeast', value: 'many' }, ['split: VALUE_NOT_A_NUMBER']],
    [{ variable: 'rank', operator: 'isBlank', value: '' }, ['split: VARIABLE_UNKNOWN']],
  ])('%j', (condition, expected) => {
    expect(codes(validate(branch(condition)))).toEqual(expected)
  })
})

test('a flow of 2,000 cards in a row is walked without running out of stack', () => {
  const sketch = Object.fromEntries(
    Array.from({ length: 1999 }, (_, index) => [`n${index}`, say('x', { next: index < 1998 ? `n${index + 1}` : 'bye' })]),
  )
  expect(validate(flowOf({ ...sketch, bye }))).toEqual([])
})

test('a finding has words that name what it is about', () => {
  const [found] = validate(flowOf({ hello: say('Hello.', {}) }))
  expect(found && issueText(found, 'en')).toBe('Callers who leave by “Next” have nowhere to go. Lead it to a card.')
})

describe('what each environment has of its own', () => {
  const asks = (calendar: string) =>
    flowOf({ hours: ['openingHours', { calendar }, { open: 'bye', closed: 'bye', holiday: 'bye', failed: 'bye' }], bye })

  test('stops publishing where it is missing, by kind and name', () => {
    const bindings = { calendar: ['main'], team: ['night'] }
    expect(validate(asks('main'), { bindings })).toEqual([])
    expect(validate(asks('night'), { bindings })).toEqual([
      expect.objectContaining({
        code: 'BINDING_MISSING',
        severity: 'error',
        path: ['calendar'],
        data: { kind: 'calendar', name: 'night' },
      }),
    ])
    expect(codes(validate(asks('main'), { bindings: {} }))).toEqual(['hours: BINDING_MISSING'])
  })

  test('is not missed where nobody knows what there is, or where nothing is named yet', () => {
    expect(validate(asks('night'))).toEqual([])
    expect(codes(validate(asks(''), { bindings: {} }))).toEqual(['hours: FIELD_MISSING'])
  })

  test('is listed once a flow', () => {
    const hours = ['openingHours', { calendar: 'main' }, {}] as const
    expect(bindingsNamed(flowOf({ hours, again: hours, bye }))).toEqual([{ kind: 'calendar', name: 'main' }])
  })

  test('is called by its word in every language', () => {
    const [found] = validate(asks('night'), { bindings: {} })
    expect(issueText(found!, 'tr')).toContain('takvim')
    expect(issueText(found!, 'zh-Hant')).toContain('行事曆')
  })
})

test('a text message needs a text in every language that callers hear', () => {
  const ways = { sent: 'bye', refused: 'bye', unknown: 'bye', failed: 'bye' }
  const writes = (text: object) =>
    flowOf(
      { write: ['sendMessage', { text }, ways], bye: ['hangUp', {}] },
      {
        languages: { default: 'en', enabled: ['en', 'lo'] },
        fallback: { prompt: { text: { en: 'Sorry.' }, recording: { lo: 'https://a.example/x.mp3' } } },
      },
    )
  expect(validate(writes({ en: 'Hello {{ caller.number }}.', lo: 'ສະບາຍດີ' }))).toEqual([])
  expect(validate(writes({ en: 'Hello.', lo: ' ' }))).toMatchObject([
    { code: 'MESSAGE_TEXT_MISSING', nodeId: 'write', path: ['text', 'lo'], data: { language: 'lo' } },
  ])
  expect(codes(validate(writes({ en: 'Hello {{ nobody }}.', lo: 'x' })))).toEqual(['write: VARIABLE_UNKNOWN'])
})

test('as many cards as a flow may have, and one more', () => {
  const cards = (count: number) => flowOf(Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, bye])))
  const found = (count: number) => validate(cards(count)).filter(({ code }) => code === 'TOO_MANY_NODES')
  expect(found(MAX_NODES)).toEqual([])
  expect(found(MAX_NODES + 1)).toEqual([
    { code: 'TOO_MANY_NODES', severity: 'error', data: { count: MAX_NODES + 1, limit: MAX_NODES } },
  ])
})

test('as much as variables may hold when a call begins, and one more', () => {
  const named = (initials: readonly string[]) =>
    flowOf({ bye }, { variables: initials.map((initial, n) => ({ name: `v${n}`, type: 'text', initial, sensitive: false })) })
  const full = Array.from({ length: 32 }, () => 'x'.repeat(1000))
  const room = MAX_VARIABLES_BYTES - JSON.stringify(Object.fromEntries(full.map((text, n) => [`v${n}`, text]))).length
  const rest = (length: number) => [...full, 'x'.repeat(length - ',"v32":""'.length)]
  expect(validate(named(rest(room)))).toEqual([])
  expect(codes(validate(named(rest(room + 1))))).toEqual(['VARIABLES_TOO_LARGE'])
})

import { describe, expect, test } from 'vitest'
import { type CallerAct, flowOf, PlayedCall } from '../test-kit/index.ts'
import { LATE_HASH_MS } from './late-hash.ts'
import { whereIs } from './run-state.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const bye = ['hangUp', words('Goodbye.')] as const
const number = (over: object, exits: Record<string, string>) =>
  [
    'collectDigits',
    { ...words('Number?'), variable: 'number', minDigits: 1, maxDigits: 4, timeoutSeconds: 5, attempts: 2, ...over },
    { noInput: 'bye', noMatch: 'bye', ...exits },
  ] as const
const pin = (exits: Record<string, string>) =>
  [
    'secureDigits',
    { ...words('Card?'), what: { kind: 'expiry' }, variable: 'card', attempts: 2 },
    { noInput: 'bye', noMatch: 'bye', failed: 'bye', ...exits },
  ] as const
const menu = (over: object = {}) =>
  [
    'menu',
    { ...words('Press 1.'), choices: [{ id: 'one', keys: ['1'], label: 'One' }], attempts: 1, ...over },
    { noInput: 'bye', noMatch: 'bye', one: 'bye', back: 'bye' },
  ] as const
const variables = ['number', 'card'].map((name) => ({ name, type: 'text' as const, sensitive: name === 'card' }))
const callTo = (next: readonly [string, object, Record<string, string>], first = number({}, { collected: 'next' })) =>
  new PlayedCall(flowOf({ first, next, bye }, { variables }))

describe('a # after a full entry', () => {
  test.each<[string, readonly [string, object, Record<string, string>], CallerAct, number]>([
    ['at a menu', menu(), { presses: '#' }, 1],
    ['at a menu that knows the key', menu({ backKey: '#' }), { presses: '#' }, 1],
    ['at a number that # submits', number({ submitOnHash: true }, { collected: 'bye' }), 'submitsNothing', 1],
    // it is told when nothing followed within the time that keys are waited for
    ['at a number that # does not submit', number({ submitOnHash: false }, { collected: 'bye' }), { presses: '#' }, 6],
    ['at digits that nobody may read', pin({ collected: 'bye' }), 'submitsNothing', 1],
  ])('%s is no answer, and the question stays as it is', (_where, next, act, seconds) => {
    const call = callTo(next)
    const { state } = call.does({ presses: '1234' })
    expect(call.waits(seconds).does(act)).toEqual({ state, effects: [], trace: [], faults: [], recorded: [], moved: false })
    // one that is repeated by Vonage, or pressed twice, is none either
    expect(call.does(act).moved).toBe(false)
    expect(whereIs(call.turn.state)?.nodeId).toBe('next')
  })

  test('after digits that nobody may read is no answer', () => {
    const first = [
      'secureDigits',
      { ...words('Card?'), variable: 'card', what: { kind: 'digits', minDigits: 16, maxDigits: 16 } },
      { collected: 'next', noInput: 'bye', noMatch: 'bye', failed: 'bye' },
    ] as const
    const call = new PlayedCall(flowOf({ first, next: menu(), bye }, { variables }))
    call.does({ secret: 'kept' })
    expect(call.does({ presses: '#' }).moved).toBe(false)
  })

  test.each<[string, readonly [string, object, Record<string, string>], CallerAct, number]>([
    ['comes after a while', menu(), { presses: '#' }, LATE_HASH_MS / 1000 + 0.1],
    ['is one of several keys', number({ submitOnHash: false }, { collected: 'bye' }), { presses: '#1' }, 1],
    ['is another key', menu(), { presses: '9' }, 1],
    ['is silence', menu(), 'nothing', 1],
  ])('that %s counts', (_what, next, act, seconds) => {
    const call = callTo(next)
    call.does({ presses: '1234' })
    expect(call.waits(seconds).does(act).moved).toBe(true)
  })

  test('belongs to the entry when that was wrong, too', () => {
    const call = callTo(menu(), number({ minDigits: 4, check: { kind: 'pattern', pattern: '25##' } }, { collected: 'next' }))
    call.does({ presses: '9999' })
    expect(call.does('submitsNothing').moved).toBe(false)
    call.does({ presses: '2511' })
    expect(whereIs(call.turn.state)?.nodeId).toBe('next')
  })
})

describe('a # counts', () => {
  test('after an entry that it ended itself', () => {
    const call = callTo(menu())
    call.does({ presses: '123' })
    expect(call.does({ presses: '#' }).moved).toBe(true)
  })

  test('after one key, which is a choice', () => {
    const choice = menu({ choices: [{ id: 'one', keys: ['1'], label: 'One' }] })
    const call = new PlayedCall(flowOf({ first: [choice[0], choice[1], { ...choice[2], one: 'next' }], next: menu(), bye }))
    call.does({ presses: '1' })
    expect(call.does({ presses: '#' }).moved).toBe(true)
  })

  test('after another answer than the entry', () => {
    const call = callTo(menu({ attempts: 3 }))
    call.does({ presses: '1234' })
    call.does({ presses: '9' })
    expect(call.turn.state.legs['caller']).not.toHaveProperty('filledAt')
    expect(call.does({ presses: '#' }).moved).toBe(true)
  })
})

import { describe, expect, test } from 'vitest'
import type { FlowDefinition } from '../flow/schema.ts'
import { type FlowSketch, fakeWorld, flowOf, plansOf } from '../test-kit/flow-of.ts'
import { PlayedCall } from '../test-kit/play-call.ts'
import { VALUE_MAX_CHARACTERS } from '../text/render-text.ts'
import { LAST_TURNS, MAX_STEPS_WITHOUT_WAITING, MAX_TURNS, MAX_VARIABLES_BYTES, tooMuchKept } from './limits.ts'
import { step } from './step.ts'
import type { Turn } from './turn.ts'

const APOLOGY = 'We are sorry, something went wrong. Please call again in a few minutes.'
const words = (text: string) => ({ prompt: { text: { en: text } } })
const menu = (text: string, target: string) =>
  [
    'menu',
    { ...words(text), choices: [{ id: 'again', keys: ['1'], label: 'Again' }] },
    { again: target, noInput: target, noMatch: target },
  ] as const
const handler = { trouble: ['errorHandler', {}, { next: 'sorry' }], sorry: menu('Something went wrong.', 'sorry') } as const

describe('turns of a run', () => {
  const endless = { ask: menu('Press 1.', 'ask') } as const
  /** The turn that a run takes under a number, as if it had taken all the turns before. */
  const turnAt = (flow: FlowDefinition, seq: number, before?: Turn): Turn => {
    const { turn } = new PlayedCall(flow)
    const state = before?.state ?? turn.state
    const askedSeq = state.legs['caller']?.askedSeq ?? 0
    return step(plansOf(flow), state, { type: 'digits.received', leg: 'caller', askedSeq, digits: '1' }, fakeWorld(seq))
  }
  const heard = ({ effects }: Turn) => effects.flatMap((effect) => (effect.type === 'say' ? [effect.text] : []))

  test('the last that it may take is like any other', () => {
    expect(turnAt(flowOf(endless), MAX_TURNS - 1)).toMatchObject({ faults: [], state: { ended: null } })
  })

  test('one more ends in the flow’s last words', () => {
    const turn = turnAt(flowOf(endless), MAX_TURNS)
    expect(heard(turn)).toEqual([APOLOGY])
    expect(turn).toMatchObject({
      faults: [{ frame: 0, nodeId: null, code: 'TOO_MANY_TURNS' }],
      state: { ended: { reason: 'fault' } },
    })
  })

  test('an error handler takes over, and has some turns of its own', () => {
    const flow = flowOf({ ...endless, ...handler })
    const handled = turnAt(flow, MAX_TURNS)
    expect(heard(handled)).toEqual(['Something went wrong.'])
    expect(handled.state.ended).toBeNull()
    const last = turnAt(flow, MAX_TURNS + LAST_TURNS - 1, handled)
    expect(last).toMatchObject({ faults: [], state: { ended: null } })
    const over = turnAt(flow, MAX_TURNS + LAST_TURNS, last)
    expect(heard(over)).toEqual([APOLOGY])
    expect(over.state.ended).toEqual({ reason: 'fault' })
  })

  test('what nobody waits for is no turn too many', () => {
    const { turn, plans } = new PlayedCall(flowOf(endless))
    const event = { type: 'connect.finished', leg: 'caller', askedSeq: 0, outcome: 'busy' } as const
    expect(step(plans, turn.state, event, fakeWorld(MAX_TURNS)).moved).toBe(false)
  })
})

describe('steps without waiting', () => {
  /** Cards one after the other that wait for nobody. */
  const chain = (length: number) => {
    const cards = Array.from({ length }, (_, n): [string, FlowSketch[string]] => [
      `n${n}`,
      ['note', { text: 'On.' }, { next: n === length - 1 ? 'bye' : `n${n + 1}` }],
    ])
    return flowOf({ ...Object.fromEntries(cards), bye: ['hangUp', words('Goodbye.')] })
  }
  // the first step enters the flow
  const most = MAX_STEPS_WITHOUT_WAITING - 2

  test('as many as one turn may make', () => {
    expect(new PlayedCall(chain(most)).heard).toEqual(['Goodbye.'])
  })

  test('one more ends in the flow’s last words', () => {
    const call = new PlayedCall(chain(most + 1))
    expect(call.heard).toEqual([APOLOGY])
    expect(call.turn.faults).toEqual([{ frame: 0, nodeId: null, code: 'STEPS_WITHOUT_WAITING' }])
  })
})

describe('what variables hold together', () => {
  test('is counted in bytes of UTF-8, up to the last one', () => {
    const empty = JSON.stringify({ note: '' }).length
    const fills = (character: string, bytes: number) => character.repeat((MAX_VARIABLES_BYTES - empty - 2) / bytes)
    for (const [character, bytes] of [
      ['a', 1],
      ['é', 2],
      ['ก', 3],
      ['😀', 4],
    ] as const) {
      const rest = (MAX_VARIABLES_BYTES - empty - 2) % bytes
      const note = fills(character, bytes) + 'a'.repeat(rest)
      expect(tooMuchKept([{ note }])).toBe(false)
      expect(tooMuchKept([{ note: `${note}aaa` }])).toBe(true)
    }
  })

  const names = Array.from({ length: 20 }, (_, n) => `v${n}`)
  const filling = (text: string, next: string) =>
    ['setVariables', { assignments: names.map((variable) => ({ variable, value: text })) }, { next }] as const
  const variables = (names: readonly string[]) => names.map((name) => ({ name, type: 'text', sensitive: false }) as const)
  // 1000 characters is the longest text of a card; values of values make more
  const doubled = names.map((name) => `{{ ${name} }}{{ ${name} }}`)
  const growing = (rest: object = {}) =>
    flowOf(
      {
        ask: menu('Press 1.', 'fill'),
        fill: filling('ก'.repeat(400), 'grow'),
        grow: [
          'setVariables',
          { assignments: names.map((variable, n) => ({ variable, value: doubled[n] ?? '' })) },
          { next: 'after' },
        ],
        after: menu('We have it all.', 'after'),
        ...rest,
      },
      { variables: variables(names) },
    )

  test('beyond the limit the flow’s last words follow, and nothing of that turn is kept or asked', () => {
    const call = new PlayedCall(growing())
    call.does({ presses: '1' })
    expect(call.heard).toEqual([APOLOGY])
    expect(call.turn.effects.map(({ type }) => type)).toEqual(['say', 'hangUp'])
    expect(call.turn.faults).toEqual([{ frame: 0, nodeId: null, code: 'VARIABLES_TOO_LARGE' }])
    expect(call.turn.state.frames[0]?.variables).toMatchObject({ v0: null })
  })

  test('an error handler takes over with what was kept before', () => {
    const call = new PlayedCall(growing(handler))
    call.does({ presses: '1' })
    expect(call.heard).toEqual(['Something went wrong.'])
    expect(call.turn.state.ended).toBeNull()
    expect(call.does({ presses: '1' })).toMatchObject({ faults: [], state: { ended: null } })
  })
})

test('a value that comes from outside is cut to what a variable holds, and the cut is noted', () => {
  const flow = flowOf(
    {
      ask: ['collectSpeech', { ...words('Say it.'), variable: 'said' }, { collected: 'bye', noInput: 'bye', noMatch: 'bye' }],
      bye: ['hangUp', {}],
    },
    { variables: [{ name: 'said', type: 'text', sensitive: false }] },
  )
  const says = (length: number) => {
    const call = new PlayedCall(flow)
    call.does({ says: 'x'.repeat(length) })
    return { kept: String(call.turn.state.frames[0]?.variables['said']).length, codes: call.turn.faults.map(({ code }) => code) }
  }
  expect(says(VALUE_MAX_CHARACTERS)).toEqual({ kept: VALUE_MAX_CHARACTERS, codes: [] })
  expect(says(VALUE_MAX_CHARACTERS + 1)).toEqual({ kept: VALUE_MAX_CHARACTERS, codes: ['TEXT_CUT'] })
})

import { describe, expect, test } from 'vitest'
import { effectsOf } from '../engine/effect.ts'
import type { FlowDefinition } from '../flow/schema.ts'
import { addressesAt, flowOf, PlayedCall } from '../test-kit/index.ts'
import { inParts, toNcco, whisperNcco } from './to-ncco.ts'

const turnUrl = 'https://ivr.example.com/vonage/voice/runs/r/caller/0?t=x'
const nccoOf = (flow: FlowDefinition, call = new PlayedCall(flow)) =>
  toNcco(effectsOf(call.turn, 'caller'), addressesAt(turnUrl), {
    plan: call.plans({ flowId: flow.id, version: '1' }).plan,
    state: call.turn.state,
  })
const say = (text: string, exits: Record<string, string>) => ['say', { prompt: { text: { en: text } } }, exits] as const
const bye = ['hangUp', { prompt: { text: { en: 'Goodbye.' } } }] as const
const apology = {
  action: 'talk',
  language: 'en-US',
  text: 'We are sorry, something went wrong. Please call again in a few minutes.',
}

describe('one turn as an NCCO', () => {
  test('a question is the last thing, then the fallback for when nobody answers Vonage', () => {
    const choices = [{ id: 'one', keys: ['1'], label: 'One' }]
    const menu = ['menu', { prompt: { text: { en: 'Press 1.' } }, choices, timeoutSeconds: 4 }, {}] as const
    expect(nccoOf(flowOf({ hello: say('Hello.', { next: 'menu' }), menu }))).toEqual([
      { action: 'talk', language: 'en-US', text: 'Hello.' },
      { action: 'talk', language: 'en-US', text: 'Press 1.', bargeIn: true },
      {
        action: 'input',
        type: ['dtmf'],
        dtmf: { timeOut: 4, maxDigits: 1, submitOnHash: false },
        eventUrl: [turnUrl],
        eventMethod: 'POST',
      },
      apology,
    ])
  })

  test('whoever may not be rung is not: after a moment the flow goes on, and the author is told where', () => {
    const exits = { ended: 'bye', busy: 'bye', noAnswer: 'bye', failed: 'bye' }
    const flow = flowOf({ ring: ['connect', { endpoints: [{ kind: 'phone', number: '19005550143' }] }, exits], bye })
    const call = new PlayedCall(flow)
    const { effects } = call.turn
    const refused = call.receives({ type: 'leg.refused', leg: 'callee1', reason: 'premium' })
    expect(refused.faults).toEqual([{ frame: 0, nodeId: 'ring', code: 'OUTBOUND_REFUSED', reason: 'premium' }])
    const plan = call.plans({ flowId: flow.id, version: '1' }).plan
    const ncco = toNcco(effects, addressesAt(turnUrl), { plan, state: refused.state })
    expect(ncco).toEqual([
      { action: 'wait', timeout: 0.1 },
      { action: 'notify', payload: { finished: 'connect' }, eventUrl: [turnUrl], eventMethod: 'POST' },
      apology,
    ])
    call.receives({ type: 'connect.finished', leg: 'caller', askedSeq: 0 })
    expect(call.way[0]).toBe('ring/failed')
  })

  test('a connection is asked about twice: when it fails, and when it is over', () => {
    const exits = { ended: 'bye', busy: 'bye', noAnswer: 'bye', failed: 'bye' }
    const ncco = nccoOf(
      flowOf({ ring: ['connect', { endpoints: [{ kind: 'phone', number: '12025550143' }], ringSeconds: 20 }, exits], bye }),
    )
    expect(ncco).toEqual([
      {
        action: 'connect',
        endpoint: [{ type: 'phone', number: '12025550143' }],
        from: '12025550100',
        eventType: 'synchronous',
        timeout: 20,
        eventUrl: [turnUrl],
        eventMethod: 'POST',
      },
      { action: 'notify', payload: { finished: 'connect' }, eventUrl: [turnUrl], eventMethod: 'POST' },
      apology,
    ])
  })

  test('a goodbye is not followed by an apology: the call ends where the NCCO ends', () => {
    expect(nccoOf(flowOf({ bye }))).toEqual([{ action: 'talk', language: 'en-US', text: 'Goodbye.' }])
  })

  test('is never empty, since an empty one would mean “go on”', () => {
    expect(nccoOf(flowOf({ bye: ['hangUp', {}] }))).toEqual([{ action: 'wait', timeout: 0.1 }])
  })

  test('the fallback’s number is rung and then left alone: the run is over', () => {
    const fallback = { prompt: { text: { en: 'One moment.' } }, connectTo: '12025550111' }
    expect(nccoOf(flowOf({ lost: say('Hello.', {}) }, { fallback }))).toEqual([
      { action: 'talk', language: 'en-US', text: 'Hello.' },
      { action: 'talk', language: 'en-US', text: 'One moment.' },
      { action: 'connect', endpoint: [{ type: 'phone', number: '12025550111' }], from: '12025550100', timeout: 60 },
    ])
  })
})

describe('speech', () => {
  test.each([
    ['th', 'th-TH'],
    ['tr', 'tr-TR'],
    ['zh-Hant', 'cmn-TW'],
  ] as const)('in %s is spoken in %s', (language, spoken) => {
    const languages = { default: language, enabled: [language] }
    const flow = flowOf({ bye: ['hangUp', { prompt: { text: { [language]: 'สวัสดี' } } }] }, { languages })
    expect(nccoOf(flow)).toEqual([{ action: 'talk', language: spoken, text: 'สวัสดี' }])
  })

  test('a recording is played instead of the text, as often as asked', () => {
    const flow = flowOf({
      music: ['play', { recording: { en: 'https://media.example.com/a.mp3' }, times: 3 }, { next: 'bye' }],
      bye,
    })
    expect(nccoOf(flow)[0]).toEqual({ action: 'stream', streamUrl: ['https://media.example.com/a.mp3'], loop: 3 })
  })

  test('an uploaded recording is fetched from us: on its own, while it rings, as a whisper, and as last words', () => {
    const media = (letter: string) => `media:${letter.repeat(64)}`
    const at = (letter: string) => `${turnUrl}/media/${letter.repeat(64)}`
    const endpoints = [{ kind: 'phone', number: '447700900123' }]
    const over = { ended: 'bye', busy: 'bye', noAnswer: 'bye', failed: 'bye' }
    const flow = flowOf(
      {
        hello: ['play', { recording: { en: media('a') } }, { next: 'ring' }],
        ring: ['connect', { endpoints, ringback: media('b'), whisper: { text: {}, recording: { en: media('c') } } }, over],
        bye,
      },
      { fallback: { prompt: { text: {}, recording: { en: media('d') } } } },
    )
    const call = new PlayedCall(flow)
    expect(nccoOf(flow, call)).toMatchObject([
      { action: 'stream', streamUrl: [at('a')] },
      { action: 'connect', ringbackTone: at('b'), endpoint: [{ onAnswer: { url: `${turnUrl}/whisper/callee1` } }] },
      { action: 'notify' },
      { action: 'stream', streamUrl: [at('d')] },
    ])
    const ring = effectsOf(call.turn, 'caller').find((effect) => effect.type === 'connect')
    expect(ring?.type === 'connect' && whisperNcco(ring, addressesAt(turnUrl))).toEqual([
      { action: 'stream', streamUrl: [at('c')] },
    ])
  })

  test('a loop of 0 survives: it means without end, and the SDK’s own builder would drop it', () => {
    const flow = flowOf({ bye })
    const call = new PlayedCall(flow)
    const base = {
      leg: 'caller',
      delivery: 'reply',
      language: 'en',
      voice: { style: 0, premium: false },
      bargeIn: false,
      level: 0,
    } as const
    const fallback = { plan: call.plans({ flowId: flow.id, version: '1' }).plan, state: call.turn.state }
    const effects = [
      { ...base, type: 'say', text: 'On and on.', ssml: false, loop: 0 },
      { ...base, type: 'play', url: 'https://media.example.com/a.mp3', loop: 0 },
    ] as const
    expect(toNcco(effects, addressesAt(turnUrl), fallback)).toMatchObject([{ loop: 0 }, { loop: 0 }])
  })

  test('barge-in is only sent where an input follows: anything else is refused by Vonage (V1.5-3)', () => {
    const flow = flowOf({ bye })
    const call = new PlayedCall(flow)
    const fallback = { plan: call.plans({ flowId: flow.id, version: '1' }).plan, state: call.turn.state }
    const effect = {
      type: 'say',
      leg: 'caller',
      delivery: 'reply',
      language: 'en',
      voice: { style: 0, premium: false },
      level: 0,
      text: 'x',
      ssml: false,
      loop: 1,
      bargeIn: true,
    } as const
    expect(toNcco([effect], addressesAt(turnUrl), fallback)).toEqual([{ action: 'talk', language: 'en-US', text: 'x' }])
  })
})

describe('a long text is spoken in parts that Vonage accepts', () => {
  test.each([
    ['after a sentence', `${'a'.repeat(1000)}. ${'b'.repeat(1000)}`, [1001, 1000]],
    ['after a word', `${'a'.repeat(1000)} ${'b'.repeat(1000)}`, [1000, 1000]],
    ['anywhere, when there is neither', 'a'.repeat(3001), [1500, 1500, 1]],
    ['after a Chinese sentence', `${'字'.repeat(1000)}。${'字'.repeat(1000)}`, [1001, 1000]],
    ['not at all, when it is short', 'Hello.', [6]],
  ])('%s', (_, text, lengths) => {
    expect(inParts(text).map((part) => part.length)).toEqual(lengths)
    expect(inParts(text).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
  })
})

import { compileFlow, type NccoAction } from '@patchbay/core'
import { flowOf } from '@patchbay/core/test-kit'
import { describe, expect, test } from 'vitest'
import { createAuthoredTexts } from './authored-texts.ts'
import { maskReply } from './mask-reply.ts'

const long = 'We grow what you sow, and sell what we grow. '.repeat(60)
const say = (text: string) => ['say', { prompt: { text: { en: text } } }] as const
const plan = compileFlow(
  flowOf({
    plain: say('For sales, press 1.'),
    order: say('Your order {{ orderNumber | digits }} is on its  way, {{ name }}.'),
    bare: say('{{ name }}'),
    maybe: say('Goodbye{% if city %} to {{ city }}{% endif %}.'),
    speech: say('<speak>Card <say-as interpret-as="digits">{{ card }}</say-as></speak>'),
    long: say(long),
    song: ['play', { recording: { en: 'https://media.example.com/song.mp3' } }],
    over: ['hangUp', {}],
  }),
)!
const authored = createAuthoredTexts([plan])
const address = 'https://calls.example.com/vonage/voice/runs/0a1b/caller/3?t=secret'

describe('what was spoken is shown as its author wrote it', () => {
  test.each([
    ['For sales, press 1.', 'For sales, press 1.'],
    ['Your order 4 7 1 1 is on its way, Ann.', 'Your order ‹orderNumber› is on its way, ‹name›.'],
    ['Ann Miller', '‹name›'],
    ['One moment, please.', 'One moment, please.'],
    ['Goodbye to Chiang Mai.', 'Goodbye to ‹city›.'],
    ['Goodbye.', 'Goodbye to ‹city›.'],
    ['<speak>Card <say-as interpret-as="digits">4111</say-as></speak>', 'Card ‹card›'],
    [long.slice(0, 1400), long.slice(0, 1400).trim()],
  ])('%.40s', (spoken, shown) => expect(authored.text(spoken)).toBe(shown))

  test('and hidden when nobody wrote it', () => {
    const none = createAuthoredTexts([compileFlow(flowOf({ plain: say('For sales, press 1.') }))!])
    expect(none.text('press 1')).toBe('•••')
    expect(none.text('You said Ann.')).toBe('•••')
    expect(createAuthoredTexts([]).text('For sales, press 1.')).toBe('•••')
  })
})

test.each<[string, NccoAction, object]>([
  ['a text', { action: 'talk', text: 'Ann Miller', language: 'en-US', bargeIn: true }, { text: '‹name›', bargeIn: true }],
  [
    'a recording of the author',
    { action: 'stream', streamUrl: ['https://media.example.com/song.mp3'] },
    { streamUrl: ['https://media.example.com/song.mp3'] },
  ],
  [
    'another recording',
    { action: 'stream', streamUrl: ['https://media.example.com/ann.mp3'] },
    { streamUrl: ['https://media.example.com/•••'] },
  ],
  [
    'the sound of waiting',
    { action: 'stream', streamUrl: ['https://calls.example.com/vonage/voice/hold.wav'] },
    { streamUrl: ['https://calls.example.com/vonage/voice/hold.wav'] },
  ],
  [
    'a question',
    {
      action: 'input',
      type: ['dtmf'],
      dtmf: { timeOut: 3, maxDigits: 1, submitOnHash: false },
      eventUrl: [address],
      eventMethod: 'POST',
    },
    {
      dtmf: { timeOut: 3, maxDigits: 1, submitOnHash: false },
      eventUrl: ['https://calls.example.com/vonage/voice/runs/0a1b/caller/3'],
    },
  ],
  [
    'somebody who is rung',
    {
      action: 'connect',
      endpoint: [{ type: 'phone', number: '12025550143', onAnswer: { url: address.replace('runs', 'whispers') } }],
      from: '12025550100',
      timeout: 30,
    },
    {
      endpoint: [
        { type: 'phone', number: '•••0143', onAnswer: { url: 'https://calls.example.com/vonage/voice/whispers/0a1b/caller/3' } },
      ],
      from: '•••0100',
      timeout: 30,
    },
  ],
  [
    'a SIP telephone',
    { action: 'connect', endpoint: [{ type: 'sip', uri: 'sip:ann@office.example.com' }], timeout: 30 },
    { endpoint: [{ type: 'sip', uri: 'sip:•••@office.example.com' }] },
  ],
  [
    'an app',
    { action: 'connect', endpoint: [{ type: 'app', user: 'ann' }], timeout: 30 },
    { endpoint: [{ type: 'app', user: '•••' }] },
  ],
  [
    'a voice service',
    {
      action: 'connect',
      endpoint: [
        { type: 'websocket', uri: 'wss://bot.example.com/ann?t=1', 'content-type': 'audio/l16;rate=16000', headers: { a: 'b' } },
      ],
      timeout: 30,
    },
    { endpoint: [{ type: 'websocket', uri: 'wss://bot.example.com/•••', headers: {} }] },
  ],
])('%s is masked', (_what, action, shown) => expect(maskReply([action], authored)[0]).toMatchObject(shown))

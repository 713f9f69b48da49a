import type { FlowDefinition } from '@patchbay/core'
import { type FlowSketch, flowOf } from '@patchbay/core/test-kit'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const say = (text: string, next: string) => ['say', words(text), { next }] as const
const trouble = { noInput: 'bye', noMatch: 'bye' }
const ring = (number: string, whisper: string, ended: string) =>
  [
    'connect',
    { endpoints: [{ kind: 'phone', number }], ringSeconds: 20, whisper: { text: { en: whisper } } },
    { ended, busy: 'message', noAnswer: 'message', failed: 'message' },
  ] as const

/** A flow with cards of every family but plugins, of which none is installed: what a small office's line does in a day. */
const CARDS: FlowSketch = {
  emergency: ['emergency', {}, { on: 'shut', drill: 'hours', off: 'hours', failed: 'hours' }],
  hours: ['openingHours', { calendar: 'main' }, { open: 'tongue', closed: 'tongue', holiday: 'shut', failed: 'tongue' }],
  tongue: ['callerLanguage', { prefixes: [{ prefix: '66', language: 'en' }] }, { chosen: 'greet', otherwise: 'greet' }],
  greet: say('Welcome to the tour.', 'tune'),
  tune: ['music', { sound: { kind: 'hold', seconds: 3 } }, { next: 'breath' }],
  breath: ['wait', { seconds: 1 }, { next: 'recording' }],
  recording: [
    'startRecording',
    { consent: { kind: 'announce', ...words('This call is recorded.') }, retentionDays: 1 },
    { started: 'private', failed: 'private' },
  ],
  private: ['pauseRecording', {}, { next: 'end-recording', failed: 'end-recording' }],
  'end-recording': ['stopRecording', {}, { next: 'begin', failed: 'begin' }],
  begin: ['setVariables', { assignments: [{ variable: 'tries', value: '0' }] }, { next: 'menu' }],
  menu: [
    'menu',
    {
      ...words('For an order, press 1. For sales, 2. For a message, 3. For a city, 4. For a colleague, 5.'),
      choices: ['order', 'sales', 'note', 'city', 'colleague'].map((id, index) => ({ id, keys: [`${index + 1}`], label: id })),
    },
    { order: 'number', sales: 'sales', note: 'message', city: 'city', colleague: 'colleague', ...trouble },
  ],
  number: [
    'collectDigits',
    { ...words('Your order number, please.'), variable: 'order', minDigits: 3, maxDigits: 6 },
    { collected: 'spelt', ...trouble },
  ],
  spelt: [
    'formatValue',
    { value: '{{ order }}', format: { as: 'digits' }, variable: 'spoken' },
    { next: 'repeat', notReadable: 'number' },
  ],
  repeat: say('That is {{ spoken }}.', 'right'),
  right: ['askYesNo', words('Is that right? For yes, press 1. For no, press 2.'), { yes: 'counted', no: 'number', ...trouble }],
  counted: ['counter', { variable: 'tries', by: 1 }, { next: 'known' }],
  known: [
    'branch',
    { cases: [{ id: 'old', label: 'Old', conditions: [{ variable: 'order', operator: 'startsWith', value: '4' }] }] },
    { old: 'split', otherwise: 'lookup' },
  ],
  split: ['randomSplit', { ways: ['a', 'b'].map((id) => ({ id, label: id, weight: 50 })) }, { a: 'again', b: 'again' }],
  again: ['loop', { times: 2 }, { again: 'check', done: 'sold' }],
  check: say('Looking.', 'again'),
  sold: ['goal', { goal: 'sale', amount: '1200', currency: 'THB' }, { next: 'bye' }],
  lookup: [
    'httpRequest',
    { method: 'GET', url: 'https://crm.example.com/orders/{{ order }}' },
    { ok: 'bye', notFound: 'bye', refused: 'bye', failed: 'bye' },
  ],
  sales: ring('12025550143', 'A caller for sales.', 'thanks'),
  thanks: say('Thank you for talking to sales.', 'tell'),
  tell: ['emitEvent', { name: 'sales.talked', fields: [{ name: 'order', value: '{{ order }}' }] }, { next: 'bye' }],
  message: [
    'voicemail',
    {
      ...words('Leave a message after the beep, then press hash.'),
      mailbox: 'main',
      shortestSeconds: 1,
      review: {},
    },
    { recorded: 'noted', empty: 'bye', failed: 'bye' },
  ],
  noted: ['note', { text: 'A message was left.' }, { next: 'bye' }],
  city: [
    'collectSpeech',
    { ...words('Which city?'), variable: 'city', hints: { en: ['Bangkok'] } },
    { collected: 'where', ...trouble },
  ],
  where: [
    'switchOn',
    { variable: 'city', cases: [{ id: 'here', label: 'Here', values: ['Bangkok'] }] },
    { here: 'choose', otherwise: 'sms' },
  ],
  choose: [
    'language',
    { ...words('For English, press 1.'), choices: [{ language: 'en', key: '1' }] },
    { chosen: 'bye', ...trouble },
  ],
  sms: [
    'sendMessage',
    { text: { en: 'We are not in {{ city }} yet.' } },
    { sent: 'bye', refused: 'bye', unknown: 'bye', failed: 'bye' },
  ],
  colleague: [
    'directory',
    {
      ...words('The extension, please.'),
      by: 'extension',
      entries: [{ name: 'Lee', extension: '201', endpoint: { kind: 'phone', number: '12025550187' } }],
    },
    { ended: 'bye', busy: 'line', noAnswer: 'line', failed: 'line', ...trouble },
  ],
  line: ['enqueue', { queue: 'desk' }, { connected: 'bye', maxWait: 'room', full: 'room', failed: 'room' }],
  room: ['conference', { room: 'tour' }, { left: 'card', failed: 'card' }],
  card: [
    'secureDigits',
    { ...words('Your card number, please.'), what: { kind: 'cardNumber' }, variable: 'card' },
    { collected: 'bye', failed: 'bye', ...trouble },
  ],
  zero: ['globalKey', { key: '0' }, { next: 'person' }],
  person: ring('12025550165', 'Somebody pressed 0.', 'bye'),
  wrong: ['errorHandler', {}, { next: 'sorry' }],
  sorry: say('Something went wrong on our side.', 'alarm'),
  alarm: ['notifyTeam', { team: 'night', text: 'A call went wrong.' }, { done: 'bye', failed: 'bye' }],
  after: ['afterCall', {}, { next: 'jot' }],
  jot: ['note', { text: 'The call is over.' }, { next: 'over' }],
  over: ['hangUp', {}],
  shut: ['hangUp', words('We are closed.')],
  bye: ['hangUp', words('Goodbye, and come again.')],
}

const text = (name: string) => ({ name, type: 'text' as const, sensitive: name === 'card' })

export const tourFlow = (): FlowDefinition =>
  flowOf(CARDS, {
    name: 'The tour',
    variables: [...['order', 'spoken', 'city', 'card'].map(text), { name: 'tries', type: 'number', sensitive: false }],
  })

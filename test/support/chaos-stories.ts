import type { FlowDefinition } from '@patchbay/core'
import { flowOf } from '@patchbay/core/test-kit'
import type { EmulatorConfigInput } from '@patchbay/vonage-emulator'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const text = (name: string) => ({ name, type: 'text' as const, sensitive: false })

/** A caller, as far as a story needs it. */
export interface Person {
  press(digits: string): void
  speak(text: string): void
  hangUp(): void
}

/** What a caller does, and when: asked for something, amid a recording, or in a conversation. */
export interface Act {
  when: 'asked' | 'recorded' | 'talking'
  /** Milliseconds of the call after that. */
  after?: number
  does(person: Person): void
}

/** One kind of call, made many times at once. */
export interface ChaosStory {
  name: string
  flow(service: string, idOf: (name: string) => string): FlowDefinition
  acts: readonly Act[]
  /** What is booked elsewhere in every such call: exactly once, or at most once where nobody can know. */
  books?: { path: string; once: 'exactly' | 'atMost' }
  /** The last words that are as good, since what a killed server had asked for may have been done or not. */
  orElse?: string
}

const A = '12025550151'
const BUSY = '12025550152'
const AGENTS = ['12025550161', '12025550162', '12025550163']
export const chaosCallees: EmulatorConfigInput['callees'] = {
  [A]: { does: 'answer', after: 1500, talksForMs: 8000 },
  [BUSY]: { does: 'busy', after: 700 },
  ...Object.fromEntries(AGENTS.map((agent) => [agent, { does: 'answer' as const, after: 1000, talksForMs: 6000 }])),
}
export const chaosQueue = {
  maxWaitSeconds: 3600,
  ringSeconds: 10,
  agents: AGENTS.map((number) => ({ name: number, endpoint: { kind: 'phone', number }, skills: [] })),
}
/** What nobody who was served well hears: the flow's own apology, and the server's when not even the flow is known. */
export const APOLOGY = /^We are sorry/
/** What is heard of the time that passes, which is another one on another day. */
export const PASSING = /hold\.wav$|^One moment, please\.$|^You are (next|number)/

const press = (digits: string): Act => ({ when: 'asked', does: (person) => person.press(digits) })
const ask = (variable: string, prompt: string) =>
  ['collectDigits', { ...words(prompt), variable, minDigits: 2, maxDigits: 6, timeoutSeconds: 5, attempts: 2 }] as const

/** Something that a web service does between two sentences. */
const asks = (name: string, method: 'GET' | 'POST', more: object = {}) => {
  const writes = method === 'POST'
  return (service: string) =>
    flowOf(
      {
        hello: ['say', words(`Your ${name}.`), { next: 'ask' }],
        ask: [
          'httpRequest',
          {
            ...{ method, url: `http://${service}/${name}/{{ caller.number }}`, ...more },
            ...{ timeoutSeconds: 20, outputs: [{ path: 'reference', variable: 'reference' }] },
          },
          { ok: 'done', notFound: 'lost', refused: 'lost', failed: 'lost', ...(writes && { unknown: 'unknown' }) },
        ],
        done: ['say', words('It is {{ reference }}.'), { next: 'more' }],
        more: [...ask('number', 'Your number?'), { collected: 'bye', noInput: 'lost', noMatch: 'lost' }],
        bye: ['hangUp', words('Thank you, {{ number | digits }}.')],
        lost: ['hangUp', words('Something was lost.')],
        ...(writes && { unknown: ['hangUp', words('Nobody knows.')] as const }),
      },
      { name, variables: [text('reference'), text('number')] },
    )
}

/** Calls that wait, ask, request, connect, queue and record. */
export const chaosStories: readonly ChaosStory[] = [
  {
    name: 'menu',
    flow: () =>
      flowOf(
        {
          menu: [
            'menu',
            {
              ...words('Press 1 or 2.'),
              choices: [
                { id: 'one', keys: ['1'], label: 'One' },
                { id: 'two', keys: ['2'], label: 'Two' },
              ],
              timeoutSeconds: 4,
              attempts: 2,
            },
            { one: 'wrong', two: 'rest', noInput: 'wrong', noMatch: 'wrong' },
          ],
          rest: ['say', words('Two it is.'), { next: 'pause' }],
          pause: ['wait', { seconds: 4 }, { next: 'who' }],
          who: [...ask('number', 'Your number?'), { collected: 'bye', noInput: 'wrong', noMatch: 'wrong' }],
          bye: ['hangUp', words('Goodbye, {{ number | digits }}.')],
          wrong: ['hangUp', words('That is wrong.')],
        },
        { name: 'menu', variables: [text('number')] },
      ),
    acts: [press('2'), press('4711#')],
  },
  {
    name: 'booking',
    flow: asks('booking', 'POST', { mayRepeat: true }),
    acts: [press('12#')],
    books: { path: 'booking', once: 'exactly' },
  },
  {
    name: 'order',
    flow: asks('order', 'POST'),
    acts: [press('34#')],
    books: { path: 'order', once: 'atMost' },
    orElse: 'Nobody knows.',
  },
  {
    name: 'look-up',
    flow: asks('look-up', 'GET'),
    acts: [press('56#')],
  },
  {
    name: 'identify',
    flow: () =>
      flowOf(
        {
          ask: [...ask('customer', 'Your customer number?'), { collected: 'ok', noInput: 'no', noMatch: 'no' }],
          ok: ['return', { outcome: 'known' }],
          no: ['return', { outcome: 'unknown' }],
        },
        { name: 'identify', variables: [text('customer')] },
      ),
    acts: [press('99#')],
  },
  {
    name: 'through',
    flow: (_service, idOf) =>
      flowOf(
        {
          who: [
            'subflow',
            {
              flowId: idOf('identify'),
              outputs: [{ from: 'customer', to: 'number' }],
              outcomes: [{ id: 'known', label: 'Known' }],
            },
            { known: 'goal', otherwise: 'bye' },
          ],
          goal: ['goal', { goal: 'lead', amount: '100', currency: 'THB' }, { next: 'ring' }],
          ring: [
            'connect',
            { endpoints: [BUSY, A].map((number) => ({ kind: 'phone', number })), ringSeconds: 10 },
            { ended: 'bye', busy: 'sorry', noAnswer: 'sorry', failed: 'sorry' },
          ],
          bye: ['hangUp', words('You have spoken, {{ number | digits }}.')],
          sorry: ['hangUp', words('Nobody was there.')],
          over: ['afterCall', {}, { next: 'jot' }],
          jot: ['note', { text: 'Customer {{ number }}' }, { next: 'end' }],
          end: ['hangUp', {}],
        },
        { name: 'through', variables: [text('number')] },
      ),
    acts: [press('47#')],
  },
  {
    name: 'queue',
    flow: () =>
      flowOf(
        {
          wait: ['enqueue', { queue: 'chaos' }, { connected: 'bye', maxWait: 'sorry', full: 'sorry', failed: 'sorry' }],
          bye: ['hangUp', words('You were served.')],
          sorry: ['hangUp', words('Nobody was free.')],
        },
        { name: 'queue' },
      ),
    acts: [],
  },
  {
    name: 'message',
    flow: () =>
      flowOf(
        {
          message: [
            'voicemail',
            { ...words('Leave a message.'), mailbox: 'main' },
            { recorded: 'thanks', empty: 'nothing', failed: 'sorry' },
          ],
          thanks: ['hangUp', words('Thank you for your message.')],
          nothing: ['hangUp', words('We heard nothing.')],
          sorry: ['hangUp', words('There is no message.')],
        },
        { name: 'message' },
      ),
    acts: [
      { when: 'recorded', does: (person) => person.speak('Please call me back about the second order.') },
      { when: 'recorded', after: 4000, does: (person) => person.press('#') },
    ],
  },
  {
    name: 'leaver',
    flow: (service) =>
      flowOf(
        {
          ask: [...ask('number', 'Your number?'), { collected: 'bye', noInput: 'bye', noMatch: 'bye' }],
          bye: ['hangUp', words('Goodbye.')],
          over: ['afterCall', {}, { next: 'tell' }],
          tell: [
            'httpRequest',
            { method: 'POST', mayRepeat: true, url: `http://${service}/left/{{ caller.number }}` },
            { ok: 'end', notFound: 'end', refused: 'end', failed: 'end', unknown: 'end' },
          ],
          end: ['hangUp', {}],
        },
        { name: 'leaver', variables: [text('number')] },
      ),
    acts: [{ when: 'asked', after: 500, does: (person) => person.hangUp() }],
    books: { path: 'left', once: 'exactly' },
  },
]

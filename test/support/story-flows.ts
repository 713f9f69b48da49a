import type { FlowDefinition } from '@patchbay/core'
import { flowOf } from '@patchbay/core/test-kit'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const said = (text: string) => ({ text: { en: text } })
const text = (name: string) => ({ name, type: 'text' as const, sensitive: false })
export const A = '12025550151'
export const B = '12025550152'
export const OPERATOR = '12025550111'

const ringAll = (endpoints: object[], more: { whisper?: object; machine?: 'hangUp' } = {}) =>
  flowOf(
    {
      hello: ['say', words('We put you through.'), { next: 'ring' }],
      ring: [
        'connect',
        { endpoints, ringSeconds: 10, ...more },
        { ended: 'over', busy: 'busy', noAnswer: 'nobody', failed: 'failed', ...(more.machine && { machine: 'machine' }) },
      ],
      over: ['hangUp', words('You have spoken.')],
      busy: ['hangUp', words('All are busy.')],
      nobody: ['hangUp', words('Nobody answers.')],
      ...(more.machine && { machine: ['hangUp', words('A machine answers.')] as const }),
      failed: ['hangUp', words('Nobody can be reached.')],
      gone: ['afterCall', {}, { next: 'jot' }],
      jot: ['note', { text: 'The call is over' }, { next: 'end' }],
      end: ['hangUp', {}],
    },
    { name: 'Ring' },
  )

/** Flows that use what the line is told in every way that we have. Those that others go through come first. */
export const storyFlows: Readonly<Record<string, (idOf: (name: string) => string) => FlowDefinition>> = {
  menu: () =>
    flowOf(
      {
        menu: [
          'menu',
          {
            ...words('For sales, press 1 or say sales. For help, press 2 or say help.'),
            choices: [
              { id: 'sales', keys: ['1'], phrases: { en: ['sales'] }, label: 'Sales' },
              { id: 'help', keys: ['2'], phrases: { en: ['help'] }, label: 'Help' },
            ],
            timeoutSeconds: 4,
            attempts: 2,
            noInputPrompt: said('We heard nothing.'),
            noMatchPrompt: said('That is no choice.'),
          },
          { sales: 'sales', help: 'help', noInput: 'nothing', noMatch: 'wrong' },
        ],
        sales: ['hangUp', words('Sales it is.')],
        help: ['hangUp', words('Help it is.')],
        nothing: ['hangUp', words('Nothing was chosen.')],
        wrong: ['hangUp', words('No choice was made.')],
      },
      { name: 'Menu' },
    ),
  digits: () =>
    flowOf(
      {
        ask: [
          'collectDigits',
          {
            ...words('Your customer number, please, then the hash key.'),
            variable: 'customer',
            minDigits: 2,
            maxDigits: 6,
            timeoutSeconds: 5,
            attempts: 2,
            noInputPrompt: said('Nothing was typed.'),
            noMatchPrompt: said('That does not fit.'),
          },
          { collected: 'typed', noInput: 'nothing', noMatch: 'wrong' },
        ],
        typed: ['hangUp', words('You typed {{ customer | digits }}.')],
        nothing: ['hangUp', words('No number.')],
        wrong: ['hangUp', words('A wrong number.')],
      },
      { name: 'Digits', variables: [text('customer')] },
    ),
  speech: () =>
    flowOf(
      {
        ask: [
          'collectSpeech',
          { ...words('Which city are you calling from, please?'), variable: 'city', hints: { en: ['Bangkok'] }, attempts: 2 },
          { collected: 'said', noInput: 'nothing', noMatch: 'unclear' },
        ],
        said: ['hangUp', words('Greetings to {{ city }}.')],
        nothing: ['hangUp', words('No city.')],
        unclear: ['hangUp', words('An unclear city.')],
      },
      { name: 'Speech', variables: [text('city')] },
    ),
  team: () =>
    ringAll(
      [
        { kind: 'phone', number: A },
        { kind: 'app', user: 'desk' },
        { kind: 'phone', number: B },
      ],
      { whisper: said('A call for you.') },
    ),
  people: () => ringAll([{ kind: 'phone', number: A }], { machine: 'hangUp' }),
  plain: () => ringAll([{ kind: 'phone', number: A }]),
  identify: () =>
    flowOf(
      {
        ask: [
          'collectDigits',
          { ...words('Your number?'), variable: 'customer', minDigits: 2, maxDigits: 4 },
          { collected: 'ok', noInput: 'no', noMatch: 'no' },
        ],
        ok: ['return', { outcome: 'known' }],
        no: ['return', { outcome: 'unknown' }],
      },
      { name: 'Identify', variables: [text('customer')] },
    ),
  desk: (idOf) =>
    flowOf(
      {
        who: [
          'subflow',
          {
            flowId: idOf('identify'),
            outputs: [{ from: 'customer', to: 'number' }],
            outcomes: [{ id: 'known', label: 'Known' }],
          },
          { known: 'again', otherwise: 'bye' },
        ],
        again: ['loop', { times: 50 }, { again: 'more', done: 'bye' }],
        more: ['loop', { times: 50 }, { again: 'word', done: 'again' }],
        word: ['say', words('Round.'), { next: 'more' }],
        wrong: ['errorHandler', {}, { next: 'sorry' }],
        sorry: ['say', words('Something is wrong here.'), { next: 'ring' }],
        ring: [
          'connect',
          { endpoints: [{ kind: 'phone', number: A }] },
          { ended: 'bye', busy: 'bye', noAnswer: 'bye', failed: 'bye' },
        ],
        bye: ['hangUp', words('Goodbye.')],
        over: ['afterCall', {}, { next: 'jot' }],
        jot: ['note', { text: 'Customer {{ number }}' }, { next: 'end' }],
        end: ['hangUp', {}],
      },
      { name: 'Desk', variables: [text('number')] },
    ),
  greeting: () => flowOf({ bye: ['hangUp', words('You call from {{ caller.number | digits }}.')] }, { name: 'Greeting' }),
}

/** What the fallback of the menu flow does when nobody is there to ask. */
export const LAST_WORDS = { prompt: said('Please hold for the operator.'), connectTo: OPERATOR }

import type { FlowDefinition } from '@patchbay/core'
import { flowOf } from '@patchbay/core/test-kit'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const outlets = (names: string) => names.split(' ').map((id) => ({ id, label: id }))
const inputs = (of: Record<string, string>) => Object.entries(of).map(([name, value]) => ({ name, value }))
const text = (name: string, sensitive = false) => ({ name, type: 'text' as const, sensitive })

interface PayFlow {
  /** What is paid where there are no bills. */
  fixed?: { amount: string; currency: string }
  /** What is asked for; categories, unless it says plugins. */
  payments?: string
  refunds?: string
  /** So much is given back; all, when it is blank. */
  back?: string
  /** Writes a credit note about what was given back. */
  note?: boolean
}

/** Who calls pays their oldest bill by the keys, and may have it given back at once. */
export const payFlow = (options: PayFlow = {}): FlowDefinition =>
  flowOf(
    { ...(options.fixed === undefined ? billsOf(options) : {}), ...cards(options), ...(options.note ? noteOf(options) : {}) },
    {
      name: 'Pay a bill',
      variables: [
        ...['bill', 'amount', 'currency', 'lastFour', 'payment', 'code', 'back', 'note'].map((name) => text(name)),
        ...[text('card', true), text('until', true)],
      ],
    },
  )

type Cards = Parameters<typeof flowOf>[0]

const billsOf = ({ payments = 'payments' }: PayFlow): Cards => ({
  bills: [
    'pluginAction',
    {
      ...{ plugin: payments, action: 'listInvoices', outlets: outlets('found notFound') },
      inputs: inputs({ phone: '{{ caller.number }}', openOnly: 'true' }),
      outputs: [
        { from: 'invoices[0].id', to: 'bill' },
        { from: 'invoices[0].open', to: 'amount' },
        { from: 'invoices[0].currency', to: 'currency' },
      ],
    },
    { found: 'card', notFound: 'nothing', failed: 'sorry' },
  ],
  nothing: ['hangUp', words('You owe nothing.')],
})

const AS_BILLED = { amount: '{{ amount }}', currency: '{{ currency }}' }

const cards = ({ fixed, payments = 'payments', refunds = 'refunds', back = '', note = false }: PayFlow): Cards => ({
  card: [
    'secureDigits',
    { ...words('Your card number.'), what: { kind: 'cardNumber', lastFour: 'lastFour' }, variable: 'card' },
    { collected: 'until', noInput: 'sorry', noMatch: 'sorry', failed: 'sorry' },
  ],
  until: [
    'secureDigits',
    { ...words('Valid until.'), what: { kind: 'expiry' }, variable: 'until', submitOnHash: false },
    { collected: 'pay', noInput: 'sorry', noMatch: 'sorry', failed: 'sorry' },
  ],
  pay: [
    'pluginAction',
    {
      ...{ plugin: payments, action: 'charge', sideEffect: 'money', mode: 'idempotent' },
      outlets: outlets('paid partlyPaid declined requiresAction unknown'),
      inputs: inputs({
        ...{ ...(fixed ?? AS_BILLED), card: '{{ card }}', expiry: '{{ until }}' },
        ...(fixed === undefined ? { invoiceId: '{{ bill }}', customerId: '{{ caller.number }}' } : {}),
      }),
      outputs: [
        { from: 'paymentId', to: 'payment' },
        { from: 'code', to: 'code' },
      ],
    },
    { paid: 'back', partlyPaid: 'sorry', declined: 'declined', requiresAction: 'sorry', unknown: 'perhaps', failed: 'sorry' },
  ],
  perhaps: [
    'menu',
    { ...words('Nobody knows. Press 1 to try again.'), choices: [{ id: 'one', keys: ['1'], label: 'One' }], attempts: 1 },
    { one: 'pay', noInput: 'sorry', noMatch: 'sorry' },
  ],
  back: [
    'menu',
    {
      ...words('Paid with {{ lastFour | digits }}. Press 1 to have it back.'),
      ...{ choices: [{ id: 'one', keys: ['1'], label: 'One' }], attempts: 1 },
    },
    { one: 'refund', noInput: 'bye', noMatch: 'bye' },
  ],
  refund: [
    'pluginAction',
    {
      ...{ plugin: refunds, action: 'refund', sideEffect: 'money', mode: 'idempotent' },
      outlets: outlets('refunded pending needsApproval exceedsCaptured alreadyRefunded notEligible unknown'),
      inputs: inputs({ paymentId: '{{ payment }}', amount: back, reason: 'Changed their mind' }),
      outputs: [{ from: 'amount', to: 'back' }],
    },
    {
      ...{ refunded: note ? 'note' : 'given', pending: 'given', needsApproval: 'ask', exceedsCaptured: 'sorry' },
      ...{ alreadyRefunded: 'sorry', notEligible: 'sorry', unknown: 'doubt', failed: 'sorry' },
    },
  ],
  doubt: [
    'menu',
    { ...words('Given back or not? Press 1 to ask.'), choices: [{ id: 'one', keys: ['1'], label: 'One' }], attempts: 1 },
    { one: 'refund', noInput: 'sorry', noMatch: 'sorry' },
  ],
  ask: [
    'pluginAction',
    {
      ...{ plugin: refunds, action: 'requestApproval', sideEffect: 'write', mode: 'idempotent' },
      outlets: outlets('requested notEligible'),
      inputs: inputs({ paymentId: '{{ payment }}', amount: (fixed ?? AS_BILLED).amount, reason: 'Changed their mind' }),
    },
    { requested: 'asked', notEligible: 'sorry', failed: 'sorry' },
  ],
  given: ['hangUp', words('You have {{ back }} back.')],
  asked: ['hangUp', words('Somebody will look at it.')],
  declined: ['hangUp', words('Declined: {{ code }}.')],
  bye: ['hangUp', words('Goodbye.')],
  sorry: ['hangUp', words('Not done.')],
})

const noteOf = ({ fixed = AS_BILLED, refunds = 'refunds' }: PayFlow): Cards => ({
  note: [
    'pluginAction',
    {
      ...{ plugin: refunds, action: 'creditNote', sideEffect: 'write', mode: 'idempotent' },
      outlets: outlets('issued needsApproval notEligible'),
      inputs: inputs({
        ...{ amount: '{{ back }}', currency: fixed.currency, paymentId: '{{ payment }}', reason: 'Changed their mind' },
      }),
      outputs: [{ from: 'number', to: 'note' }],
    },
    { issued: 'noted', needsApproval: 'sorry', notEligible: 'sorry', failed: 'sorry' },
  ],
  noted: ['hangUp', words('You have {{ back }} back, by {{ note }}.')],
})

import type { FakeReply, FakeRequest } from '@patchbay/plugin-sdk'
import { intentOf } from './fake-intents.ts'
import { metadataIn, missing, ok, refuse } from './fake-replies.ts'
import type { StripeState } from './fake-stripe.ts'

interface Price {
  id: string
  unit_amount: number
  currency: string
  interval: string
  name: string
}
interface Invoice {
  id: string
  status: 'open' | 'paid'
  amount: number
  currency: string
  intent?: string
}
interface Subscription {
  id: string
  status: string
  price: string
  customer: string
  method: string
  invoice: string
  /** In seconds. */
  period: [from: number, until: number]
  cancelAtEnd: boolean
  metadata: Record<string, string>
}
export interface StripeBilling {
  prices: Price[]
  invoices: Record<string, Invoice>
  subscriptions: Record<string, Subscription>
  creditNotes: { id: string; invoice: string; amount: number; metadata: Record<string, string>; refund?: string }[]
}

const seconds = (day: string): number => Date.parse(`${day}T09:00:00Z`) / 1000
const subscription = (id: string, more: Partial<Subscription> = {}): Subscription => ({
  ...{ id, status: 'active', price: 'price_month', customer: 'cus_1', method: 'pm_saved', invoice: `in_${id}`, metadata: {} },
  ...{ period: [seconds('2026-01-15'), seconds('2026-02-15')], cancelAtEnd: false, ...more },
})
const invoice = (id: string, more: Partial<Invoice> = {}): Invoice => ({
  ...{ id, status: 'paid', amount: 59_900, currency: 'thb' },
  ...more,
})

export const startBilling = (): StripeBilling => ({
  prices: [{ id: 'price_month', unit_amount: 59_900, currency: 'thb', interval: 'month', name: 'Internet' }],
  invoices: Object.fromEntries(
    [
      ...[invoice('in_sub_sample'), invoice('in_sub_over'), invoice('in_sub_due', { status: 'open' })],
      ...[invoice('in_sub_poor', { status: 'open' }), invoice('in_sub_asks', { status: 'open' })],
      ...[invoice('in_paid', { amount: 490_000, intent: 'pi_sample' }), invoice('in_open', { status: 'open', amount: 490_000 })],
    ].map((one) => [one.id, one]),
  ),
  subscriptions: Object.fromEntries(
    [
      ...[subscription('sub_sample'), subscription('sub_due', { status: 'past_due' })],
      ...[
        subscription('sub_over', { status: 'canceled' }),
        subscription('sub_poor', { status: 'past_due', method: 'pm_declined' }),
      ],
      subscription('sub_asks', { status: 'past_due', method: 'pm_asks' }),
    ].map((one) => [one.id, one]),
  ),
  creditNotes: [],
})

/** Undefined for what is none of billing. docs.stripe.com/api/subscriptions, /invoices/pay, /prices/list, /credit_notes, in the version of the plugins. */
export function answerBilling({ method, path, form, query }: FakeRequest, state: StripeState): FakeReply | undefined {
  const { billing } = state
  const [, , what = '', id = '', verb = ''] = path.split('/')
  const found = billing.subscriptions[id]
  switch (`${method} ${what}${id === '' ? '' : '/id'}${verb === '' ? '' : `/${verb}`}`) {
    case 'GET prices':
      return ok({ object: 'list', has_more: false, data: billing.prices.map(priceJson) })
    case 'POST subscriptions':
      return begun(state, form)
    case 'GET subscriptions': {
      const all = Object.values(billing.subscriptions).filter((one) => (query['customer'] ?? one.customer) === one.customer)
      return ok({ object: 'list', has_more: false, data: all.slice(0, Number(query['limit'])).map((one) => json(one, billing)) })
    }
    case 'GET subscriptions/id':
      return found === undefined ? missing() : ok(json(found, billing))
    case 'POST subscriptions/id':
      if (found === undefined) return missing()
      if (found.status === 'canceled') return refuse(400, { type: 'invalid_request_error' })
      found.cancelAtEnd = form['cancel_at_period_end'] === 'true'
      found.metadata = { ...found.metadata, ...metadataIn(form) }
      return ok(json(found, billing))
    case 'DELETE subscriptions/id':
      if (found === undefined || found.status === 'canceled') return missing()
      found.status = 'canceled'
      return ok(json(found, billing))
    case 'GET invoices/id': {
      const one = billing.invoices[id]
      return one === undefined ? missing() : ok(invoiceJson(one))
    }
    case 'GET invoice_payments': {
      const all = Object.values(billing.invoices).filter(({ intent }) => intent === query['payment[payment_intent]'])
      return ok({ object: 'list', has_more: false, data: all.map((one) => ({ object: 'invoice_payment', invoice: one.id })) })
    }
    case 'POST invoices/id/pay':
      return paid(state, id, form)
    case 'POST credit_notes':
      return noted(billing, form)
    case 'GET credit_notes': {
      const all = billing.creditNotes.filter((one) => one.invoice === query['invoice'])
      return ok({ object: 'list', has_more: false, data: all.map(noteJson) })
    }
    default:
      return undefined
  }
}

function begun(state: StripeState, form: Readonly<Record<string, string>>): FakeReply {
  const { billing } = state
  const price = billing.prices.find((one) => one.id === form['items[0][price]'])
  const outcome = state.methods[form['default_payment_method'] ?? '']
  if (price === undefined) return missing('items[0][price]', 400)
  if (outcome === undefined) return missing('default_payment_method', 400)
  const id = `sub_${Object.keys(billing.subscriptions).length + 1}`
  const intent = intentOf(state.intents, { amount: price.unit_amount, currency: price.currency, outcome })
  const isPaid = outcome === 'paid'
  billing.invoices[`in_${id}`] = invoice(`in_${id}`, {
    ...{ status: isPaid ? 'paid' : 'open', amount: price.unit_amount, currency: price.currency, intent: intent.id },
  })
  const made = subscription(id, {
    ...{
      status: isPaid ? 'active' : 'incomplete',
      price: price.id,
      customer: form['customer'] ?? '',
      metadata: metadataIn(form),
    },
    method: form['default_payment_method'] ?? '',
  })
  billing.subscriptions[id] = made
  return ok(json(made, billing))
}

function paid(state: StripeState, id: string, form: Readonly<Record<string, string>>): FakeReply {
  const { billing } = state
  const one = billing.invoices[id]
  const of = Object.values(billing.subscriptions).find((other) => other.invoice === id)
  if (one === undefined) return missing()
  if (one.status === 'paid') return refuse(400, { type: 'invalid_request_error', message: 'Invoice is already paid' })
  const outcome = state.methods[form['payment_method'] ?? of?.method ?? '']
  if (outcome === undefined) return missing('payment_method', 400)
  const intent = intentOf(state.intents, { amount: one.amount, currency: one.currency, outcome })
  one.intent = intent.id
  if (outcome === 'asks') return refuse(402, { type: 'card_error', code: 'invoice_payment_intent_requires_action' })
  if (outcome === 'declined')
    return refuse(402, { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' })
  one.status = 'paid'
  if (of !== undefined) of.status = 'active'
  return ok(invoiceJson(one))
}

/** Of an open bill as far as something is to be paid; of a paid one with where the credit goes. Never more than the bill. */
function noted(billing: StripeBilling, form: Readonly<Record<string, string>>): FakeReply {
  const of = billing.invoices[form['invoice'] ?? '']
  if (of === undefined) return missing('invoice', 400)
  const amount = Number(form['amount'])
  const before = billing.creditNotes.filter((one) => one.invoice === of.id).reduce((sum, one) => sum + one.amount, 0)
  if (before + amount > of.amount) return refuse(400, { type: 'invalid_request_error', code: 'invoice_no_amount_left' })
  const gone = form['credit_amount'] ?? form['refunds[0][amount_refunded]']
  if (of.status === 'paid' && gone !== form['amount'])
    return refuse(400, { type: 'invalid_request_error', message: 'The sum must equal the credit note total' })
  if (of.status === 'open' && gone !== undefined)
    return refuse(400, { type: 'invalid_request_error', message: 'No credit for an open invoice' })
  const refund = form['refunds[0][refund]']
  const made = {
    ...{ id: `cn_${billing.creditNotes.length + 1}`, invoice: of.id, amount, metadata: metadataIn(form) },
    ...(refund === undefined ? {} : { refund }),
  }
  billing.creditNotes.push(made)
  return ok(noteJson(made))
}

const noteJson = ({ id, ...note }: StripeBilling['creditNotes'][number]) => ({
  ...{
    object: 'credit_note',
    id,
    number: `ABC-${id}`,
    status: 'issued',
    currency: 'thb',
    pdf: `https://pay.stripe.com/credit_notes/${id}/pdf`,
  },
  ...note,
})

const priceJson = ({ interval, name, ...price }: Price) => ({
  ...{ object: 'price', ...price, nickname: null, product: { object: 'product', name } },
  recurring: { interval, interval_count: 1 },
})

const invoiceJson = ({ intent, ...of }: Invoice) => ({
  ...{ object: 'invoice', ...of, hosted_invoice_url: `https://invoice.stripe.com/i/${of.id}` },
  amount_remaining: of.status === 'paid' ? 0 : of.amount,
  payments: { data: intent === undefined ? [] : [{ payment: { type: 'payment_intent', payment_intent: intent } }] },
})

const json = ({ price, method, invoice: last, period, cancelAtEnd, ...of }: Subscription, billing: StripeBilling) => {
  const kind = billing.prices.find((one) => one.id === price)
  const bill = billing.invoices[last]
  return {
    ...{ object: 'subscription', ...of, cancel_at_period_end: cancelAtEnd, default_payment_method: method },
    ...{ start_date: period[0], ended_at: of.status === 'canceled' ? period[1] : null },
    latest_invoice: bill === undefined ? null : invoiceJson(bill),
    items: {
      data: [
        {
          ...{ quantity: 1, current_period_start: period[0], current_period_end: period[1] },
          price: kind === undefined ? null : priceJson(kind),
        },
      ],
    },
  }
}

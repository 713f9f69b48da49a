import type { payments } from '@patchbay/core'
import { type Context, errorCodeOf, PluginError, type ValueOf } from '@patchbay/plugin-sdk'
import {
  codeOf,
  fromStripe,
  isMissing,
  type PaymentIntent,
  stripeBody,
  stripeDelete,
  stripeError,
  stripeGet,
  stripePost,
} from '../stripe/stripe-api.ts'

type Actions = (typeof payments)['actions']
type Told = ValueOf<Actions['getSubscription']['output']>
type Asked<Name extends keyof Actions> = ValueOf<Actions[Name]['input']>
type StripeContext = Context<object>

/** docs.stripe.com/api/prices */
interface Price {
  id: string
  /** Null where the price has steps. */
  unit_amount: number | null
  currency: string
  nickname?: string | null
  product?: string | { name?: string } | null
  recurring: { interval: 'day' | 'week' | 'month' | 'year'; interval_count: number } | null
}
/** docs.stripe.com/api/invoices */
interface Invoice {
  id: string
  object: 'invoice'
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void' | null
  hosted_invoice_url?: string | null
  payments?: { data: { payment?: { payment_intent?: string | { id: string } | null } }[] }
}
/** docs.stripe.com/api/subscriptions, of the version 2025-03-31.basil: the time that is paid for stands with the items. */
interface Subscription {
  id: string
  object: 'subscription'
  status: 'incomplete' | 'incomplete_expired' | 'trialing' | 'active' | 'past_due' | 'canceled' | 'unpaid' | 'paused'
  cancel_at_period_end: boolean
  customer: string
  default_payment_method?: string | null
  start_date: number
  ended_at?: number | null
  metadata?: Record<string, string>
  latest_invoice?: Invoice | null
  items: { data: { quantity?: number; current_period_start: number; current_period_end: number; price: Price }[] }
}

const WITH = { 'expand[0]': 'latest_invoice.payments', 'expand[1]': 'items.data.price.product' }
const ALL_WITH = { 'expand[0]': 'data.latest_invoice.payments' }
const dayOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10)
const known = <Value extends object>(value: Value): { [Name in keyof Value]?: Exclude<Value[Name], undefined | null> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined && one !== null)) as never

const planOf = ({ id, unit_amount, currency, nickname, product, recurring }: Price, quantity = 1) => ({
  ...{ planId: id, amount: fromStripe((unit_amount ?? 0) * quantity, currency), currency: currency.toUpperCase() },
  ...{ every: recurring?.interval ?? 'month', count: recurring?.interval_count ?? 1 },
  ...known({ name: nickname ?? (typeof product === 'object' ? product?.name : undefined) }),
})

const STATES = {
  active: 'active',
  trialing: 'active',
  paused: 'active',
  past_due: 'pastDue',
  unpaid: 'pastDue',
  canceled: 'ended',
  incomplete: 'requiresAction',
  incomplete_expired: 'declined',
} as const satisfies Record<Subscription['status'], Told['state']>

const intentIn = ({ latest_invoice: invoice }: Subscription): string | undefined => {
  const of = invoice?.payments?.data.at(-1)?.payment?.payment_intent
  return typeof of === 'object' ? of?.id : of
}

function told(subscription: Subscription): Told {
  const { id, status, cancel_at_period_end: isEnding, items, customer, start_date: since, ended_at: over } = subscription
  const [item] = items.data
  if (item === undefined) throw new PluginError('UNAVAILABLE', 'Stripe answered a subscription to nothing')
  const given = STATES[status]
  const state = given === 'active' && isEnding ? 'ending' : given
  const { current_period_start: from, current_period_end: until } = item
  const days =
    state === 'ended' || state === 'ending'
      ? { endsOn: dayOf(over ?? until) }
      : { nextDate: dayOf(state === 'active' ? until : from) }
  return {
    ...{ subscriptionId: id, state, ...planOf(item.price, item.quantity), customerId: customer, since: dayOf(since), ...days },
    ...known({ methodId: subscription.default_payment_method, paymentId: intentIn(subscription) }),
  }
}

async function subscriptionAt({ http }: StripeContext, id: string): Promise<Subscription | undefined> {
  const reply = await stripeGet(http, `subscriptions/${encodeURIComponent(id)}`, WITH)
  return isMissing(reply) ? undefined : stripeBody<Subscription>(reply)
}

/** What was begun under the key of this call. */
async function begunHere({ http, records, key }: StripeContext): Promise<Subscription | undefined> {
  const note = await records<{ customer: string }>('subscribed').get(key)
  if (note === null) return undefined
  const query = { customer: note.value.customer, status: 'all', limit: '100', ...ALL_WITH }
  const { data } = stripeBody<{ data: Subscription[] }>(await stripeGet(http, 'subscriptions', query))
  return data.find(({ metadata }) => metadata?.['patchbay'] === key)
}

/** How it stands; of one whose first time is not paid, why not. */
async function standing(context: StripeContext, subscription: Subscription) {
  const output = told(subscription)
  const intent = output.state === 'requiresAction' ? intentIn(subscription) : undefined
  if (intent === undefined) return { outlet: output.state, output }
  const payment = stripeBody<PaymentIntent>(await stripeGet(context.http, `payment_intents/${encodeURIComponent(intent)}`))
  if (payment.status === 'processing') throw new PluginError('UNAVAILABLE', 'Stripe has not finished the payment')
  if (payment.status === 'requires_action') {
    const url = subscription.latest_invoice?.hosted_invoice_url
    return { outlet: output.state, output: { ...output, ...known({ url }) } }
  }
  const code = codeOf(payment.last_payment_error ?? {})
  return { outlet: 'declined', output: { ...output, state: 'declined', code } } as const
}

export async function listPlans(_: object, { http }: StripeContext) {
  const query = { active: 'true', type: 'recurring', limit: '100', 'expand[0]': 'data.product' }
  const { data } = stripeBody<{ data: Price[] }>(await stripeGet(http, 'prices', query))
  const plans = data.filter(({ unit_amount, recurring }) => unit_amount !== null && recurring !== null)
  return { outlet: 'done', output: { plans: plans.map((price) => planOf(price)) } } as const
}

export async function createSubscription(asked: Asked<'createSubscription'>, context: StripeContext) {
  const { http, key, records, runId } = context
  const made = await begunHere(context)
  if (made !== undefined) return beginning(await standing(context, made))
  await records('subscribed').insert({ customer: asked.customerId }, { id: key }).catch(alreadyThere)
  const form = {
    ...{ customer: asked.customerId, 'items[0][price]': asked.planId, default_payment_method: asked.methodId },
    // one whose first time is not paid is there all the same, so that the payer can go on
    ...{ payment_behavior: 'allow_incomplete', 'metadata[patchbay]': key, 'metadata[run]': runId ?? undefined, ...WITH },
  }
  const reply = await stripePost(http, 'subscriptions', form, `${key}-subscribe`)
  const error = stripeError(reply)
  if (isMissing(reply) && error?.param?.startsWith('items') === true) return { outlet: 'noPlan' } as const
  if (isMissing(reply)) return { outlet: 'declined', output: { code: 'noCard' } } as const
  if (reply.status === 402 && error !== undefined) return { outlet: 'declined', output: { code: codeOf(error) } } as const
  return beginning(await standing(context, stripeBody<Subscription>(reply)))
}

/** What was past due or cancelled since had begun. */
const beginning = ({ outlet, output }: Awaited<ReturnType<typeof standing>>) =>
  outlet === 'declined' || outlet === 'requiresAction' ? { outlet, output } : ({ outlet: 'active', output } as const)

export async function getSubscription({ subscriptionId }: Asked<'getSubscription'>, context: StripeContext) {
  const found = subscriptionId === undefined ? await begunHere(context) : await subscriptionAt(context, subscriptionId)
  return found === undefined ? ({ outlet: 'notFound' } as const) : standing(context, found)
}

export async function listSubscriptions({ customerId, limit = 50, after }: Asked<'listSubscriptions'>, { http }: StripeContext) {
  const query = { customer: customerId, status: 'all', limit: String(limit), starting_after: after, ...ALL_WITH }
  const { data, has_more } = stripeBody<{ data: Subscription[]; has_more: boolean }>(
    await stripeGet(http, 'subscriptions', query),
  )
  const next = has_more ? data.at(-1)?.id : undefined
  const subscriptions = data.map(told).filter(({ state }) => state !== 'declined')
  return { outlet: 'done', output: { subscriptions, ...(next === undefined ? {} : { next }) } } as const
}

/** Ends with what is paid for; at once where the time that is due is not. */
export async function cancelSubscription({ subscriptionId }: Asked<'cancelSubscription'>, context: StripeContext) {
  const { http, key } = context
  const path = `subscriptions/${encodeURIComponent(subscriptionId)}`
  const found = await subscriptionAt(context, subscriptionId)
  if (found === undefined) return { outlet: 'notFound' } as const
  const { state } = told(found)
  if (state === 'ended' || state === 'declined') {
    const isOurs = found.metadata?.['cancelled'] === key
    return { outlet: isOurs ? 'cancelled' : 'alreadyEnded', output: told(found) } as const
  }
  const form = { cancel_at_period_end: 'true', 'metadata[cancelled]': key, ...WITH }
  const ending = state === 'ending' ? found : stripeBody<Subscription>(await stripePost(http, path, form, `${key}-cancel`))
  if (state === 'active' || state === 'ending') return { outlet: 'cancelled', output: told(ending) } as const
  return { outlet: 'cancelled', output: told(stripeBody<Subscription>(await stripeDelete(http, path))) } as const
}

/** Stripe takes each time by itself, and once: what it could not take stands in a bill that is open, and is paid by this. */
export async function renew({ subscriptionId, methodId }: Asked<'renew'>, context: StripeContext) {
  const { http, key, records } = context
  const renewals = records<{ subscription: string; invoice: string }>('renewals')
  const before = await renewals.get(key)
  const id = before?.value.subscription ?? subscriptionId
  const found = await subscriptionAt(context, id)
  if (found === undefined) return { outlet: 'notFound' } as const
  const output = told(found)
  const open = found.latest_invoice?.status === 'open' ? found.latest_invoice.id : undefined
  const invoice = before?.value.invoice ?? open
  if (before === null && (output.state === 'ended' || output.state === 'declined')) return { outlet: 'ended', output } as const
  if (invoice === undefined) return { outlet: output.state === 'ending' ? 'ended' : 'notDue', output } as const
  if (before === null) await renewals.insert({ subscription: id, invoice }, { id: key }).catch(alreadyThere)
  const path = `invoices/${encodeURIComponent(invoice)}`
  if (before !== null && stripeBody<Invoice>(await stripeGet(http, path)).status === 'paid') return renewed(context, id)
  const reply = await stripePost(http, `${path}/pay`, { payment_method: methodId }, `${key}-pay`)
  const error = stripeError(reply)
  if (error?.code === 'invoice_payment_intent_requires_action') {
    const url = found.latest_invoice?.hosted_invoice_url
    return { outlet: 'requiresAction', output: { ...output, ...known({ url }) } } as const
  }
  if (reply.status === 402 && error !== undefined) {
    return { outlet: 'declined', output: { ...output, code: codeOf(error) } } as const
  }
  if (isMissing(reply)) return { outlet: 'declined', output: { ...output, code: 'noCard' } } as const
  // somebody else may have paid it at this moment
  const isPaid = reply.status === 400 && error !== undefined && stripeBody<Invoice>(await stripeGet(http, path)).status === 'paid'
  if (!isPaid) stripeBody<Invoice>(reply)
  return renewed(context, id)
}

async function renewed(context: StripeContext, id: string) {
  const found = await subscriptionAt(context, id)
  if (found === undefined) throw new PluginError('UNAVAILABLE', 'Stripe does not know the subscription any more')
  return { outlet: 'renewed', output: told(found) } as const
}

/** Whoever was faster wrote the same. */
function alreadyThere(thrown: unknown): void {
  if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
}

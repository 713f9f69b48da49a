import type { payments } from '@patchbay/core'
import { errorCodeOf, PluginError, type StoredRecord, type ValueOf } from '@patchbay/plugin-sdk'
import { queryOf } from '../ask-for.ts'
import { dueDay } from './due-day.ts'
import { bodyOf, GATEWAY, isNothing, type Payment, refusalOf } from './gateway.ts'
import { alreadyThere, type LedgerContext, type Plan, planAt } from './plans.ts'

type Actions = (typeof payments)['actions']
type Told = ValueOf<Actions['getSubscription']['output']>
type Asked<Name extends keyof Actions> = ValueOf<Actions[Name]['input']>

/** A subscription, with its plan as it was subscribed to. */
interface Kept extends Plan {
  planId: string
  customerId: string
  methodId: string
  /** The first day, such as `2026-01-31`. */
  since: string
  /** How many times were paid. */
  paid: number
  /** How often the next time was declined for good. */
  tries: number
  /** Under which key it was cancelled. */
  cancelled?: string
  code?: string
  /** The last payment. */
  paymentId?: string
}
type Found = StoredRecord<Kept>

/** Which time of a subscription somebody has asked to be taken. */
interface Renewal {
  subscription: string
  paid: number
  tries: number
}

const RECORD_ID = /^[A-Za-z0-9._:/-]{1,120}$/
const TRIES = 30
const kept = ({ records }: Pick<LedgerContext, 'records'>) => records<Kept>('subscriptions')

const today = ({ clock }: Pick<LedgerContext, 'clock'>): string => clock.iso().slice(0, 10)
const nextOf = (value: Kept): string => dueDay(value.since, value, value.paid)
/** One payment for each time and attempt, whoever asks: by it money moves once. */
const keyOf = ({ subscription, paid, tries }: Renewal): string => `${subscription}/${paid}/${tries}`
const dueIn = ({ id, value: { paid, tries } }: Found): Renewal => ({ subscription: id, paid, tries })

function stateOf(value: Kept, now: string): Told['state'] {
  const next = nextOf(value)
  if (value.cancelled !== undefined) return value.paid > 0 && now < next ? 'ending' : 'ended'
  if (value.paid === 0) return value.tries > 0 ? 'declined' : 'requiresAction'
  return now > next || value.tries > 0 ? 'pastDue' : 'active'
}

function told({ id, value }: Found, context: Pick<LedgerContext, 'clock'>): Told {
  const { planId, name, amount, currency, every, count, customerId, methodId, since, code, paymentId } = value
  const state = stateOf(value, today(context))
  const next = nextOf(value)
  const days = state === 'ending' || state === 'ended' ? { endsOn: next } : state === 'declined' ? {} : { nextDate: next }
  return {
    ...{ subscriptionId: id, state, planId, name, amount, currency, every, count, customerId, methodId, since, ...days },
    ...(code === undefined ? {} : { code }),
    ...(paymentId === undefined ? {} : { paymentId }),
  }
}

/** The subscription as it stands after a payment; the same for whoever finds the payment first. */
async function noted(context: LedgerContext, renewal: Renewal, { id, status, code }: Payment): Promise<Found> {
  const change = await changed(context, renewal.subscription, (now) => {
    if (now.paid !== renewal.paid || now.tries !== renewal.tries) return undefined
    const { code: _, ...rest } = now
    switch (status) {
      case 'requiresAction':
        return undefined
      case 'declined':
      case 'cancelled':
        return { ...rest, tries: now.tries + 1, code: code ?? 'declined', paymentId: id }
      default:
        // a half that a card has given is that time's payment: it is never asked for again
        return { ...rest, paid: now.paid + 1, tries: 0, paymentId: id, ...(status === 'partlyPaid' ? { code: status } : {}) }
    }
  })
  if (change === undefined) throw new PluginError('NOT_FOUND', 'The subscription is not there any more')
  return change
}

/** @param next Undefined when there is nothing to change. */
async function changed(context: LedgerContext, id: string, next: (now: Kept) => Kept | undefined): Promise<Found | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await kept(context).get(id)
    const value = found === null ? undefined : next(found.value)
    if (found === null || value === undefined) return found ?? undefined
    try {
      return await kept(context).replace(id, found.revision, value)
    } catch (thrown) {
      if (errorCodeOf(thrown) !== 'CONFLICT') throw thrown
    }
  }
  throw new PluginError('UNAVAILABLE', 'A subscription was changed again and again')
}

/** What was paid for a time, if anybody has tried. */
async function paymentFor({ http }: LedgerContext, renewal: Renewal): Promise<Payment | undefined> {
  const reply = await http.get(`${GATEWAY}/payments?${queryOf({ key: keyOf(renewal) })}`)
  return isNothing(reply) ? undefined : bodyOf<Payment>(reply)
}

interface Looked {
  found: Found
  /** Of the time that is due, when somebody has tried. */
  payment?: Payment
}

/** A subscription, after a look at what became of a payment that was under way. */
async function lookAt(context: LedgerContext, id: string): Promise<Looked | undefined> {
  const found = RECORD_ID.test(id) ? await kept(context).get(id) : null
  if (found === null) return undefined
  if (found.value.paid > 0 && today(context) < nextOf(found.value)) return { found }
  const payment = await paymentFor(context, dueIn(found))
  return payment === undefined ? { found } : { found: await noted(context, dueIn(found), payment), payment }
}

/** Takes one time of a subscription. @returns Why there is no payment; or the payment. */
async function take(context: LedgerContext, { value }: Found, renewal: Renewal, methodId: string): Promise<Payment | string> {
  const { amount, currency, name, customerId } = value
  const { http, runId } = context
  const reply = await http.post(`${GATEWAY}/payments`, {
    headers: { 'idempotency-key': keyOf(renewal) },
    json: {
      ...{ amount, currency, method: methodId, customer: customerId, description: name },
      ...(runId === null ? {} : { run: runId }),
    },
  })
  if (isNothing(reply)) return 'noCard'
  return refusalOf(reply) ?? bodyOf<Payment>(reply)
}

export async function createSubscription({ planId, customerId, methodId }: Asked<'createSubscription'>, context: LedgerContext) {
  const id = `sub-${context.key.slice(0, 24)}`
  if ((await kept(context).get(id)) === null) {
    const plan = await planAt(context, planId)
    if (plan === undefined) return { outlet: 'noPlan' } as const
    const { name, amount, currency, every, count } = plan
    const begun = { name, amount, currency, every, count, planId, customerId, methodId, since: today(context), paid: 0, tries: 0 }
    await kept(context).insert(begun, { id }).catch(alreadyThere)
  }
  const looked = await lookAt(context, id)
  if (looked === undefined) throw new PluginError('NOT_FOUND', 'The subscription is not there any more')
  const { found, payment } = looked
  if (payment !== undefined || found.value.paid > 0 || found.value.tries > 0) return firstAnswer(context, looked)
  const taken = await take(context, found, dueIn(found), methodId)
  // nothing was tried: the same may be asked again, with a card that there is
  if (typeof taken === 'string') return { outlet: 'declined', output: { code: taken } } as const
  return firstAnswer(context, { found: await noted(context, dueIn(found), taken), payment: taken })
}

/** How it stands with the first time. */
function firstAnswer(context: LedgerContext, { found, payment }: Looked) {
  const output = told(found, context)
  if (found.value.paid > 0) return { outlet: 'active', output } as const
  if (found.value.tries > 0) return { outlet: 'declined', output } as const
  return { outlet: 'requiresAction', output: { ...output, ...urlOf(payment) } } as const
}
const urlOf = (payment: Payment | undefined) => (payment?.url === undefined ? {} : { url: payment.url })

export async function getSubscription({ subscriptionId }: Asked<'getSubscription'>, context: LedgerContext) {
  const looked = await lookAt(context, subscriptionId ?? `sub-${context.key.slice(0, 24)}`)
  if (looked === undefined) return { outlet: 'notFound' } as const
  const { found, payment } = looked
  const output = { ...told(found, context), ...urlOf(payment) }
  // what nobody has tried to take the first time of has not begun
  if (output.state === 'requiresAction' && payment === undefined) return { outlet: 'notFound' } as const
  return { outlet: output.state, output } as const
}

export async function listSubscriptions({ customerId, limit = 50, after }: Asked<'listSubscriptions'>, context: LedgerContext) {
  const found = await kept(context).find({
    ...(customerId === undefined ? {} : { where: { customerId } }),
    ...(after === undefined ? {} : { after }),
    ...{ limit, newestFirst: true },
  })
  const next = found.length < limit ? undefined : found.at(-1)?.id
  // those whose first time was declined have not begun
  const subscriptions = found.map((one) => told(one, context)).filter(({ state }) => state !== 'declined')
  return { outlet: 'done', output: { subscriptions, ...(next === undefined ? {} : { next }) } } as const
}

export async function cancelSubscription({ subscriptionId }: Asked<'cancelSubscription'>, context: LedgerContext) {
  const looked = await lookAt(context, subscriptionId)
  if (looked === undefined) return { outlet: 'notFound' } as const
  const { key } = context
  const found = await changed(context, subscriptionId, (now) =>
    now.cancelled === undefined && stateOf(now, today(context)) !== 'declined' ? { ...now, cancelled: key } : undefined,
  )
  if (found === undefined) return { outlet: 'notFound' } as const
  const output = told(found, context)
  const isOurs = found.value.cancelled === key || output.state === 'ending'
  return isOurs ? ({ outlet: 'cancelled', output } as const) : ({ outlet: 'alreadyEnded', output } as const)
}

/** Takes the time that is due, and none before its day: of many who ask at once all meet the same payment. */
export async function renew({ subscriptionId, methodId }: Asked<'renew'>, context: LedgerContext) {
  const { key, records } = context
  const renewals = records<Renewal>('renewals')
  const before = await renewals.get(key)
  const looked = await lookAt(context, before?.value.subscription ?? subscriptionId)
  if (looked === undefined) return { outlet: 'notFound' } as const
  const { found } = looked
  if (before !== null) {
    const payment = await paymentFor(context, before.value)
    if (payment !== undefined) return renewedBy(context, before.value, payment)
  }
  const output = told(found, context)
  if (output.state === 'ending' || output.state === 'ended' || found.value.paid === 0) return { outlet: 'ended', output } as const
  if (today(context) < nextOf(found.value)) return { outlet: 'notDue', output } as const
  const renewal = before?.value ?? dueIn(found)
  if (before === null) await renewals.insert(renewal, { id: key }).catch(alreadyThere)
  const taken = await take(context, found, renewal, methodId ?? found.value.methodId)
  if (typeof taken === 'string') return { outlet: 'declined', output: { ...output, code: taken } } as const
  return renewedBy(context, renewal, taken)
}

async function renewedBy(context: LedgerContext, renewal: Renewal, payment: Payment) {
  const output = { ...told(await noted(context, renewal, payment), context), ...urlOf(payment), paymentId: payment.id }
  switch (payment.status) {
    case 'requiresAction':
      return { outlet: 'requiresAction', output } as const
    case 'declined':
    case 'cancelled':
      return { outlet: 'declined', output: { ...output, code: payment.code ?? 'declined' } } as const
    default:
      return { outlet: 'renewed', output } as const
  }
}

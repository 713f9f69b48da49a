import { type Context, definePlugin, PluginError } from '@patchbay/plugin-sdk'
import {
  type Charge,
  isMissing,
  isOmiseLink,
  type Link,
  type List,
  omiseBody,
  omiseDelete,
  omiseGet,
  omisePost,
  omiseToken,
  refusalIn,
} from '../omise/omise-api.ts'
import {
  type Asked,
  answerOf,
  declined,
  known,
  methodsAnswer,
  type Payment,
  paymentOf,
  unlessCardGone,
} from '../payment-adapter/payment-answer.ts'
import type { OmisePayments } from './manifest.ts'

type Settings = { publicKey: string; returnUrl: string }
type OmiseContext = Context<Settings>

/** How far a payment has come before money moves. */
interface Begun {
  /** The token of a card, a saved card, or the kind of a source. */
  method: string
  at: number
}

/** Omise asks for the name on a card; nobody types one on the keys. */
const CARDHOLDER = 'Telephone payment'
const PROMPTPAY = 'promptpay'
const REFUSED = 'refused:'
const TOKEN = 'tokn_'
/** A request that nobody has heard of for so long does nothing any more. */
const SETTLED_MS = 60_000
const TITLE_MAX = 60
const REFERENCE_LENGTH = 8
const PAGE = 100
const PAGES_MAX = 5
/** Its clock and ours need not agree. */
const CLOCKS_APART_MS = 60_000

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<OmisePayments>({
  actions: {
    async createPaymentLink({ amount, currency, description: what }, context) {
      const { http, key, clock } = context
      const begun = context.records<Begun>('begun')
      // by it the link is known again
      const description = `${what} · ${key.slice(0, REFERENCE_LENGTH)}`
      const before = await begun.get(key)
      const made =
        before === null
          ? undefined
          : await foundSince<Link>(context, 'links', before.value, (one) => one.description === description)
      if (before === null) await begun.insert({ method: 'link', at: clock.now() }, { id: key })
      const form = { amount: String(amount), currency: currency.toLowerCase(), title: what.slice(0, TITLE_MAX), description }
      const { id, payment_uri: url } = made ?? omiseBody<Link>(await omisePost(http, 'links', form, `${key}-link`), 'link')
      return { outlet: 'created', output: { linkId: id, url } }
    },

    async charge(asked, context) {
      const { http, key, settings } = context
      const now = context.clock.now()
      const begun = context.records<Begun>('begun')
      const before = await begun.get(key)
      // whatever became of an attempt before is found out first
      const made = before === null ? undefined : await chargeOf(context, before.value)
      if (made !== undefined) return answerOf(told(made))
      const method = before?.value.method ?? (await methodOf(asked, context))
      if (method === undefined) return declined('noCard')
      if (method.startsWith(REFUSED)) return declined(method.slice(REFUSED.length))
      // a token is good for one charge, whatever is on its way still; a saved card is not
      if (before !== null && !method.startsWith(TOKEN) && now - before.value.at < SETTLED_MS)
        throw new PluginError('UNAVAILABLE', 'Omise has not told of the payment yet')
      if (before === null) await begun.insert({ method, at: now }, { id: key })
      else await begun.replace(key, before.revision, { method, at: now })
      const form = {
        ...{ amount: String(asked.amount), currency: asked.currency.toLowerCase(), return_uri: settings.returnUrl },
        ...{ description: asked.description, customer: asked.customerId },
        ...{ 'metadata[patchbay]': key, 'metadata[invoice]': asked.invoiceId, 'metadata[run]': context.runId ?? undefined },
        ...(method === PROMPTPAY ? { 'source[type]': PROMPTPAY } : { card: method }),
      }
      const reply = await omisePost(http, 'charges', form, `${key}-charge`)
      const refusal = refusalIn(reply)
      if (refusal !== undefined) return declined(codeOf(refusal))
      return answerOf(told(omiseBody<Charge>(reply, 'charge')))
    },

    async getPayment({ paymentId }, context) {
      if (paymentId === undefined) {
        const begun = await context.records<Begun>('begun').get(context.key)
        const made = begun === null ? undefined : await chargeOf(context, begun.value)
        return made === undefined ? { outlet: 'notFound' } : answerOf(told(made))
      }
      const found = await paymentAt(context, paymentId)
      return found === undefined ? { outlet: 'notFound' } : answerOf(found)
    },

    async listPayments({ customerId, limit = 50, after = '0' }, { http }) {
      const from = /^\d{1,9}$/.test(after) ? Number(after) : 0
      const query = { limit: String(limit), offset: String(from), order: 'reverse_chronological' }
      const { data, total } = omiseBody<List<Charge>>(await omiseGet(http, 'charges', query), 'list')
      const mine = data.filter(({ customer }) => customerId === undefined || customer === customerId)
      const next = from + data.length < total && data.length > 0 ? { next: String(from + data.length) } : {}
      return { outlet: 'done', output: { payments: mine.map(told), ...next } }
    },

    async cancelPayment({ paymentId }, context) {
      const found = await paymentAt(context, paymentId)
      if (found === undefined) return { outlet: 'notFound' }
      if (found.state === 'cancelled' || found.state === 'declined')
        return { outlet: 'cancelled', output: { state: found.state } }
      if (found.captured > 0) return { outlet: 'alreadySettled', output: { state: found.state } }
      const { http, key } = context
      const path = encodeURIComponent(paymentId)
      const reply = isOmiseLink(paymentId)
        ? await omiseDelete(http, `links/${path}`)
        : await omisePost(http, `charges/${path}/${found.state === 'pending' ? 'reverse' : 'expire'}`, {}, `${key}-cancel`)
      if (refusalIn(reply) !== undefined) {
        // it was paid while it was looked at
        const now = await paymentAt(context, paymentId)
        if (now !== undefined && now.captured > 0) return { outlet: 'alreadySettled', output: { state: now.state } }
      }
      omiseBody(reply, isOmiseLink(paymentId) ? 'link' : 'charge')
      return { outlet: 'cancelled', output: { state: 'cancelled' } }
    },

    async listMethods({ customerId }, { http }) {
      const reply = await omiseGet(http, `customers/${encodeURIComponent(customerId)}/cards`, { limit: '20' })
      type Card = { id: string; brand?: string; last_digits?: string }
      const cards = isMissing(reply) ? [] : omiseBody<List<Card>>(reply, 'list').data
      return methodsAnswer(cards.map(({ id, brand, last_digits }) => ({ methodId: id, brand, lastFour: last_digits })))
    },
  },

  triggers: {
    /** docs.omise.co/api-webhooks: what came is signed, so it is the provider's word. */
    payment({ body }) {
      const { key, data } = (body ?? {}) as { key?: string; data?: Record<string, unknown> }
      const { id, charge, amount, currency, status } = data ?? {}
      const disputed = key === 'dispute.create'
      const about = disputed ? charge : id
      const paymentId = typeof about === 'object' && about !== null && 'id' in about ? about.id : about
      const settled = key === 'charge.complete' || key === 'charge.expire'
      if (!(disputed || settled) || typeof paymentId !== 'string') return null
      if (typeof amount !== 'number' || typeof currency !== 'string') return null
      const what = disputed ? 'disputed' : status === 'successful' ? 'succeeded' : status === 'pending' ? undefined : 'failed'
      return what === undefined ? null : { paymentId, what, amount, currency: currency.toUpperCase() }
    },
  },
})

/** What is to be charged; undefined for nothing; or, marked, why a card is not taken. */
async function methodOf(
  { card, expiry = '', securityCode, methodId }: Asked,
  { http, key, settings }: OmiseContext,
): Promise<string | undefined> {
  if (methodId !== undefined || card === undefined) return methodId
  const form = {
    ...{ 'card[name]': CARDHOLDER, 'card[number]': card, 'card[security_code]': securityCode },
    ...{ 'card[expiration_month]': `${expiry}[0,2]`, 'card[expiration_year]': `20${expiry}[2,4]` },
  }
  const reply = await unlessCardGone(omiseToken(http, settings.publicKey, form, `${key}-card`))
  // an attempt that got no further had its digits: nothing has moved
  if (reply === undefined) return `${REFUSED}cardGone`
  const refusal = refusalIn(reply)
  return refusal === undefined ? omiseBody<{ object: 'token'; id: string }>(reply, 'token').id : `${REFUSED}${codeOf(refusal)}`
}

/** The charge that was made under the key of this call. */
const chargeOf = (context: OmiseContext, begun: Begun): Promise<Charge | undefined> =>
  foundSince<Charge>(context, 'charges', begun, ({ metadata }) => metadata?.['patchbay'] === context.key)

/** What was made since something was begun, and is the one that is looked for: docs.omise.co/pagination. */
async function foundSince<One>(
  { http }: OmiseContext,
  what: 'charges' | 'links',
  { at }: Begun,
  isIt: (one: One) => boolean,
): Promise<One | undefined> {
  const from = new Date(at - CLOCKS_APART_MS).toISOString()
  for (let page = 0; page < PAGES_MAX; page++) {
    const query = { from, order: 'chronological', limit: String(PAGE), offset: String(page * PAGE) }
    const { data } = omiseBody<List<One>>(await omiseGet(http, what, query), 'list')
    const made = data.find(isIt)
    if (made !== undefined || data.length < PAGE) return made
  }
  return undefined
}

/** A charge, or what became of a link. */
async function paymentAt({ http }: OmiseContext, id: string): Promise<Payment | undefined> {
  const reply = await omiseGet(http, `${isOmiseLink(id) ? 'links' : 'charges'}/${encodeURIComponent(id)}`)
  if (isMissing(reply)) return undefined
  if (!isOmiseLink(id)) return told(omiseBody<Charge>(reply, 'charge'))
  const { amount, currency, payment_uri: url, charges, deleted } = omiseBody<Link>(reply, 'link')
  const paid = charges.data.find((charge) => charge.paid)
  if (paid !== undefined) return told(paid)
  return paymentOf({
    ...{ paymentId: id, amount, captured: 0, refunded: 0, currency: currency.toUpperCase(), url },
    state: deleted === true ? 'cancelled' : 'requiresAction',
  })
}

function told(charge: Charge): Payment {
  const { id, amount, paid, authorize_uri, source, card, dispute, failure_code: failure } = charge
  const url = authorize_uri ?? source?.scannable_code?.image?.download_uri
  const waiting = charge.authorized || url === undefined ? 'pending' : 'requiresAction'
  const states = {
    successful: 'paid',
    failed: 'declined',
    expired: 'cancelled',
    reversed: 'cancelled',
    pending: waiting,
  } as const
  const state = states[charge.status]
  return paymentOf({
    ...{ paymentId: id, amount, currency: charge.currency.toUpperCase(), at: new Date(charge.created_at).toISOString() },
    ...{ captured: paid ? (charge.captured_amount ?? amount) : 0, refunded: charge.refunded_amount ?? 0, state },
    disputed: typeof dispute === 'string' || (typeof dispute === 'object' && dispute !== null && dispute.status !== 'won'),
    ...known({
      ...{ lastFour: card?.last_digits, brand: card?.brand?.toLowerCase(), customerId: charge.customer },
      ...{ description: charge.description, invoiceId: charge.metadata?.['invoice'] },
      runId: charge.metadata?.['run'],
      url: state === 'requiresAction' ? url : undefined,
      code: typeof failure === 'string' ? codeOf(failure) : undefined,
    }),
  })
}

/** docs.omise.co/api-testing, “failure codes”. */
const CODES: Readonly<Record<string, string>> = {
  insufficient_fund: 'insufficientFunds',
  insufficient_balance: 'insufficientFunds',
  invalid_security_code: 'wrongCode',
  invalid_account_number: 'noCard',
  invalid_card: 'noCard',
  payment_rejected: 'declined',
}
const codeOf = (own: string): string => CODES[own] ?? own

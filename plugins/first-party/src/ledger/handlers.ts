import { definePlugin, errorCodeOf, parsePhone } from '@patchbay/plugin-sdk'
import { queryOf } from '../ask-for.ts'
import { bodyOf, GATEWAY, type Payment, refusalOf } from './gateway.ts'
import type { Ledger } from './manifest.ts'
import { alreadyThere, type LedgerContext, type Plan, plansOf } from './plans.ts'
import { cancelSubscription, createSubscription, getSubscription, listSubscriptions, renew } from './subscriptions.ts'

const RECORD_ID = /^[A-Za-z0-9._:/-]{1,120}$/

interface Invoice {
  number: string
  customerId?: string
  phone?: string
  amount: number
  currency: string
  due?: string
  description?: string
  void?: boolean
  /** Of a sample: nobody is given a second one. */
  sampleFor?: string
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<Ledger>({
  actions: {
    async listInvoices({ customerId, phone, openOnly = false }, context) {
      const found = await invoicesOf(context, customerId, phone)
      const all = await Promise.all(found.map(({ id, value }) => withWhatIsOpen(context, id, value)))
      const invoices = all.filter(({ state }) => !openOnly || state === 'open' || state === 'partlyPaid')
      if (invoices.length === 0) return { outlet: 'notFound', output: { count: 0 } }
      return { outlet: 'found', output: { invoices, count: invoices.length } }
    },

    async createInvoice({ phone: given, ...rest }, { records, key }) {
      const phone = given === undefined ? undefined : parsePhone(given)
      if (given !== undefined && phone === undefined) return { outlet: 'invalidInput' }
      const invoices = records<Invoice>('invoices')
      const id = `invoice-${key.slice(0, 24)}`
      const number = `B-${key.slice(0, 8).toUpperCase()}`
      if ((await invoices.get(id)) === null) {
        await invoices.insert({ ...rest, number, ...(phone === undefined ? {} : { phone }) }, { id }).catch(alreadyThere)
      }
      return { outlet: 'created', output: { id, number } }
    },

    async createPaymentLink({ invoiceId, customerId, expiresInMinutes, ...link }, context) {
      const { http, key, runId, clock, settings } = context
      const customer = await payerOf(context, customerId, invoiceId)
      const minutes = expiresInMinutes ?? settings.linkMinutes ?? 1440
      const reply = await http.post(`${GATEWAY}/links`, {
        headers: { 'idempotency-key': key },
        json: {
          ...link,
          ...named({ invoice: invoiceId, customer, run: runId ?? undefined }),
          expiresAt: clock.now() + minutes * 60_000,
        },
      })
      const made = bodyOf<{ id: string; url: string; expiresAt: number }>(reply)
      return {
        outlet: 'created',
        output: { linkId: made.id, url: made.url, expiresAt: new Date(made.expiresAt).toISOString() },
      }
    },

    async charge({ card, expiry, securityCode, methodId, invoiceId, customerId, ...asked }, context) {
      const { http, key, runId } = context
      if (card === undefined && methodId === undefined) return { outlet: 'declined', output: { code: 'noCard' } }
      const payer = card === undefined ? { method: methodId } : { card: { number: card, ...named({ expiry, securityCode }) } }
      const customer = await payerOf(context, customerId, invoiceId)
      const pay = (by: object) =>
        http.post(`${GATEWAY}/payments`, {
          headers: { 'idempotency-key': key },
          json: { ...asked, ...by, ...named({ invoice: invoiceId, customer, run: runId ?? undefined }) },
        })
      const reply = await pay(payer).catch((thrown: unknown) => {
        if (card === undefined || errorCodeOf(thrown) !== 'NOT_FOUND') throw thrown
        // its digits were taken by an attempt that may still be under way: under this key it is that one payment, or none ever
        return pay({ gone: true })
      })
      const refusal = refusalOf(reply)
      if (refusal !== undefined) return { outlet: 'declined', output: { code: refusal } }
      const payment = bodyOf<Payment>(reply)
      return { outlet: outletOf(payment), output: told(payment) }
    },

    async getPayment({ paymentId }, { http, key }) {
      const path = paymentId === undefined ? `payments?key=${key}` : `payments/${encodeURIComponent(paymentId)}`
      const payment = bodyOf<Payment>(await http.get(`${GATEWAY}/${path}`))
      const refunds = (payment.refunds ?? []).map(({ id, amount, reason, at }) => ({
        ...{ refundId: id, amount, reason },
        at: new Date(at).toISOString(),
      }))
      return { outlet: outletOf(payment), output: { ...told(payment), refunds } }
    },

    async listPayments({ customerId, limit = 50, after }, { http }) {
      const query = queryOf({ limit: String(limit), customer: customerId, after })
      const { payments } = bodyOf<{ payments: Payment[] }>(await http.get(`${GATEWAY}/payments?${query}`))
      const last = payments.length < limit ? undefined : payments.at(-1)?.id
      return { outlet: 'done', output: { payments: payments.map(told), ...named({ next: last }) } }
    },

    async cancelPayment({ paymentId }, { http }) {
      const url = `${GATEWAY}/payments/${encodeURIComponent(paymentId)}`
      const reply = await http.post(`${url}/cancel`, { json: {} })
      if (refusalOf(reply) === 'alreadySettled') {
        return { outlet: 'alreadySettled', output: { state: told(bodyOf<Payment>(await http.get(url))).state } }
      }
      bodyOf(reply)
      return { outlet: 'cancelled', output: { state: 'cancelled' } }
    },

    async saveMethod({ customerId, card, expiry, securityCode }, { http, key }) {
      const reply = await http.post(`${GATEWAY}/methods`, {
        headers: { 'idempotency-key': key },
        json: { customer: customerId, card: { number: card, ...named({ expiry, securityCode }) } },
      })
      if (refusalOf(reply) !== undefined) return { outlet: 'declined' }
      const { id, brand, lastFour } = bodyOf<{ id: string; brand: string; lastFour: string }>(reply)
      return { outlet: 'saved', output: { methodId: id, brand, lastFour } }
    },

    async listMethods({ customerId }, { http }) {
      const reply = await http.get(`${GATEWAY}/methods?${queryOf({ customer: customerId })}`)
      const { methods } = bodyOf<{ methods: { id: string; brand: string; lastFour: string }[] }>(reply)
      if (methods.length === 0) return { outlet: 'notFound', output: { count: 0 } }
      const all = methods.map(({ id, brand, lastFour }) => ({ methodId: id, brand, lastFour }))
      return { outlet: 'found', output: { methods: all, count: all.length } }
    },

    async listPlans(_, context) {
      const plans = await plansOf(context)
      return { outlet: 'done', output: { plans: plans.map(({ id, value }) => ({ planId: id, ...value })) } }
    },

    async createPlan(plan, { records, key }) {
      const id = `plan-${key.slice(0, 24)}`
      await records<Plan>('plans').insert(plan, { id }).catch(alreadyThere)
      return { outlet: 'created', output: { planId: id } }
    },

    createSubscription,
    getSubscription,
    listSubscriptions,
    cancelSubscription,
    renew,
  },
})

/** The bills of a customer. On trial whoever has none is given one, so that there is something to pay. */
async function invoicesOf(
  { records, settings, clock, key }: LedgerContext,
  customerId: string | undefined,
  given: string | undefined,
) {
  const invoices = records<Invoice>('invoices')
  const phone = given === undefined ? undefined : parsePhone(given)
  const where = named(customerId === undefined ? { phone } : { customerId })
  if (Object.keys(where).length === 0) return []
  const found = await invoices.find({ where })
  if (found.length > 0 || settings.samples === false) return found
  const who = customerId ?? phone ?? ''
  const sample: Invoice = {
    ...named({ customerId, phone }),
    // neither its number nor its id says whose it is: both stay when a customer is erased
    number: `S-${key.slice(0, 8).toUpperCase()}`,
    sampleFor: who,
    amount: 49_900,
    currency: settings.currency ?? 'THB',
    due: new Date(clock.now() + 7 * 86_400_000).toISOString().slice(0, 10),
    description: 'Sample bill',
  }
  await invoices.insert(sample).catch(alreadyThere)
  return invoices.find({ where })
}

/** Whose a payment is, so that it is found again by them: by the bill, where nobody says. */
async function payerOf({ records }: LedgerContext, customerId: string | undefined, invoiceId: string | undefined) {
  if (customerId !== undefined || invoiceId === undefined || !RECORD_ID.test(invoiceId)) return customerId
  const bill = (await records<Invoice>('invoices').get(invoiceId))?.value
  return bill?.customerId ?? bill?.phone
}

/** What is open follows from the payments, every time: no mark on a bill can be lost or be there twice. */
async function withWhatIsOpen(
  { http }: LedgerContext,
  id: string,
  { void: isVoid, number, amount, currency, due, description }: Invoice,
) {
  const reply = await http.get(`${GATEWAY}/payments?${queryOf({ invoice: id })}`)
  const { payments } = bodyOf<{ payments: Payment[] }>(reply)
  const covered = payments
    .filter((payment) => payment.currency === currency)
    .reduce((sum, { captured, refunded }) => sum + captured - refunded, 0)
  const open = isVoid === true ? 0 : Math.max(0, amount - covered)
  const state = isVoid === true ? 'void' : open === 0 ? 'paid' : covered > 0 ? 'partlyPaid' : 'open'
  return { id, number, amount, open, currency, state, ...named({ due, description }) } as const
}

const outletOf = ({ status }: Payment) => (status === 'cancelled' ? 'declined' : status)

type State = Payment['status'] | 'partlyRefunded' | 'refunded' | 'disputed'

function told(payment: Payment) {
  const { id, status, run, captured, refunded, disputed, amount, currency, brand, lastFour, url, invoice, customer, at } = payment
  const given: State = refunded === 0 ? status : refunded < captured ? 'partlyRefunded' : 'refunded'
  const state: State = disputed ? 'disputed' : given
  return {
    state,
    ...{ paymentId: id, amount, captured, refunded, currency, brand, lastFour },
    ...named({
      url,
      invoiceId: invoice,
      customerId: customer,
      description: payment.description,
      runId: run,
      at: new Date(at).toISOString(),
    }),
    ...named({ code: status === 'cancelled' ? 'cancelled' : payment.code }),
  } as const
}

type Named<Value> = { [Name in keyof Value]?: Exclude<Value[Name], undefined> }
const named = <Value extends object>(value: Value): Named<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Named<Value>

import type { RecordPort } from '@patchbay/sandbox'
import type { Clock } from '../clock.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import {
  type Found,
  type GatewayLink,
  type GatewayMethod,
  type GatewayPayment,
  type GatewayRefund,
  gatewayRecords,
  idOf,
} from './gateway-records.ts'
import { type CardOutcome, type CardRefusal, type GivenCard, readTestCard, type TestCard } from './test-card.ts'

/** Why the gateway does not do what it is asked. Nothing was changed then. */
export type GatewayRefusal =
  | CardRefusal
  | 'keyReused'
  | 'notFound'
  | 'notPaid'
  | 'exceedsCaptured'
  | 'alreadyRefunded'
  | 'alreadySettled'
  | 'linkOver'
  | 'switchedOff'
export class GatewayError extends Error {
  readonly reason: GatewayRefusal
  constructor(reason: GatewayRefusal) {
    super(reason)
    this.reason = reason
  }
}

export interface ChargeOrder {
  key: string
  amount: number
  currency: string
  card?: GivenCard | undefined
  method?: string | undefined
  /** What the payer had typed is lost: it stays unpaid under this key, whoever else may still be at it. */
  gone?: true | undefined
  invoice?: string | undefined
  customer?: string | undefined
  description?: string | undefined
  run?: string | undefined
}

export type LinkOrder = Pick<ChargeOrder, 'key' | 'amount' | 'currency' | 'invoice' | 'customer' | 'run'> & {
  description: string
  language?: string | undefined
  expiresAt: number
}

/** A payment is changed by comparing its revision: whoever loses looks again. So many may be at it at once. */
const TRIES = 60
const REFUNDS_MAX = 100

/** What the test card gateway knows and does in one environment. No money is moved anywhere; all else is as with a real one. */
export function createGateway({ records, clock, place }: { records: RecordPort; clock: Clock; place: FlowPlace }) {
  const collection = gatewayRecords(records, place, clock)
  const payments = collection('payments')
  const links = collection('links')
  const methods = collection('methods')

  const cardOf = (given: GivenCard) => {
    const read = readTestCard(given, clock())
    if (read.type === 'refused') throw new GatewayError(read.reason)
    return read
  }
  const payment = async (id: string): Promise<Found<GatewayPayment>> => {
    const found = await payments.get(id)
    if (found === undefined) throw new GatewayError('notFound')
    return found
  }
  /** Changes a payment, or finds that there is nothing to change. */
  const change = async (id: string, next: (now: GatewayPayment) => GatewayPayment): Promise<GatewayPayment> => {
    for (let tries = 0; tries < TRIES; tries++) {
      const found = await payment(id)
      const value = next(found.value)
      if (value === found.value || (await payments.replace(found, value))) return value
    }
    throw new Error('A payment was changed again and again')
  }

  const chargeAs = async (id: string, order: Omit<ChargeOrder, 'key'> & { key?: string; link?: string }) => {
    const before = await payments.get(id)
    if (before !== undefined) return sameOrder(before.value, order)
    const made = paymentOf(id, order, await payerOf(order), clock())
    if (await payments.add(made)) return made
    return sameOrder((await payment(id)).value, order)
  }

  const payerOf = async ({ card, method, gone }: Pick<ChargeOrder, 'card' | 'method' | 'gone'>): Promise<Payer> => {
    if (gone) return { brand: 'card', lastFour: '', outcome: 'declined', code: 'cardGone' }
    if (card !== undefined) {
      const read = cardOf(card)
      return { ...read.card, lastFour: read.lastFour }
    }
    const saved = method === undefined ? undefined : await methods.get(method)
    if (saved === undefined) throw new GatewayError('notFound')
    return saved.value as Payer
  }

  /** A link that was paid while nobody noticed: the payment says so, not the link. */
  const settleLink = async (found: Found<GatewayLink>): Promise<{ link: Found<GatewayLink>; payment?: GatewayPayment }> => {
    const id = attemptOf(found.value)
    const tried = await payments.get(id)
    if (tried === undefined || found.value.status === 'paid') {
      const last = found.value.payment === undefined ? undefined : await payments.get(found.value.payment)
      return { link: found, ...(last === undefined ? {} : { payment: last.value }) }
    }
    const { status } = tried.value
    if (status === 'requiresAction') return { link: found, payment: tried.value }
    const over = status === 'declined' || status === 'cancelled'
    const next: GatewayLink = over
      ? { ...found.value, attempts: found.value.attempts + 1, payment: id }
      : { ...found.value, status: 'paid', payment: id }
    await links.replace(found, next)
    const again = await links.get(found.value.id)
    return again === undefined ? { link: found, payment: tried.value } : { link: again, payment: tried.value }
  }
  const link = async (id: string) => {
    const found = await links.get(id)
    if (found === undefined) throw new GatewayError('notFound')
    return settleLink(found)
  }

  return {
    /** The same payment for the same key, whatever else is asked. @throws {GatewayError} */
    charge: (order: ChargeOrder): Promise<GatewayPayment> => chargeAs(idOf('pay', order.key), order),
    payment: async (id: string): Promise<GatewayPayment> => (await payment(id)).value,
    paymentOfKey: async (key: string): Promise<GatewayPayment> => (await payment(idOf('pay', key))).value,
    payments: payments.find,

    /** Takes back what was not captured yet. */
    cancel: (id: string): Promise<GatewayPayment> =>
      change(id, (now) => {
        if (now.status === 'cancelled') return now
        if (now.status !== 'requiresAction') throw new GatewayError('alreadySettled')
        return { ...now, status: 'cancelled' }
      }),

    /** What the customer said to their bank. */
    confirm: (id: string, agreed: boolean): Promise<GatewayPayment> =>
      change(id, (now) => {
        if (now.status !== 'requiresAction') return now
        return agreed ? { ...now, status: 'paid', captured: now.amount } : { ...now, status: 'declined', code: 'notConfirmed' }
      }),

    /** Never more than was captured, however many ask at once; the same refund for the same key. @throws {GatewayError} */
    async refund(order: { key: string; payment: string; amount: number; reason: string }): Promise<GatewayRefund> {
      const id = `${order.payment}.${idOf('re', order.key)}`
      const changed = await change(order.payment, (now) => {
        const known = now.refunds.find((one) => one.id === id)
        if (known !== undefined && known.amount !== order.amount) throw new GatewayError('keyReused')
        if (known !== undefined) return now
        if (now.captured === 0) throw new GatewayError('notPaid')
        const left = leftOf(now)
        if (left === 0) throw new GatewayError('alreadyRefunded')
        if (order.amount > left || now.refunds.length >= REFUNDS_MAX) throw new GatewayError('exceedsCaptured')
        const { key, amount, reason } = order
        return { ...now, refunds: [...now.refunds, { id, key, amount, reason, at: clock() }] }
      })
      return changed.refunds.find((one) => one.id === id) ?? { id, ...order, at: clock() }
    },

    /** @param of The refund's id, or what it was asked for under. */
    async refunded(paymentId: string, of: { id: string } | { key: string }): Promise<GatewayRefund> {
      const { refunds } = (await payment(paymentId)).value
      const made = refunds.find((one) => ('id' in of ? one.id === of.id : one.key === of.key))
      if (made === undefined) throw new GatewayError('notFound')
      return made
    },

    async saveMethod(order: { key: string; customer: string; card: GivenCard }): Promise<GatewayMethod> {
      const id = idOf('card', order.key)
      const before = await methods.get(id)
      if (before !== undefined) return before.value
      const { card, lastFour } = cardOf(order.card)
      const made: GatewayMethod = { id, customer: order.customer, ...card, lastFour, at: clock() }
      return (await methods.add(made)) ? made : ((await methods.get(id))?.value ?? made)
    },
    methods: (customer: string) => methods.find({ where: { customer } }),

    async createLink({ key, ...order }: LinkOrder): Promise<GatewayLink> {
      const id = idOf('link', key)
      const made: GatewayLink = { ...defined(order), id, status: 'open', attempts: 0 }
      await links.add(made)
      return (await link(id)).link.value
    },
    /** A link, and the payment that is under way or was made by it. */
    async link(id: string): Promise<{ link: GatewayLink; payment?: GatewayPayment; isOver: boolean }> {
      const { link: found, payment: last } = await link(id)
      const isOver = found.value.status === 'open' && found.value.expiresAt <= clock()
      return { link: found.value, isOver, ...(last === undefined ? {} : { payment: last }) }
    },
    /** Two who pay at once pay once: the payment's id follows from how often it was tried. */
    async payLink(id: string, card: GivenCard): Promise<GatewayPayment> {
      const { link: found, payment: last } = await link(id)
      if (found.value.status === 'paid' && last !== undefined) return last
      if (last?.status === 'requiresAction') return last
      if (found.value.expiresAt <= clock()) throw new GatewayError('linkOver')
      const { amount, currency, invoice, customer, description, run } = found.value
      const order = { amount, currency, invoice, customer, description, run, card, link: id }
      const made = await chargeAs(attemptOf(found.value), order)
      await settleLink(found)
      return made
    },
  }
}
export type Gateway = ReturnType<typeof createGateway>

/** What may still be given back. */
export const leftOf = ({ captured, refunds }: GatewayPayment): number =>
  captured - refunds.reduce((sum, { amount }) => sum + amount, 0)

interface Payer {
  brand: TestCard['brand'] | 'card'
  outcome: CardOutcome
  lastFour: string
  code?: string
}

const attemptOf = ({ id, attempts }: GatewayLink): string => idOf('pay', 'link', id, String(attempts))

function paymentOf(
  id: string,
  {
    key,
    amount,
    currency,
    invoice,
    customer,
    description,
    link,
    run,
  }: Omit<ChargeOrder, 'key'> & { key?: string; link?: string },
  { brand, lastFour, outcome, code }: Payer,
  at: number,
): GatewayPayment {
  const half = Math.max(1, Math.floor(amount / 2))
  const captured = outcome === 'declined' || outcome === 'requiresAction' ? 0 : outcome === 'partlyPaid' ? half : amount
  const status = outcome === 'noAnswer' || outcome === 'disputed' ? 'paid' : outcome
  return {
    ...defined({ key, invoice, customer, description, link, run }),
    ...{ id, status, amount, captured, currency, brand, lastFour, refunds: [], at },
    disputed: outcome === 'disputed',
    ...(code === undefined ? {} : { code }),
    ...(outcome === 'noAnswer' ? { silent: true as const } : {}),
  }
}

/** A key stands for one order; another one under it is a mistake that must not pass for a repetition. */
function sameOrder(made: GatewayPayment, { amount, currency }: Pick<ChargeOrder, 'amount' | 'currency'>): GatewayPayment {
  if (made.amount !== amount || made.currency !== currency) throw new GatewayError('keyReused')
  return made
}

/** Records hold no `undefined`. */
const defined = <Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never

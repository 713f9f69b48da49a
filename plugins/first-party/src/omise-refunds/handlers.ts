import { definePlugin } from '@patchbay/plugin-sdk'
import {
  type Charge,
  isMissing,
  isOmiseLink,
  type Link,
  type List,
  omiseBody,
  omiseGet,
  omisePost,
  refusalIn,
} from '../omise/omise-api.ts'
import { refundHandlers } from '../refund-rules/refund-handlers.ts'
import type { MadeRefund, RefundContext, RefundService, TakenPayment } from '../refund-rules/refund-service.ts'
import { sendOnce } from '../refund-rules/send-once.ts'
import type { OmiseRefunds } from './manifest.ts'

/** docs.omise.co/refunds-api: a charge has less than 15, so one page holds them all. */
interface Refund {
  object: 'refund'
  id: string
  charge: string
  amount: number
  currency: string
  /** Some are only told as `pending` at first. */
  status?: string | null
  metadata?: Record<string, string>
}

/** Omise itself gives no more back than a charge took. It says nothing of keys: a refund is sent once, and found by our mark. */
function omiseOf(context: RefundContext): RefundService {
  const { http } = context
  const read = async (path: string) => {
    const reply = await omiseGet(http, path)
    return isMissing(reply) ? undefined : reply
  }
  /** Of a link: the charge that paid it. */
  const chargeAt = async (id: string): Promise<Charge | undefined> => {
    const reply = await read(`${isOmiseLink(id) ? 'links' : 'charges'}/${encodeURIComponent(id)}`)
    if (reply === undefined) return undefined
    if (!isOmiseLink(id)) return omiseBody<Charge>(reply, 'charge')
    return omiseBody<Link>(reply, 'link').charges.data.find(({ paid }) => paid)
  }
  const madeOf = async ({ id }: Charge, key: string): Promise<MadeRefund | undefined> => {
    const reply = await omiseGet(http, `charges/${encodeURIComponent(id)}/refunds`, { limit: '100' })
    const made = omiseBody<List<Refund> & { object: 'list' }>(reply, 'list').data.find(
      ({ metadata }) => metadata?.['patchbay'] === key,
    )
    return made === undefined ? undefined : toMade(made)
  }

  return {
    async payment(paymentId) {
      const charge = await chargeAt(paymentId)
      return charge === undefined ? undefined : taken(charge)
    },

    async refund({ key, paymentId, amount }) {
      const charge = await chargeAt(paymentId)
      if (charge === undefined) return 'notEligible'
      return sendOnce(context, key, async () => {
        const form = { amount: String(amount), 'metadata[patchbay]': key }
        const reply = await omisePost(http, `charges/${encodeURIComponent(charge.id)}/refunds`, form, `${key}-refund`)
        if (refusalIn(reply) === undefined) return toMade(omiseBody<Refund>(reply, 'refund'))
        // what is in the way is said in words only: the charge is looked at again
        const made = await madeOf(charge, key)
        const now = taken((await chargeAt(charge.id)) ?? charge)
        const left = now.captured - now.refunded
        return made ?? (left <= 0 ? 'alreadyRefunded' : amount > left ? 'exceedsCaptured' : 'notEligible')
      })
    },

    async made({ key, paymentId }) {
      const charge = await chargeAt(paymentId)
      return charge === undefined ? undefined : madeOf(charge, key)
    },

    async get(refundId) {
      const [of = '', id = ''] = refundId.split('.')
      if (of === '' || id === '') return undefined
      const reply = await read(`charges/${encodeURIComponent(of)}/refunds/${encodeURIComponent(id)}`)
      return reply === undefined ? undefined : toMade(omiseBody<Refund>(reply, 'refund'))
    },

    async history(customer) {
      const reply = await omiseGet(http, 'charges', { limit: '100', order: 'reverse_chronological' })
      const { data } = omiseBody<List<Charge> & { object: 'list' }>(reply, 'list')
      return data
        .filter((charge) => charge.customer === customer)
        .slice(0, 20)
        .map(taken)
    },
  }
}

const toMade = ({ id, charge, amount, currency, status }: Refund): MadeRefund => ({
  ...{ refundId: `${charge}.${id}`, paymentId: charge, amount, currency: currency.toUpperCase() },
  state: status === 'pending' ? 'pending' : 'refunded',
})

function taken(charge: Charge): TakenPayment {
  const { id, amount, paid, captured_amount, refunded_amount, currency, created_at, customer, description, dispute } = charge
  const isDisputed = typeof dispute === 'string' || (typeof dispute === 'object' && dispute?.status === 'open')
  return {
    ...{ paymentId: id, amount, currency: currency.toUpperCase(), at: Date.parse(created_at) || 0 },
    ...{ captured: paid ? (captured_amount ?? amount) : 0, refunded: refunded_amount ?? 0 },
    ...(isDisputed ? { disputed: true } : {}),
    ...(typeof customer === 'string' ? { customerId: customer } : {}),
    ...(typeof description === 'string' ? { description } : {}),
  }
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<OmiseRefunds>({ actions: refundHandlers(omiseOf) })

import { definePlugin, expectOk, type HttpReply, PluginError } from '@patchbay/plugin-sdk'
import { queryOf } from '../ask-for.ts'
import { creditHandlers } from '../refund-rules/credit-handlers.ts'
import { refundHandlers } from '../refund-rules/refund-handlers.ts'
import type { MadeRefund, RefundContext, RefundService, TakenPayment } from '../refund-rules/refund-service.ts'
import type { RefundDesk } from './manifest.ts'

const GATEWAY = 'https://cards.patchbay.test'
/** For trials: a flow gives 500.00 back by itself, an agent 2,000.00. */
const UNSET = { limitFlow: 50_000, limitAgent: 200_000 }

interface Payment {
  id: string
  amount: number
  captured: number
  refunded: number
  currency: string
  customer?: string
  description?: string
  disputed?: boolean
  at: number
}
interface Refund {
  id: string
  amount: number
}

/** The test card gateway: it has its own eye on it that never more is given back than was taken. */
function gatewayOf({ http }: Pick<RefundContext, 'http'>): RefundService {
  const currencyOf = async (paymentId: string) =>
    bodyOf<Payment>(await http.get(`${GATEWAY}/payments/${encodeURIComponent(paymentId)}`)).currency
  const made = async (paymentId: string, reply: HttpReply): Promise<MadeRefund | undefined> => {
    if (isNothing(reply)) return undefined
    const { id, amount } = bodyOf<Refund>(reply)
    return { refundId: id, paymentId, amount, currency: await currencyOf(paymentId), state: 'refunded' }
  }
  return {
    async payment(paymentId) {
      const reply = await http.get(`${GATEWAY}/payments/${encodeURIComponent(paymentId)}`)
      return isNothing(reply) ? undefined : taken(bodyOf<Payment>(reply))
    },
    async refund({ key, paymentId, amount, currency, reason }) {
      const reply = await http.post(`${GATEWAY}/refunds`, {
        headers: { 'idempotency-key': key },
        json: { payment: paymentId, amount, reason },
      })
      const code = codeOf(reply)
      if (reply.status === 402 && (code === 'exceedsCaptured' || code === 'alreadyRefunded')) return code
      if (reply.status === 402 && code !== undefined) return 'notEligible'
      return { refundId: bodyOf<Refund>(reply).id, paymentId, amount, currency, state: 'refunded' }
    },
    made: async ({ key, paymentId }) =>
      made(paymentId, await http.get(`${GATEWAY}/refunds?${queryOf({ payment: paymentId, key })}`)),
    get: async (refundId) =>
      made(refundId.split('.')[0] ?? '', await http.get(`${GATEWAY}/refunds/${encodeURIComponent(refundId)}`)),
    async history(customer) {
      const query = queryOf({ customer, limit: '20' })
      return bodyOf<{ payments: Payment[] }>(await http.get(`${GATEWAY}/payments?${query}`)).payments.map(taken)
    },
  }
}

const taken = ({ id, amount, captured, refunded, currency, at, customer, description, disputed }: Payment): TakenPayment => ({
  ...{ paymentId: id, amount, captured, refunded, currency, at },
  ...(customer === undefined ? {} : { customerId: customer }),
  ...(description === undefined ? {} : { description }),
  ...(disputed === true ? { disputed } : {}),
})

const codeOf = ({ body }: HttpReply): unknown => (body as { error?: { code?: unknown } } | undefined)?.error?.code

/** Its own word that there is none; any other 404 is trouble. */
const isNothing = (reply: HttpReply): boolean => reply.status === 404 && codeOf(reply) === 'notFound'

function bodyOf<Body>(reply: HttpReply): Body {
  const { body } = expectOk(reply)
  if (typeof body !== 'object' || body === null)
    throw new PluginError('UNAVAILABLE', 'The gateway answered nothing that can be read')
  return body as Body
}

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<RefundDesk>({
  actions: { ...refundHandlers(gatewayOf, UNSET), ...creditHandlers(gatewayOf, UNSET) },
})

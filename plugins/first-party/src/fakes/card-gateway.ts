import type { FakeReply, FakeRequest } from '@patchbay/plugin-sdk'

interface Payment {
  id: string
  key?: string
  status: string
  amount: number
  captured: number
  refunded: number
  currency: string
  disputed: boolean
  brand: string
  lastFour: string
  code?: string
  url?: string
  invoice?: string
  customer?: string
  refunds: { id: string; key: string; amount: number }[]
  at: number
}

/** The gateway of test cards, as plugins see it (runtime/server/src/test-cards): what its address answers, and no more. */
export interface CardGatewayState {
  payments: Record<string, Payment>
  links: Record<string, { id: string; amount: number; currency: string; expiresAt: number }>
  methods: Record<string, { id: string; customer: string; brand: string; lastFour: string }>
}

interface Body {
  amount: number
  currency: string
  card?: { number: string }
  method?: string
  gone?: true
  invoice?: string
  customer: string
  payment?: string
  expiresAt: number
}

const AT = Date.UTC(2026, 0, 14, 9, 0)
const sample = (id: string, more: Partial<Payment> = {}): Payment => ({
  ...{ id, status: 'paid', amount: 490_000, captured: 490_000, refunded: 0, currency: 'THB', disputed: false },
  ...{ brand: 'visa', lastFour: '4242', refunds: [], at: AT },
  ...more,
})

export const startCardGateway = (): CardGatewayState => ({
  payments: {
    pay_sample: sample('pay_sample'),
    pay_waiting: sample('pay_waiting', { status: 'requiresAction', captured: 0 }),
    pay_given: sample('pay_given', { refunded: 100, refunds: [{ id: 'pay_given.re_sample', key: 'given', amount: 100 }] }),
  },
  links: {},
  methods: {
    card_1: { id: 'card_1', customer: 'c1', brand: 'visa', lastFour: '9995' },
    card_good: { id: 'card_good', customer: 'c2', brand: 'visa', lastFour: '4242' },
    card_asks: { id: 'card_asks', customer: 'c3', brand: 'visa', lastFour: '3155' },
    card_half: { id: 'card_half', customer: 'c4', brand: 'visa', lastFour: '5050' },
  },
})

export function answerAsCardGateway({ method, path, query, headers, json }: FakeRequest, state: CardGatewayState): FakeReply {
  const [what = '', id = '', verb] = path.split('/').slice(1).map(decodeURIComponent)
  const key = headers['idempotency-key'] ?? ''
  const body = (json ?? {}) as Body
  const payment = state.payments[id]
  switch (`${method} ${what}${id === '' ? '' : '/id'}${verb === undefined ? '' : `/${verb}`}`) {
    case 'POST payments': {
      const made = Object.values(state.payments).find((one) => one.key === key)
      if (made !== undefined) return ok(made)
      if (body.card !== undefined && body.card.number !== '4242424242424242') return refuse(402, 'notATestCard')
      if (body.method !== undefined && state.methods[body.method] === undefined) return refuse(404, 'notFound')
      const declined = body.method === 'card_1' || body.gone === true
      const payment = sample(`pay_${Object.keys(state.payments).length}`, {
        ...{ key, amount: body.amount, currency: body.currency, captured: declined ? 0 : body.amount },
        ...(declined ? { status: 'declined', code: body.gone === true ? 'cardGone' : 'insufficientFunds' } : {}),
        ...(body.invoice === undefined ? {} : { invoice: body.invoice }),
        ...(body.method === 'card_asks'
          ? { status: 'requiresAction', captured: 0, url: 'https://patchbay.example.com/pay/bank' }
          : {}),
        ...(body.method === 'card_half' ? { status: 'partlyPaid', captured: Math.floor(body.amount / 2) } : {}),
      })
      state.payments[payment.id] = payment
      return ok(payment)
    }
    case 'GET payments': {
      if (query['key'] !== undefined) {
        const made = Object.values(state.payments).find((one) => one.key === query['key'])
        return made === undefined ? refuse(404, 'notFound') : ok(made)
      }
      const all = Object.values(state.payments).filter(
        (one) => (query['invoice'] ?? one.invoice) === one.invoice && (query['customer'] ?? one.customer) === one.customer,
      )
      return { status: 200, json: { payments: all.slice(0, Number(query['limit'] ?? 100)) } }
    }
    case 'GET payments/id':
      return payment === undefined ? refuse(404, 'notFound') : ok(payment)
    case 'POST payments/id/cancel':
      if (payment === undefined) return refuse(404, 'notFound')
      if (payment.status === 'paid') return refuse(402, 'alreadySettled')
      payment.status = 'cancelled'
      return ok(payment)
    case 'POST refunds':
      return refund(state, key, body)
    case 'GET refunds':
    case 'GET refunds/id': {
      const of = state.payments[query['payment'] ?? id.split('.')[0] ?? '']
      const made = of?.refunds.find((one) => one.id === id || one.key === query['key'])
      return made === undefined ? refuse(404, 'notFound') : { status: 200, json: made }
    }
    case 'POST links': {
      const link = state.links[key] ?? {
        ...{ id: `link_${Object.keys(state.links).length + 1}`, amount: body.amount, currency: body.currency },
        expiresAt: body.expiresAt,
      }
      state.links[key] = link
      return { status: 200, json: { ...link, status: 'open', url: `https://patchbay.example.com/pay/${link.id}` } }
    }
    case 'POST methods': {
      const made = state.methods[key] ?? { id: 'card_2', customer: body.customer, brand: 'visa', lastFour: '4242' }
      state.methods[key] = made
      return { status: 200, json: made }
    }
    case 'GET methods':
      return {
        status: 200,
        json: { methods: Object.values(state.methods).filter(({ customer }) => customer === query['customer']) },
      }
    default:
      return { status: 404 }
  }
}

function refund(state: CardGatewayState, key: string, body: Partial<Body>): FakeReply {
  const payment = state.payments[body.payment ?? '']
  if (payment === undefined) return refuse(404, 'notFound')
  const before = payment.refunds.find((one) => one.key === key)
  if (before !== undefined) return { status: 200, json: before }
  const amount: number = body.amount ?? 0
  if (payment.refunded === payment.captured) return refuse(402, 'alreadyRefunded')
  if (amount > payment.captured - payment.refunded) return refuse(402, 'exceedsCaptured')
  const made = { id: `${payment.id}.re_${payment.refunds.length + 1}`, key, amount }
  payment.refunds.push(made)
  payment.refunded += amount
  return { status: 200, json: made }
}

const ok = ({ key: _, ...payment }: Payment): FakeReply => ({ status: 200, json: payment })
const refuse = (status: number, code: string): FakeReply => ({ status, json: { error: { code } } })

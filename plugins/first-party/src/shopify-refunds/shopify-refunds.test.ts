import type { Context, FakeReply, FakeRequest } from '@patchbay/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { refundCollections } from '../refund-rules/refund-manifest.ts'
import { createFakeHttp, outcomeOf } from '../testing/fake-http.ts'
import { createMemoryHost } from '../testing/memory-context.ts'
import fake, { answerAsShop, type ShopState, startShop } from './fake.ts'
import shopify from './handlers.ts'
import { idIn, type ShopifySettings } from './shopify-api.ts'

const NOW = Date.UTC(2026, 0, 15, 9, 0)
const SETTINGS: ShopifySettings = { shop: 'https://acme.myshopify.com', clientId: '0123456789abcdef', limitFlow: 1_000_000 }
const order = (number: number) => `gid://shopify/Order/${number}`

function desk({
  answer = answerAsShop,
  settings = SETTINGS,
  state: given = startShop(),
}: {
  answer?: (request: FakeRequest, state: ShopState) => FakeReply
  settings?: ShopifySettings
  state?: ShopState
} = {}) {
  const wire = createFakeHttp<ShopState>({ ...fake, start: () => given, answer })
  const host = createMemoryHost({ collections: refundCollections }, { startsAt: NOW, http: wire.http })
  let keys = 0
  type Input = Parameters<typeof shopify.actions.refund>[0]
  const contextOf = (key: string) => host.context(settings, { key }) as Context<never>
  return {
    ...wire,
    refund: (input: Input, key = `key-${keys++}`) => outcomeOf(() => shopify.actions.refund(input, contextOf(key))),
    history: (customerId: string) =>
      outcomeOf(async () => {
        const asked = { paymentId: order(1001), amount: 1, reason: 'x', customerId }
        const request = await shopify.actions.requestApproval(asked, contextOf('a'))
        const approvalId = request.output?.approvalId ?? ''
        return shopify.actions.getApproval({ approvalId }, contextOf('b'))
      }),
    /** Without what was there. */
    given: () =>
      given.orders.flatMap(({ transactions }) =>
        transactions.filter(({ kind, id }) => kind === 'REFUND' && !id.endsWith('/19000')),
      ),
  }
}

test('what was paid in two ways goes back in two, to each as much as it paid', async () => {
  const { refund, given } = desk()
  expect(await refund({ paymentId: '#1003', amount: 350_000 })).toMatchObject({ outlet: 'refunded', output: { amount: 350_000 } })
  expect(await refund({ paymentId: order(1003) })).toMatchObject({ outlet: 'refunded', output: { amount: 140_000 } })
  expect(given().map(({ gateway, amount }) => [gateway, amount])).toEqual([
    ['shopify_payments', '3000.00'],
    ['gift_card', '500.00'],
    ['gift_card', '1400.00'],
  ])
})

describe('goods go back into stock', () => {
  test('when all is given back', async () => {
    const { refund, state } = desk()
    expect((await refund({ paymentId: '#1001', restock: true })).outlet).toBe('refunded')
    expect(state.refunds.at(-1)?.restocked).toBe(2)
  })
  test('and not with a part, of which nobody knows what it stands for', async () => {
    const { refund, given } = desk()
    expect((await refund({ paymentId: '#1001', amount: 100, restock: true })).outlet).toBe('notEligible')
    expect(given()).toEqual([])
  })
})

test.each([
  ['PENDING', 'pending'],
  ['FAILURE', 'notEligible'],
] as const)('a payment service that says %s: %s', async (next, outlet) => {
  const { refund } = desk({ state: { ...startShop(), next } })
  expect((await refund({ paymentId: '#1001', amount: 100 })).outlet).toBe(outlet)
})

test('what was not paid cannot be given back', async () => {
  const { refund } = desk()
  expect(await refund({ paymentId: '#1004' })).toMatchObject({ outlet: 'notEligible', output: { reason: 'notPaid' } })
})

test.each([
  ['TWD', '1234.56', 123_456],
  ['TRY', '1234.5', 123_450],
  ['LAK', '123456.0', 12_345_600],
  ['CNY', '0.01', 1],
  ['USD', '1234.00', 123_400],
  ['JPY', '1234.0', 1234],
  ['KWD', '1.234', 1234],
])('%s: %s is %i of the smallest unit, to and fro', async (currency, paid, units) => {
  const state = startShop()
  for (const one of state.orders) Object.assign(one, { currency })
  Object.assign(state.orders[0]?.transactions[0] ?? {}, { amount: paid })
  const { refund, given } = desk({ state, settings: { ...SETTINGS, limitFlow: 99_999_999 } })
  expect(await refund({ paymentId: '#1001' })).toMatchObject({ outlet: 'refunded', output: { amount: units, currency } })
  expect(Number(given()[0]?.amount)).toBe(Number(paid))
})

test('Shopify has the last word: what somebody else has just given back is not given again', async () => {
  const state = startShop()
  const { refund, given } = desk({
    state,
    answer(request, now) {
      const asks = (request.json as { query?: string } | undefined)?.query?.includes('refundCreate') === true
      const paid = now.orders[0]?.transactions[0]
      // in the admin, between our look and our refund
      if (asks && paid !== undefined) now.orders[0]?.transactions.push({ ...paid, id: 'x', kind: 'REFUND', parent: paid.id })
      return answerAsShop(request, now)
    },
  })
  expect((await refund({ paymentId: '#1001', amount: 100 })).outlet).toBe('alreadyRefunded')
  expect(given()).toHaveLength(1)
})

test('while Shopify is still at the first one, nobody knows; then it is told, once', async () => {
  const busy = 'This request is currently in progress, please try again.'
  let first = true
  const { refund, given } = desk({
    answer(request, state) {
      const reply = answerAsShop(request, state)
      const asks = (request.json as { query?: string } | undefined)?.query?.includes('refundCreate') === true
      if (!asks || !first) return reply
      first = false
      state.refunds.pop()
      return { status: 200, json: { data: { refundCreate: { refund: null, userErrors: [{ field: null, message: busy }] } } } }
    },
  })
  expect((await refund({ paymentId: '#1001', amount: 100 }, 'k')).outlet).toBe('UNAVAILABLE')
  expect(given()).toHaveLength(1)
})

test.each([
  ['THROTTLED', 'RATE_LIMITED'],
  ['ACCESS_DENIED', 'UNAUTHORIZED'],
  ['INTERNAL_SERVER_ERROR', 'UNAVAILABLE'],
  ['MAX_COST_EXCEEDED', 'INVALID_INPUT'],
])('the code %s, which comes with a 200: %s', async (code, outlet) => {
  const errors = [{ message: 'no', extensions: { code } }]
  const { refund } = desk({
    answer: (request, state) =>
      request.path.endsWith('graphql.json') ? { status: 200, json: { errors } } : answerAsShop(request, state),
  })
  expect((await refund({ paymentId: '#1001', amount: 100 })).outlet).toBe(outlet)
})

describe('a token', () => {
  test('is asked for once, and again when it holds no more', async () => {
    let over = false
    const { refund, asked } = desk({
      answer(request, state) {
        const isToken = request.path.endsWith('access_token')
        if (over && !isToken) return { status: 401 }
        return answerAsShop(request, state)
      },
    })
    await refund({ paymentId: '#1001', amount: 100 })
    await refund({ paymentId: '#1001', amount: 100 })
    expect(asked.filter(({ path }) => path.endsWith('access_token'))).toHaveLength(1)
    over = true
    expect((await refund({ paymentId: '#1001', amount: 100 })).outlet).toBe('UNAUTHORIZED')
    expect(asked.filter(({ path }) => path.endsWith('access_token'))).toHaveLength(2)
  })
  test('of an older app is sent as it is', async () => {
    const { clientId: _, ...settings } = SETTINGS
    const { refund, asked } = desk({ settings })
    expect((await refund({ paymentId: '#1001', amount: 100 })).outlet).toBe('refunded')
    expect(asked.map(({ headers }) => headers['x-shopify-access-token'])).not.toContain(undefined)
  })
})

test.each(['https://acme.example.com', 'http://acme.myshopify.com', 'https://acme.myshopify.com.evil.com', 'acme'])(
  '%s is no shop, and nobody is asked',
  async (shop) => {
    const { refund, asked } = desk({ settings: { ...SETTINGS, shop } })
    expect((await refund({ paymentId: '#1001', amount: 100 })).outlet).toBe('INVALID_INPUT')
    expect(asked).toEqual([])
  },
)

test('who decides sees what else the customer has ordered', async () => {
  const { history } = desk()
  const { outlet, output } = await history('gid://shopify/Customer/7')
  expect(outlet).toBe('waiting')
  expect((output as { history: { description: string; state: string }[] }).history).toMatchObject([
    { description: '#1001', state: 'paid' },
    { description: '#1002', state: 'partlyRefunded' },
    { description: '#1003', state: 'paid' },
  ])
  expect((await desk().history('7 OR 1')).output).toMatchObject({ history: [] })
})

test.each([
  ['Order', '1', 'gid://shopify/Order/1'],
  ['Order', 'gid://shopify/Order/1', 'gid://shopify/Order/1'],
  ['Order', 'gid://shopify/Refund/1', undefined],
  ['Refund', '1 OR 2', undefined],
] as const)('as an id of a %s %s is %s', (kind, text, expected) => expect(idIn(kind, text)).toBe(expected))

import { triggerCall } from '@patchbay/core'
import { createTrialBench, type Trial, type TrialBench } from '@patchbay/plugin-tools'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pluginTrial } from '../testing/plugin-trial.ts'

type Input = Readonly<Record<string, unknown>>

/** What each fake holds to be tried with. */
interface Known {
  money: { amount: number; currency: string }
  declined: Input
  asks: Input
  /** Where the payer goes on. */
  url: RegExp
  /** A payment of which a part was taken. */
  part?: string
  /** What the event of the fake tells. */
  told: Input
  /** Where a dispute can be seen afterwards. */
  disputed?: string
}

const ADAPTERS: Readonly<Record<string, Known>> = {
  'stripe-payments': {
    money: { amount: 490_000, currency: 'THB' },
    declined: { methodId: 'pm_declined' },
    asks: { methodId: 'pm_asks' },
    url: /^https:\/\/hooks\.stripe\.com\//,
    part: 'pi_part',
    told: { paymentId: 'pi_disputed', what: 'disputed', amount: 490_000, currency: 'THB' },
    disputed: 'pi_disputed',
  },
  'omise-payments': {
    money: { amount: 490_000, currency: 'THB' },
    declined: { methodId: 'card_declined', customerId: 'cust_1' },
    asks: { methodId: 'promptpay' },
    url: /^https:\/\/api\.omise\.co\/charges\/chrg_\d\/documents\/qr\.svg$/,
    part: 'chrg_part',
    told: { paymentId: 'chrg_disputed', what: 'disputed', amount: 490_000, currency: 'THB' },
    disputed: 'chrg_disputed',
  },
  'paypal-payments': {
    money: { amount: 4_900, currency: 'USD' },
    declined: { methodId: 'vault-declined' },
    asks: { methodId: 'vault-asks' },
    url: /^https:\/\/www\.paypal\.com\/webapps\/helios\?action=verify&flow=3ds&cart_id=ORDER\d$/,
    part: 'PART',
    told: { paymentId: 'DISPUTED', what: 'disputed', amount: 4_900, currency: 'USD' },
    disputed: 'DISPUTED',
  },
  'iyzico-payments': {
    money: { amount: 490_000, currency: 'TRY' },
    declined: { methodId: 'card-declined', customerId: 'user-1' },
    asks: { methodId: 'card-debit', customerId: 'user-1' },
    url: /^https:\/\/cpp\.iyzipay\.com\?token=form-1$/,
    told: { paymentId: '11', what: 'succeeded', amount: 490_000, currency: 'TRY' },
  },
}
const TYPED = { card: 'token-of-a-card-number', expiry: 'token-of-its-last-month', securityCode: 'token-of-its-code-000' }

let bench: TrialBench
beforeAll(() => {
  bench = createTrialBench()
})
afterAll(() => bench.close())

describe.each(Object.entries(ADAPTERS))('%s', (name, { money, declined, asks, url, part, told, disputed }) => {
  let trial: Trial
  beforeAll(async () => {
    trial = await pluginTrial(bench, name)
  })
  const moved = () => trial.fake.money?.(trial.outside.state(), trial.memory.kept()).length ?? 0
  /** New, with a look at how much has moved since. */
  const anew = () => {
    trial.reset()
    const before = moved()
    return () => moved() - before
  }

  test('a card that was typed is paid with, once', async () => {
    const since = anew()
    const paid = await trial.run('charge', { ...money, ...TYPED })
    expect(paid).toMatchObject({ outlet: 'paid', output: { ...money, captured: money.amount, state: 'paid', lastFour: '4242' } })
    expect(await trial.run('charge', { ...money, ...TYPED })).toMatchObject({ outlet: 'paid' })
    expect(since()).toBe(1)
  })

  test('what the bank declines is declined with its reason, also when it is asked again, and moves nothing', async () => {
    const since = anew()
    const expected = { outlet: 'declined', output: { code: 'insufficientFunds' } }
    expect(await trial.run('charge', { ...money, ...declined })).toMatchObject(expected)
    expect(await trial.run('getPayment', {})).toMatchObject(expected)
    expect(await trial.run('charge', { ...money, ...declined })).toMatchObject(expected)
    expect(since()).toBe(0)
  })

  test('what the payer has to say yes to leads to where they can', async () => {
    anew()
    const asked = await trial.run('charge', { ...money, ...asks })
    expect(asked).toMatchObject({ outlet: 'requiresAction', output: { url: expect.stringMatching(url) } })
    const waiting = { outlet: 'requiresAction', output: { ...money, captured: 0 } }
    expect(await trial.run('getPayment', {})).toMatchObject(waiting)
    expect(await trial.run('charge', { ...money, ...asks })).toMatchObject(waiting)
  })

  test.runIf(part !== undefined)('what was taken in part is said to be', async () => {
    anew()
    const { outlet, output } = await trial.run('getPayment', { paymentId: part })
    expect(outlet).toBe('partlyPaid')
    expect(output).toMatchObject({ state: 'partlyPaid' })
    const { amount, captured } = output as { amount: number; captured: number }
    expect(captured).toBeGreaterThan(0)
    expect(captured).toBeLessThan(amount)
  })

  test('a webhook tells what changed', async () => {
    anew()
    const body = trial.fake.events?.['payment']?.body
    const handled = await trial.run(triggerCall('payment'), { headers: {}, body, text: JSON.stringify(body) })
    expect(handled).toMatchObject({ outlet: 'handled', output: told })
    if (disputed === undefined) return
    expect(await trial.run('getPayment', { paymentId: disputed })).toMatchObject({ output: { state: 'disputed' } })
  })

  test.each([
    ['a card that was typed', TYPED],
    ['a card that was typed, and whose digits went with the first attempt', { ...TYPED }, { cardGone: true }],
  ] as [string, Input, { cardGone?: boolean }?][])(
    'when the answer that money has moved got lost: unknown, asked about, and moved once (%s)',
    async (_, card, again = {}) => {
      anew()
      await trial.run('charge', { ...money, ...card })
      const last = trial.outside.requests().length - 1
      const since = anew()
      trial.outside.harm('lostReply', last)
      expect(await trial.run('charge', { ...money, ...card })).toMatchObject({ outlet: 'unknown', reason: 'timeout' })
      trial.outside.harm(undefined)
      expect(since()).toBe(1)
      expect(await trial.run('getPayment', {})).toMatchObject({ outlet: 'paid', output: { ...money, captured: money.amount } })
      expect(await trial.run('charge', { ...money, ...card }, again)).toMatchObject({ outlet: 'paid' })
      expect(since()).toBe(1)
    },
  )

  test('digits that are gone before anything was sent are said to be', async () => {
    const since = anew()
    const { outlet, output } = await trial.run('charge', { ...money, ...TYPED }, { cardGone: true })
    expect({ outlet, output }).toEqual({ outlet: 'declined', output: expect.objectContaining({ code: 'cardGone' }) })
    expect(since()).toBe(0)
  })

  test('a page to pay at has an address, the same when it is asked for again', async () => {
    anew()
    const asked = { ...money, description: 'Internet, January', language: 'tr' }
    const first = await trial.run('createPaymentLink', asked)
    expect(first).toMatchObject({ outlet: 'created', output: { url: expect.stringMatching(/^https:\/\//) } })
    const second = await trial.run('createPaymentLink', asked)
    expect(second.output).toEqual(first.output)
  })
})

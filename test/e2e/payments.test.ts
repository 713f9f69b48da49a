import { resolve } from 'node:path'
import { bundlePlugin } from '@patchbay/plugin-tools'
import type { PatchbayServer } from '@patchbay/server'
import { MongoClient } from 'mongodb'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { payFlow } from '../support/pay-flow.ts'
import { apiOf, publishOn } from '../support/publish-on.ts'

const PLUGINS = resolve(import.meta.dirname, '../../plugins/first-party/src')
const GOOD = '4242424242424242'
const HOLD = /\/vonage\/voice\/hold\.wav$|One moment/

let bench: CallBench
let server: PatchbayServer
const log: string[] = []

async function install(name: string, settings: Record<string, unknown>) {
  const { default: manifest } = (await import(`${PLUGINS}/${name}/manifest.ts`)) as {
    default: { dataClasses?: readonly never[] }
  }
  const bundle = await bundlePlugin(`${PLUGINS}/${name}/handlers.ts`)
  const grants = { origins: ['https://cards.patchbay.test'], secrets: [], dataClasses: manifest.dataClasses ?? [] }
  await server.installPlugin({ manifest, bundle, grants, settings })
}

beforeAll(async () => {
  bench = await startCallBench()
  server = await bench.startServer({}, { log: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }) })
  await install('ledger', { samples: true, currency: 'THB' })
  await install('refund-desk', { currency: 'THB', limitFlow: 50_000 })
  await publishOn(bench, payFlow())
})
afterAll(() => bench.stop())

let calls = 0
let keys = 0
const nextCaller = () => `4477009${String(10_000 + calls++)}`

/** Each caller has a bill of their own. @param then What they press after they have paid, if anything. */
async function call(card: string, then: string[] = [], from = nextCaller()): Promise<string[]> {
  const { uuid } = bench.emulator.dial({ from, to: SAMPLE_NUMBER })
  const leg = () => bench.emulator.leg(uuid)
  const isAsked = () => leg().state === 'ended' || (leg().waitsFor?.kind === 'input' && leg().hears === null)
  for (const typed of [`${card}#`, '1239', ...then]) {
    await bench.clock.runUntil(isAsked)
    if (leg().state === 'ended') break
    bench.emulator.pressKeys(uuid, typed)
  }
  await bench.clock.runUntil(() => leg().state === 'ended')
  return bench.heard(uuid).filter((heard) => !HOLD.test(heard))
}

interface Outcome {
  outlet: string
  output: Readonly<Record<string, unknown>>
}
const ask = async (plugin: string, action: string, input: object, key = `key-of-the-test-${keys++}`) => {
  const headers = { 'idempotency-key': key }
  const { body } = await apiOf(bench, 'POST', `/plugins/${plugin}/actions/${action}`, { body: { input }, headers })
  return body as Outcome
}
/** A payment of 1,000.00, made by card at the gateway of a link: the way that needs no call. */
async function paidLink(amount: number): Promise<string> {
  const link = await ask('payments', 'createPaymentLink', {
    amount,
    currency: 'THB',
    description: 'Test',
    customerId: `c${keys}`,
  })
  const body = new URLSearchParams({ number: GOOD, expiry: '12/39', code: '123' })
  const page = await fetch(String(link.output['url']), { method: 'POST', body, headers: { origin: bench.url } })
  expect(await page.text()).toContain('Paid. Thank you.')
  const { output } = await ask('payments', 'listPayments', { limit: 1 })
  return String((output['payments'] as { paymentId: string }[])[0]?.paymentId)
}

test('a bill is paid by the keys and given back, and its card is nowhere', async () => {
  const caller = nextCaller()
  expect((await call(GOOD, ['1'], caller)).slice(-2)).toEqual([
    'Paid with 4 2 4 2. Press 1 to have it back.',
    'You have 49900 back.',
  ])
  const { output } = await ask('payments', 'listPayments', { customerId: caller })
  expect(output['payments']).toMatchObject([
    { state: 'refunded', amount: 49_900, captured: 49_900, refunded: 49_900, lastFour: '4242' },
  ])

  const client = await MongoClient.connect(bench.database.url)
  const names = (await client.db().listCollections().toArray()).map(({ name }) => name)
  const kept = await Promise.all(names.map((name) => client.db().collection(name).find().toArray()))
  await client.close()
  expect(JSON.stringify(kept)).not.toContain(GOOD)
  expect(log.filter((line) => line.includes(GOOD))).toEqual([])
})

test.each([
  ['4000000000009995', [], 'Declined: insufficientFunds.'],
  ['4532015112830366', [], 'Declined: notATestCard.'],
  ['4000002500003155', [], 'Not done.'],
  ['4000000000005050', [], 'Not done.'],
])('the card %s is told: %s %s', async (card, then, last) => expect((await call(card, then)).at(-1)).toBe(last))

test('a card that never answers has paid once, which comes out when it is asked again', async () => {
  const caller = nextCaller()
  const heard = await call('4000000000004087', ['1'], caller)
  expect(heard.slice(-2)).toEqual(['Paid with 4 0 8 7. Press 1 to have it back.', 'Goodbye.'])
  expect(heard).toContain('Nobody knows. Press 1 to try again.')
  const { output } = await ask('payments', 'listPayments', { customerId: caller })
  expect(output['payments']).toMatchObject([{ state: 'paid', captured: 49_900 }])
  expect((await call(GOOD, [], caller)).at(-1)).toBe('You owe nothing.')
})

describe('a refund', () => {
  test('is never more than was captured, with 20 at once', async () => {
    const paymentId = await paidLink(100_000)
    const asked = await Promise.all(Array.from({ length: 20 }, () => ask('refunds', 'refund', { paymentId, amount: 10_000 })))
    const { output } = await ask('payments', 'getPayment', { paymentId })
    const refunded = asked.filter(({ outlet }) => outlet === 'refunded').length
    // whoever lost too many races may say that nobody knows; what has moved is never too much, and never untold
    expect(output['refunded']).toBeLessThanOrEqual(100_000)
    expect(output['refunded']).toBeGreaterThanOrEqual(refunded * 10_000)
    expect(refunded).toBeGreaterThanOrEqual(8)
    const rest = asked.filter(({ outlet }) => !['refunded', 'unknown'].includes(outlet))
    expect(new Set(rest.map(({ outlet }) => outlet))).toEqual(new Set(['alreadyRefunded']))
  })

  test('above the limit waits for somebody, who decides once', async () => {
    const paymentId = await paidLink(90_000)
    const asked = await ask('refunds', 'requestApproval', { paymentId, amount: 90_000, reason: 'Broken' })
    const approvalId = asked.output['approvalId']
    const waiting = await ask('refunds', 'listApprovals', { state: 'waiting' })
    expect(waiting.output['approvals']).toMatchObject([{ approvalId, amount: 90_000, reason: 'Broken', askedBy: 'owner' }])
    const decided = await Promise.all(
      Array.from({ length: 5 }, () => ask('refunds', 'decide', { approvalId, decision: 'approve', reason: 'Fine' })),
    )
    expect(new Set(decided.map(({ outlet }) => outlet))).toEqual(new Set(['refunded']))
    expect((await ask('refunds', 'decide', { approvalId, decision: 'refuse' })).outlet).toBe('alreadyDecided')
    const { output } = await ask('payments', 'getPayment', { paymentId })
    expect([output['refunded'], output['state']]).toEqual([90_000, 'refunded'])
    expect((await ask('refunds', 'getApproval', { approvalId })).outlet).toBe('approved')
  })

  test('has a credit note with the next number, 10 at once without a gap', async () => {
    const order = { amount: 1000, currency: 'THB', reason: 'Late' }
    const notes = await Promise.all(Array.from({ length: 10 }, () => ask('refunds', 'creditNote', order)))
    const numbers = notes.map(({ output }) => String(output['number']).split('-').at(-1)).toSorted()
    expect(numbers).toEqual(Array.from({ length: 10 }, (_, index) => String(index + 1).padStart(5, '0')))
  })
})

test('a flow asks for approval above its limit, and can decide nothing itself', async () => {
  await install('refund-desk', { currency: 'THB', limitFlow: 100 })
  expect((await call(GOOD, ['1'])).at(-1)).toBe('Somebody will look at it.')
  const { plugins } = (await apiOf(bench, 'GET', '/plugins')).body as { plugins: { name: string; actions: { name: string }[] }[] }
  const actions = plugins.find(({ name }) => name === 'refund-desk')?.actions.map(({ name }) => name)
  expect(actions).toContain('requestApproval')
  expect(actions).not.toContain('decide')
})

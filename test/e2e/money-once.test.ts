import { resolve } from 'node:path'
import { bundlePlugin } from '@patchbay/plugin-tools'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerAsStripe, STRIPE_KEY, type StripeState, startStripe } from '../../plugins/first-party/src/stripe/fake-stripe.ts'
import { type Balancer, startBalancer } from '../support/balancer.ts'
import { type CallBench, freePort, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { payFlow } from '../support/pay-flow.ts'
import { publishOn } from '../support/publish-on.ts'
import { type ServerPair, startServerPair } from '../support/server-pair.ts'
import { type ServiceRequest, startWebService, type WebService } from '../support/web-service.ts'

const PLUGINS = resolve(import.meta.dirname, '../../plugins/first-party/src')
const CARD = '4242424242424242'
const PASSING = /\/vonage\/voice\/hold\.wav$|One moment|Nobody knows|Given back or not/
/** So that the next server need not wait until the lease of the one that was killed is over. */
const FORWARD_MS = 20_000

/** Requests that reach Stripe in one call: the card, the payment, its confirmation; the payment again, and its refund. */
type Kill = { at: number; when: 'before' | 'after' }
const SHORT: Kill[] = [
  { at: 3, when: 'after' },
  { at: 5, when: 'after' },
]
const ALL: Kill[] = [1, 2, 3, 4, 5].flatMap((at) => [
  { at, when: 'before' as const },
  { at, when: 'after' as const },
])
const kills = process.env['PATCHBAY_EVIDENCE'] === '1' ? ALL : SHORT

let bench: CallBench
let stripe: WebService
let servers: ServerPair
let balancer: Balancer
let state: StripeState
let arrived: (request: ServiceRequest) => void
let forward = 0

beforeAll(async () => {
  bench = await startCallBench()
  stripe = await startWebService((request) => arrived(request))
  const server = await bench.startServer({ PATCHBAY_TEST_HOSTS: stripe.host })
  for (const name of ['stripe-payments', 'stripe-refunds']) {
    const { default: given } = (await import(`${PLUGINS}/${name}/manifest.ts`)) as { default: { dataClasses?: readonly never[] } }
    // the same plugin, to whom Stripe is on this machine
    const manifest = JSON.parse(JSON.stringify(given).replaceAll('https://api.stripe.com', `https://${stripe.host}`)) as object
    const code = (await bundlePlugin(`${PLUGINS}/${name}/handlers.ts`)).replaceAll(
      'https://api.stripe.com',
      `http://${stripe.host}`,
    )
    await server.installPlugin({
      manifest,
      bundle: code,
      grants: { origins: [`https://${stripe.host}`], secrets: ['STRIPE_SECRET_KEY'], dataClasses: given.dataClasses ?? [] },
      settings:
        name === 'stripe-payments'
          ? { returnUrl: 'https://shop.example.com' }
          : { currency: 'THB', limitFlow: 50_000, windowDays: 3650 },
      secrets: { STRIPE_SECRET_KEY: STRIPE_KEY },
    })
  }
  await publishOn(bench, payFlow({ amount: '49900', currency: 'THB' }))
  await bench.stopServers()
  const ports = [await freePort(), await freePort()]
  servers = await startServerPair({ ...bench.env, PATCHBAY_TEST_HOSTS: stripe.host }, ports)
  // all goes to the first one while it is there: it is the one that asks Stripe
  balancer = await startBalancer(Number(bench.env['PORT']), ports, () => 0)
})
afterAll(async () => {
  await balancer.stop()
  await servers.stop()
  await stripe.stop()
  await bench.stop()
})

const answer = (request: ServiceRequest) => {
  const { method, path, headers, body } = request
  const url = new URL(path, 'https://api.stripe.com')
  const { status, json } = answerAsStripe(
    {
      ...{
        method,
        origin: url.origin,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        text: body,
        json: undefined,
      },
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      form: Object.fromEntries(new URLSearchParams(body)),
    },
    state,
  )
  return { status, json }
}

/** A call in which the server that asks is killed when Stripe has got so many requests: before it does its part, or after, and unheard. */
async function callWith(kill: Kill | undefined, caller: string): Promise<string[]> {
  state = { ...startStripe(), intents: {}, refunds: [] }
  let count = 0
  let restarted: Promise<void> = Promise.resolve()
  arrived = (request) => {
    count += 1
    const dies = kill !== undefined && count === kill.at
    if (dies && kill.when === 'before') {
      restarted = servers.killAndRestart(0)
      return
    }
    const { status, json } = answer(request)
    if (dies) restarted = servers.killAndRestart(0)
    else request.answer(status, json)
  }
  const { uuid } = bench.emulator.dial({ from: caller, to: SAMPLE_NUMBER })
  const leg = () => bench.emulator.leg(uuid)
  const isAsked = () => leg().waitsFor?.kind === 'input' && leg().hears === null
  let seen = 0
  while (leg().state !== 'ended') {
    await restarted
    if (kill !== undefined && count >= kill.at && seen === 0) {
      seen = count
      forward += FORWARD_MS
      servers.setClock(forward)
    }
    await bench.clock.advance(200)
    if (leg().state === 'ended' || !isAsked()) continue
    const heard = bench.heard(uuid).at(-1) ?? ''
    bench.emulator.pressKeys(uuid, heard.startsWith('Your card') ? `${CARD}#` : heard.startsWith('Valid') ? '1239' : '1')
  }
  await restarted
  return bench.heard(uuid).filter((heard) => !PASSING.test(heard))
}

const moved = () => ({
  paid: Object.values(state.intents).filter(({ status }) => status === 'succeeded').length,
  givenBack: state.refunds.map(({ amount }) => amount),
})
const WHOLE = ['Your card number.', 'Valid until.', 'Paid with 4 2 4 2. Press 1 to have it back.', 'You have 49900 back.']

test('a card is paid with and given back through Stripe', async () => {
  expect(await callWith(undefined, '447700910001')).toEqual(WHOLE)
  expect(moved()).toEqual({ paid: 1, givenBack: [49_900] })
})

describe('kill -9', () => {
  test.each(kills)(
    '$when Stripe has done its part of request $at: money moves once',
    async (kill) => {
      const heard = await callWith(kill, `44770092000${kill.at}`)
      if (kill.at === 1) {
        // the digits went with the process that had them: nothing has moved, and that is what is said
        expect(heard.at(-1)).toBe('Declined: cardGone.')
        expect(moved()).toEqual({ paid: 0, givenBack: [] })
        return
      }
      expect(heard).toEqual(WHOLE)
      expect(moved()).toEqual({ paid: 1, givenBack: [49_900] })
    },
    60_000,
  )
})

test('nothing that a killed server knew of the card is in the database', async () => {
  const client = await MongoClient.connect(bench.database.url)
  const names = (await client.db().listCollections().toArray()).map(({ name }) => name)
  const kept = await Promise.all(names.map((name) => client.db().collection(name).find().toArray()))
  await client.close()
  expect(JSON.stringify(kept)).not.toContain(CARD)
})

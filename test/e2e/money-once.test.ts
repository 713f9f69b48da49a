import { resolve } from 'node:path'
import { bundlePlugin } from '@patchbay/plugin-tools'
import type { PatchbayServer } from '@patchbay/server'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerAsStripe, STRIPE_KEY, type StripeState, startStripe } from '../../plugins/first-party/src/stripe/fake-stripe.ts'
import { type Balancer, startBalancer } from '../support/balancer.ts'
import { type CallBench, freePort, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { type DatabaseWire, startWire, type WireCommand } from '../support/database-wire.ts'
import { payFlow } from '../support/pay-flow.ts'
import { apiOf, publishOn } from '../support/publish-on.ts'
import { type ServerPair, startServerPair } from '../support/server-pair.ts'
import { type ServiceRequest, startWebService, type WebService } from '../support/web-service.ts'

const PLUGINS = resolve(import.meta.dirname, '../../plugins/first-party/src')
const CARD = '4242424242424242'
const PASSING = /\/vonage\/voice\/hold\.wav$|One moment|Nobody knows|Given back or not/
/** So that the next server need not wait until the lease of the one that was killed is over. For one call: webhooks are signed by the true time. */
const FORWARD_MS = 20_000
const PAID = 49_900
/** A part, so that giving it back twice would be possible, and would show. */
const BACK = 10_000
const NUMBERS = { Stripe: SAMPLE_NUMBER, ledger: '12025550199' }

/**
 * The steps of a call that moves money. What is asked of Stripe: the card, the payment, its confirmation; the payment again, and its
 * refund. What is written, from when the digits are taken out of the vault (two takings): how far the payment has come, where Stripe is
 * asked (twice), or the payment itself, where the gateway is a part of the server; the turn that knows of it, and that the turn before is
 * settled; the key that was pressed; what is to be given back, with the gateway the refund itself; its turn, settled; with the gateway the
 * credit note, its turn, settled; the end.
 */
interface Kill {
  way: keyof typeof NUMBERS
  what: 'request' | 'write'
  at: number
  when: 'before' | 'after'
}
const STEPS = [
  { way: 'Stripe', what: 'request', count: 5 },
  { way: 'Stripe', what: 'write', count: 11 },
  { way: 'ledger', what: 'write', count: 14 },
] as const
const SHORT: Kill[] = [
  { way: 'Stripe', what: 'request', at: 3, when: 'after' },
  { way: 'Stripe', what: 'request', at: 5, when: 'after' },
  { way: 'ledger', what: 'write', at: 3, when: 'after' },
  { way: 'ledger', what: 'write', at: 8, when: 'after' },
]
const ALL: Kill[] = STEPS.flatMap(({ way, what, count }) =>
  Array.from({ length: count }, (_, step) => step + 1).flatMap((at) => [
    { way, what, at, when: 'before' as const },
    { way, what, at, when: 'after' as const },
  ]),
)
const kills = process.env['PATCHBAY_EVIDENCE'] === '1' ? ALL : SHORT

let bench: CallBench
let stripe: WebService
let wire: DatabaseWire
let servers: ServerPair
let balancer: Balancer
let state: StripeState = startStripe()

/** The call that is under way: how many steps it has come, of those that its server dies at one of. */
let kill: Kill | undefined
let steps = 0
let restarted: Promise<void> = Promise.resolve()
const strikes = (what: Kill['what']): Kill['when'] | undefined => {
  if (kill?.what !== what) return undefined
  steps += 1
  return steps === kill.at ? kill.when : undefined
}
const die = () => {
  restarted = servers.killAndRestart(0)
}

beforeAll(async () => {
  bench = await startCallBench()
  stripe = await startWebService(serveStripe)
  wire = await startWire(bench.database.url, (command) => {
    const when = isStep(command) ? strikes('write') : undefined
    return when === undefined ? 'pass' : { how: when === 'before' ? 'stop' : 'silence', done: die }
  })
  const server = await bench.startServer({ PATCHBAY_TEST_HOSTS: stripe.host })
  // the first ones are those that the environment uses: the gateway takes money only then
  await install(server, 'ledger', { samples: true, currency: 'THB' })
  await install(server, 'refund-desk', { currency: 'THB', limitFlow: 50_000 })
  await install(server, 'stripe-payments', { returnUrl: 'https://shop.example.com' })
  await install(server, 'stripe-refunds', { currency: 'THB', limitFlow: 50_000, windowDays: 3650 })
  const fixed = { amount: String(PAID), currency: 'THB' }
  const byStripe = payFlow({ fixed, payments: 'stripe-payments', refunds: 'stripe-refunds', back: String(BACK) })
  await publishOn(bench, byStripe, NUMBERS.Stripe)
  await publishOn(bench, payFlow({ payments: 'ledger', refunds: 'refund-desk', back: String(BACK), note: true }), NUMBERS.ledger)
  await bench.stopServers()
  const ports = [await freePort(), await freePort()]
  servers = await startServerPair({ ...bench.env, MONGODB_URL: wire.url, PATCHBAY_TEST_HOSTS: stripe.host }, ports)
  // all goes to the first one while it is there: it is the one that moves money
  balancer = await startBalancer(Number(bench.env['PORT']), ports, () => 0)
})
afterAll(async () => {
  await balancer.stop()
  await servers.stop()
  await stripe.stop()
  await wire.stop()
  await bench.stop()
})

async function install(server: PatchbayServer, name: string, settings: Record<string, unknown>) {
  const { default: given } = (await import(`${PLUGINS}/${name}/manifest.ts`)) as {
    default: { dataClasses?: readonly never[]; hosts: string[]; secrets?: { key: string }[] }
  }
  // the same plugin, to whom Stripe is on this machine
  const here = (text: string, scheme: string) => text.replaceAll('https://api.stripe.com', `${scheme}://${stripe.host}`)
  const manifest = JSON.parse(here(JSON.stringify(given), 'https')) as typeof given
  const secrets = Object.fromEntries((given.secrets ?? []).map(({ key }) => [key, STRIPE_KEY]))
  await server.installPlugin({
    manifest,
    bundle: here(await bundlePlugin(`${PLUGINS}/${name}/handlers.ts`), 'http'),
    grants: { origins: manifest.hosts, secrets: Object.keys(secrets), dataClasses: given.dataClasses ?? [] },
    settings,
    secrets,
  })
}

function serveStripe(request: ServiceRequest): void {
  const when = strikes('request')
  if (when === 'before') {
    die()
    return
  }
  const { method, path, headers, body } = request
  const url = new URL(path, 'https://api.stripe.com')
  const { status, json } = answerAsStripe(
    {
      ...{ method, origin: url.origin, path: url.pathname, query: Object.fromEntries(url.searchParams), text: body },
      json: undefined,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      form: Object.fromEntries(new URLSearchParams(body)),
    },
    state,
  )
  if (when === 'after') die()
  else request.answer(status, json)
}

/** The first step is that the digits are taken, which only who pays does. */
function isStep({ name, collection }: WireCommand): boolean {
  const takes = collection === 'vault' && name === 'findAndModify'
  if (steps === 0) return takes
  return takes || (['turns', 'pluginRecords'].includes(collection) && ['insert', 'update'].includes(name))
}

/** A call in which the server that carries it is killed at a step: before the other side has done its part, or after, and unheard. */
async function callWith(way: Kill['way'], strike: Kill | undefined, caller: string): Promise<string[]> {
  state = { ...startStripe(), intents: {}, refunds: [] }
  kill = strike
  steps = 0
  servers.setClock(0)
  const { uuid } = bench.emulator.dial({ from: caller, to: NUMBERS[way] })
  const leg = () => bench.emulator.leg(uuid)
  const isAsked = () => leg().waitsFor?.kind === 'input' && leg().hears === null
  let struck = false
  while (leg().state !== 'ended') {
    await restarted
    if (strike !== undefined && steps >= strike.at && !struck) {
      struck = true
      servers.setClock(FORWARD_MS)
    }
    await bench.clock.advance(200)
    if (leg().state === 'ended' || !isAsked()) continue
    const heard = bench.heard(uuid).at(-1) ?? ''
    bench.emulator.pressKeys(uuid, heard.startsWith('Your card') ? `${CARD}#` : heard.startsWith('Valid') ? '1239' : '1')
  }
  await restarted
  if (strike !== undefined) expect(steps, 'it has come to where its server is killed').toBeGreaterThanOrEqual(strike.at)
  return bench.heard(uuid).filter((heard) => !PASSING.test(heard))
}

/** What was taken and given back, as who moves it says. */
async function moved(way: Kill['way'], caller: string): Promise<{ paid: number[]; givenBack: number[] }> {
  if (way === 'Stripe') {
    const paid = Object.values(state.intents).filter(({ status }) => status === 'succeeded')
    return { paid: paid.map(({ amount }) => amount), givenBack: state.refunds.map(({ amount }) => amount) }
  }
  const asked = { body: { input: { customerId: caller } }, headers: { 'idempotency-key': `what-${caller}-paid` } }
  const { body } = await apiOf(bench, 'POST', '/plugins/ledger/actions/listPayments', asked)
  const { payments } = (body as { output: { payments: { captured: number; refunded: number }[] } }).output
  const taken = payments.filter(({ captured }) => captured > 0)
  const back = taken.filter(({ refunded }) => refunded > 0)
  return { paid: taken.map(({ captured }) => captured), givenBack: back.map(({ refunded }) => refunded) }
}

const NOTE = /, by CN-\d{4}-(\d{5})/
const notes: number[] = []
const WHOLE = ['Your card number.', 'Valid until.', 'Paid with 4 2 4 2. Press 1 to have it back.', `You have ${BACK} back.`]

let callers = 0
const nextCaller = () => `4477009${String(20_000 + callers++)}`

/** The digits went with the process that had them: nothing has moved, and that is what is said. */
const losesDigits = ({ what, at, when }: Kill): boolean =>
  what === 'request' ? at === 1 : at === 2 || (at === 1 && when === 'after') || (at === 3 && when === 'before')

test('a card is paid with and given back through Stripe', async () => {
  const caller = nextCaller()
  expect(await callWith('Stripe', undefined, caller)).toEqual(WHOLE)
  expect(await moved('Stripe', caller)).toEqual({ paid: [PAID], givenBack: [BACK] })
})

describe('kill -9', () => {
  test.each(kills)(
    '$when $what $at with $way: money moves once',
    async (strike) => {
      const caller = nextCaller()
      const heard = await callWith(strike.way, strike, caller)
      for (const text of heard) for (const [, number] of text.matchAll(new RegExp(NOTE, 'g'))) notes.push(Number(number))
      if (losesDigits(strike)) {
        expect(heard.at(-1)).toBe('Declined: cardGone.')
        expect(await moved(strike.way, caller)).toEqual({ paid: [], givenBack: [] })
        return
      }
      expect(heard.map((text) => text.replace(NOTE, ''))).toEqual(WHOLE)
      expect(await moved(strike.way, caller)).toEqual({ paid: [PAID], givenBack: [BACK] })
    },
    60_000,
  )

  test('credit notes have numbers without a gap, each of one call', () => {
    expect(notes.length).toBeGreaterThan(0)
    expect(notes).toEqual(notes.map((_, index) => index + 1))
  })
})

test('nothing that a killed server knew of the card is in the database', async () => {
  const client = await MongoClient.connect(bench.database.url)
  const names = (await client.db().listCollections().toArray()).map(({ name }) => name)
  const kept = await Promise.all(names.map((name) => client.db().collection(name).find().toArray()))
  await client.close()
  expect(JSON.stringify(kept)).not.toContain(CARD)
})

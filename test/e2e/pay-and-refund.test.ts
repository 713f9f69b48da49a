import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { dialledSchema } from '@patchbay/core/http-contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CallBench, startCallBench } from '../support/call-bench.ts'
import { apiOf } from '../support/publish-on.ts'

const ROOT = resolve(import.meta.dirname, '../..')
/** A customer of the samples, who has a bill of 499 baht. */
const ISIL = '447700900202'
const CARD = '4242424242424242'

/** What the caller does when the line asks for something with these words. `code` is what the last text message holds. */
type Replies = readonly (readonly [asks: RegExp, keys: string])[]
const PAYS: Replies = [
  [/sent a code to your phone/, 'code#'],
  [/Your bill number/, '1'],
  [/For a secure link by text message/, '2'],
  [/enter your card number/, `${CARD}#`],
  [/the month and the year/, '1239'],
  [/security code/, '123#'],
  [/from the card that ends in 4 2 4 2/, '1'],
]
const WANTS_IT_BACK: Replies = [
  [/sent a code to your phone/, 'code#'],
  [/Your last payment was 499 baht/, '1'],
  [/Why do you want your money back/, '1'],
  [/You can have 499 baht back/, '1'],
]

let bench: CallBench
const flows: Record<string, string> = {}

async function post<Body>(path: string, body: unknown): Promise<Body> {
  const reply = await apiOf(bench, 'POST', path, { body, headers: { origin: bench.url } })
  if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
  return reply.body as Body
}

const ask = (plugin: string, action: string, input: object) =>
  post<{ outlet: string; output: Record<string, unknown> }>(`/plugins/${plugin}/actions/${action}`, { input })

beforeAll(async () => {
  bench = await startCallBench()
  await bench.startServer(
    {},
    {
      packedFolder: `${ROOT}/plugins/first-party/dist/packed`,
      performers: { openingHours: async () => ({ outcome: 'open', values: {} }) },
    },
  )
  for (const name of ['pay-a-bill', 'refund-or-credit-note']) {
    const { sample } = JSON.parse(readFileSync(`${ROOT}/templates/${name}/template.json`, 'utf8')) as { sample: object }
    const settings = 'record' in sample ? { ...sample, record: false } : sample
    flows[name] = (await post<{ flowId: string }>(`/templates/${name}/install`, { settings })).flowId
  }
  await ask('crm', 'addSamples', {})
}, 60_000)
afterAll(() => bench.stop())

/** The text messages to the caller. */
const texted = () => bench.eventsOf('message.sent').flatMap(({ to, text }) => (to === ISIL && text !== null ? [text] : []))

/** A call on the phone in the browser; the caller hangs up when asked for anything else. @returns What the caller heard. */
async function call(flow: string, replies: Replies): Promise<string[]> {
  const { callId } = dialledSchema.parse(await post('/phone/try', { flowId: flows[flow], use: 'live', from: ISIL }))
  const leg = () => bench.emulator.leg(callId)
  while (leg().state !== 'ended') {
    await bench.clock.advance(200)
    if (leg().state === 'ended' || leg().waitsFor?.kind !== 'input' || leg().hears !== null) continue
    const asked = bench.heard(callId).at(-1) ?? ''
    const keys = replies.find(([asks]) => asks.test(asked))?.[1]
    if (keys === undefined) {
      bench.emulator.hangUp(callId)
      break
    }
    const code = /\d{4,}/.exec(texted().at(-1) ?? '')?.[0] ?? ''
    bench.emulator.pressKeys(callId, keys.replace('code', code))
  }
  return bench.heard(callId)
}

test('a bill is paid by card on the keypad, and the money given back, by the templates and the plugins that come with them', async () => {
  const paid = await call('pay-a-bill', PAYS)
  expect(paid).toContainEqual(expect.stringContaining('We have received 499 baht'))
  expect(texted().at(-1)).toContain('we have received 499 baht')
  const listed = await ask('payments', 'listPayments', {})
  expect(listed.output['payments']).toMatchObject([{ captured: 49_900, currency: 'THB' }])

  // the bill is paid: there is none to pay any more
  expect(await call('pay-a-bill', PAYS)).not.toContainEqual(expect.stringContaining('Your bill number'))

  const back = await call('refund-or-credit-note', WANTS_IT_BACK)
  expect(back).toContainEqual(expect.stringContaining('We are giving you 499 baht back'))
  expect(texted().at(-1)).toContain('499 baht back')
  const { output } = await ask('payments', 'listPayments', {})
  expect(output['payments']).toMatchObject([{ captured: 49_900, refunded: 49_900 }])

  // nothing is left to give back
  expect(await call('refund-or-credit-note', WANTS_IT_BACK)).toContainEqual(expect.stringContaining('given back already'))
  const after = await ask('payments', 'listPayments', {})
  expect(after.output).toEqual(output)
}, 60_000)

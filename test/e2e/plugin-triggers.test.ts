import { createHmac } from 'node:crypto'
import { resolve } from 'node:path'
import { pluginTriggersSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { bundlePlugin } from '@patchbay/plugin-tools'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { payLinks } from '../support/pay-links/manifest.ts'
import { publishOn } from '../support/publish-on.ts'

const SECRET = 'whsec-of-the-pay-links'
const words = (text: string) => ({ prompt: { text: { en: text } } })

let bench: CallBench
beforeAll(async () => {
  const bundle = await bundlePlugin(resolve(import.meta.dirname, '../support/pay-links/handlers.ts'))
  bench = await startCallBench()
  const server = await bench.startServer()
  await server.installPlugin({
    manifest: payLinks,
    bundle,
    grants: { origins: [], secrets: ['SIGNING_SECRET'], dataClasses: [] },
    secrets: { SIGNING_SECRET: SECRET },
  })
})
afterAll(() => bench.stop())

const listed = async () =>
  pluginTriggersSchema.parse(await (await fetch(`${bench.url}/api/v1/plugins/pay-links/triggers`)).json())

/** What the provider sends when a link was paid, or something else happened to it. */
async function send(linkId: string, { type = 'link.paid', secret = SECRET, secondsAgo = 0 } = {}): Promise<number> {
  const address = (await listed()).triggers[0]?.address ?? ''
  const body = JSON.stringify({ id: `evt_${type}_${linkId}`, type, linkId, amount: 49_00, name: 'Ann Lee' })
  const time = Math.floor(Date.now() / 1000) - secondsAgo
  const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
  const headers = { 'content-type': 'application/json', 'pay-signature': `t=${time},v1=${signature}` }
  return (await fetch(address, { method: 'POST', headers, body })).status
}

const waitFor = (linkId: string) =>
  flowOf(
    {
      wait: [
        'pluginAction',
        {
          plugin: 'pay-links',
          action: 'awaitPayment',
          inputs: [{ name: 'linkId', value: linkId }],
          outputs: [{ from: 'amount', to: 'amount' }],
          outlets: ['paid', 'pending'].map((id) => ({ id, label: id })),
        },
        { paid: 'thanks', pending: 'later', failed: 'sorry' },
      ],
      thanks: ['hangUp', words('Thank you for {{ amount }}.')],
      later: ['hangUp', words('Not yet.')],
      sorry: ['hangUp', words('Something went wrong.')],
    },
    { name: 'Pay', variables: [{ name: 'amount', type: 'number', sensitive: false }] },
  )

test('a caller waits on the line until the link is paid', async () => {
  await publishOn(bench, waitFor('l1'))
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  // the hold sound says that the run waits; what it waits for is the webhook
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'answered' && bench.heard(uuid).length > 0)
  expect(await send('another')).toBe(200)
  expect(await send('l1', { type: 'link.viewed' })).toBe(200)
  expect(await send('l1')).toBe(200)
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  expect(bench.heard(uuid).at(-1)).toBe('Thank you for 4900.')
})

test('what was paid before anybody asked is known at once', async () => {
  expect(await send('l2')).toBe(200)
  await publishOn(bench, waitFor('l2'))
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  expect(bench.heard(uuid)).toEqual(['Thank you for 4900.'])
})

test('what is not the provider’s, too old, or there already changes nothing', async () => {
  expect(await send('l3', { secret: 'whsec-of-somebody' })).toBe(401)
  expect(await send('l3', { secondsAgo: 600 })).toBe(401)
  expect([await send('l4'), await send('l4')]).toEqual([200, 200])
  const { calls } = await listed()
  expect(calls.map(({ state, repeats }) => `${state} ${repeats}`)).toEqual(
    expect.arrayContaining(['notSigned 0', 'tooOld 0', 'handled 1']),
  )
  expect(calls.filter(({ state }) => state === 'ignored')).toHaveLength(1)
  // neither an installation nor a trigger can be guessed from the outside
  const address = (await listed()).triggers[0]?.address ?? ''
  const elsewhere = [`${address}x`, address.replace(/[0-9a-f-]{36}/, '00000000-0000-4000-8000-000000000000')]
  const replies = await Promise.all(elsewhere.map((url) => fetch(url, { method: 'POST', body: '{}' })))
  const told = await Promise.all(replies.map(async (reply) => ((await reply.json()) as { detail: string }).detail))
  expect([replies.map(({ status }) => status), new Set(told).size]).toEqual([[404, 404], 1])
})

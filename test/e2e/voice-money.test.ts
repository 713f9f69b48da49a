import { AppError, parseManifest } from '@patchbay/core'
import { flowOf, sureDeskManifest } from '@patchbay/core/test-kit'
import type { ServerDeps } from '@patchbay/server'
import { afterEach, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'

type Plugins = NonNullable<ServerDeps['plugins']>

const words = (text: string) => ({ prompt: { text: { en: text } } })
const outlets = ['paid', 'declined', 'unknown'].map((id) => ({ id, label: id }))
/** Takes a payment; when nobody knows whether it was taken, the caller may try again. */
const flow = flowOf(
  {
    pay: [
      'pluginAction',
      {
        ...{ plugin: 'test-desk', action: 'charge', sideEffect: 'money', mode: 'idempotent', outlets },
        inputs: [
          { name: 'card', value: 'token' },
          { name: 'amount', value: '100' },
          { name: 'currency', value: 'THB' },
        ],
        outputs: [{ from: 'paymentId', to: 'payment' }],
      },
      { paid: 'thanks', declined: 'sorry', unknown: 'again', failed: 'sorry' },
    ],
    again: [
      'menu',
      { ...words('Nobody knows. Press 1 to try again.'), choices: [{ id: 'one', keys: ['1'], label: 'One' }], attempts: 1 },
      { one: 'pay', noInput: 'sorry', noMatch: 'sorry' },
    ],
    thanks: ['hangUp', words('Paid by {{ payment }}.')],
    sorry: ['hangUp', words('Not paid.')],
  },
  { variables: [{ name: 'payment', type: 'text', sensitive: false }] },
)

/** A payment service behind a plugin, which takes what it is told to, and loses its first answers. */
function paymentService(lost: { taken: boolean; answers: number }) {
  const taken = new Map<string, string>()
  const asked: string[] = []
  const parsed = parseManifest(sureDeskManifest)
  if (parsed.type === 'error') throw new Error('the manifest of the tests is wrong')
  let left = lost.answers
  const port: Plugins = {
    manifests: async () => [parsed.manifest],
    health: async () => new Map(),
    async invoke(_place, { action, key }) {
      asked.push(action)
      const before = taken.get(key)
      if (action === 'getPayment') {
        return before === undefined ? { outlet: 'notDone', output: {} } : { outlet: 'paid', output: { paymentId: before } }
      }
      const loses = left-- > 0
      if (!loses || lost.taken) taken.set(key, before ?? `p${taken.size + 1}`)
      if (loses) throw new AppError('REQUEST_FAILED', 'No answer', { details: { reason: 'timeout', sent: 1 } })
      return { outlet: 'paid', output: { paymentId: taken.get(key) } }
    },
  }
  return { port, taken, asked }
}

let bench: CallBench
afterEach(() => bench.stop())

async function pay(plugins: Plugins): Promise<string[]> {
  bench = await startCallBench()
  await bench.startServer({}, { plugins })
  await publishOn(bench, flow)
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  const leg = () => bench.emulator.leg(uuid)
  let asked = 0
  const isAsked = () => bench.heard(uuid).filter((text) => text.startsWith('Nobody knows')).length > asked
  while (leg().state !== 'ended') {
    await bench.clock.runUntil(
      () => leg().state === 'ended' || (isAsked() && leg().waitsFor?.kind === 'input' && leg().hears === null),
    )
    if (leg().state === 'ended') break
    asked += 1
    bench.emulator.pressKeys(uuid, '1')
  }
  return bench.heard(uuid).filter((text) => !/hold\.wav$|^One moment/.test(text))
}

test('a payment that was taken, and whose answer was lost, is asked about and not taken once more', async () => {
  const { port, taken, asked } = paymentService({ taken: true, answers: 1 })
  expect(await pay(port)).toEqual(['Nobody knows. Press 1 to try again.', 'Paid by p1.'])
  expect([taken.size, asked]).toEqual([1, ['charge', 'getPayment']])
})

test('one that was not taken is taken then, once', async () => {
  const { port, taken, asked } = paymentService({ taken: false, answers: 2 })
  const nobody = 'Nobody knows. Press 1 to try again.'
  expect(await pay(port)).toEqual([nobody, nobody, 'Paid by p1.'])
  expect([taken.size, asked]).toEqual([1, ['charge', 'getPayment', 'charge', 'getPayment', 'charge']])
})

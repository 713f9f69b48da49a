import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { flowOf } from '@patchbay/core/test-kit'
import { MongoClient } from 'mongodb'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { carryOn, type StoredCall } from '../frozen/stored-call.ts'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'
import { carry } from '../support/unruly-transport.ts'

const frozen = resolve(import.meta.dirname, '../frozen')
const files = readdirSync(frozen, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('stored.call.json'))

test('a call is frozen', () => expect(files).not.toEqual([]))

test.each(files)('the call of %s, which an earlier release has left in its database, goes on', async (file) => {
  const call = JSON.parse(readFileSync(resolve(frozen, file), 'utf8')) as StoredCall
  expect(await carryOn(call)).toEqual(call.heard)
})

let bench: CallBench | undefined
afterEach(() => bench?.stop())

const words = (text: string) => ({ prompt: { text: { en: text } } })
const flow = {
  ...flowOf({
    menu: [
      'menu',
      { ...words('Press 1.'), choices: [{ id: 'one', keys: ['1'], label: 'One' }], attempts: 1 },
      { one: 'bye', noInput: 'bye', noMatch: 'bye' },
    ],
    bye: ['hangUp', words('Goodbye.')],
  }),
  fallback: { prompt: { text: { en: 'Please call the front desk.' } } },
}

test('a server says that a call is of another release, leaves it alone, and its caller hears the last words of the flow', async () => {
  bench = await startCallBench()
  const { emulator, clock } = bench
  const client = await MongoClient.connect(bench.database.url)
  const logged: string[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) })
  await bench.startServer({}, { log })
  await publishOn(bench, flow)
  const isOver = (uuid: string) => clock.runUntil(() => emulator.leg(uuid).state === 'ended')
  const isAsked = (uuid: string) =>
    clock.runUntil(() => emulator.leg(uuid).waitsFor?.kind === 'input' && emulator.leg(uuid).hears === null)
  const versions = client.db().collection('flowVersions')
  const turns = async () => (await client.db().collection('turns').find({}).toArray()).map(({ runId, seq }) => `${runId}:${seq}`)

  const { uuid } = emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await isAsked(uuid)
  // a server of the release before this one takes over
  await bench.stopServers()
  await versions.updateMany({}, { $set: { planFormat: 99 } })
  await bench.startServer({}, { log })
  const before = await turns()
  emulator.pressKeys(uuid, '1')
  await clock.runUntil(() => bench?.heard(uuid).length === 2)
  expect(bench.heard(uuid)).toEqual(['Press 1.', 'Please call the front desk.'])
  expect(await turns()).toEqual(before)
  expect(logged.join()).toMatch(/"code":"PLAN_FORMAT_UNKNOWN".*"planFormat":99/)
  await isOver(uuid)

  // one who calls now is asked about four times, and hears that it does not work
  const next = emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await isOver(next.uuid)
  expect(bench.heard(next.uuid)).toEqual(['We are sorry, something went wrong. Please call again in a few minutes.'])
  await client.close()
})

test('the next one whom Vonage asks, of the right release, goes on with it', async () => {
  const made = await startCallBench()
  bench = made
  const client = await MongoClient.connect(made.database.url)
  const versions = client.db().collection('flowVersions')
  let refused = 0
  await made.replaceLine({
    async transport(request) {
      const reply = await carry(request)
      // what is asked again comes to a server that can read it
      if (reply.status === 503) await versions.updateMany({}, { $set: { planFormat: 1 } })
      if (reply.status === 503) refused += 1
      return reply
    },
  })
  const { emulator, clock } = made
  await made.startServer()
  await publishOn(made, flow)
  const { uuid } = emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await clock.runUntil(() => emulator.leg(uuid).waitsFor?.kind === 'input' && emulator.leg(uuid).hears === null)
  await made.stopServers()
  await versions.updateMany({}, { $set: { planFormat: 99 } })
  await made.startServer()
  emulator.pressKeys(uuid, '1')
  await clock.runUntil(() => emulator.leg(uuid).state === 'ended')
  expect([refused, made.heard(uuid)]).toEqual([1, ['Press 1.', 'Goodbye.']])
  await client.close()
})

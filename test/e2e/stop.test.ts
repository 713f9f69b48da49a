import { randomUUID } from 'node:crypto'
import { flowOf } from '@patchbay/core/test-kit'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'
import { postWebhook } from '../support/vonage-post.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const asking = flowOf({
  when: ['openingHours', { calendar: 'main' }, { open: 'open', closed: 'closed', holiday: 'closed', failed: 'closed' }],
  open: ['hangUp', words('We are open.')],
  closed: ['hangUp', words('We are closed.')],
})

let bench: CallBench
let client: MongoClient
beforeAll(async () => {
  bench = await startCallBench()
  client = await MongoClient.connect(bench.database.url)
})
afterAll(async () => {
  await client.close()
  await bench.stop()
})

const answer = (uuid: string) =>
  postWebhook(
    `${bench.url}/vonage/voice/answer`,
    { from: CALLER, to: SAMPLE_NUMBER, uuid, conversation_uuid: `CON-${uuid}`, endpoint_type: 'phone' },
    { keys: bench.keys },
  )
const turnsOf = async (uuid: string) => {
  const leg = await client.db().collection<{ _id: string; runId: string }>('legs').findOne({ _id: uuid })
  return leg === null ? [] : client.db().collection('turns').find({ tenantId: 'local', runId: leg.runId }).toArray()
}

test('a server that is stopped answers the caller in hand, sends the next one to the fallback, and is gone within ten seconds', async () => {
  let asked = () => {}
  let open = () => {}
  const began = new Promise<void>((resolve) => {
    asked = resolve
  })
  const answered = new Promise<void>((resolve) => {
    open = resolve
  })
  const server = await bench.startServer(
    {},
    {
      performers: {
        openingHours: async () => {
          asked()
          await answered
          return { outcome: 'open', values: {} }
        },
      },
    },
  )
  await publishOn(bench, asking)
  const [inHand, next] = [randomUUID(), randomUUID()]
  const reply = answer(inHand)
  await began
  const startedAt = performance.now()
  const closed = server.close()
  expect((await answer(next)).status).toBe(503)
  open()
  expect(await reply).toMatchObject({ status: 200, body: [{ action: 'talk', text: 'We are open.' }] })
  await closed
  expect(performance.now() - startedAt).toBeLessThan(10_000)
  expect([(await turnsOf(inHand)).length, (await turnsOf(next)).length]).toEqual([1, 0])
})

test('work that never ends does not hold a stop up for ten seconds', async () => {
  let asked = () => {}
  const began = new Promise<void>((resolve) => {
    asked = resolve
  })
  const never = new Promise<never>(() => undefined)
  const server = await bench.startServer(
    {},
    {
      performers: {
        openingHours: () => {
          asked()
          return never
        },
      },
    },
  )
  const reply = answer(randomUUID())
  await began
  const startedAt = performance.now()
  await server.close()
  expect(performance.now() - startedAt).toBeLessThan(10_000)
  // given up in time, so that the caller hears something
  expect((await reply).status).toBe(200)
})

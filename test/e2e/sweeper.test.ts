import { randomBytes } from 'node:crypto'
import type { Answer } from '@patchbay/core'
import { flowOf } from '@patchbay/core/test-kit'
import { MongoClient } from 'mongodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { apiOf, publishOn } from '../support/publish-on.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
/** When the caller has gone, nobody asks any more what became of a request. */
const flow = flowOf({
  bye: ['hangUp', words('Goodbye.')],
  over: ['afterCall', {}, { next: 'tell' }],
  tell: [
    'httpRequest',
    { method: 'POST', mayRepeat: true, url: 'https://crm.example.com/calls' },
    { ok: 'note', notFound: 'end', refused: 'end', failed: 'end', unknown: 'end' },
  ],
  note: ['note', { text: 'Done' }, { next: 'end' }],
  end: ['hangUp', {}],
})

let bench: CallBench
let client: MongoClient
beforeEach(async () => {
  bench = await startCallBench()
  client = await MongoClient.connect(bench.database.url)
})
afterEach(async () => {
  await client.close()
  await bench.stop()
})

test('what nobody asks for any more is done by the sweeper of any server, and what can be done by none holds up nothing', async () => {
  const turns = client.db().collection('turns')
  const open = async () => (await turns.find({ open: { $exists: true } }).toArray()).map(({ runId }) => runId)
  let asked = 0
  const never = () => {
    asked += 1
    return new Promise<Answer>(() => undefined)
  }
  await bench.startServer({}, { performers: { http: never } })
  await apiOf(bench, 'PUT', '/outside-hosts', { body: { hosts: ['crm.example.com'] } })
  await publishOn(bench, flow)
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  await bench.clock.settle()
  await expect.poll(() => asked, { timeout: 10_000 }).toBe(1)
  await bench.stopServers()
  const [runId] = await open()
  expect(await open()).toHaveLength(1)

  // two more, which were left earlier: of a call that was erased, and of one that a later release has moved
  const [left] = await turns.find({ runId }).sort({ seq: -1 }).toArray()
  const earlier = { seq: 0, open: [{ key: 'r1', leaseUntil: new Date(0) }] }
  for (const other of ['erased', 'later']) {
    const { _id, ...like } = left ?? { _id: null }
    await turns.insertOne({ ...like, ...earlier, runId: other, sealed: randomBytes(50) })
    const legs = client.db().collection<{ _id: string }>('legs')
    const { _id: _leg, ...leg } = (await legs.findOne({ _id: uuid })) ?? { _id: '' }
    await legs.insertOne({ ...leg, _id: other, runId: other } as never)
  }
  const keys = client.db().collection<{ _id: string }>('keys')
  const { _id: _key, ...key } = (await keys.findOne({ _id: runId ?? '' })) ?? { _id: '' }
  await keys.insertOne({ ...key, _id: 'later' } as never)

  const done: Answer = { outcome: 'ok', values: {} }
  // twenty seconds later its lease is over
  await bench.startServer({}, { clock: () => Date.now() + 20_000, performers: { http: async () => done } })
  await expect.poll(open, { timeout: 20_000 }).toEqual(['later'])
  const way = (await turns.find({ runId }).sort({ seq: 1 }).toArray()).flatMap(({ trace }) =>
    trace.map(({ nodeId, outlet }: Record<string, string>) => `${nodeId}/${outlet}`),
  )
  expect(way).toEqual(['bye/null', 'over/next', 'tell/ok', 'note/next', 'end/null'])
})

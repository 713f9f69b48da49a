import { randomUUID } from 'node:crypto'
import { CALLS_AT_ONCE_MOST } from '@patchbay/core'
import fc from 'fast-check'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CALLER, type CallBench, freePort, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { apiOf } from '../support/publish-on.ts'
import { postWebhook } from '../support/vonage-post.ts'

let bench: CallBench
let servers: string[]
let client: MongoClient

beforeAll(async () => {
  bench = await startCallBench()
  await bench.startServer()
  const port = await freePort()
  await bench.startServer({ PORT: String(port) })
  servers = [bench.url, `http://127.0.0.1:${port}`]
  client = await MongoClient.connect(bench.database.url)
  // nobody here hangs up
  await apiOf(bench, 'PUT', '/calls-at-once', { body: { limit: CALLS_AT_ONCE_MOST } })
})
afterAll(async () => {
  await client.close()
  await bench.stop()
})

/** What may arrive, and at which of the two servers. `again`: Vonage got no reply in time, and repeats it. */
const arrival = fc.record({
  what: fc.constantFrom('1', '2', '9', '25114', '', 'notify', 'busy', 'ringing', 'completed'),
  server: fc.nat(1),
  again: fc.boolean(),
})
/** Rounds of webhooks that arrive at the same instant, all at the address that the first reply of the round before gave. */
const rounds = fc.array(fc.array(arrival, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })

const numRuns = process.env.PATCHBAY_EVIDENCE === '1' ? 500 : 25

test('whatever arrives, in whatever order and wherever: one line of turns, every question answered once, and nobody left without a reply', async () => {
  await fc.assert(
    fc.asyncProperty(rounds, async (call) => {
      const uuid = randomUUID()
      const begun = await send(servers[0]!, '/vonage/voice/answer', {
        from: CALLER,
        to: SAMPLE_NUMBER,
        uuid,
        conversation_uuid: `CON-${uuid}`,
      })
      let address = addressIn(begun.body) ?? ''
      for (const round of call) {
        const replies = await Promise.all(
          round.flatMap(({ what, server, again }) => {
            const post = () => send(servers[server]!, address, bodyOf(what, uuid))
            return again ? [post(), post()] : [post()]
          }),
        )
        for (const { status, body } of replies) {
          expect(status).toBeLessThan(300)
          if (status === 200) expect(body).not.toEqual([])
        }
        address = replies.map(({ body }) => addressIn(body)).find((found) => found !== undefined) ?? address
      }

      const turns = await client
        .db()
        .collection('turns')
        .find({ tenantId: 'local', runId: await runOf(uuid) })
        .sort({ seq: 1 })
        .toArray()
      expect(turns).not.toEqual([])
      expect(turns.map(({ seq }) => seq)).toEqual(turns.map((_turn, index) => index))
      const questions = turns.flatMap(({ question }) => (question === undefined ? [] : [question]))
      expect(new Set(questions).size).toBe(questions.length)
      // both servers tell the caller the same
      const [one, two] = await Promise.all(
        servers.map((server) =>
          send(server, '/vonage/voice/answer', { from: CALLER, to: SAMPLE_NUMBER, uuid, conversation_uuid: `CON-${uuid}` }),
        ),
      )
      expect(one).toEqual(two)
    }),
    { numRuns, interruptAfterTimeLimit: process.env.PATCHBAY_EVIDENCE === '1' ? 160_000 : 30_000 },
  )
})

const send = (server: string, path: string, body: unknown) => postWebhook(server + path, body, { keys: bench.keys })

function addressIn(ncco: unknown): string | undefined {
  const actions = Array.isArray(ncco) ? (ncco as { eventUrl?: [string] }[]) : []
  const url = actions.find(({ eventUrl }) => eventUrl !== undefined)?.eventUrl?.[0]
  return url?.replace(bench.url, '')
}

function bodyOf(what: string, uuid: string): object {
  const timestamp = '2026-01-01T12:00:00.000Z'
  if (what === 'notify') return { payload: { finished: 'connect' }, conversation_uuid: `CON-${uuid}`, timestamp }
  if (/^\d*$/.test(what))
    return { dtmf: { digits: what, timed_out: what === '' }, uuid, conversation_uuid: `CON-${uuid}`, timestamp }
  return { status: what, uuid: `${uuid}-callee`, conversation_uuid: `CON-${uuid}`, direction: 'outbound', timestamp }
}

async function runOf(uuid: string): Promise<string> {
  const leg = await client.db().collection<{ _id: string; runId: string }>('legs').findOne({ _id: uuid })
  return leg?.runId ?? 'none'
}

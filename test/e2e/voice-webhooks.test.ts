import { randomUUID } from 'node:crypto'
import { Auth } from '@vonage/auth'
import { Vonage } from '@vonage/server-sdk'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CALLER, type CallBench, freePort, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { type PostOptions, postWebhook, token, type WebhookReply } from '../support/vonage-post.ts'

let bench: CallBench
let otherUrl: string

beforeAll(async () => {
  bench = await startCallBench()
  await bench.startServer()
  // a second server on the same database, behind the same public address
  const port = await freePort()
  await bench.startServer({ PORT: String(port) })
  otherUrl = `http://127.0.0.1:${port}`
})
afterAll(() => bench.stop())

interface Action {
  action: string
  text?: string
  eventUrl?: [string]
}

const post = (url: string, body: unknown, options: Partial<PostOptions> = {}): Promise<WebhookReply> =>
  postWebhook(new URL(url, bench.url).href, body, { keys: bench.keys, ...options })

const answerBody = (uuid: string) => ({
  from: CALLER,
  to: SAMPLE_NUMBER,
  uuid,
  conversation_uuid: `CON-${uuid}`,
  endpoint_type: 'phone',
})
const inputBody = (uuid: string, digits: string | null, timedOut = false) => ({
  speech: { error: 'Speech was not enabled' },
  dtmf: { digits, timed_out: timedOut },
  from: CALLER,
  to: SAMPLE_NUMBER,
  uuid,
  conversation_uuid: `CON-${uuid}`,
  timestamp: '2026-01-01T12:00:00.000Z',
})

/** Begins a call; gives its id, what it hears, and where the answer goes. */
async function call() {
  const uuid = randomUUID().replaceAll('-', '')
  const { status, body } = await post('/vonage/voice/answer', answerBody(uuid))
  expect(status).toBe(200)
  return { uuid, ncco: body as Action[], turnUrl: urlIn(body) }
}

const urlIn = (ncco: unknown): string => (ncco as Action[]).find(({ eventUrl }) => eventUrl !== undefined)?.eventUrl?.[0] ?? ''
const spoken = (ncco: unknown): string => (ncco as Action[])[0]?.text ?? ''

async function turnsOf(uuid: string) {
  const client = await MongoClient.connect(bench.database.url)
  try {
    const leg = await client.db().collection<{ _id: string; runId: string }>('legs').findOne({ _id: uuid })
    return await client.db().collection('turns').find({ tenantId: 'local', runId: leg?.runId }).sort({ seq: 1 }).toArray()
  } finally {
    await client.close()
  }
}

describe('each webhook moves a run once', () => {
  test('an answer webhook that is repeated finds the run that it began, at any server', async () => {
    const { uuid, ncco } = await call()
    const again = await post('/vonage/voice/answer', answerBody(uuid))
    const elsewhere = await post(`${otherUrl}/vonage/voice/answer`, answerBody(uuid))
    expect([again.body, elsewhere.body]).toEqual([ncco, ncco])
    expect(await turnsOf(uuid)).toHaveLength(1)
  })

  test('two answer webhooks of one call at the same instant begin one run', async () => {
    const uuid = randomUUID()
    const urls = [bench.url, otherUrl, bench.url, otherUrl]
    const replies = await Promise.all(urls.map((url) => post(`${url}/vonage/voice/answer`, answerBody(uuid))))
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(await turnsOf(uuid)).toHaveLength(1)
  })

  test('the same key press twice: same reply, moved once, even with another token and at another server', async () => {
    const { uuid, turnUrl } = await call()
    const jti = randomUUID()
    const first = await post(turnUrl, inputBody(uuid, '2'), { jti })
    const retry = await post(turnUrl, inputBody(uuid, '2'), { jti })
    const elsewhere = await post(turnUrl.replace(bench.url, otherUrl), inputBody(uuid, '2'))
    expect(spoken(first.body)).toContain('order number')
    expect([retry.body, elsewhere.body]).toEqual([first.body, first.body])
    expect(await turnsOf(uuid)).toHaveLength(2)
  })

  test('a key press of an overtaken question moves nothing, is kept, and gets the current prompt', async () => {
    const { uuid, turnUrl } = await call()
    const current = await post(turnUrl, inputBody(uuid, '2'))
    const late = await post(turnUrl, inputBody(uuid, '1'))
    expect(late).toEqual(current)
    const [, moved, kept] = await turnsOf(uuid)
    expect(moved).toMatchObject({ seq: 1, question: 'caller:0', nodeId: 'order-number' })
    expect(kept).toMatchObject({ seq: 2, nodeId: 'order-number', trace: [] })
    expect(kept).not.toHaveProperty('question')
  })

  test.each([
    ['one server', () => [bench.url, bench.url]],
    ['two servers', () => [bench.url, otherUrl]],
  ])(
    'two different key presses at the same instant at %s leave one consistent state, and both are answered',
    async (_at, urls) => {
      for (let round = 0; round < 10; round++) {
        const { uuid, turnUrl } = await call()
        const [a, b] = urls() as [string, string]
        const [one, two] = await Promise.all([
          post(turnUrl.replace(bench.url, a), inputBody(uuid, '1')),
          post(turnUrl.replace(bench.url, b), inputBody(uuid, '2')),
        ])
        expect([one.status, two.status]).toEqual([200, 200])
        // both hear what the winner led to
        expect(one.body).toEqual(two.body)
        const turns = await turnsOf(uuid)
        expect(turns.map(({ seq }) => seq)).toEqual([0, 1, 2])
        expect(turns.filter(({ question }) => question === 'caller:0')).toHaveLength(1)
        expect(turns[2]?.nodeId).toBe(turns[1]?.nodeId)
      }
    },
  )

  test('after the end, a late key press is told what was said last', async () => {
    const { uuid, turnUrl } = await call()
    const second = await post(turnUrl, inputBody(uuid, null, true))
    const end = await post(urlIn(second.body), inputBody(uuid, null, true))
    expect(spoken(end.body)).toBe('We did not hear a choice.')
    expect(await post(turnUrl, inputBody(uuid, '1'))).toEqual(end)
  })
})

describe('Vonage’s fallback address', () => {
  const reason = 'Connection closed.'

  test('answers a call whose answer address failed, and finds it when it did not', async () => {
    const uuid = randomUUID()
    const original_request = { url: `${bench.url}/vonage/voice/answer`, type: 'answer' }
    const first = await post('/vonage/voice/fallback', { ...answerBody(uuid), reason, original_request })
    expect(spoken(first.body)).toContain('Welcome')
    expect(await post('/vonage/voice/answer', answerBody(uuid))).toEqual(first)
  })

  test('takes the key press that another address did not take', async () => {
    const { uuid, turnUrl } = await call()
    const original_request = { url: turnUrl, type: 'event' }
    const reply = await post('/vonage/voice/fallback', { ...inputBody(uuid, '2'), reason, original_request })
    expect(spoken(reply.body)).toContain('order number')
  })
})

describe('refusals', () => {
  const cases: [what: string, options: () => Partial<PostOptions>][] = [
    ['unsigned', () => ({ authorization: '' })],
    ['signed with another secret', () => ({ keys: { ...bench.keys, signatureSecret: 'another' } })],
    ['signed for another account', () => ({ keys: { ...bench.keys, apiKey: 'zzzz9999' } })],
    ['signed for another application', () => ({ keys: { ...bench.keys, applicationId: randomUUID() } })],
    ['signed over another body', () => ({ signedBody: '{}' })],
    ['too old', () => ({ iat: Math.floor(Date.now() / 1000) - 700 })],
    ['from the future', () => ({ iat: Math.floor(Date.now() / 1000) + 120 })],
    ['with no algorithm', () => ({ authorization: `Bearer ${token('{}', { keys: bench.keys }, 'none')}` })],
  ]
  test.each(cases)('a webhook that is %s is refused with 401 and moves nothing', async (_what, options) => {
    const uuid = randomUUID()
    const { status, body } = await post('/vonage/voice/answer', answerBody(uuid), options())
    expect([status, (body as { code: string }).code]).toEqual([401, 'WEBHOOK_NOT_SIGNED'])
    expect(await turnsOf(uuid)).toEqual([])
  })

  test('a token that is used again with another body is an attack', async () => {
    const { uuid, turnUrl } = await call()
    const jti = randomUUID()
    await post(turnUrl, inputBody(uuid, '2'), { jti })
    const { status } = await post(turnUrl, inputBody(uuid, '1'), { jti })
    expect(status).toBe(401)
    expect(await turnsOf(uuid)).toHaveLength(2)
  })

  test.each([
    ['not JSON', 'hello', 'V2.2-1'],
    ['a list', [], 'V2.2-1'],
    ['an answer without a call id', { from: '1', to: '2', conversation_uuid: 'CON-1' }, 'V2.1-2'],
    ['a status that Vonage does not have', { uuid: 'a', status: 'sleeping' }, 'V2.2-1'],
    ['an input with digits of another kind', { dtmf: { digits: 12 } }, 'V2.5-3'],
  ])('a webhook that is %s is refused with 400, naming the rule', async (_what, body, rule) => {
    const reply = await post('/vonage/voice/event', body)
    expect(reply).toMatchObject({ status: 400, body: { code: 'WEBHOOK_BODY_NOT_VALID', detail: expect.stringContaining(rule) } })
  })

  test('an address that we never gave out names no run', async () => {
    const { uuid, turnUrl } = await call()
    for (const forged of [turnUrl.replace(/t=..../, 't=AAAA'), turnUrl.replace('/0?', '/1?'), turnUrl.replace(/\?.*/, '')]) {
      expect((await post(forged, inputBody(uuid, '1'))).status).toBe(404)
    }
    expect(await turnsOf(uuid)).toHaveLength(1)
  })

  test('GET is refused with the reason', async () => {
    const response = await fetch(`${bench.url}/vonage/voice/answer?uuid=1`)
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('does not cover its query') })
  })
})

describe('statuses', () => {
  const status = (uuid: string, what: string, more: object = {}) => ({
    headers: {},
    from: SAMPLE_NUMBER,
    to: '12025550143',
    uuid,
    conversation_uuid: 'CON-1',
    status: what,
    direction: 'outbound',
    timestamp: '2026-01-01T12:00:00.000Z',
    ...more,
  })

  test('those of a callee are kept on its leg; the one that ends the ringing is answered', async () => {
    const { uuid, turnUrl } = await call()
    const ring = await post(turnUrl, inputBody(uuid, '1'))
    const callee = randomUUID()
    for (const what of ['started', 'ringing']) expect((await post(urlIn(ring.body), status(callee, what))).status).toBe(204)
    const busy = await post(urlIn(ring.body), status(callee, 'busy'))
    expect(spoken(busy.body)).toContain('busy just now')
    expect(await post(urlIn(ring.body), status(callee, 'busy'))).toEqual(busy)
    expect((await post(urlIn(ring.body), status(callee, 'completed'))).status).toBe(204)
    const legs = await legsOf(uuid)
    expect(legs).toEqual([
      { _id: callee, leg: 'callee1' },
      { _id: uuid, leg: 'caller' },
    ])
  })

  test('one that comes twice, or late, or for a call that is not known, is taken and moves nothing', async () => {
    const { uuid } = await call()
    const answered = status(uuid, 'answered', { direction: 'inbound' })
    for (const body of [answered, answered, status(uuid, 'ringing'), status('unknown-call', 'completed')]) {
      expect((await post('/vonage/voice/event', body)).status).toBe(204)
    }
    expect((await turnsOf(uuid)).map(({ nodeId }) => nodeId)).toEqual(['main-menu', 'main-menu', 'main-menu'])
  })

  test('what a call cost becomes known after its end: it is kept once, and moves nothing', async () => {
    const { uuid, turnUrl } = await call()
    const second = await post(turnUrl, inputBody(uuid, null, true))
    await post(urlIn(second.body), inputBody(uuid, null, true))
    const end = (await turnsOf(uuid)).at(-1)!
    const told = status(uuid, 'completed', { direction: 'inbound', duration: '12', rate: '0.0060', price: '0.0012' })
    for (const server of [bench.url, otherUrl, bench.url]) {
      expect((await post(`${server}/vonage/voice/event`, told)).status).toBe(204)
    }
    const late = (await turnsOf(uuid)).slice(end['seq'] + 1)
    expect(late.map(({ nodeId, trace }) => ({ nodeId, trace }))).toEqual([{ nodeId: end['nodeId'], trace: [] }])
    await expect
      .poll(() => costsOf(end['runId']), { timeout: 20_000 })
      .toEqual([{ kind: 'telephony', amount: '0.0012', currency: 'EUR', leg: 'caller' }])
  })

  async function costsOf(runId: string) {
    const client = await MongoClient.connect(bench.database.url)
    try {
      const events = client.db().collection('events').find({ tenantId: 'local', contactId: runId, type: 'cost.recorded' })
      return (await events.toArray()).map(({ facts }) => facts as unknown)
    } finally {
      await client.close()
    }
  }

  async function legsOf(uuid: string) {
    const client = await MongoClient.connect(bench.database.url)
    try {
      const legs = client.db().collection<{ _id: string; runId: string; leg: string }>('legs')
      const caller = await legs.findOne({ _id: uuid })
      return await legs
        .find({ runId: caller?.runId ?? '' }, { projection: { leg: 1 } })
        .sort({ leg: 1 })
        .toArray()
    } finally {
      await client.close()
    }
  }
})

test('when Vonage refuses what we sent, the caller is led to the apology by the real SDK', async () => {
  const { uuid, conversationUuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).waitsFor?.kind === 'input')
  const error = { reason: 'Syntax error in NCCO.', conversation_uuid: conversationUuid, timestamp: '2026-01-01T12:00:00.000Z' }
  expect((await post('/vonage/voice/event', error)).status).toBe(204)
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  expect(bench.heard(uuid).at(-1)).toContain('something went wrong')
})

test('the real SDK makes a call and hangs it up', async () => {
  const {
    VONAGE_API_HOST: apiHost,
    VONAGE_PRIVATE_KEY: privateKey,
    VONAGE_API_KEY: apiKey,
    VONAGE_API_SECRET: apiSecret,
  } = bench.env
  const auth = new Auth({
    apiKey: apiKey!,
    apiSecret: apiSecret!,
    applicationId: bench.keys.applicationId,
    privateKey: privateKey!,
  })
  const { voice } = new Vonage(auth, { apiHost: apiHost! })
  const { uuid } = await voice.createOutboundCall({
    to: [{ type: 'phone', number: '447700900999' }],
    from: { type: 'phone', number: SAMPLE_NUMBER },
    ncco: [{ action: 'talk', text: 'Hello' }],
  } as unknown as Parameters<typeof voice.createOutboundCall>[0])
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ringing')
  await voice.hangupCall(uuid)
  await bench.clock.settle()
  expect(bench.emulator.leg(uuid).state).toBe('ended')
})

import { createHash } from 'node:crypto'
import { verifySignature } from '@vonage/jwt'
import { describe, expect, test } from 'vitest'
import { account, applicationId, startBench } from '../testing/bench.ts'
import type { ReceivedWebhook, Reply } from '../testing/customer-application.ts'

const talk = (text: string) => ({ action: 'talk', text })
const claimsOf = ({ authorization }: ReceivedWebhook) => {
  const [, claims = ''] = authorization.slice('Bearer '.length).split('.')
  return JSON.parse(Buffer.from(claims, 'base64url').toString())
}

describe('signed webhooks', () => {
  test('V2.8: the bearer token is signed with the signature secret and binds the raw body', async () => {
    const { application, call } = await startBench()
    await call([talk('Hello.')])
    expect(application.received.length).toBeGreaterThanOrEqual(4)
    for (const webhook of application.received) {
      const token = webhook.authorization.replace('Bearer ', '')
      expect(verifySignature(token, account.signatureSecret)).toBe(true)
      expect(verifySignature(token, account.apiSecret)).toBe(false)
      expect(claimsOf(webhook)).toEqual({
        iat: expect.any(Number),
        jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
        iss: 'Vonage',
        payload_hash: createHash('sha256').update(webhook.rawBody).digest('hex'),
        api_key: account.apiKey,
        application_id: applicationId,
      })
    }
    expect(new Set(application.received.map((webhook) => claimsOf(webhook).jti)).size).toBe(application.received.length)
  })

  test('V2.8-3: a GET has no body, so its hash covers nothing', async () => {
    const { application, call } = await startBench({ application: { answerMethod: 'GET' } })
    await call([talk('Hello.')])
    expect(claimsOf(application.on('/answer')[0]!).payload_hash).toBe(createHash('sha256').update('').digest('hex'))
  })

  test('V2.8-3: an application may have signing off', async () => {
    const { application, call } = await startBench({ application: { signedCallbacks: false } })
    await call([talk('Hello.')])
    expect(application.received.map(({ authorization }) => authorization)).toEqual(application.received.map(() => ''))
  })
})

describe('V2.7-2: retries and the fallback URL', () => {
  const faults: [what: string, reply: Reply, reason: string][] = [
    ['503', { status: 503 }, 'HTTP status 503.'],
    ['502', { status: 502 }, 'HTTP status 502.'],
    ['504', { status: 504 }, 'HTTP status 504.'],
    ['429', { status: 429 }, 'HTTP status 429.'],
    ['a closed connection', 'cut', 'Connection closed.'],
    ['no reply in time', 'hang', 'Socket timeout.'],
  ]
  test.each(faults)('an answer URL that gives %s is tried twice, then the fallback is asked', async (_what, reply, reason) => {
    const { application, call, heard } = await startBench({ application: { answerTimeoutMs: 1000, connectTimeoutMs: 300 } })
    application.script('/fallback', [talk('We are having trouble.')])
    await call(reply)
    expect(application.on('/answer')).toHaveLength(2)
    expect(application.on('/fallback')).toHaveLength(1)
    const original = application.on('/answer')[0]?.fields
    expect(application.on('/fallback')[0]?.fields).toEqual({
      ...original,
      reason,
      original_request: { url: `${application.url}/answer`, type: 'answer' },
    })
    expect(heard()).toEqual(['We are having trouble.'])
  })

  test('the second attempt counts, with the same token', async () => {
    const { application, call, heard } = await startBench()
    await call(((_webhook: ReceivedWebhook, nth: number) => (nth === 1 ? { status: 503 } : [talk('Hello.')])) as never)
    const [first, second] = application.on('/answer')
    expect(second?.authorization).toBe(first?.authorization)
    expect(application.on('/fallback')).toHaveLength(0)
    expect(heard()).toEqual(['Hello.'])
  })

  test('when the fallback fails twice too, the call ends', async () => {
    const { application, call, emulator } = await startBench()
    application.script('/fallback', { status: 503 })
    const uuid = await call({ status: 503 })
    expect(application.received.map(({ path }) => path).filter((path) => path !== '/event')).toEqual([
      '/answer',
      '/answer',
      '/fallback',
      '/fallback',
    ])
    expect(emulator.leg(uuid)).toMatchObject({ state: 'ended', endReason: 'answerFailed' })
  })

  test('an input that nobody takes goes on with the next action', async () => {
    const { application, call, emulator, clock, heard } = await startBench()
    application.script('/input', { status: 503 })
    application.script('/fallback', 'cut')
    const eventUrl = [`${application.url}/input`]
    const uuid = await call([
      { action: 'input', type: ['dtmf'], dtmf: { maxDigits: 1 }, eventUrl },
      talk('Please call again later.'),
    ])
    emulator.pressKeys(uuid, '1')
    await clock.settle()
    expect(application.on('/input')).toHaveLength(2)
    expect(application.on('/fallback')).toMatchObject([
      { fields: { dtmf: { digits: '1' }, original_request: { url: eventUrl[0], type: 'event' } } },
      { fields: { reason: 'HTTP status 503.' } },
    ])
    expect(heard()).toEqual(['Please call again later.'])
  })

  test('the fallback of an input may replace the NCCO', async () => {
    const { application, call, emulator, clock, heard } = await startBench()
    application.script('/input', 'cut')
    application.script('/fallback', [talk('One moment please.')])
    const uuid = await call([{ action: 'input', type: ['dtmf'], eventUrl: [`${application.url}/input`] }, talk('Never heard.')])
    emulator.pressKeys(uuid, '1234')
    await clock.settle()
    expect(heard()).toEqual(['One moment please.'])
  })

  test('a status event is tried twice and has no fallback', async () => {
    const { application, call } = await startBench()
    application.script('/event', ({ fields }) => ({ status: fields.status === 'ringing' ? 503 : 204 }))
    await call([{ action: 'wait' }])
    expect(application.statuses()).toEqual(['started', 'ringing', 'ringing', 'answered'])
    expect(application.on('/fallback')).toEqual([])
  })

  test.each([
    ['retry', 2, 1],
    ['final', 1, 0],
  ] as const)('V2.7-4: a 500, read as %s', async (otherStatus, attempts, fallbacks) => {
    const { application, call } = await startBench({ switches: { otherStatus } })
    await call({ status: 500 })
    expect([application.on('/answer').length, application.on('/fallback').length]).toEqual([attempts, fallbacks])
  })

  test('an application that is not there at all is met the same way', async () => {
    const { application, emulator, events, clock } = await startBench()
    await application.close()
    const { uuid } = emulator.dial({ from: '15551230001', to: '15557650001' })
    await clock.settle()
    const failed = events('webhook.failed').filter(({ kind }) => kind === 'answer' || kind === 'fallback')
    expect(failed.map(({ kind, attempt, reason }) => [kind, attempt, reason])).toEqual([
      ['answer', 1, 'Connection closed.'],
      ['answer', 2, 'Connection closed.'],
      ['fallback', 1, 'Connection closed.'],
      ['fallback', 2, 'Connection closed.'],
    ])
    expect(emulator.leg(uuid).state).toBe('ended')
  })
})

describe('V1.1-6: what a reply does to the NCCO', () => {
  const first = talk('First.')
  const cases: [what: string, reply: Reply, heard: string[], switches?: object][] = [
    ['an NCCO replaces the rest', [talk('New.')], ['First.', 'New.']],
    ['204 goes on', { status: 204 }, ['First.', 'Rest.']],
    ['200 without a body goes on', { status: 200, body: '' }, ['First.', 'Rest.']],
    ['[] goes on by one reading', { status: 200, body: '[]' }, ['First.', 'Rest.'], { emptyArray: 'continue' }],
    ['[] ends by the other', { status: 200, body: '[]' }, ['First.'], { emptyArray: 'replace' }],
    ['a body that is not JSON ends the call', { status: 200, body: 'OK' }, ['First.'], { refusedReply: 'hangUp' }],
    ['an object is no NCCO', { status: 200, body: '{}' }, ['First.'], { refusedReply: 'hangUp' }],
    ['what is refused may also be passed over', { status: 200, body: '{}' }, ['First.', 'Rest.'], { refusedReply: 'continue' }],
  ]
  test.each(cases)('%s', async (_what, reply, expected, switches) => {
    const { application, call, untilEnd, heard } = await startBench(switches ? { switches } : {})
    application.script('/notify', reply)
    await untilEnd(
      await call([first, { action: 'notify', payload: { at: 'here' }, eventUrl: [`${application.url}/notify`] }, talk('Rest.')]),
    )
    expect(heard()).toEqual(expected)
  })

  test('V2.6-3: notify sends payload and conversation, and names no leg', async () => {
    const { application, call, emulator } = await startBench()
    const uuid = await call([{ action: 'notify', payload: { at: 'here' }, eventUrl: [`${application.url}/notify`] }])
    expect(application.on('/notify')[0]?.fields).toEqual({
      payload: { at: 'here' },
      conversation_uuid: emulator.leg(uuid).conversationUuid,
      timestamp: expect.any(String),
    })
  })

  test('V2.2-1: an event by GET has nested objects as JSON in the query', async () => {
    const { application, call } = await startBench()
    const notify = {
      action: 'notify',
      payload: { at: 'here' },
      eventUrl: [`${application.url}/notify?own=1`],
      eventMethod: 'GET',
    }
    await call([notify])
    expect(application.on('/notify')[0]).toMatchObject({ method: 'GET', query: { own: '1', payload: '{"at":"here"}' } })
  })
})

test('webhooks leave this machine only when that is allowed', async () => {
  const { call, events } = await startBench()
  await call([{ action: 'notify', payload: {}, eventUrl: ['https://example.com/event'] }])
  expect(events('webhook.failed')).toMatchObject([{ reason: 'The emulator calls loopback addresses only.' }, { attempt: 2 }])
})

describe('V2.3-1: events need not come in order, nor once', () => {
  test.each([
    ['inOrder', ['started', 'ringing', 'answered', 'completed']],
    ['late', ['answered', 'started', 'ringing', 'completed']],
    ['twice', ['started', 'started', 'ringing', 'ringing', 'answered', 'answered', 'completed', 'completed']],
  ] as const)('%s', async (eventOrder, expected) => {
    const { application, call, untilEnd, clock } = await startBench({ switches: { eventOrder } })
    await untilEnd(await call([talk('Hello.')]))
    await clock.settle()
    expect(application.statuses()).toEqual(expected)
  })

  test('a repeated event has the same timestamp and another token', async () => {
    const { application, call } = await startBench({ switches: { eventOrder: 'twice' } })
    await call([{ action: 'wait' }])
    const [first, second] = application.on('/event')
    expect(second?.rawBody).toBe(first?.rawBody)
    expect(second?.authorization).not.toBe(first?.authorization)
  })
})

test('V2.8-1: a second attempt may have a token of its own', async () => {
  const { application, call } = await startBench({ switches: { retryToken: 'fresh' } })
  await call({ status: 503 })
  const [first, second] = application.on('/answer')
  expect(claimsOf(second!).jti).not.toBe(claimsOf(first!).jti)
  expect(claimsOf(second!).payload_hash).toBe(claimsOf(first!).payload_hash)
})

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { callSchema, receivedMessageListSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectDatabase } from '../../runtime/server/src/storage/database.ts'
import { createStores, type Stores } from '../../runtime/server/src/storage/stores.ts'
import { bind } from '../support/bind.ts'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { apiOf, publishOn } from '../support/publish-on.ts'
import { startServerProcess } from '../support/server-process.ts'
import { postWebhook, type SigningKeys } from '../support/vonage-post.ts'

const hangUp = (text: string) => ['hangUp', { prompt: { text: { en: text } } }] as const
const ways = { sent: 'sent', refused: 'refused', unknown: 'unknown', failed: 'failed' }
const ends = {
  sent: hangUp('Sent.'),
  refused: hangUp('Refused.'),
  unknown: hangUp('Not known.'),
  failed: hangUp('Failed.'),
}
const sends = (config: object = {}) =>
  flowOf({ write: ['sendMessage', { text: { en: 'You are {{ caller.number }}.' }, ...config }, ways], ...ends })

let bench: CallBench
let connection: Connection
let stores: Stores
let beside: Server | undefined
beforeEach(async () => {
  bench = await startCallBench()
  connection = await connectDatabase(bench.database.url, {
    log: pino({ level: 'silent' }),
    giveUp: new AbortController().signal,
  })
  stores = createStores(connection)
})
afterEach(async () => {
  beside?.closeAllConnections()
  beside?.close()
  beside = undefined
  await connection.close()
  await bench.stop()
})

const messagesOut = () => bench.eventsOf('message.sent').map(({ from, to, text }) => ({ from, to, text }))
const onRecord = async () => {
  const found = await connection.collection('messages').find().project({ _id: 1 }).toArray()
  return Promise.all(found.map(({ _id }) => stores.messages.get(String(_id))))
}

async function call() {
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  return bench.heard(uuid).at(-1)
}

/** Stands before the emulated Vonage: what is posted to the Messages API is handed on, and what it says is never heard. */
async function deafLine(): Promise<string> {
  const server = createServer((request, response) => {
    const body: Buffer[] = []
    request.on('data', (chunk: Buffer) => body.push(chunk))
    request.on('end', async () => {
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== 'host'))
      await fetch(`${bench.env.VONAGE_API_HOST}${request.url}`, {
        method: request.method ?? 'POST',
        headers: headers as Record<string, string>,
        body: Buffer.concat(body),
      })
      // the socket stays open, and nothing comes
      response.on('close', () => undefined)
    })
  })
  beside = server
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('a flow that sends a text message', () => {
  test('sends exactly one, and keeps what the network reports of it', async () => {
    await bench.startServer()
    await publishOn(bench, sends())
    expect(await call()).toBe('Sent.')
    expect(messagesOut()).toEqual([{ from: SAMPLE_NUMBER, to: CALLER, text: `You are ${CALLER}.` }])
    await bench.clock.runUntil(() => bench.eventsOf('message.status').some(({ status }) => status === 'delivered'))
    await expect.poll(async () => (await onRecord())[0]?.status).toBe('delivered')
    const [message] = await onRecord()
    expect(message?.statuses.map(({ status }) => status).toSorted()).toEqual(['delivered', 'submitted'])
    expect(message).toMatchObject({ tenantId: 'local', channel: 'sms', parts: 1, messageUuid: expect.any(String) })
    // with the call that sent it, it is shown masked, as its author wrote it, with what was charged
    const shown = callSchema.parse((await apiOf(bench, 'GET', `/calls/${message?.runId}`)).body).messages
    expect(shown).toMatchObject([
      { to: '•••0123', from: SAMPLE_NUMBER, team: null, text: 'You are ‹caller.number›.', status: 'delivered', parts: 1 },
    ])
    expect(shown[0]?.cost).toEqual({ price: '0.0333', currency: 'EUR' })
    // neither number nor text stands outside of what is sealed
    expect(JSON.stringify(message)).not.toContain(CALLER)
  })

  test('names another sender where the environment has one', async () => {
    await bench.startServer()
    await bind(bench, 'sender', 'shop', { from: 'ACME' })
    await publishOn(bench, sends({ sender: 'shop', to: '+1 (202) 555-0143' }))
    expect(await call()).toBe('Sent.')
    expect(messagesOut()).toEqual([{ from: 'ACME', to: '12025550143', text: `You are ${CALLER}.` }])
  })

  test.each([
    ['a number that is none', { to: '0800 12' }],
    ['a number of our own', { to: SAMPLE_NUMBER }],
    ['somebody abroad who has not called', { to: '+44 7700 900456' }],
    ['nothing to say', { text: { en: '{% if false %}x{% endif %}' } }],
  ])('leaves by “refused” for %s, and nothing goes out', async (_what, config) => {
    await bench.startServer()
    await publishOn(bench, sends(config))
    expect([await call(), messagesOut()]).toEqual(['Refused.', []])
  })

  test('keeps that a network did not deliver it, and why', async () => {
    await bench.startServer()
    await publishOn(bench, sends())
    bench.emulator.setRecipient(CALLER, 'rejected')
    expect(await call()).toBe('Sent.')
    await bench.clock.runUntil(() => bench.eventsOf('message.status').some(({ status }) => status === 'rejected'))
    await expect.poll(async () => (await onRecord())[0]?.status).toBe('rejected')
    expect((await onRecord())[0]?.reason).toMatch(/^\d{4}$/)
  })

  test('a server that is killed in between never sends a second one, and the caller leaves by “unknown”', async () => {
    const apiHost = await deafLine()
    const first = await startServerProcess({ ...bench.env, VONAGE_API_HOST: apiHost })
    await publishOn(bench, sends())
    const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
    await bench.clock.runUntil(() => messagesOut().length > 0 && bench.heard(uuid).includes('One moment, please.'))
    await first.end('SIGKILL')
    // twenty seconds later the lease is over
    await bench.startServer({}, { clock: () => Date.now() + 20_000 })
    await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
    expect(bench.heard(uuid).at(-1)).toBe('Not known.')
    expect(messagesOut()).toHaveLength(1)
  })
})

describe('a flow that tells a team', () => {
  const tells = flowOf({
    tell: ['notifyTeam', { team: 'on-call', text: '{{ caller.number }} waits.' }, { done: 'sent', failed: 'failed' }],
    sent: ends.sent,
    failed: ends.failed,
  })

  test('writes to each member once', async () => {
    await bench.startServer()
    await bind(bench, 'team', 'on-call', {
      members: [
        { name: 'Ann', phone: '447700900801' },
        { name: 'Bo', phone: '447700900802' },
      ],
    })
    await publishOn(bench, tells)
    expect(await call()).toBe('Sent.')
    const text = `${CALLER} waits.`
    expect(messagesOut().toSorted((a, b) => (a.to < b.to ? -1 : 1))).toEqual([
      { from: SAMPLE_NUMBER, to: '447700900801', text },
      { from: SAMPLE_NUMBER, to: '447700900802', text },
    ])
    const [sent] = await onRecord()
    const { messages } = callSchema.parse((await apiOf(bench, 'GET', `/calls/${sent?.runId}`)).body)
    const each = { team: 'on-call', to: null, text: '‹caller.number› waits.' }
    expect(messages).toMatchObject([each, each])
  })

  test('leaves by “failed” when nobody can be told', async () => {
    await bench.startServer()
    await bind(bench, 'team', 'on-call', { members: [{ name: 'Us', phone: SAMPLE_NUMBER }] })
    await publishOn(bench, tells)
    expect([await call(), messagesOut()]).toEqual(['Failed.', []])
  })
})

describe('webhooks of messages', () => {
  const at = (path: string) => `${bench.url}/vonage/messages/${path}`
  const status = { message_uuid: 'm1', to: CALLER, from: SAMPLE_NUMBER, status: 'delivered', channel: 'sms' }
  const inbound = { ...status, to: SAMPLE_NUMBER, from: CALLER, message_type: 'text', text: 'Please call me back.' }
  const signed = (): { keys: SigningKeys } => ({ keys: bench.keys })

  test('must be signed, and be what they say', async () => {
    await bench.startServer()
    const forged = { ...signed(), signedBody: '{}' }
    expect((await postWebhook(at('status'), status, forged)).status).toBe(401)
    expect((await postWebhook(at('inbound'), inbound, { ...signed(), authorization: 'Bearer x' })).status).toBe(401)
    expect((await postWebhook(at('status'), { ...status, status: 'eaten' }, signed())).status).toBe(400)
    expect((await fetch(at('status'))).status).toBe(405)
    expect((await postWebhook(at('nothing'), status, signed())).status).toBe(404)
    expect(await onRecord()).toEqual([])
  })

  test('of messages that others sent are taken and left', async () => {
    await bench.startServer()
    expect((await postWebhook(at('status'), { ...status, client_ref: 'theirs' }, signed())).status).toBe(200)
    expect(await onRecord()).toEqual([])
  })

  test('repeated, late and out of order, leave a message as it is', async () => {
    await bench.startServer()
    await publishOn(bench, sends())
    await call()
    const [message] = await onRecord()
    const report = { ...status, message_uuid: message?.messageUuid, client_ref: message?._id }
    for (const name of ['delivered', 'submitted', 'delivered'])
      expect((await postWebhook(at('status'), { ...report, status: name }, signed())).status).toBe(200)
    const [after] = await onRecord()
    expect(after?.status).toBe('delivered')
    expect(after?.statuses.map(({ status }) => status).toSorted()).toEqual(['delivered', 'submitted'])
  })

  test('what somebody writes is kept once, and sealed', async () => {
    await bench.startServer()
    await publishOn(bench, sends())
    bench.emulator.write({ from: CALLER, to: SAMPLE_NUMBER, channel: 'sms', text: 'Please call me back.' } as never)
    await bench.clock.runUntil(() =>
      bench.eventsOf('webhook.sent').some(({ kind, status }) => kind === 'message.inbound' && status === 200),
    )
    await postWebhook(at('inbound'), inbound, signed())
    await postWebhook(at('inbound'), inbound, signed())
    const found = await onRecord()
    expect(found.map((message) => [message?.status, message?.runId])).toEqual([
      ['received', null],
      ['received', null],
    ])
    for (const message of found) expect(message?.sealed?.toString() ?? '').not.toMatch(/call me back|447700900123/)
  })

  test('what somebody writes is read by people, a page at a time, and by nobody once its key is erased', async () => {
    await bench.startServer()
    await publishOn(bench, sends())
    const usage = { price: '0.0057', currency: 'EUR' }
    for (const n of [1, 2, 3])
      await postWebhook(at('inbound'), { ...inbound, message_uuid: `in${n}`, text: `Number ${n}`, usage }, signed())
    const page = async (query: string) =>
      receivedMessageListSchema.parse((await apiOf(bench, 'GET', `/messages?limit=2${query}`)).body)
    const first = await page('')
    expect(first.messages).toMatchObject([
      { id: 'in3', from: CALLER, to: SAMPLE_NUMBER, text: 'Number 3', status: 'received', cost: usage },
      { id: 'in2', text: 'Number 2' },
    ])
    await stores.keys.remove('local', 'message-in1')
    const second = await page(`&before=${first.next}`)
    expect(second).toMatchObject({ messages: [{ id: 'in1', from: null, to: null, text: null }], next: null })
  })

  test('to a number that is nobody’s here are taken and left', async () => {
    await bench.startServer()
    expect((await postWebhook(at('inbound'), { ...inbound, to: '12025550001' }, signed())).status).toBe(200)
    expect(await onRecord()).toEqual([])
  })
})

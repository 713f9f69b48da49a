import { createHash } from 'node:crypto'
import { verifySignature } from '@vonage/jwt'
import { describe, expect, test } from 'vitest'
import { account, agent, applicationId, type BenchOptions, ours } from '../testing/bench.ts'
import { startBenchWithSdk } from '../testing/sdk.ts'
import { asApplication } from '../testing/tokens.ts'
import { isFault, readMessage } from './message-schemas.ts'

const sms = { channel: 'sms', message_type: 'text', to: agent, from: ours, text: 'Your code is 42.' }

async function startMessages(options: BenchOptions = {}) {
  const bench = await startBenchWithSdk(options)
  const statusUrl = `${bench.application.url}/status`
  const inboundUrl = `${bench.application.url}/inbound`
  const applicationOf = { webhooks: { inbound_url: { address: inboundUrl }, status_url: { address: statusUrl } } }
  await fetch(`${bench.url}/v2/applications/${applicationId}`, {
    method: 'PUT',
    headers: { authorization: basic, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'With messages', capabilities: { messages: applicationOf } }),
  })
  const send = (body: unknown, authorization = asApplication().authorization) =>
    fetch(`${bench.url}/v1/messages`, {
      method: 'POST',
      headers: { ...(authorization && { authorization }), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const statuses = () => bench.application.on('/status').map(({ fields }) => fields)
  return { ...bench, send, statuses }
}
const basic = `Basic ${Buffer.from(`${account.apiKey}:${account.apiSecret}`).toString('base64')}`

describe('messages out (V4-1)', () => {
  test('the SDK sends a text message: 202, submitted at once, delivered later (V4-11)', async () => {
    const { vonage, clock, statuses } = await startMessages()
    const { messageUUID } = await vonage.messages.send({ ...sms, clientRef: 'order-7' } as never)
    await clock.settle()
    expect(statuses()).toEqual([
      {
        message_uuid: messageUUID,
        to: agent,
        from: ours,
        timestamp: expect.any(String),
        status: 'submitted',
        channel: 'sms',
        client_ref: 'order-7',
      },
    ])
    await clock.advance(1000)
    expect(statuses()[1]).toMatchObject({
      status: 'delivered',
      usage: { currency: 'EUR', price: '0.0333' },
      destination: { network_code: expect.any(String) },
      sms: { count_total: '1' },
    })
  })

  test('by the token of the application, or key and secret; by neither it is refused', async () => {
    const { send } = await startMessages()
    expect((await send(sms)).status).toBe(202)
    expect((await send(sms, basic)).status).toBe(202)
    expect((await send(sms, '')).status).toBe(401)
    expect((await send(sms, `Basic ${Buffer.from('abcd1234:no').toString('base64')}`)).status).toBe(401)
  })

  test.each(['rejected', 'undeliverable'] as const)('V4-11: a message that is %s says why', async (fate) => {
    const { send, clock, statuses } = await startMessages({ recipients: { [agent]: fate } })
    await send(sms)
    await clock.advance(1000)
    expect(statuses().map(({ status }) => status)).toEqual(['submitted', fate])
    expect(statuses()[1]?.error).toMatchObject({
      type: expect.any(String),
      title: expect.stringMatching(/^\d{4}$/),
      detail: expect.any(String),
    })
  })

  test('V4-11: read comes after delivered, on channels that tell', async () => {
    const { send, clock, statuses } = await startMessages({ recipients: { [agent]: 'read' } })
    await send({ ...sms, channel: 'whatsapp' })
    await send(sms)
    await clock.advance(5000)
    const of = (channel: string) =>
      statuses()
        .filter((body) => body.channel === channel)
        .map(({ status }) => status)
    expect(of('whatsapp')).toEqual(['submitted', 'delivered', 'read'])
    expect(of('sms')).toEqual(['submitted', 'delivered'])
  })

  test('V4-2: webhook_url takes the statuses of one message', async () => {
    const { send, clock, application, statuses } = await startMessages()
    await send({ ...sms, webhook_url: `${application.url}/own` })
    await clock.advance(1000)
    expect(statuses()).toEqual([])
    expect(application.on('/own')).toHaveLength(2)
  })

  test('V4-2: failover sends the next message when one fails, and says which of how many it was', async () => {
    const { send, clock, statuses, emulator } = await startMessages()
    emulator.setRecipient(agent, 'undeliverable')
    const reply = await send({ ...sms, channel: 'whatsapp', failover: [{ ...sms, to: '15558880002' }] })
    const { workflow_id } = (await reply.json()) as { workflow_id: string }
    await clock.advance(3000)
    expect(statuses().map(({ channel, status, workflow }) => [channel, status, workflow])).toEqual([
      ['whatsapp', 'submitted', { workflow_id, items_number: '1', items_total: '2' }],
      ['whatsapp', 'undeliverable', { workflow_id, items_number: '1', items_total: '2' }],
      ['sms', 'submitted', { workflow_id, items_number: '2', items_total: '2' }],
      ['sms', 'delivered', { workflow_id, items_number: '2', items_total: '2' }],
    ])
  })

  test('V4-13, V2.8-3: the webhooks are always signed', async () => {
    const { send, clock, application } = await startMessages({ application: { signedCallbacks: false } })
    await send(sms)
    await clock.settle()
    const [webhook] = application.on('/status')
    const token = webhook!.authorization.replace('Bearer ', '')
    expect(verifySignature(token, account.signatureSecret)).toBe(true)
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8'))
    expect(claims.payload_hash).toBe(createHash('sha256').update(webhook!.rawBody).digest('hex'))
  })

  test('V4-15: thirty in a second, then 429', async () => {
    const { send, clock } = await startMessages()
    const statusOf = async () => (await send(sms, basic)).status
    for (let count = 0; count < 30; count++) expect(await statusOf()).toBe(202)
    expect(await statusOf()).toBe(429)
    await clock.advance(1000)
    expect(await statusOf()).toBe(202)
  })

  const updates: [what: string, message: object, status: string, expected: number][] = [
    ['a message of RCS is revoked', { ...sms, channel: 'rcs' }, 'revoked', 200],
    ['an SMS is not', sms, 'revoked', 422],
    ['our own message is not marked as read', { ...sms, channel: 'whatsapp' }, 'read', 422],
  ]
  test.each(updates)('V4-1: %s', async (_what, message, status, expected) => {
    const { send, url } = await startMessages()
    const { message_uuid } = (await (await send(message)).json()) as { message_uuid: string }
    expect((await patch(url, message_uuid, status)).status).toBe(expected)
  })

  test('V4-1: a WhatsApp message that came in is marked as read; an unknown one is not found', async () => {
    const { emulator, url } = await startMessages()
    const { message_uuid } = emulator.write({ channel: 'whatsapp', from: agent, to: ours, text: 'Hi' })
    expect((await patch(url, message_uuid, 'read')).status).toBe(200)
    expect((await patch(url, 'unknown', 'read')).status).toBe(404)
  })
})

function patch(url: string, uuid: string, status: string): Promise<Response> {
  return fetch(`${url}/v1/messages/${uuid}`, {
    method: 'PATCH',
    headers: { ...asApplication(), 'content-type': 'application/json' },
    body: JSON.stringify({ status }),
  })
}

describe('messages in (V4-12)', () => {
  test('an SMS has its text at the top, and what it cost', async () => {
    const { emulator, clock, application } = await startMessages()
    const { message_uuid } = emulator.write({ from: agent, to: ours, text: 'stop please' })
    await clock.settle()
    expect(application.on('/inbound')[0]?.fields).toEqual({
      channel: 'sms',
      message_uuid,
      to: ours,
      from: agent,
      timestamp: expect.any(String),
      message_type: 'text',
      text: 'stop please',
      sms: { num_messages: '1', keyword: 'STOP' },
      usage: { currency: 'EUR', price: expect.any(String) },
      origin: { network_code: expect.any(String) },
    })
  })

  const kinds: [type: string, content: object][] = [
    ['image', { image: { url: 'https://example.com/a.png', caption: 'A' } }],
    ['location', { location: { lat: 25.03, long: 121.56 } }],
    ['reply', { reply: { id: '1', title: 'Yes' } }],
    ['button', { button: { payload: 'yes', text: 'Yes', subtype: 'quick' } }],
    ['order', { order: { catalog_id: '1', product_items: [] } }],
    ['reaction', { reaction: { action: 'react', emoji: '👍' } }],
    ['unsupported', {}],
  ]
  test.each(kinds)('a message of type %s holds what was sent', async (message_type, content) => {
    const { emulator, clock, application } = await startMessages()
    const extra = { profile: { name: 'Ann' }, context_status: 'none' }
    emulator.write({ channel: 'whatsapp', from: agent, to: ours, message_type, ...content, ...extra } as never)
    await clock.settle()
    expect(application.on('/inbound')[0]?.fields).toMatchObject({ channel: 'whatsapp', message_type, ...content, ...extra })
  })

  test('V2.7-5: it is sent again each minute until it is accepted, for a day at most', async () => {
    const { emulator, clock, application } = await startMessages()
    application.script('/inbound', (_webhook, nth) => ({ status: nth < 3 ? 500 : 200 }))
    emulator.write({ from: agent, to: ours, text: 'Hello' })
    await clock.advance(59_999)
    expect(application.on('/inbound')).toHaveLength(1)
    await clock.advance(3 * 60_000)
    expect(application.on('/inbound')).toHaveLength(3)
    application.script('/inbound', { status: 500 })
    emulator.write({ from: agent, to: ours, text: 'Hello again' })
    await clock.advance(25 * 3_600_000)
    expect(application.on('/inbound')).toHaveLength(3 + 24 * 60 + 1)
  }, 60_000)
})

const media = { url: 'https://example.com/a.png' }
const on = (channel: string, message_type: string, content: unknown, more: object = {}) => ({
  channel,
  message_type,
  to: agent,
  from: ours,
  [message_type]: content,
  ...more,
})

describe('what a message may be', () => {
  const good: [rule: string, message: object][] = [
    ['V4-3', on('sms', 'text', 'x'.repeat(1000), { ttl: 60, sms: { encoding_type: 'auto', content_id: '1', entity_id: '2' } })],
    ['V4-4', on('mms', 'image', { ...media, caption: 'A' }, { ttl: 300 })],
    [
      'V4-4',
      on('mms', 'content', [
        { type: 'image', ...media, caption: 'x' },
        { type: 'file', ...media },
      ]),
    ],
    ['V4-5', on('rcs', 'text', 'x'.repeat(3072), { ttl: 2_592_000, rcs: { category: 'transaction' } })],
    ['V4-5', on('rcs', 'custom', { contentMessage: {} })],
    ['V4-6', on('whatsapp', 'text', 'x'.repeat(4096), { context: { message_uuid: 'm' } })],
    [
      'V4-6',
      on('whatsapp', 'template', { name: 'order', parameters: ['7'] }, { whatsapp: { policy: 'deterministic', locale: 'en' } }),
    ],
    ['V4-6', on('whatsapp', 'sticker', { id: '1' })],
    ['V4-6', on('whatsapp', 'reaction', { action: 'react', emoji: '👍' })],
    ['V4-7', on('messenger', 'text', 'x'.repeat(640), { to: 'page-user', messenger: { category: 'message_tag', tag: 'x' } })],
    [
      'V4-8',
      on(
        'viber_service',
        'video',
        { ...media, thumb_url: media.url },
        { viber_service: { ttl: 30, duration: '10', file_size: '1' } },
      ),
    ],
    ['V4-8', on('viber_service', 'file', { ...media, name: 'x'.repeat(25) })],
  ]
  test.each(good)('%s: is taken: %j', (_rule, message) => {
    expect(isFault(readMessage(message))).toBe(false)
  })

  const bad: [rule: string, code: number, name: string, message: unknown][] = [
    ['V4-2', 1100, 'channel', on('fax', 'text', 'x')],
    ['V4-2', 1140, 'message_type', on('sms', 'video', media)],
    ['V4-2', 1150, 'to', on('sms', 'text', 'x', { to: '+15558880001' })],
    ['V4-2', 1120, 'from', on('sms', 'text', 'x', { from: '' })],
    ['V4-2', 1060, 'client_ref', on('sms', 'text', 'x', { client_ref: 'x'.repeat(101) })],
    ['V4-2', 1150, 'failover', on('sms', 'text', 'x', { failover: {} })],
    ['V4-2', 1140, 'message_type', on('sms', 'text', 'x', { failover: [on('sms', 'image', media)] })],
    ['V4-3', 1150, 'text', on('sms', 'text', 'x'.repeat(1001))],
    ['V4-3', 1110, 'sms.encoding_type', on('sms', 'text', 'x', { sms: { encoding_type: 'morse' } })],
    ['V4-4', 1150, 'ttl', on('mms', 'image', media, { ttl: 299 })],
    ['V4-4', 1150, 'image.caption', on('mms', 'image', { ...media, caption: '' })],
    ['V4-5', 1150, 'text', on('rcs', 'text', 'x'.repeat(3073))],
    ['V4-6', 1150, 'text', on('whatsapp', 'text', 'x'.repeat(4097))],
    ['V4-6', 1150, 'sticker', on('whatsapp', 'sticker', { ...media, id: '1' })],
    ['V4-7', 1150, 'text', on('messenger', 'text', 'x'.repeat(641))],
    ['V4-8', 1150, 'file.name', on('viber_service', 'file', { ...media, name: 'x'.repeat(26) })],
    ['V4-8', 1110, 'viber_service.ttl', on('viber_service', 'text', 'x', { viber_service: { ttl: 29 } })],
    ['V4-10', 1150, 'image.url', on('whatsapp', 'image', { url: 'none' })],
  ]
  test.each(bad)('%s: is refused with %d for %s', (_rule, code, name, message) => {
    expect(readMessage(message)).toMatchObject({ code, invalid: [{ name, reason: expect.any(String) }] })
  })

  test('V4-10: over HTTP it is 422, with the code in the type and the parameter by name', async () => {
    const { send } = await startMessages()
    const reply = await send(on('whatsapp', 'image', { url: 'none' }))
    expect(reply.status).toBe(422)
    expect(await reply.json()).toEqual({
      type: 'https://developer.vonage.com/api-errors/messages#1150',
      title: expect.any(String),
      detail: expect.any(String),
      instance: expect.any(String),
      invalid_parameters: [{ name: 'image.url', reason: expect.any(String) }],
    })
  })
})

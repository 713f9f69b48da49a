import { type Http, type HttpOptions, type HttpReply, PluginError } from '@patchbay/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { createMemoryHost } from '../testing/memory-context.ts'
import plugin from './handlers.ts'
import manifest from './manifest.ts'
import { readWebhook } from './read-webhook.ts'
import { valueAt } from './value-at.ts'

const URL_ = 'https://crm.example.com/callers/'
type Sent = HttpOptions & { method?: string; url: string }

/** One request to a service that answers what it is told to. */
async function ask(asked: object, reply: Partial<HttpReply> = {}, action: 'request' | 'send' | 'webhookOut' = 'request') {
  const sent: Sent[] = []
  const answer = async (request: Sent): Promise<HttpReply> => {
    sent.push(request)
    return { status: 200, headers: {}, text: '', ...reply }
  }
  const http = {
    request: answer,
    post: (url: string, options: HttpOptions) => answer({ ...options, url, method: 'POST' }),
  } as unknown as Http
  const context = createMemoryHost(manifest, { http, secrets: { WEBHOOK_SECRET: 's' } }).context({ useToken: true })
  const outcome = await (plugin.actions[action] as (input: unknown, given: unknown) => Promise<{ outlet: string }>)(
    { url: URL_, ...asked },
    context,
  ).catch(({ code }: { code: string }) => ({ outlet: code }))
  return { outlet: outcome.outlet, outcome, sent }
}

test('what a caller said stays behind the address, and changes no other part of it', async () => {
  const { sent } = await ask({ item: '../admin?all=1#ไทย' })
  expect(sent[0]?.url).toBe(`${URL_}..%2Fadmin%3Fall%3D1%23${encodeURIComponent('ไทย')}`)
})

test.each(['..', '.', '%2e%2e'])('an address that climbs by %s is refused', async (step) => {
  const { outlet, sent } = await ask({ url: `${URL_}${step}/admin` })
  expect([outlet, sent]).toEqual(['INVALID_INPUT', []])
})
test('a space or a line in an address is refused, and so is a lone step up', async () => {
  const outlets = [await ask({ url: `${URL_}a b` }), await ask({ url: `${URL_}a\nHost: x` }), await ask({ item: '..' })]
  expect(outlets.map(({ outlet }) => outlet)).toEqual(['INVALID_INPUT', 'INVALID_INPUT', 'INVALID_INPUT'])
})

test('headers that are the connection’s or the signature’s are left out, and the token goes along', async () => {
  const headers = ['Host', 'Cookie', 'X-Forwarded-For', 'Webhook-Signature', 'Content-Length', 'X y'].map((name) => ({
    name,
    value: 'x',
  }))
  const { sent } = await ask({ headers: [...headers, { name: 'X-Shop', value: 'ลาว' }] })
  expect(sent[0]?.headers).toEqual({ authorization: 'Bearer {{secret:WEB_TOKEN}}', 'x-shop': 'ลาว' })
})

describe('an answer leads to', () => {
  test.each<[number, string]>([
    [200, 'done'],
    [204, 'done'],
    [404, 'notFound'],
    [410, 'notFound'],
    [400, 'declined'],
    [409, 'declined'],
    [422, 'declined'],
    [401, 'UNAUTHORIZED'],
    [403, 'UNAUTHORIZED'],
    [429, 'RATE_LIMITED'],
    [500, 'UNAVAILABLE'],
    [302, 'INVALID_INPUT'],
  ])('%i: %s', async (status, outlet) => expect((await ask({}, { status })).outlet).toBe(outlet))
  test('trouble, when it is said to be JSON and is none', async () => {
    expect((await ask({}, { headers: { 'content-type': 'application/json' }, text: '{' })).outlet).toBe('UNAVAILABLE')
  })
})

test('of an answer the values that were named are kept', async () => {
  const map = ['orders[1].status', 'open', 'orders', 'nobody.there', 'constructor.name'].map((from) => ({ from, to: from }))
  const { outcome } = await ask({ map }, { body: { orders: [{}, { status: 'packed' }], open: true } })
  expect(outcome).toMatchObject({ output: { first: 'packed' } })
  const body = { a: { b: [1, 'x'] } }
  expect([valueAt(body, 'a.b[0]'), valueAt(body, 'a.b[9]'), valueAt(body, 'a'), valueAt(body, 'toString')]).toEqual([
    '1',
    '',
    '',
    '',
  ])
})

test('a webhook is signed over its number, its time and its content', async () => {
  const { sent } = await ask({ event: 'call.ended', body: '{"minutes":3}' }, {}, 'webhookOut')
  const { headers = {}, body } = sent[0] ?? { url: '' }
  expect(JSON.parse(body ?? '')).toEqual({ type: 'call.ended', timestamp: '2026-11-22T10:00:00.000Z', data: { minutes: 3 } })
  const { createHmac } = await import('node:crypto')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', 's').update(signed).digest('base64')}`)
})

describe('of a webhook that comes in', () => {
  const read = (body: unknown): object => {
    try {
      return readWebhook(body)
    } catch (thrown) {
      return { refused: thrown instanceof PluginError ? `${thrown.code}: ${thrown.message}` : thrown }
    }
  }
  test.each<[string, unknown, object]>([
    ['what is known is taken', { event: 'e', name: 'สมชาย', secret: 1 }, { event: 'e', name: 'สมชาย' }],
    ['blank fields are left out', { name: '', text: null, amount: '' }, { event: 'webhook' }],
    [
      'numbers are read with and without quotes',
      { number: 66812345678, amount: '4900' },
      { event: 'webhook', number: '66812345678', amount: 4900 },
    ],
    ['what is no text is refused', { name: { first: 'Ann' } }, { refused: 'INVALID_INPUT: name must be a text' }],
    ['what is too long is refused', { currency: 'Baht' }, { refused: 'INVALID_INPUT: currency must have 3 characters at most' }],
    ['half a cent is refused', { amount: 49.5 }, { refused: 'INVALID_INPUT: amount must be a whole number' }],
    ['what is no amount is refused', { amount: '49.00' }, { refused: 'INVALID_INPUT: amount must be a whole number' }],
    ['no list is read', ['e'], { refused: 'INVALID_INPUT: The content must be a JSON object' }],
    ['no text is read', undefined, { refused: 'INVALID_INPUT: The content must be a JSON object' }],
  ])('%s', (_, body, told) => expect(read(body)).toEqual(told))
})

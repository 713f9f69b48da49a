import { AppError, type RequestMode, type RequestOf, type RunState } from '@patchbay/core'
import { type OutsideCall, type OutsideFault, type OutsideReply, outsideFault } from '@patchbay/sandbox'
import { describe, expect, test } from 'vitest'
import { http } from './http.ts'
import type { RequestContext } from './perform.ts'

type HttpRequest = RequestOf<'http'>
const plain: HttpRequest = {
  kind: 'http',
  method: 'GET',
  url: 'https://crm.example.com/a',
  headers: [],
  body: null,
  keep: ['name'],
  timeoutSeconds: 7,
}

/** Performs a request against a service that replies, or cannot be reached. */
async function ask(request: Partial<HttpRequest>, reply: Partial<OutsideReply> | AppError, mode: RequestMode = 'read') {
  const calls: OutsideCall[] = []
  const perform = http({ get: async () => ({ hosts: ['crm.example.com'] }) }, async (call) => {
    calls.push(call)
    if (reply instanceof AppError) throw reply
    return { status: 200, headers: {}, body: Buffer.from('{"name":"Ann"}'), ...reply }
  })
  return { answer: await perform({ ...plain, ...request }, context(mode)), calls }
}

const context = (mode: RequestMode): RequestContext => ({
  place: { tenantId: 't', environmentId: 'e' },
  isTest: false,
  runId: 'run',
  key: 'run/r1',
  state: { pending: { id: 'r1', seq: 0, mode, request: plain } } as RunState,
  signal: new AbortController().signal,
})

test('a database that is away for a moment is waited for, and nothing is sent before it is back', async () => {
  const asked: string[] = []
  const away = Object.assign(new Error('connection closed'), { name: 'MongoNetworkError' })
  const perform = http(
    {
      get: async () => {
        asked.push('hosts')
        if (asked.length < 3) throw away
        return { hosts: ['crm.example.com'] }
      },
    },
    async () => {
      asked.push('service')
      return { status: 200, headers: {}, body: Buffer.from('{"name":"Ann"}') }
    },
  )
  expect(await perform(plain, context('read'))).toEqual({ outcome: 'ok', values: { name: 'Ann' } })
  expect(asked).toEqual(['hosts', 'hosts', 'hosts', 'service'])
})

test('a caller who is known', async () => {
  const { answer, calls } = await ask({ headers: [{ name: 'X-A', value: 'one\r\nX-B: two' }] }, {})
  expect(answer).toEqual({ outcome: 'ok', values: { name: 'Ann' } })
  expect(calls).toMatchObject([
    {
      method: 'GET',
      hosts: ['crm.example.com'],
      timeoutMs: 7000,
      headers: { accept: 'application/json', 'x-a': 'one X-B: two' },
    },
  ])
})

describe.each<[number, string, string]>([
  [201, 'ok', 'ok'],
  [204, 'failed', 'unknown'],
  [404, 'notFound', 'notFound'],
  [400, 'refused', 'refused'],
  [429, 'refused', 'refused'],
  [500, 'failed', 'failed'],
  [503, 'failed', 'failed'],
  [304, 'failed', 'failed'],
])('status %i', (status, read, written) => {
  const body = Buffer.from(status === 204 ? '' : '{}')
  test(`is ${read} for what reads`, async () => expect((await ask({}, { status, body })).answer.outcome).toBe(read))
  test(`is ${written} for what writes`, async () =>
    expect((await ask({ method: 'POST' }, { status, body }, 'atMostOnce')).answer.outcome).toBe(written))
})

test('an empty answer is fine where nothing of it is kept', async () => {
  expect((await ask({ keep: [] }, { status: 204, body: Buffer.alloc(0) })).answer).toEqual({ outcome: 'ok', values: {} })
})

describe.each<[OutsideFault, boolean, string]>([
  ['timeout', true, 'unknown'],
  ['notReached', true, 'unknown'],
  ['notReached', false, 'failed'],
  ['hostNotAllowed', false, 'failed'],
  ['redirected', true, 'failed'],
  ['tooLarge', true, 'unknown'],
])('%s (sent: %s)', (reason, sent, written) => {
  const fault = outsideFault(reason, sent)
  test('is a failure for what reads', async () =>
    expect((await ask({}, fault)).answer).toEqual({ outcome: 'failed', values: { reason } }))
  test(`is ${written} for what writes`, async () =>
    expect((await ask({ method: 'DELETE' }, fault, 'idempotent')).answer).toEqual({ outcome: written, values: { reason } }))
})

describe('what is sent', () => {
  test('is JSON as it was written', async () => {
    const { calls } = await ask({ method: 'POST', body: { kind: 'json', text: '{"a": 1}' } }, {}, 'atMostOnce')
    expect(calls).toMatchObject([{ body: '{"a": 1}', headers: { 'content-type': 'application/json' } }])
    expect(calls[0]?.headers).not.toHaveProperty('idempotency-key')
  })

  test('is never half a JSON text, nor half an address', async () => {
    for (const request of [
      { body: { kind: 'json', text: '{"a": ' } },
      { url: `https://crm.example.com/${'x'.repeat(2000)}` },
    ] as const) {
      const { answer, calls } = await ask({ method: 'POST', ...request }, {}, 'atMostOnce')
      expect(answer.outcome).toBe('failed')
      expect(calls).toEqual([])
    }
  })

  test('carries its key where it may be repeated', async () => {
    const { calls } = await ask({ method: 'PUT' }, {}, 'idempotent')
    expect(calls[0]?.headers).toMatchObject({ 'idempotency-key': 'run/r1' })
  })
})

import type { FlowDefinition } from '@patchbay/core'
import { flowDraftSchema, outsideHostListSchema, problemSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'
import { startServerProcess } from '../support/server-process.ts'
import { type ServiceRequest, startWebService, type WebService } from '../support/web-service.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const text = (name: string) => ({ name, type: 'text' as const, sensitive: false })
const HOLD = /\/vonage\/voice\/hold\.wav$/

let bench: CallBench
let service: WebService
let serve: (request: ServiceRequest) => void
beforeEach(async () => {
  bench = await startCallBench()
  service = await startWebService((request) => serve(request))
})
afterEach(async () => {
  await bench.stop()
  await service.stop()
})

const env = () => ({ PATCHBAY_TEST_HOSTS: service.host })

async function allow(hosts: string[]) {
  const body = JSON.stringify({ hosts })
  const put = { method: 'PUT', headers: { 'content-type': 'application/json' }, body }
  return fetch(`${bench.url}/api/v1/outside-hosts`, put)
}

const lookUp = (config: object): FlowDefinition =>
  flowOf(
    {
      ask: [
        'httpRequest',
        { url: `http://${service.host}/callers/{{ caller.number }}`, ...config },
        { ok: 'known', notFound: 'new', refused: 'sorry', failed: 'sorry' },
      ],
      known: ['hangUp', words('Hello {{ name }}, you have {{ points }} points.')],
      new: ['hangUp', words('Hello, you are new.')],
      sorry: ['hangUp', words('Nobody could say.')],
    },
    { name: 'Look up', variables: [text('name'), { ...text('points'), type: 'number' }] },
  )
const named = {
  outputs: [
    { path: 'customer.name', variable: 'name' },
    { path: 'cards[0].points', variable: 'points' },
  ],
}

async function call(): Promise<string[]> {
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  return bench.heard(uuid).filter((heard) => !HOLD.test(heard))
}

describe('a web service', () => {
  test('may be reached once its host is on the list, and not before', async () => {
    serve = ({ answer }) => answer(200, {})
    await bench.startServer(env())
    const definition = lookUp(named)
    const post = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const made = await fetch(`${bench.url}/api/v1/flows`, { ...post, body: JSON.stringify({ name: 'x', definition }) })
    const { summary } = flowDraftSchema.parse(await made.json())
    const publish = () => fetch(`${bench.url}/api/v1/flows/${summary.id}/versions`, { ...post, body: '{}' })

    const refused = await publish()
    expect(refused.status).toBe(422)
    expect(problemSchema.parse(await refused.json()).issues).toMatchObject([
      { code: 'HOST_NOT_ALLOWED_OUTSIDE', nodeId: 'ask', path: ['url'], data: { host: service.host } },
    ])
    expect((await allow(['127.0.0.1'])).status).toBe(400)
    expect(outsideHostListSchema.parse(await (await allow([` ${service.host.toUpperCase()}`, '*.example.com'])).json())).toEqual({
      hosts: ['*.example.com', service.host],
    })
    expect((await publish()).status).toBe(201)
    expect(service.asked).toEqual([])
  })

  test('says who is calling, and the caller is greeted by name', async () => {
    serve = ({ answer }) => answer(200, { customer: { name: 'Ann <Lee>', secret: 'not kept' }, cards: [{ points: 120 }] })
    await bench.startServer(env())
    await allow([service.host])
    await publishOn(bench, lookUp(named))
    expect(await call()).toEqual(['Hello Ann  Lee , you have 120 points.'])
    expect(service.asked).toMatchObject([{ method: 'GET', path: `/callers/${CALLER}`, body: '' }])
  })

  test.each([
    [404, 'Hello, you are new.'],
    [403, 'Nobody could say.'],
    [500, 'Nobody could say.'],
    [302, 'Nobody could say.'],
  ])('that answers %i is heard as: %s', async (status, heard) => {
    serve = ({ answer }) => answer(status)
    await bench.startServer(env())
    await allow([service.host])
    await publishOn(bench, lookUp(named))
    expect(await call()).toEqual([heard])
  })

  test('that was taken off the list is reached no more, by flows that are live either', async () => {
    serve = ({ answer }) => answer(200, {})
    await bench.startServer(env())
    await allow([service.host])
    await publishOn(bench, lookUp(named))
    await allow([])
    expect(await call()).toEqual(['Nobody could say.'])
    expect(service.asked).toEqual([])
  })

  test('that takes its time is waited for aloud', async () => {
    const waiting: ServiceRequest[] = []
    serve = (request) => waiting.push(request)
    await bench.startServer(env())
    await allow([service.host])
    await publishOn(bench, lookUp({ ...named, timeoutSeconds: 20 }))
    const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
    await bench.clock.runUntil(() => waiting.length === 1)
    const since = bench.clock.now()
    await bench.clock.runUntil(() => bench.clock.now() - since > 12_000)
    waiting[0]?.answer(200, { customer: { name: 'Bo' }, cards: [{ points: 3 }] })
    await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
    expect(bench.heard(uuid).filter((heard) => !HOLD.test(heard))).toEqual([
      'One moment, please.',
      'Hello Bo, you have 3 points.',
    ])
    expect(bench.eventsOf('heard.started').filter(({ url }) => HOLD.test(url ?? '')).length).toBeGreaterThan(2)
  })
})

describe('what is told to a web service', () => {
  const tell = (config: object) =>
    flowOf(
      {
        tell: [
          'httpRequest',
          { method: 'POST', url: `http://${service.host}/visits`, ...config },
          { ok: 'noted', notFound: 'sorry', refused: 'sorry', failed: 'sorry', unknown: 'perhaps' },
        ],
        noted: ['hangUp', words('It is noted.')],
        sorry: ['hangUp', words('It is not noted.')],
        perhaps: ['hangUp', words('It may be noted.')],
      },
      { name: 'Tell', variables: [{ ...text('said'), initial: 'a "b"\n&c=d' }] },
    )
  /** A server of its own that is killed while the service thinks, and another that comes twenty seconds later. */
  async function killedAmid(config: object): Promise<string[]> {
    const first = await startServerProcess({ ...bench.env, ...env() })
    await allow([service.host])
    await publishOn(bench, tell(config))
    const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
    await bench.clock.runUntil(() => service.asked.length === 1 && bench.heard(uuid).includes('One moment, please.'))
    await first.end('SIGKILL')
    await bench.startServer(env(), { clock: () => Date.now() + 20_000 })
    await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
    return bench.heard(uuid)
  }

  test('arrives whole, in JSON and as a form', async () => {
    serve = ({ answer }) => answer(201)
    await bench.startServer(env())
    await allow([service.host])
    await publishOn(
      bench,
      tell({ body: { kind: 'json', text: '{"said": "{{ said }}"}' }, headers: [{ name: 'X-Line', value: '1' }] }),
    )
    expect(await call()).toEqual(['It is noted.'])
    await publishOn(bench, tell({ method: 'PUT', body: { kind: 'form', fields: [{ name: 'said', value: '{{ said }}' }] } }))
    expect(await call()).toEqual(['It is noted.'])
    const [json, form] = service.asked
    expect(json).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json', 'x-line': '1' } })
    expect(JSON.parse(json?.body ?? '')).toEqual({ said: 'a "b"\n&c=d' })
    expect(json?.headers).not.toHaveProperty('idempotency-key')
    expect(form?.method).toBe('PUT')
    expect(Object.fromEntries(new URLSearchParams(form?.body))).toEqual({ said: 'a "b"\n&c=d' })
  })

  test('and never answered may have been done, or not', async () => {
    serve = () => undefined
    await bench.startServer(env())
    await allow([service.host])
    await publishOn(bench, tell({ timeoutSeconds: 1 }))
    expect((await call()).at(-1)).toBe('It may be noted.')
    expect(service.asked).toHaveLength(1)
  })

  test('is told once, also when the server is killed before the answer', async () => {
    serve = () => undefined
    expect((await killedAmid({ timeoutSeconds: 20 })).at(-1)).toBe('It may be noted.')
    expect(service.asked).toHaveLength(1)
  })

  test('and may be repeated is told again under the same key by another server', async () => {
    serve = ({ answer }) => service.asked.length > 1 && answer(200)
    expect((await killedAmid({ timeoutSeconds: 20, mayRepeat: true })).at(-1)).toBe('It is noted.')
    const keys = service.asked.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toHaveLength(2)
    expect(keys[0]).toMatch(/^\w+\/r1$/)
    expect(keys[1]).toBe(keys[0])
  })
})

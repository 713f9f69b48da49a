import type { FlowDefinition, FlowId } from '@patchbay/core'
import { type Call, callListSchema, callSchema, flowDraftSchema, problemSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'

const PRESSED = '907341862'
const SAID = 'Chiang Mai by the river'
const CALLEE = '12025550143'

const words = (text: string) => ({ prompt: { text: { en: text } } })

const identify = flowOf(
  {
    number: [
      'collectDigits',
      { ...words('Your customer number, please.'), variable: 'customer', minDigits: 2, maxDigits: 12 },
      { collected: 'known', noInput: 'known', noMatch: 'known' },
    ],
    known: ['return', { outcome: 'known' }],
  },
  { name: 'Identify', variables: [{ name: 'customer', type: 'text', sensitive: true }] },
)

const desk = (identifyId: FlowId) =>
  flowOf(
    {
      who: [
        'subflow',
        { flowId: identifyId, outputs: [{ from: 'customer', to: 'number' }], outcomes: [{ id: 'known', label: 'Known' }] },
        { known: 'city', otherwise: 'bye' },
      ],
      city: [
        'collectSpeech',
        { ...words('Hello {{ number | digits }}. Which city?'), variable: 'city' },
        { collected: 'sum', noInput: 'bye', noMatch: 'bye' },
      ],
      // what was said is no amount: the fault that this call has
      sum: ['setVariables', { assignments: [{ variable: 'amount', value: '{{ city }}' }] }, { next: 'ring' }],
      ring: [
        'connect',
        {
          endpoints: [{ kind: 'phone', number: CALLEE }],
          whisper: { text: { en: 'Customer {{ number | digits }} of {{ city }}.' } },
        },
        { ended: 'bye', busy: 'bye', noAnswer: 'bye', failed: 'bye' },
      ],
      bye: ['hangUp', words('Goodbye.')],
      over: ['afterCall', {}, { next: 'jot' }],
      jot: ['note', { text: 'Customer {{ number }} of {{ city }}' }, { next: 'end' }],
      end: ['hangUp', {}],
    },
    {
      name: 'Desk',
      variables: [
        { name: 'number', type: 'text', sensitive: true },
        { name: 'city', type: 'text', sensitive: false },
        { name: 'amount', type: 'number', sensitive: false },
      ],
    },
  )

let bench: CallBench
let deskId: FlowId
let runId: string
let callUuid: string
let calleeUuid: string

beforeAll(async () => {
  bench = await startCallBench()
  await bench.startServer()
  const identifyId = await publish(identify)
  deskId = await publish(desk(identifyId))
  await api('PUT', `/numbers/${SAMPLE_NUMBER}`, { label: 'Front desk', rules: [{ target: { use: 'live', flowId: deskId } }] })
  await callTheDesk()
  runId = (await list()).calls[0]?.runId ?? ''
})
afterAll(() => bench.stop())

async function api(method: string, path: string, body?: unknown) {
  const response = await fetch(`${bench.url}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as unknown }
}

async function publish(definition: FlowDefinition): Promise<FlowId> {
  const { id } = flowDraftSchema.parse((await api('POST', '/flows', { name: definition.name, definition })).body).summary
  expect((await api('POST', `/flows/${id}/versions`, {})).status).toBe(201)
  return id
}

const waitsForInput = (uuid: string) => bench.clock.runUntil(() => bench.emulator.leg(uuid).waitsFor !== null)

async function callTheDesk(): Promise<void> {
  callUuid = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER }).uuid
  await waitsForInput(callUuid)
  bench.emulator.pressKeys(callUuid, `${PRESSED}#`)
  await bench.clock.runUntil(() => bench.heard(callUuid).length > 1)
  await waitsForInput(callUuid)
  bench.emulator.speak(callUuid, { text: SAID, confidence: 0.9 })
  const ringing = () => bench.emulator.calls().findLast(({ to, state }) => to === CALLEE && state === 'ringing')
  await bench.clock.runUntil(() => ringing() !== undefined)
  calleeUuid = ringing()?.uuid ?? ''
  bench.emulator.answer(calleeUuid)
  await bench.clock.runUntil(() => bench.heard(calleeUuid).length > 0)
  await bench.clock.advance(60_000)
  bench.emulator.hangUp(calleeUuid)
  await bench.clock.runUntil(() => bench.emulator.leg(callUuid).state === 'ended')
  await bench.clock.settle()
}

const list = async (query = '') => callListSchema.parse((await api('GET', `/calls${query}`)).body)
async function detail(): Promise<{ call: Call; text: string }> {
  const { text, body } = await api('GET', `/calls/${runId}`)
  return { call: callSchema.parse(body), text }
}

describe('the list of calls', () => {
  test('says who called whom, which flow answered, and how it ended', async () => {
    const { calls, next } = await list()
    expect(next).toBeNull()
    expect(calls).toHaveLength(1)
    expect(calls[0]).toMatchObject({
      caller: '•••0123',
      called: SAMPLE_NUMBER,
      isTest: false,
      flow: { id: deskId, name: 'Desk', version: '1', exists: true },
      onTheLine: false,
      ended: 'completed',
      faults: 1,
      erased: false,
    })
  })

  test.each<[string, () => string, number]>([
    ['the end of the caller’s number', () => '700 900123', 1],
    ['the caller’s number as it is dialled at home', () => '07700 900123', 1],
    ['the number that was called', () => `+${SAMPLE_NUMBER}`, 1],
    ['somebody else’s number', () => '900124', 0],
    ['Vonage’s id of the caller’s leg', () => callUuid, 1],
    ['Vonage’s id of the other leg', () => calleeUuid, 1],
    ['our own id', () => runId, 1],
    ['an id of nothing', () => 'nothing-at-all', 0],
  ])('finds by %s', async (_what, q, found) => expect((await list(`?q=${encodeURIComponent(q())}`)).calls).toHaveLength(found))

  test('keeps to a flow, and refuses what is no page', async () => {
    expect((await list(`?flowId=${deskId}`)).calls).toHaveLength(1)
    expect((await list('?flowId=welcome')).calls).toHaveLength(0)
    const { status, body } = await api('GET', '/calls?before=yesterday&limit=0')
    expect([status, problemSchema.parse(body).errors?.map(({ path }) => path)]).toEqual([400, ['before', 'limit']])
  })

  test('is read in pages', async () => {
    const more = [1, 2].map(() => bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER }).uuid)
    for (const uuid of more) await waitsForInput(uuid)
    const first = await list('?limit=2')
    expect(first.calls.map(({ onTheLine }) => onTheLine)).toEqual([true, true])
    const second = await list(`?limit=2&before=${first.next}`)
    expect(second.calls.map((call) => call.runId)).toEqual([runId])
    expect(second.next).toBeNull()
    expect((await list(`?limit=2&q=900123`)).calls).toEqual(first.calls)
    expect((await list(`?limit=2&q=900123&before=${first.next}`)).calls.map((call) => call.runId)).toEqual([runId])
    for (const uuid of more) bench.emulator.hangUp(uuid)
    await bench.clock.settle()
  })
})

describe('a call that is looked into', () => {
  test('shows nothing that the caller said, pressed or is called', async () => {
    const { text } = await detail()
    const personal = [PRESSED, [...PRESSED].join(' '), SAID, 'Chiang', CALLER, CALLER.slice(-6), CALLEE, CALLEE.slice(-6)]
    expect(personal.filter((secret) => text.includes(secret))).toEqual([])
    // nor the proof that an address is ours
    expect(text).not.toMatch(/[?&]t=/)
    expect((await api('GET', `/calls/${runId}`)).headers.get('cache-control')).toBe('no-store')
  })

  test('tells the way through both flows in order, card by card', async () => {
    const { call } = await detail()
    const way = call.entries.flatMap(({ way }) =>
      way.map(({ node, outlet, label }) => `${node.flowName} ${node.name} ${outlet}${label === null ? '' : ` (${label})`}`),
    )
    expect(way).toEqual([
      'Identify number collected (Digits typed)',
      'Identify known null',
      'Desk who known (Known)',
      'Desk city collected (Words said)',
      'Desk sum next (Next)',
      'Desk ring ended (Conversation over)',
      'Desk bye null',
      'Desk over next (Next)',
      'Desk jot next (Next)',
      'Desk end null',
    ])
    expect(call.entries.map(({ seq }) => seq)).toEqual(call.entries.map((_entry, index) => index))
    const offsets = call.entries.map(({ offsetMs }) => offsetMs)
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b))
    expect(call.entries.every(({ tookMs }) => tookMs !== null && tookMs > 0)).toBe(true)
  })

  test('shows each webhook and its reply, masked, and what it meant', async () => {
    const { call } = await detail()
    const [answered, ...rest] = call.entries
    expect(answered).toMatchObject({
      came: [{ type: 'call' }],
      waitsAt: { flowName: 'Identify', name: 'number' },
      did: [
        { type: 'said', text: 'Your customer number, please.' },
        { type: 'asked', keys: 12, words: false },
      ],
      webhook: { kind: 'answer', body: { from: '•••0123', to: '•••0100', uuid: callUuid } },
    })
    const keys = rest.find(({ came }) => came.some(({ type }) => type === 'keys'))
    expect(keys).toMatchObject({
      late: false,
      came: [{ type: 'keys', count: PRESSED.length }],
      did: [
        { type: 'said', text: 'Hello ‹number›. Which city?' },
        { type: 'asked', keys: null, words: true },
      ],
      webhook: { kind: 'input', body: { dtmf: { digits: '•••••••••' } } },
    })
    const said = rest.find(({ came }) => came.some(({ type }) => type === 'words'))
    expect(said).toMatchObject({
      faults: [{ code: 'VALUE_NOT_READABLE', node: { name: 'sum' } }],
      did: [{ type: 'rang', number: '•••0143', whisper: 'Customer ‹number› of ‹city›.' }],
      webhook: { body: { speech: { results: [{ text: '•••', confidence: '0.9' }] } } },
    })
    expect(said?.reply).toMatchObject([{ action: 'connect', endpoint: [{ number: '•••0143' }] }, { action: 'notify' }, {}])
    expect(call.entries.filter(({ ended }) => ended !== null).map(({ ended }) => ended)).toEqual(['completed'])
    expect(rest.at(-1)?.did).toContainEqual({ type: 'noted' })
  })

  test('tells each line, masked', async () => {
    const { call } = await detail()
    expect(call.legs).toMatchObject([
      { leg: 'caller', direction: 'inbound', number: '•••0123', vonageCallId: callUuid },
      { leg: 'callee1', direction: 'outbound', number: '•••0143', vonageCallId: calleeUuid },
    ])
    expect(call.legs.every(({ statuses }) => statuses.includes('completed'))).toBe(true)
  })

  test('keeps its way when its content was erased, and says so', async () => {
    const before = (await detail()).call
    const client = await MongoClient.connect(bench.database.url)
    await client.db().collection<{ _id: string }>('keys').deleteOne({ _id: runId })
    await client.close()

    const { call } = await detail()
    expect(call.summary).toMatchObject({ erased: true, caller: null, called: null, ended: 'completed', faults: 1 })
    expect(call.entries.map(({ way }) => way)).toEqual(before.entries.map(({ way }) => way))
    expect(call.entries.flatMap(({ came, did }) => [...came, ...did])).toEqual([])
    expect(call.entries.every(({ webhook, reply }) => webhook === null && reply === null)).toBe(true)
    expect((await list()).calls.find((one) => one.runId === runId)).toMatchObject({ erased: true, flow: { name: 'Desk' } })
  })

  test('is refused with a reason when there is none', async () => {
    const { status, body } = await api('GET', '/calls/nothing')
    expect([status, problemSchema.parse(body)]).toMatchObject([
      404,
      { code: 'CALL_NOT_FOUND', detail: expect.stringContaining('no such call') },
    ])
  })
})

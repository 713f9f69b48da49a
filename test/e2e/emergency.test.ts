import type { FlowDefinition } from '@patchbay/core'
import { emergencySchema, flowDraftSchema, problemSchema, type SetEmergency } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'

const TESTER = '447700900456'
const says = (text: string, name = text): FlowDefinition =>
  flowOf({ bye: ['hangUp', { prompt: { text: { en: text } } }] }, { name })

let bench: CallBench
let alarm = ''
beforeAll(async () => {
  bench = await startCallBench()
  await bench.startServer()
  alarm = await publishOn(bench, says('Leave the building.', 'Alarm'))
  await publishOn(bench, says('Good morning.', 'Usual'))
})
afterAll(() => bench.stop())
beforeEach(() => put({ state: 'off' }))

async function api(method: string, path: string, body?: unknown) {
  const response = await fetch(`${bench.url}/api/v1${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}
const put = async (wanted: object) => emergencySchema.parse((await api('PUT', '/emergency', wanted)).body)
const on = (wanted: Partial<SetEmergency> = {}) => put({ state: 'on', flowId: alarm, ...wanted })

async function call(from: string, to = SAMPLE_NUMBER) {
  const { uuid } = bench.emulator.dial({ from, to })
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  return bench.heard(uuid).at(-1)
}

test('while it is on, every caller is led to the emergency flow, and back when it is off', async () => {
  expect(await call(CALLER)).toBe('Good morning.')
  await on()
  expect([await call(CALLER), await call(TESTER)]).toEqual(['Leave the building.', 'Leave the building.'])
  await put({ state: 'off' })
  expect(await call(CALLER)).toBe('Good morning.')
})

test('a drill leads test callers only', async () => {
  await on({ state: 'drill' })
  expect([await call(CALLER), await call(TESTER)]).toEqual(['Good morning.', 'Leave the building.'])
})

test('leads the callers of a number whose own rules lead nowhere', async () => {
  await api('PUT', '/numbers/12025550177', { label: 'Idle', rules: [] })
  await on()
  expect(await call(CALLER, '12025550177')).toBe('Leave the building.')
})

test('who tries a flow reaches that flow all the same', async () => {
  await on()
  const made = flowDraftSchema.parse((await api('POST', '/flows', { name: 'New', definition: says('Still new.') })).body)
  const { callId } = (await api('POST', '/phone/try', { flowId: made.summary.id })).body as { callId: string }
  await bench.clock.runUntil(() => bench.emulator.leg(callId).state === 'ended')
  expect(bench.heard(callId)).toEqual(['Still new.'])
})

test('every movement is kept with who, when and why; the flow stays chosen', async () => {
  await on({ note: 'Fire in the server room' })
  const off = await put({ state: 'off', note: 'It was toast' })
  expect(off).toMatchObject({ state: 'off', flowId: alarm, note: 'It was toast', by: 'owner', since: expect.any(String) })
  expect(off.changes.slice(0, 2)).toMatchObject([
    { state: 'off', note: 'It was toast', by: 'owner' },
    { state: 'on', flowId: alarm, note: 'Fire in the server room', by: 'owner' },
  ])
  expect(await put({ state: 'drill' })).toMatchObject({ state: 'drill', flowId: alarm })
})

test('many people at the switch at once: each movement is kept', async () => {
  const before = emergencySchema.parse((await api('GET', '/emergency')).body).changes.length
  await Promise.all(Array.from({ length: 5 }, (_, index) => put({ state: 'off', note: `Number ${index}` })))
  const { changes } = emergencySchema.parse((await api('GET', '/emergency')).body)
  expect(changes.length - before).toBe(5)
  expect(new Set(changes.slice(0, 5).map(({ note }) => note)).size).toBe(5)
})

test('it cannot lead to nothing, and what it leads to cannot be deleted', async () => {
  const made = flowDraftSchema.parse((await api('POST', '/flows', { name: 'Drawn', definition: says('Drawn.') })).body)
  for (const flowId of [made.summary.id, 'nowhere']) {
    const refused = await api('PUT', '/emergency', { state: 'on', flowId })
    expect([refused.status, problemSchema.parse(refused.body).code]).toEqual([422, 'EMERGENCY_FLOW_NOT_VALID'])
  }
  await on()
  const kept = await api('DELETE', `/flows/${alarm}`)
  expect([kept.status, problemSchema.parse(kept.body).code]).toEqual([409, 'FLOW_IN_USE'])
})

test('a flow can ask for itself; in a drill only for test callers it is one', async () => {
  const hangUp = (text: string) => ['hangUp', { prompt: { text: { en: text } } }] as const
  const asking = flowOf(
    {
      ask: ['emergency', {}, { on: 'on', off: 'off', drill: 'drill', failed: 'off' }],
      on: hangUp('It is on.'),
      off: hangUp('It is off.'),
      drill: hangUp('It is a drill.'),
    },
    { name: 'Asking' },
  )
  const asker = await publishOn(bench, asking)
  const heard: unknown[] = []
  for (const state of ['off', 'drill', 'on'] as const) {
    // the asking flow itself is where callers are led
    await put({ state, flowId: asker })
    heard.push([state, await call(CALLER), await call(TESTER)])
  }
  expect(heard).toEqual([
    ['off', 'It is off.', 'It is off.'],
    ['drill', 'It is off.', 'It is a drill.'],
    ['on', 'It is on.', 'It is on.'],
  ])
  await publishOn(bench, says('Good morning.', 'Usual'))
})

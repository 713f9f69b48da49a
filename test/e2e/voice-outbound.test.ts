import { countryOf, type FlowDefinition, type OutboundPolicy } from '@patchbay/core'
import { flowDraftSchema, outboundRefusalListSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const phone = (number: string) => ({ kind: 'phone', number })
/** Rings these one after the other. */
const ringing = (...endpoints: object[]) =>
  flowOf({
    hello: ['say', words('We put you through.'), { next: 'ring' }],
    ring: ['connect', { endpoints }, { ended: 'over', busy: 'busy', noAnswer: 'busy', failed: 'failed' }],
    over: ['hangUp', words('You have spoken.')],
    busy: ['hangUp', words('All are busy.')],
    failed: ['hangUp', words('Nobody can be reached.')],
  })

let bench: CallBench
let client: MongoClient
let startedAt = 0
beforeAll(async () => {
  bench = await startCallBench()
  await bench.startServer()
  client = await MongoClient.connect(bench.database.url)
})
afterAll(async () => {
  await client.close()
  await bench.stop()
})
beforeEach(async () => {
  await client.db().collection('outboundCounts').deleteMany({})
  startedAt = bench.emulator.events().length
})

async function publishing(definition: FlowDefinition): Promise<object> {
  const headers = { 'content-type': 'application/json' }
  const post = (path: string, body: object) =>
    fetch(`${bench.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const made = flowDraftSchema.parse(await (await post('/flows', { name: definition.name, definition })).json())
  const reply = await post(`/flows/${made.summary.id}/versions`, {})
  return { status: reply.status, ...((await reply.json()) as object) }
}

async function allow(policy: Partial<OutboundPolicy>): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(`${bench.url}/api/v1/outbound-policy`, { method: 'PUT', headers, body: JSON.stringify(policy) })
  expect(reply.status).toBe(200)
}

/** Calls, answers whoever rings as busy, and waits for the end: what was heard, who rang, and what the author is told. */
async function call() {
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  const rung: string[] = []
  const ringsNow = () => bench.emulator.calls().find(({ direction, state }) => direction === 'outbound' && state === 'ringing')
  for (;;) {
    await bench.clock.runUntil(() => ringsNow() !== undefined || bench.emulator.leg(uuid).state === 'ended')
    const callee = ringsNow()
    if (callee === undefined) break
    rung.push(callee.to)
    bench.emulator.busy(callee.uuid)
    await bench.clock.settle()
  }
  await bench.clock.settle()
  const leg = await client.db().collection<{ _id: string; runId: string }>('legs').findOne({ _id: uuid })
  const turns = await client.db().collection('turns').find({ tenantId: 'local', runId: leg?.runId }).sort({ seq: 1 }).toArray()
  const reasons = turns.flatMap(({ faults }) =>
    faults.map(({ nodeId, code, reason }: Record<string, string>) => `${nodeId}: ${code} ${reason}`),
  )
  return {
    heard: bench.heard(uuid),
    rung,
    reasons,
    ways: turns.flatMap(({ trace }) => trace.map(({ outlet }: { outlet: string }) => outlet)),
  }
}

const refused = (reason: string) => ({
  heard: ['We put you through.', 'Nobody can be reached.'],
  rung: [],
  reasons: [`ring: OUTBOUND_REFUSED ${reason}`],
  ways: ['next', 'failed', null],
})

test.each([
  ['a number that costs extra', '19005550143', 'premium'],
  ['a number of a country that is not ours', '66812345678', 'country'],
])('%s is not rung: the caller leaves by “Could not be reached”, and the author sees why', async (_what, number, reason) => {
  await allow({})
  await publishOn(bench, ringing(phone(number)))
  expect(await call()).toEqual(refused(reason))
  expect(
    bench.emulator
      .events()
      .slice(startedAt)
      .filter(({ type }) => type === 'connect.dialing'),
  ).toEqual([])
  expect(await client.db().collection('outboundCounts').countDocuments()).toBe(0)
  const list = outboundRefusalListSchema.parse(await (await fetch(`${bench.url}/api/v1/outbound-policy/refused`)).json())
  expect(list.refused[0]).toMatchObject({ reason, country: countryOf(number), count: 1, runId: expect.any(String) })
})

test('a number that became our own after the flow was published is not rung', async () => {
  await allow({})
  const flowId = await publishOn(bench, ringing(phone('12025550166')))
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ label: 'New', rules: [{ target: { use: 'live', flowId } }] })
  await fetch(`${bench.url}/api/v1/numbers/12025550166`, { method: 'PUT', headers, body })
  expect(await call()).toEqual(refused('ownNumber'))
})

test('the next in line is rung when one may not be', async () => {
  await allow({})
  await publishOn(bench, ringing(phone('19005550143'), phone('12025550143')))
  expect(await call()).toMatchObject({
    heard: ['We put you through.', 'All are busy.'],
    rung: ['12025550143'],
    reasons: ['ring: OUTBOUND_REFUSED premium'],
  })
})

test('when the hour has rung as many as it may, the next caller cannot be put through', async () => {
  await allow({ maxLegsPerHour: 2 })
  await publishOn(bench, ringing(phone('12025550143')))
  for (const _time of [1, 2]) expect((await call()).rung).toEqual(['12025550143'])
  expect(await call()).toEqual(refused('hourLimit'))
})

test('a run rings no more than it may; SIP and apps do not count', async () => {
  await allow({ maxLegsPerRun: 1 })
  await publishOn(bench, ringing({ kind: 'app', user: 'desk' }, phone('12025550143'), phone('12025550144')))
  expect(await call()).toMatchObject({ rung: ['desk', '12025550143'], reasons: ['ring: OUTBOUND_REFUSED runLimit'] })
})

test('what is known when a flow is published is said then', async () => {
  await allow({})
  const own = await publishing(ringing(phone(SAMPLE_NUMBER)))
  expect(own).toMatchObject({ status: 422, issues: [{ code: 'NUMBER_OWN', severity: 'error', nodeId: 'ring' }] })
  const fallback = { prompt: { text: { en: 'Sorry.' } }, connectTo: '66812345678' }
  const lastWords = await publishing({ ...ringing(phone('12025550143')), fallback })
  expect(lastWords).toMatchObject({ status: 422, issues: [{ code: 'FALLBACK_NUMBER_REFUSED' }] })
  await allow({ countries: ['US', 'TH'] })
  expect(await publishing({ ...ringing(phone('12025550143')), fallback })).toMatchObject({ status: 201 })
})

test('the policy is as usual until somebody says otherwise, and what is no policy is refused', async () => {
  const url = `${bench.url}/api/v1/outbound-policy`
  await client.db().collection('outboundPolicies').deleteMany({})
  expect(await (await fetch(url)).json()).toMatchObject({ countries: null, blockPremium: true, maxLegsPerRun: 20, spend: null })
  await allow({ countries: ['US', 'TH'] })
  expect(await (await fetch(url)).json()).toMatchObject({ countries: ['US', 'TH'], blockPremium: true })
  const headers = { 'content-type': 'application/json' }
  const wrong = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ countries: ['Thailand'] }) })
  expect(wrong.status).toBeGreaterThanOrEqual(400)
})

import type { FlowDefinition, FlowId } from '@patchbay/core'
import { flowDraftSchema, numberSchema, problemSchema, publishedSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { MongoClient } from 'mongodb'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'

let bench: CallBench
beforeAll(async () => {
  bench = await startCallBench()
  await bench.startServer()
})
afterAll(() => bench.stop())
/** Too many calls in a second (V3-13): the one thing that is refused though it could be played. */
const TOO_MANY_CALLS = 'V3-13'
// whatever a flow did: Vonage never got anything that it cannot play
afterEach(() => expect(bench.eventsOf('ncco.refused').filter(({ rule }) => rule !== TOO_MANY_CALLS)).toEqual([]))

const words = (text: string) => ({ prompt: { text: { en: text } } })

async function api(method: string, path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${bench.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
  return { status: response.status, body: await response.json() }
}

async function create(definition: FlowDefinition): Promise<FlowId> {
  const { status, body } = await api('POST', '/flows', { name: definition.name, definition })
  expect(status).toBe(201)
  return flowDraftSchema.parse(body).summary.id
}

async function publish(flowId: FlowId): Promise<{ version: number; unchanged: boolean }> {
  const { status, body } = await api('POST', `/flows/${flowId}/versions`, {})
  if (status >= 300) throw new Error(JSON.stringify(body))
  const { version, unchanged } = publishedSchema.parse(body)
  return { version: version.version, unchanged }
}

async function answerWith(flowId: FlowId): Promise<void> {
  const { body } = await api('PUT', `/numbers/${SAMPLE_NUMBER}`, {
    label: 'Front desk',
    rules: [{ target: { use: 'live', flowId } }],
  })
  numberSchema.parse(body)
}

const identify = (greeting: string) =>
  flowOf(
    {
      ask: [
        'collectDigits',
        { ...words(greeting), variable: 'customer', minDigits: 2, maxDigits: 6 },
        { collected: 'ok', noInput: 'no', noMatch: 'no' },
      ],
      ok: ['return', { outcome: 'known' }],
      no: ['return', { outcome: 'unknown' }],
    },
    { name: 'Identify', variables: [{ name: 'customer', type: 'text', sensitive: false }] },
  )

const desk = (identifyId: FlowId) =>
  flowOf(
    {
      who: [
        'subflow',
        { flowId: identifyId, outputs: [{ from: 'customer', to: 'number' }], outcomes: [{ id: 'known', label: 'Known' }] },
        { known: 'ring', otherwise: 'bye' },
      ],
      ring: [
        'connect',
        {
          endpoints: [
            { kind: 'phone', number: '12025550143' },
            { kind: 'phone', number: '12025550187' },
          ],
          whisper: { text: { en: 'Customer {{ number | digits }}.' } },
        },
        { ended: 'bye', busy: 'bye', noAnswer: 'bye', failed: 'bye' },
      ],
      bye: ['hangUp', words('Goodbye.')],
      over: ['afterCall', {}, { next: 'jot' }],
      jot: ['note', { text: 'Customer {{ number }}' }, { next: 'end' }],
      end: ['hangUp', {}],
    },
    { name: 'Desk', variables: [{ name: 'number', type: 'text', sensitive: false }] },
  )

const waitsForKeys = (uuid: string) => bench.clock.runUntil(() => bench.emulator.leg(uuid).waitsFor !== null)
const hasEnded = (uuid: string) => bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
async function ringing(number: string) {
  const find = () => bench.emulator.calls().findLast(({ to, state }) => to === number && state === 'ringing')
  await bench.clock.runUntil(() => find() !== undefined)
  return find()?.uuid ?? ''
}

describe('a flow that goes through another', () => {
  test('hands what was typed on, rings one after the other, whispers, and goes on after the call', async () => {
    const identifyId = await create(identify('Your customer number, please.'))
    await publish(identifyId)
    const deskId = await create(desk(identifyId))
    await publish(deskId)
    await answerWith(deskId)

    const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
    await waitsForKeys(uuid)
    bench.emulator.pressKeys(uuid, '4711#')
    bench.emulator.busy(await ringing('12025550143'))
    const callee = await ringing('12025550187')
    bench.emulator.answer(callee)
    await bench.clock.runUntil(() => bench.heard(callee).length > 0)
    await bench.clock.advance(60_000)
    bench.emulator.hangUp(callee)
    await hasEnded(uuid)
    await bench.clock.settle()

    expect(bench.heard(uuid)).toEqual(['Your customer number, please.', 'Goodbye.'])
    expect(bench.heard(callee)).toEqual(['Customer 4 7 1 1.'])

    const client = await MongoClient.connect(bench.database.url)
    const turns = await client.db().collection('turns').find({ flowId: deskId }).sort({ seq: 1 }).toArray()
    await client.close()
    const way = turns.flatMap(({ trace }) =>
      trace.map(({ flowId, nodeId, outlet }: Record<string, string>) => `${flowId === deskId ? '' : '+'}${nodeId}/${outlet}`),
    )
    expect(way.slice(-3)).toEqual(['over/next', 'jot/next', 'end/null'])
    expect(turns.at(-1)?.ended).toBe('completed')
  })

  test('keeps the other as it was when it was published, until it is published again', async () => {
    const identifyId = await create(identify('First wording.'))
    await publish(identifyId)
    const deskId = await create(desk(identifyId))
    expect(await publish(deskId)).toEqual({ version: 1, unchanged: false })
    await answerWith(deskId)

    const draft = await fetch(`${bench.url}/api/v1/flows/${identifyId}/draft`)
    const { definition } = flowDraftSchema.parse(await draft.json())
    const nodes = identify('Second wording.').nodes
    await fetch(`${bench.url}/api/v1/flows/${identifyId}/draft`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-match': draft.headers.get('etag') ?? '' },
      body: JSON.stringify({ definition: { ...definition, nodes } }),
    })
    await publish(identifyId)

    const before = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER }).uuid
    await waitsForKeys(before)
    expect(bench.heard(before)).toEqual(['First wording.'])
    bench.emulator.hangUp(before)

    expect(await publish(deskId)).toEqual({ version: 2, unchanged: false })
    expect(await publish(deskId)).toEqual({ version: 2, unchanged: true })
    const after = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER }).uuid
    await waitsForKeys(after)
    expect(bench.heard(after)).toEqual(['Second wording.'])
    bench.emulator.hangUp(after)
    await bench.clock.settle()
  })

  test('is not published while the other is not', async () => {
    const identifyId = await create(identify('Never published.'))
    const deskId = await create(desk(identifyId))
    const { status, body } = await api('POST', `/flows/${deskId}/versions`, {})
    expect(status).toBe(422)
    expect(problemSchema.parse(body).issues).toMatchObject([{ code: 'FLOW_UNKNOWN', nodeId: 'who', data: { flow: identifyId } }])
  })
})

test('a word chooses in a menu, and what is said in the next question is kept and said back', async () => {
  const flowId = await create(
    flowOf(
      {
        menu: [
          'menu',
          {
            ...words('For sales, press 1 or say sales.'),
            choices: [{ id: 'sales', keys: ['1'], phrases: { en: ['sales'] }, label: 'Sales' }],
          },
          { sales: 'city', noInput: 'bye', noMatch: 'bye' },
        ],
        city: [
          'collectSpeech',
          { ...words('Which city?'), variable: 'city', hints: { en: ['Bangkok'] } },
          { collected: 'bye', noInput: 'bye', noMatch: 'bye' },
        ],
        bye: ['hangUp', words('Goodbye{% if city %} to {{ city }}{% endif %}.')],
      },
      { name: 'By word', variables: [{ name: 'city', type: 'text', sensitive: false }] },
    ),
  )
  await publish(flowId)
  await answerWith(flowId)

  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await waitsForKeys(uuid)
  // as the phone in the browser does
  const said = await fetch(`${bench.url}/api/v1/phone/calls/${uuid}/speech`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'Sales, please' }),
  })
  expect(said.status).toBe(204)
  await bench.clock.runUntil(() => bench.heard(uuid).includes('Which city?'))
  await waitsForKeys(uuid)
  bench.emulator.speak(uuid, { text: 'Chiang Mai', confidence: 0.8 })
  await hasEnded(uuid)
  expect(bench.heard(uuid)).toEqual(['For sales, press 1 or say sales.', 'Which city?', 'Goodbye to Chiang Mai.'])
})

test('a # after the last of five digits is no answer to the next question, which is asked once more', async () => {
  const asked = { variable: 'order', minDigits: 5, maxDigits: 5, submitOnHash: true }
  const flowId = await create(
    flowOf(
      {
        order: [
          'collectDigits',
          { ...words('Your order, then hash.'), ...asked },
          { collected: 'right', noInput: 'bye', noMatch: 'bye' },
        ],
        right: [
          'menu',
          { ...words('{{ order | digits }}. Press 1.'), choices: [{ id: 'yes', keys: ['1'], label: 'Yes' }], attempts: 1 },
          { yes: 'thanks', noInput: 'bye', noMatch: 'bye' },
        ],
        thanks: ['hangUp', words('Thank you.')],
        bye: ['hangUp', words('Goodbye.')],
      },
      { name: 'Five digits', variables: [{ name: 'order', type: 'text', sensitive: false }] },
    ),
  )
  await publish(flowId)
  await answerWith(flowId)

  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await waitsForKeys(uuid)
  bench.emulator.pressKeys(uuid, '25123')
  await bench.clock.runUntil(() => bench.heard(uuid).length === 2)
  await waitsForKeys(uuid)
  await bench.clock.advance(1000)
  bench.emulator.pressKeys(uuid, '#')
  await bench.clock.runUntil(() => bench.heard(uuid).length === 3)
  await waitsForKeys(uuid)
  bench.emulator.pressKeys(uuid, '1')
  await hasEnded(uuid)
  const again = '2 5 1 2 3. Press 1.'
  expect(bench.heard(uuid)).toEqual(['Your order, then hash.', again, again, 'Thank you.'])
})

test('of four who are busy within a second, the one whom Vonage would not ring any more counts as not reached', async () => {
  const numbers = ['12025550151', '12025550152', '12025550153', '12025550154']
  const flowId = await create(
    flowOf({
      ring: [
        'connect',
        { endpoints: numbers.map((number) => ({ kind: 'phone', number })) },
        { ended: 'spoken', busy: 'busy', noAnswer: 'busy', failed: 'away' },
      ],
      spoken: ['hangUp', words('You have spoken.')],
      busy: ['hangUp', words('All are busy.')],
      away: ['hangUp', words('Nobody can be reached.')],
    }),
  )
  await publish(flowId)
  await answerWith(flowId)

  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  for (const number of numbers.slice(0, 3)) bench.emulator.busy(await ringing(number))
  await hasEnded(uuid)
  expect(bench.eventsOf('ncco.refused').map(({ rule }) => rule)).toEqual([TOO_MANY_CALLS])
  expect(bench.heard(uuid)).toEqual(['Nobody can be reached.'])
})

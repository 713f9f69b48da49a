import { readFileSync } from 'node:fs'
import { canonicalText, type FlowDefinition } from '@patchbay/core'
import {
  dialledSchema,
  flowDraftSchema,
  flowListSchema,
  flowSummarySchema,
  numberListSchema,
  numberSchema,
  type PhoneEvent,
  phoneEventSchema,
  phoneSchema,
  problemSchema,
  publishedSchema,
  versionListSchema,
} from '@patchbay/core/http-contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { postWebhook } from '../support/vonage-post.ts'

const template = JSON.parse(
  readFileSync(new URL('../../templates/welcome-line/flows/welcome.json', import.meta.url), 'utf8'),
) as FlowDefinition

let bench: CallBench
beforeAll(async () => {
  bench = await startCallBench()
  await bench.startServer()
})
afterAll(() => bench.stop())

interface Reply {
  status: number
  headers: Headers
  body: unknown
}

async function api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(`${bench.url}/api/v1${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

/** The reply is a problem of the contract's form, with this code. */
function expectProblem({ status, headers, body }: Reply, expectedStatus: number, code: string): void {
  expect([status, problemSchema.parse(body).code]).toEqual([expectedStatus, code])
  expect(headers.get('content-type')).toBe('application/problem+json')
}

async function newFlow(definition: unknown = template, name = 'Copy of it') {
  const { status, body } = await api('POST', '/flows', { name, definition })
  expect(status).toBe(201)
  return flowDraftSchema.parse(body)
}

const saying = (definition: FlowDefinition, text: string): FlowDefinition => ({
  ...definition,
  nodes: definition.nodes.map((node) =>
    node.id === 'greeting' ? { ...node, config: { prompt: { text: { en: text } } } } : node,
  ),
})

describe('the first run', () => {
  test('has one flow, published, on the sample number, where the tester reaches the draft', async () => {
    const { flows } = flowListSchema.parse((await api('GET', '/flows')).body)
    expect(flows.find(({ id }) => id === 'welcome')).toMatchObject({
      liveVersion: 1,
      draftDiffers: false,
      numbers: [SAMPLE_NUMBER],
    })
    const { numbers } = numberListSchema.parse((await api('GET', '/numbers')).body)
    expect(numbers).toEqual([
      {
        number: SAMPLE_NUMBER,
        label: 'Sample number',
        rules: [
          { callers: ['447700900456'], target: { use: 'draft', flowId: 'welcome' } },
          { target: { use: 'live', flowId: 'welcome' } },
        ],
      },
    ])
  })

  test('happens once: a second server, or a second start, sets nothing up', async () => {
    const before = (await api('GET', '/flows')).body
    await bench.startServer({ PORT: '0', PUBLIC_URL: '' })
    expect((await api('GET', '/flows')).body).toEqual(before)
  })
})

describe('drafts', () => {
  test('a flow is created empty, or from an exported one under an id of its own', async () => {
    const empty = flowDraftSchema.parse((await api('POST', '/flows', { name: 'Ärger & Co', language: 'tr' })).body)
    expect(empty.definition).toMatchObject({ name: 'Ärger & Co', nodes: [], languages: { default: 'tr', enabled: ['tr'] } })
    expect(empty.summary).toMatchObject({ liveVersion: null, draftDiffers: true, nodes: 0 })
    const imported = await newFlow()
    expect(imported.definition).toEqual({ ...template, id: imported.summary.id, name: 'Copy of it' })
  })

  test('saving needs the revision that it began from, and the newer one wins', async () => {
    const { summary, definition } = await newFlow()
    const path = `/flows/${summary.id}/draft`
    const read = await api('GET', path)
    expect(read.headers.get('etag')).toBe('"1"')
    const changed = { definition: saying(definition, 'Hello') }

    expectProblem(await api('PUT', path, changed), 428, 'DRAFT_MATCH_REQUIRED')
    const saved = await api('PUT', path, changed, { 'if-match': '"1"' })
    expect([saved.status, saved.headers.get('etag'), flowDraftSchema.parse(saved.body).revision]).toEqual([200, '"2"', 2])
    const late = await api('PUT', path, changed, { 'if-match': '"1"' })
    expectProblem(late, 412, 'DRAFT_CHANGED_MEANWHILE')
    expect(late.headers.get('etag')).toBe('"2"')
    expectProblem(await api('PUT', path, changed, { 'if-match': 'other' }), 412, 'DRAFT_CHANGED_MEANWHILE')
  })

  test('a half-drawn flow can be saved; what is no flow cannot', async () => {
    const { summary, definition } = await newFlow()
    const path = `/flows/${summary.id}/draft`
    const half = { ...definition, nodes: definition.nodes.map((node) => ({ ...node, config: {} })) }
    expect((await api('PUT', path, { definition: half }, { 'if-match': '"1"' })).status).toBe(200)
    const broken = await api('PUT', path, { definition: { ...definition, nodes: 'none' } }, { 'if-match': '"2"' })
    expectProblem(broken, 422, 'FLOW_NOT_READABLE')
    expect(problemSchema.parse(broken.body).issues).toEqual([expect.objectContaining({ code: 'SCHEMA', path: ['nodes'] })])
  })

  test('a flow is copied, deleted and brought back; one that a number leads to stays', async () => {
    const { summary } = await newFlow()
    const copy = flowDraftSchema.parse((await api('POST', `/flows/${summary.id}/duplicate`)).body)
    expect(copy.summary).toMatchObject({ name: 'Copy of it (copy)', liveVersion: null })
    expect((await api('DELETE', `/flows/${copy.summary.id}`)).status).toBe(204)
    expectProblem(await api('GET', `/flows/${copy.summary.id}/draft`), 404, 'FLOW_NOT_FOUND')
    expect(flowSummarySchema.parse((await api('POST', `/flows/${copy.summary.id}/restore`)).body).id).toBe(copy.summary.id)
    expect((await api('GET', `/flows/${copy.summary.id}/draft`)).status).toBe(200)
    expectProblem(await api('DELETE', '/flows/welcome'), 409, 'FLOW_IN_USE')
  })
})

describe('publishing', () => {
  test('makes a version of what callers would notice, and only of that', async () => {
    const { summary, definition } = await newFlow()
    const [flow, draft] = [`/flows/${summary.id}`, `/flows/${summary.id}/draft`]
    const first = publishedSchema.parse((await api('POST', `${flow}/versions`, { note: 'First' })).body)
    expect(first).toMatchObject({
      unchanged: false,
      version: { version: 1, note: 'First' },
      summary: { liveVersion: 1, draftDiffers: false },
    })

    const moved = { ...definition, layout: { greeting: { x: 1, y: 2 } } }
    await api('PUT', draft, { definition: moved }, { 'if-match': '"1"' })
    expect(publishedSchema.parse((await api('POST', `${flow}/versions`)).body)).toMatchObject({
      unchanged: true,
      version: { version: 1 },
    })

    await api('PUT', draft, { definition: saying(moved, 'Hello') }, { 'if-match': '"2"' })
    expect(flowDraftSchema.parse((await api('GET', draft)).body).summary.draftDiffers).toBe(true)
    expect(publishedSchema.parse((await api('POST', `${flow}/versions`)).body)).toMatchObject({
      unchanged: false,
      version: { version: 2 },
    })

    const back = publishedSchema.parse((await api('POST', `${flow}/live`, { version: 1 })).body)
    expect(back.summary).toMatchObject({ liveVersion: 1, draftDiffers: true })
    const list = versionListSchema.parse((await api('GET', `${flow}/versions`)).body)
    expect([list.liveVersion, list.versions.map(({ version }) => version)]).toEqual([1, [2, 1]])
    expect(canonicalText((await api('GET', `${flow}/versions/1`)).body as FlowDefinition)).toBe(canonicalText(definition))
    expectProblem(await api('POST', `${flow}/live`, { version: 9 }), 404, 'VERSION_NOT_FOUND')
  })

  test('many people publishing at once make one version', async () => {
    const { summary } = await newFlow()
    const replies = await Promise.all(Array.from({ length: 6 }, () => api('POST', `/flows/${summary.id}/versions`)))
    expect(replies.every(({ status }) => status < 300)).toBe(true)
    const { versions } = versionListSchema.parse((await api('GET', `/flows/${summary.id}/versions`)).body)
    expect(versions.map(({ version }) => version)).toEqual([1])
  })

  test('what stands in the way is listed, node by node', async () => {
    const { summary } = await newFlow({ ...template, edges: [] })
    const refused = await api('POST', `/flows/${summary.id}/versions`)
    expectProblem(refused, 422, 'FLOW_NOT_VALID')
    const issues = problemSchema.parse(refused.body).issues as { code: string; nodeId: string }[]
    expect(issues.some(({ code, nodeId }) => code === 'OUTLET_UNCONNECTED' && nodeId === 'greeting')).toBe(true)
  })

  test('an exported flow is canonical text, and comes back as the same flow', async () => {
    const { summary } = await newFlow()
    await api('POST', `/flows/${summary.id}/versions`)
    const exported = await fetch(`${bench.url}/api/v1/flows/${summary.id}/export?version=1`)
    expect(exported.headers.get('content-disposition')).toBe(`attachment; filename="${summary.id}.v1.json"`)
    const text = await exported.text()
    const again = await newFlow(JSON.parse(text))
    const draft = await fetch(`${bench.url}/api/v1/flows/${again.summary.id}/export`)
    expect((await draft.text()).replaceAll(again.summary.id, summary.id)).toBe(text)
  })
})

describe('numbers', () => {
  const rule = (target: object, callers?: string[]) => ({ label: 'Line', rules: [{ ...(callers ? { callers } : {}), target }] })

  test('a number is led to a flow, and away from it', async () => {
    const { summary } = await newFlow()
    await api('POST', `/flows/${summary.id}/versions`)
    const saved = await api('PUT', '/numbers/12025550177', rule({ use: 'live', flowId: summary.id }))
    expect(numberSchema.parse(saved.body).rules).toHaveLength(1)
    expect(flowDraftSchema.parse((await api('GET', `/flows/${summary.id}/draft`)).body).summary.numbers).toEqual(['12025550177'])
    expect((await api('PUT', '/numbers/12025550177', { label: 'Line', rules: [] })).status).toBe(200)
    expect((await api('DELETE', `/flows/${summary.id}`)).status).toBe(204)
  })

  test.each<[string, object, string]>([
    ['a flow that is not there', rule({ use: 'live', flowId: 'nowhere' }), 'does not exist'],
    ['a draft for everybody', rule({ use: 'draft', flowId: 'welcome' }), 'test callers'],
    ['a version that is not there', rule({ use: 'version', flowId: 'welcome', version: 99 }), 'no version 99'],
  ])('a rule to %s is refused with the reason', async (_what, body, reason) => {
    const reply = await api('PUT', '/numbers/12025550177', body)
    expectProblem(reply, 422, 'NUMBER_RULE_NOT_VALID')
    expect(problemSchema.parse(reply.body).detail).toContain(`Rule 1: `)
    expect(problemSchema.parse(reply.body).detail).toContain(reason)
  })

  test('a number that is none, and the line that the product keeps for itself, are refused', async () => {
    expectProblem(await api('PUT', '/numbers/12', rule({ use: 'live', flowId: 'welcome' })), 400, 'REQUEST_NOT_VALID')
    await api('POST', '/phone/try', { flowId: 'welcome' })
    expectProblem(await api('PUT', '/numbers/12025550199', { label: 'Mine', rules: [] }), 404, 'NUMBER_NOT_FOUND')
  })
})

describe('requests that are not valid', () => {
  test.each<[string, string, string, unknown, number, string]>([
    ['no name', 'POST', '/flows', {}, 400, 'REQUEST_NOT_VALID'],
    ['a field too many', 'POST', '/flows', { name: 'A', color: 'red' }, 400, 'REQUEST_NOT_VALID'],
    ['no JSON', 'POST', '/flows', 'hello', 400, 'REQUEST_NOT_VALID'],
    ['nothing there', 'GET', '/nothing', undefined, 404, 'NOT_FOUND'],
    ['another method', 'PATCH', '/flows', {}, 405, 'METHOD_NOT_ALLOWED'],
    ['a flow that is not there', 'GET', '/flows/nowhere/draft', undefined, 404, 'FLOW_NOT_FOUND'],
    ['an id that is no id', 'DELETE', '/flows/%24ne', undefined, 404, 'FLOW_NOT_FOUND'],
    ['a call that is not there', 'DELETE', '/phone/calls/nobody', undefined, 404, 'CALL_NOT_FOUND'],
  ])('%s', async (_what, method, path, body, status, code) => expectProblem(await api(method, path, body), status, code))

  test('a body that is too large', async () => {
    expectProblem(await api('POST', '/flows', JSON.stringify({ name: 'x'.repeat(5_000_000) })), 413, 'BODY_TOO_LARGE')
  })
})

describe('the phone in the browser', () => {
  /** Follows a call until the condition holds; gives what came, with the id of the last. */
  async function follow(callId: string, until: (events: PhoneEvent[]) => boolean, lastId = '') {
    const abort = new AbortController()
    const response = await fetch(`${bench.url}/api/v1/phone/calls/${callId}/events`, {
      signal: abort.signal,
      headers: { accept: 'text/event-stream', ...(lastId === '' ? {} : { 'last-event-id': lastId }) },
    })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    const events: PhoneEvent[] = []
    let id = ''
    let rest = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const data = /^data:(.*)$/m.exec(block)?.[1]
        if (data === undefined) continue
        expect(block).toMatch(/^event:phone$/m)
        events.push(phoneEventSchema.parse(JSON.parse(data)))
        id = /^id:(.*)$/m.exec(block)?.[1] ?? id
      }
      if (until(events)) break
    }
    abort.abort()
    return { events, lastId: id }
  }
  const left = (event: PhoneEvent) => event.type === 'moved' && event.ended === 'callerLeft'
  const types = (events: readonly PhoneEvent[]) => events.map(({ type }) => type)

  test('is there, and says who it calls as', async () => {
    const { available, callers } = phoneSchema.parse((await api('GET', '/phone')).body)
    expect([available, callers]).toEqual([true, { caller: '447700900123', tester: '447700900456' }])
  })

  test('dials, hears, presses, follows the way, and goes on where its stream was cut', async () => {
    const { callId } = dialledSchema.parse((await api('POST', '/phone/calls', { to: SAMPLE_NUMBER })).body)
    await bench.clock.runUntil(() => bench.emulator.leg(callId).waitsFor?.kind === 'input')
    const first = await follow(callId, (events) => types(events).includes('waiting'))
    expect(types(first.events)).toEqual(['ringing', 'moved', 'answered', 'heard', 'silent', 'heard', 'waiting'])
    expect(first.events[1]).toMatchObject({
      seq: 0,
      flowId: 'welcome',
      version: '1',
      trace: [{ nodeId: 'greeting', outlet: 'next' }],
      nodeId: 'main-menu',
    })

    expect((await api('POST', `/phone/calls/${callId}/keys`, { keys: ['1'] })).status).toBe(204)
    await bench.clock.runUntil(() =>
      bench.emulator.calls().some(({ direction, state }) => direction === 'outbound' && state === 'ringing'),
    )
    const second = await follow(callId, (events) => types(events).includes('dialling'), first.lastId)
    expect(types(second.events)).toEqual(['pressed', 'silent', 'moved', 'dialling'])
    const dialling = second.events.find((event) => event.type === 'dialling')!

    expect((await api('POST', `/phone/calls/${callId}/callees`, { leg: dialling.leg, does: 'busy' })).status).toBe(204)
    await bench.clock.runUntil(() => bench.emulator.leg(callId).state === 'ended')
    const third = await follow(callId, (events) => types(events).includes('ended'), second.lastId)
    expect(third.events.filter(({ type }) => type === 'moved').at(-1)).toMatchObject({ nodeId: null, ended: 'completed' })
    expect(third.events.find(({ type }) => type === 'calleeEnded')).toMatchObject({ leg: dialling.leg, reason: 'busy' })

    // read again from its beginning, the call is the same; only the way, which the turn log knows at once, comes earlier
    const whole = await follow(callId, (events) => types(events).includes('ended'))
    const parts = [first, second, third].flatMap(({ events }) => events)
    const ofLine = (events: readonly PhoneEvent[]) => events.filter(({ type }) => type !== 'moved')
    const ofWay = (events: readonly PhoneEvent[]) => events.filter(({ type }) => type === 'moved')
    expect([ofLine(whole.events), ofWay(whole.events)]).toEqual([ofLine(parts), ofWay(parts)])
  })

  test('hangs up', async () => {
    const { callId } = dialledSchema.parse((await api('POST', '/phone/calls', { to: SAMPLE_NUMBER })).body)
    await bench.clock.runUntil(() => bench.emulator.leg(callId).waitsFor?.kind === 'input')
    expect((await api('DELETE', `/phone/calls/${callId}`)).status).toBe(204)
    await bench.clock.settle()
    expectProblem(await api('DELETE', `/phone/calls/${callId}`), 404, 'CALL_NOT_FOUND')
    const { events } = await follow(callId, (so) => types(so).includes('ended') && so.some(left))
    expect(events.find(left)).toMatchObject({ nodeId: null })
  })

  test('a call that the line has forgotten is shown as far as it got, and as over; one that never was is not there', async () => {
    const uuid = 'fe'.repeat(16)
    const call = { from: '447700900123', to: SAMPLE_NUMBER, uuid, conversation_uuid: 'CON-1' }
    await postWebhook(`${bench.url}/vonage/voice/answer`, call, { keys: bench.keys })
    const { events } = await follow(uuid, (so) => types(so).includes('ended'))
    expect(events).toMatchObject([
      { type: 'moved', nodeId: 'main-menu' },
      { type: 'ended', reason: 'lineLost' },
    ])
    expectProblem(await api('GET', '/phone/calls/nobody/events'), 404, 'CALL_NOT_FOUND')
  })

  test('tries a draft that has no number, as drawn at that moment; other calls keep theirs', async () => {
    const { summary, definition } = await newFlow(saying(template, 'Before the change.'))
    const trial = async () => dialledSchema.parse((await api('POST', '/phone/try', { flowId: summary.id })).body).callId
    const before = await trial()
    await bench.clock.runUntil(() => bench.emulator.leg(before).waitsFor?.kind === 'input')
    await api('PUT', `/flows/${summary.id}/draft`, { definition: saying(definition, 'After the change.') }, { 'if-match': '"1"' })
    const after = await trial()
    await bench.clock.runUntil(() => bench.emulator.leg(after).waitsFor?.kind === 'input')
    bench.emulator.pressKeys(before, '2')
    await bench.clock.runUntil(() => bench.heard(before).length === 3)
    expect([bench.heard(before)[0], bench.heard(after)[0]]).toEqual(['Before the change.', 'After the change.'])
    const { events } = await follow(after, (so) => types(so).includes('moved'))
    expect(events.find((event) => event.type === 'moved')?.version).toMatch(/^draft-[0-9a-f]{12}$/)
  })

  test('a trial shows the number that it was told to, and leads to the flow that was tried last from there', async () => {
    const from = '905321112233'
    for (const words of ['The first flow.', 'The second flow.']) {
      const { summary } = await newFlow(saying(template, words))
      const called = dialledSchema.parse((await api('POST', '/phone/try', { flowId: summary.id, from })).body)
      await bench.clock.runUntil(() => bench.emulator.leg(called.callId).waitsFor?.kind === 'input')
      expect([called.from, bench.heard(called.callId)[0]]).toEqual([from, words])
    }
    expectProblem(await api('POST', '/phone/try', { flowId: 'any', from: 'Işıl' }), 400, 'REQUEST_NOT_VALID')
  })

  test('does not call what has nothing to begin with, or was never published', async () => {
    const { summary } = await newFlow({ ...template, startNodeId: null })
    expectProblem(await api('POST', '/phone/try', { flowId: summary.id }), 422, 'FLOW_NOT_VALID')
    expectProblem(await api('POST', '/phone/try', { flowId: summary.id, use: 'live' }), 404, 'VERSION_NOT_FOUND')
  })
})

import type { Issue } from '@patchbay/core'
import { bindingListSchema, bindingSchema, flowDraftSchema, problemSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bind } from '../support/bind.ts'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'

let bench: CallBench
beforeAll(async () => {
  bench = await startCallBench()
  await bench.startServer()
})
afterAll(() => bench.stop())

async function api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${bench.url}/api/v1${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}
const codeOf = ({ status, body }: Awaited<ReturnType<typeof api>>) => [status, problemSchema.parse(body).code]

const always = {
  timeZone: 'UTC',
  hours: [
    {
      days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
      from: '00:00',
      to: '24:00',
    },
  ],
  holidays: [],
  exceptions: [],
}
const never = { ...always, hours: [] }
const words = (text: string) => ({ prompt: { text: { en: text } } })
const asks = (calendar: string) =>
  flowOf({
    hours: ['openingHours', { calendar }, { open: 'hello', closed: 'later', holiday: 'later', failed: 'sorry' }],
    hello: ['hangUp', words('We are here.')],
    later: ['hangUp', words('Nobody is here.')],
    sorry: ['hangUp', words('Something is wrong.')],
  })

async function call() {
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  return bench.heard(uuid)
}

describe('bindings', () => {
  test('a first run has office hours', async () => {
    const { bindings } = bindingListSchema.parse((await api('GET', '/bindings?kind=calendar')).body)
    const [main] = bindings.filter(({ name }) => name === 'main')
    expect(main).toMatchObject({
      kind: 'calendar',
      revision: 1,
      value: { hours: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '09:00', to: '17:00' }] },
    })
    expect(bindingListSchema.parse((await api('GET', '/bindings?kind=team')).body).bindings).toEqual([])
    expect(codeOf(await api('GET', '/bindings?kind=colour'))).toEqual([400, 'REQUEST_NOT_VALID'])
  })

  test('are made once, changed over the revision that was read, and never overwritten unseen', async () => {
    const path = '/bindings/calendar/shop'
    const body = { label: 'Shop', value: always }
    expect(codeOf(await api('PUT', path, body))).toEqual([428, 'BINDING_MATCH_REQUIRED'])
    expect(codeOf(await api('PUT', path, body, { 'if-match': '"1"' }))).toEqual([404, 'BINDING_NOT_FOUND'])
    const made = await api('PUT', path, body, { 'if-none-match': '*' })
    expect([made.status, made.headers.get('etag'), bindingSchema.parse(made.body).updatedBy]).toEqual([201, '"1"', 'owner'])

    const twice = await api('PUT', path, body, { 'if-none-match': '*' })
    expect([codeOf(twice), twice.headers.get('etag')]).toEqual([[412, 'BINDING_CHANGED_MEANWHILE'], '"1"'])
    const saved = await api('PUT', path, { ...body, value: never }, { 'if-match': '"1"' })
    expect([saved.status, saved.headers.get('etag')]).toEqual([200, '"2"'])
    const late = await api('PUT', path, body, { 'if-match': '"1"' })
    expect([codeOf(late), late.headers.get('etag')]).toEqual([[412, 'BINDING_CHANGED_MEANWHILE'], '"2"'])
    expect((await api('DELETE', path)).status).toBe(204)
    expect(codeOf(await api('DELETE', path))).toEqual([404, 'BINDING_NOT_FOUND'])
  })

  test.each([
    ['calendar', 'x', { ...always, timeZone: 'Mars/Olympus' }, 'value.timeZone'],
    ['calendar', 'x', { ...always, hours: [{ days: [], from: '9', to: '17:00' }] }, 'value.hours.0.from'],
    ['team', 'x', { members: [] }, 'value.members'],
    ['sender', 'x', { from: 'A name that is too long' }, 'value.from'],
  ])('a %s that is not filled in rightly is refused, field by field', async (kind, name, value, path) => {
    const refused = await api('PUT', `/bindings/${kind}/${name}`, { label: 'X', value }, { 'if-none-match': '*' })
    expect(codeOf(refused)).toEqual([400, 'REQUEST_NOT_VALID'])
    expect(problemSchema.parse(refused.body).errors?.map((error) => error.path)).toContain(path)
  })

  test.each(['Main', 'a b', 'x'.repeat(41)])('%j is no name', async (name) => {
    const refused = await api('PUT', `/bindings/calendar/${encodeURIComponent(name)}`, { label: 'X', value: always })
    expect(codeOf(refused)).toEqual([400, 'REQUEST_NOT_VALID'])
  })
})

describe('a flow that names one', () => {
  test('cannot be published before it is there, and callers notice its change at once', async () => {
    const { body } = await api('POST', '/flows', { name: 'Hours', definition: asks('front') })
    const { id } = flowDraftSchema.parse(body).summary
    const refused = await api('POST', `/flows/${id}/versions`, {})
    expect(codeOf(refused)).toEqual([422, 'FLOW_NOT_VALID'])
    const [missing] = problemSchema.parse(refused.body).issues as Issue[]
    expect(missing).toMatchObject({ code: 'BINDING_MISSING', nodeId: 'hours', data: { kind: 'calendar', name: 'front' } })

    await bind(bench, 'calendar', 'front', always)
    await publishOn(bench, asks('front'))
    expect(await call()).toEqual(['We are here.'])
    await api('PUT', '/bindings/calendar/front', { label: 'Front', value: never }, { 'if-match': '"1"' })
    expect(await call()).toEqual(['Nobody is here.'])
  })

  test('keeps it from being deleted: by its draft, its live version, or one that a number is led to', async () => {
    for (const name of ['live', 'drawn', 'pinned']) await bind(bench, 'calendar', name, never)
    const flowId = await publishOn(bench, asks('pinned'))
    const redraw = async (calendar: string) => {
      const { revision } = flowDraftSchema.parse((await api('GET', `/flows/${flowId}/draft`)).body)
      await api('PUT', `/flows/${flowId}/draft`, { definition: asks(calendar) }, { 'if-match': `"${revision}"` })
    }
    await redraw('live')
    await api('POST', `/flows/${flowId}/versions`, {})
    await redraw('drawn')
    const pin = { label: 'Front desk', rules: [{ target: { use: 'version', flowId, version: 1 } }] }
    expect((await api('PUT', `/numbers/${SAMPLE_NUMBER}`, pin)).status).toBe(200)
    for (const name of ['live', 'drawn', 'pinned']) {
      const refused = await api('DELETE', `/bindings/calendar/${name}`)
      expect(codeOf(refused)).toEqual([409, 'BINDING_IN_USE'])
      expect(problemSchema.parse(refused.body).flows).toEqual([{ id: flowId, name: 'Tested' }])
    }
    await api('PUT', `/numbers/${SAMPLE_NUMBER}`, { label: 'Front desk', rules: [{ target: { use: 'live', flowId } }] })
    expect((await api('DELETE', '/bindings/calendar/pinned')).status).toBe(204)
  })
})

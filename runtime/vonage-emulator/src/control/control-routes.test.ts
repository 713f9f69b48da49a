import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { agent, caller, ours, startBench } from '../testing/bench.ts'
import { readEventStream } from '../testing/event-stream.ts'

const post = (url: string, body?: object) =>
  fetch(url, { method: 'POST', ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) })

/** The first events of a stream, by id and type. */
async function readEvents(url: string, count: number, headers: Record<string, string> = {}) {
  const found: { id: string; event: string }[] = []
  for await (const { id, event } of readEventStream(url, headers)) {
    found.push({ id, event })
    if (found.length === count) break
  }
  return found
}

describe('control API', () => {
  test('a person dials, presses keys and hangs up', async () => {
    const { application, url, clock } = await startBench()
    application.script('/answer', [
      { action: 'input', type: ['dtmf'], dtmf: { maxDigits: 1 }, eventUrl: [`${application.url}/input`] },
    ])
    application.script('/input', [{ action: 'wait', timeout: 60 }])
    const dialled = await post(`${url}/control/calls`, { from: caller, to: ours })
    expect(dialled.status).toBe(201)
    const { uuid, conversationUuid } = (await dialled.json()) as { uuid: string; conversationUuid: string }
    await clock.settle()
    expect(await (await fetch(`${url}/control/legs/${uuid}`)).json()).toMatchObject({
      uuid,
      conversationUuid,
      state: 'answered',
      waitsFor: { kind: 'input' },
    })

    expect((await post(`${url}/control/legs/${uuid}/keys`, { digits: '1' })).status).toBe(204)
    await clock.settle()
    expect(await (await fetch(`${url}/control/legs/${uuid}`)).json()).toMatchObject({ waitsFor: { kind: 'wait', ms: 60_000 } })

    expect((await post(`${url}/control/legs/${uuid}/hangup`)).status).toBe(204)
    expect(await (await fetch(`${url}/control/calls`)).json()).toMatchObject([{ uuid, state: 'ended', endReason: 'hangup' }])
  })

  test('whoever is called does what they were told to, by configuration or by request', async () => {
    const { application, url, emulator, clock, call, events } = await startBench()
    await fetch(`${url}/control/callees/${agent}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ does: 'answer', after: 2000, talksForMs: 5000 }),
    })
    const uuid = await call([{ action: 'connect', from: ours, endpoint: [{ type: 'phone', number: agent }] }])
    await clock.runUntil(() => emulator.leg(uuid).state === 'ended')
    expect(events('leg.joined')).toHaveLength(1)
    await clock.settle()
    expect(application.on('/event').map(({ fields }) => fields.duration)).toContain('5')
  })

  test('a person speaks', async () => {
    const { application, url, clock, call, events } = await startBench()
    const uuid = await call([{ action: 'input', type: ['speech'], eventUrl: [`${application.url}/input`] }])
    expect((await post(`${url}/control/legs/${uuid}/speech`, { text: 'sales', confidence: 0.5, silenceMs: 100 })).status).toBe(
      204,
    )
    await clock.advance(5000)
    expect(events('input.said')).toMatchObject([{ text: 'sales', used: true }])
    expect(application.on('/input')[0]?.fields.speech).toMatchObject({ results: [{ text: 'sales', confidence: '0.5' }] })
  })

  test('somebody with an app dials, and somebody at a SIP address is told what to do', async () => {
    const { application, url, clock, events } = await startBench()
    const address = 'sip:desk@pbx.example;transport=tls'
    const path = `${url}/control/callees/${encodeURIComponent(address)}`
    const put = await fetch(path, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ does: 'busy' }),
    })
    expect(put.status).toBe(204)
    application.script('/answer', [{ action: 'connect', endpoint: [{ type: 'sip', uri: address }] }])
    const dialled = await post(`${url}/control/calls`, { from: 'alice', to: ours, through: 'app', customData: { a: 1 } })
    expect(dialled.status).toBe(201)
    await clock.advance(100)
    expect(application.on('/answer')[0]?.fields).toMatchObject({ from_user: 'alice', custom_data: { a: 1 } })
    expect(events('connect.done')).toMatchObject([{ to: address, outcome: 'busy' }])
  })

  test('a person writes, and what becomes of messages to them can be said', async () => {
    const { url, events } = await startBench()
    const written = await post(`${url}/control/messages`, { from: caller, to: ours, text: 'Hello.' })
    expect(written.status).toBe(201)
    const { message_uuid } = (await written.json()) as { message_uuid: string }
    expect(events('message.received')).toMatchObject([{ legUuid: message_uuid, channel: 'sms', text: 'Hello.' }])
    const recipient = (method: string, body?: object) =>
      fetch(`${url}/control/recipients/${caller}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }).then(({ status }) => status)
    expect(await recipient('PUT', { does: 'rejected' })).toBe(204)
    expect(await recipient('PUT', { does: 'burned' })).toBe(400)
    expect(await recipient('DELETE')).toBe(204)
  })

  test('events resume after the last one that was seen', async () => {
    const { url, call, untilEnd, emulator } = await startBench()
    await untilEnd(await call([{ action: 'talk', text: 'Hello.' }]))
    const all = emulator.events().map(({ id, type }) => ({ id: String(id), event: type }))
    expect(await readEvents(`${url}/control/events`, 3)).toEqual(all.slice(0, 3))
    expect(await readEvents(`${url}/control/events?since=3`, 2)).toEqual(all.slice(3, 5))
    expect(await readEvents(`${url}/control/events`, 2, { 'last-event-id': '4' })).toEqual(all.slice(4, 6))
  })

  const faults: [what: string, path: string, body: object | undefined, status: number][] = [
    ['an unknown leg', '/control/legs/nobody/hangup', undefined, 404],
    ['a number that is not ours', '/control/calls', { from: caller, to: agent }, 404],
    ['a body without a number', '/control/calls', { from: caller }, 400],
    ['speech of nobody', '/control/legs/nobody/speech', { text: 'Hello.' }, 404],
    ['speech without a word', '/control/legs/nobody/speech', { text: '' }, 400],
    ['a message to nobody', '/control/messages', { from: caller }, 400],
  ]
  test.each(faults)('%s is refused', async (_what, path, body, status) => {
    const { url } = await startBench()
    expect((await post(`${url}${path}`, body)).status).toBe(status)
  })

  test('answering what does not ring, and keys that no telephone has, are refused', async () => {
    const { url, call } = await startBench()
    const uuid = await call([{ action: 'wait' }])
    expect((await post(`${url}/control/legs/${uuid}/answer`)).status).toBe(409)
    expect((await post(`${url}/control/legs/${uuid}/keys`, { digits: 'A' })).status).toBe(400)
  })

  test.each([
    ['a page from elsewhere', { origin: 'https://evil.example' }],
    ['another name for this machine', { host: 'rebound.example' }],
  ])('%s is kept out', async (_what, headers) => {
    const { url } = await startBench()
    const status = await new Promise((resolve) =>
      request(`${url}/control/calls`, { headers }, (response) => resolve(response.statusCode)).end(),
    )
    expect(status).toBe(403)
  })
})

import { describe, expect, test } from 'vitest'
import type { Application } from '../account/application-schema.ts'
import { account, applicationId } from '../testing/bench.ts'
import { startBenchWithSdk } from '../testing/sdk.ts'

const basic = `Basic ${Buffer.from(`${account.apiKey}:${account.apiSecret}`).toString('base64')}`

async function startAccount() {
  const bench = await startBenchWithSdk()
  const request = (method: string, path: string, body?: object) =>
    fetch(`${bench.url}/v2/applications${path}`, {
      method,
      headers: { authorization: basic, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
  return { ...bench, request }
}

describe('applications (V5-1)', () => {
  test('the application is read with its webhooks', async () => {
    const { vonage, application } = await startAccount()
    expect(await vonage.applications.getApplication(applicationId)).toMatchObject({
      id: applicationId,
      name: 'Emulated application',
      capabilities: {
        voice: {
          webhooks: { answerUrl: { address: `${application.url}/answer` }, eventUrl: { address: `${application.url}/event` } },
          signedCallbacks: true,
          conversationsTtl: 48,
        },
      },
    })
  })

  test('it is read, changed and written back: the next call goes to the new address', async () => {
    const { request, application, emulator, clock, heard } = await startAccount()
    application.script('/elsewhere', [{ action: 'talk', text: 'From elsewhere.' }])
    const { _links, ...before } = (await (await request('GET', `/${applicationId}`)).json()) as Application & { _links: object }
    before.capabilities.voice!.webhooks!.answer_url!.address = `${application.url}/elsewhere`
    expect((await request('PUT', `/${applicationId}`, before)).status).toBe(200)
    emulator.dial({ from: '15551230001', to: '15557650001' })
    await clock.settle()
    expect(heard()).toEqual(['From elsewhere.'])
  })

  test('PUT replaces everything: what is missing is gone, and no webhook goes there', async () => {
    const { request, application, call, emulator } = await startAccount()
    const webhooks = { answer_url: { address: `${application.url}/answer` } }
    const put = await request('PUT', `/${applicationId}`, { name: 'Bare', capabilities: { voice: { webhooks } } })
    expect(await put.json()).toMatchObject({ name: 'Bare', keys: { public_key: expect.stringContaining('PUBLIC KEY') } })
    const uuid = await call({ status: 503 })
    expect(application.received.map(({ path, method }) => `${method} ${path}`)).toEqual(['GET /answer', 'GET /answer'])
    expect(emulator.leg(uuid)).toMatchObject({ state: 'ended', endReason: 'answerFailed' })
  })

  test('without an answer_url a call finds nobody', async () => {
    const { request, call, emulator, application } = await startAccount()
    await request('PUT', `/${applicationId}`, { name: 'No voice', capabilities: {} })
    const uuid = await call([])
    expect(emulator.leg(uuid)).toMatchObject({ state: 'ended', endReason: 'answerFailed' })
    expect(application.received).toEqual([])
  })

  const voice = (fields: object) => ({ name: 'x', capabilities: { voice: fields } })
  const answer = (fields: object) => voice({ webhooks: { answer_url: { address: 'http://127.0.0.1/', ...fields } } })
  const event = (fields: object) => voice({ webhooks: { event_url: { address: 'http://127.0.0.1/', ...fields } } })
  const refused: [rule: string, body: object][] = [
    ['V5-1: PUT needs a name', { capabilities: {} }],
    ['V5-1: _links is no part of it', { name: 'x', _links: {} }],
    ['V2.7-1: connect_timeout from 300', answer({ connect_timeout: 299 })],
    ['V2.7-1: connect_timeout to 1000', event({ connect_timeout: 1001 })],
    ['V2.7-1: socket_timeout of an answer to 5000', answer({ socket_timeout: 5001 })],
    ['V2.7-1: socket_timeout of an event to 10000', event({ socket_timeout: 10_001 })],
    ['V5-2: conversations_ttl to 9000 hours', voice({ conversations_ttl: 9001 })],
    ['V5-2: leg_persistence_time to 31 days', voice({ leg_persistence_time: 32 })],
    ['V5-2: no capability that is not known', { name: 'x', capabilities: { fax: {} } }],
  ]
  test.each(refused)('%s', async (_rule, body) => {
    const { request } = await startAccount()
    expect((await request('PUT', `/${applicationId}`, body)).status).toBe(400)
  })

  test('V5-2: every capability is kept as it was written', async () => {
    const { request } = await startAccount()
    const capabilities = {
      voice: { conversations_ttl: 9000, leg_persistence_time: 31, region: 'eu-west', webhooks: {} },
      messages: { version: 'v1', webhooks: { inbound_url: { address: 'http://127.0.0.1/in', http_method: 'POST' } } },
      rtc: {},
      vbc: {},
      verify: {},
      video: {},
      network_apis: {},
    }
    await request('PUT', `/${applicationId}`, { name: 'All', capabilities, privacy: { improve_ai: true } })
    expect(await (await request('GET', `/${applicationId}`)).json()).toMatchObject({
      capabilities,
      privacy: { improve_ai: true },
    })
  })

  test('POST makes one, with its private key this once; it is listed and deleted', async () => {
    const { request, vonage } = await startAccount()
    const created = await request('POST', '', { name: 'flows' })
    expect(created.status).toBe(201)
    const { id, keys } = (await created.json()) as { id: string; keys: { private_key: string; public_key: string } }
    expect(keys.private_key).toContain('PRIVATE KEY')
    expect(await (await request('GET', `/${id}`)).json()).toHaveProperty('keys', { public_key: keys.public_key })
    expect((await vonage.applications.getApplicationPage({ pageSize: 1, page: 2 })) as object).toMatchObject({
      totalItems: 2,
      totalPages: 2,
      _embedded: { applications: [{ id }] },
    })
    expect((await request('DELETE', `/${id}`)).status).toBe(204)
    expect((await request('GET', `/${id}`)).status).toBe(404)
    expect((await request('DELETE', `/${applicationId}`)).status).toBe(400)
  })

  test('only with the key and secret of the account', async () => {
    const { url } = await startAccount()
    expect((await fetch(`${url}/v2/applications`)).status).toBe(401)
  })
})

import { Vonage } from '@vonage/server-sdk'
import { describe, expect, test } from 'vitest'
import { agent, applicationId, ours } from '../testing/bench.ts'
import { startBenchWithSdk } from '../testing/sdk.ts'

const talk = { action: 'talk', text: 'Hello.' }
const pause = { action: 'wait', timeout: 600 }

const call = { to: [{ type: 'phone', number: agent }], from: { type: 'phone', number: ours } } as const
const statusOf = (error: { response?: { status: number } }) => error.response?.status

describe('REST calls with the official SDK', () => {
  test('V3-2: a created call rings, is answered and hears its NCCO', async () => {
    const { vonage, clock, emulator, heard, application } = await startBenchWithSdk({
      callees: { [agent]: { does: 'answer', after: 3000 } },
    })
    const made = await vonage.voice.createOutboundCall({ ...call, ncco: [talk] } as never)
    expect(made).toMatchObject({ status: 'started', direction: 'outbound', conversationUUID: expect.stringMatching(/^CON-/) })
    await clock.runUntil(() => emulator.leg(made.uuid).state === 'ended')
    await clock.settle()
    expect(heard()).toEqual(['Hello.'])
    expect(application.statuses()).toEqual(['started', 'ringing', 'answered', 'completed'])
  })

  test('V3-11: with an answer_url the NCCO is fetched when somebody answers, and events go to event_url', async () => {
    const { vonage, clock, application, heard } = await startBenchWithSdk({ callees: { [agent]: { does: 'answer' } } })
    application.script('/plan', [talk])
    const urls = { answer_url: [`${application.url}/plan`], answer_method: 'POST', event_url: [`${application.url}/own-events`] }
    await vonage.voice.createOutboundCall({ ...call, ...urls } as never)
    await clock.advance(60_000)
    expect(application.on('/plan')[0]).toMatchObject({ method: 'POST', fields: { to: agent, from: ours } })
    expect(heard()).toEqual(['Hello.'])
    expect(application.on('/own-events').map(({ fields }) => fields.status)).toEqual([
      'started',
      'ringing',
      'answered',
      'completed',
    ])
    expect(application.on('/event')).toEqual([])
  })

  test('V3-4: a call can be looked at, and shows its price when it is over', async () => {
    const { vonage, call, emulator, clock } = await startBenchWithSdk()
    const uuid = await call([pause])
    expect(await vonage.voice.getCall(uuid)).toMatchObject({
      uuid,
      status: 'answered',
      direction: 'inbound',
      to: { type: 'phone', number: ours },
    })
    await clock.advance(1500)
    emulator.hangUp(uuid)
    expect(await vonage.voice.getCall(uuid)).toMatchObject({
      status: 'completed',
      duration: '2',
      rate: '0.00450000',
      network: 'EMULATED',
    })
  })

  test('V3-3: calls are listed by page, status and conversation', async () => {
    const { vonage, call, emulator } = await startBenchWithSdk()
    const first = await call([pause])
    const second = await call([pause])
    emulator.hangUp(first)
    const page = async (filter: object) => (await vonage.voice.getCallsPage(filter))._embedded.calls.map(({ uuid }) => uuid)
    expect(await page({})).toEqual([first, second])
    expect(await page({ status: 'completed' })).toEqual([first])
    expect(await page({ conversationUUID: emulator.leg(second).conversationUuid })).toEqual([second])
    expect(await page({ order: 'desc', pageSize: 1 })).toEqual([second])
    const all: unknown[] = []
    for await (const { uuid } of vonage.voice.getAllCalls({ pageSize: 1 })) all.push(uuid)
    expect(all).toEqual([first, second])
  })

  test('V3-5: hanging up ends the call by the platform', async () => {
    const { vonage, call, emulator, clock, application } = await startBenchWithSdk()
    const uuid = await call([pause])
    await vonage.voice.hangupCall(uuid)
    await clock.settle()
    expect(emulator.leg(uuid)).toMatchObject({ state: 'ended', endReason: 'hangup' })
    expect(application.on('/event').at(-1)?.fields).toMatchObject({ status: 'completed', disconnected_by: 'platform' })
  })

  test('V3-5: a transfer replaces the NCCO that runs, in another conversation (V2.2-15)', async () => {
    const { vonage, call, emulator, clock, application, heard, events } = await startBenchWithSdk()
    const uuid = await call([
      { action: 'talk', text: 'Please hold the line for a very long time.' },
      { action: 'talk', text: 'Never heard.' },
    ])
    const before = emulator.leg(uuid).conversationUuid
    await vonage.voice.transferCallWithNCCO(uuid, [talk, pause] as never)
    await clock.advance(10_000)
    expect(heard()).toEqual(['Please hold the line for a very long time.', 'Hello.'])
    expect(events('heard.stopped')[0]).toMatchObject({ reason: 'replaced' })
    const { conversationUuid, waitsFor } = emulator.leg(uuid)
    expect(waitsFor).toEqual({ kind: 'wait', ms: 600_000 })
    expect(application.on('/event').at(-1)?.fields).toMatchObject({
      type: 'transfer',
      uuid,
      conversation_uuid_from: before,
      conversation_uuid_to: conversationUuid,
    })
  })

  test('V3-5: a callee who is transferred leaves the caller, who goes on', async () => {
    const { vonage, call, emulator, clock, heard, events } = await startBenchWithSdk({ callees: { [agent]: { does: 'answer' } } })
    const uuid = await call([{ action: 'connect', from: ours, endpoint: [{ type: 'phone', number: agent }] }, talk, pause])
    await clock.runUntil(() => events('leg.joined').length === 1)
    const callee = events('connect.dialing')[0]?.legUuid ?? ''
    await vonage.voice.transferCallWithNCCO(callee, [{ action: 'talk', text: 'You were moved.' }, pause] as never)
    await clock.advance(30_000)
    expect(heard().filter(Boolean).toSorted()).toEqual(['Hello.', 'You were moved.'])
    emulator.hangUp(uuid)
    await clock.settle()
    expect(emulator.leg(callee)).toMatchObject({ state: 'answered', waitsFor: { kind: 'wait' } })
  })

  test('V3-5: a callee who is transferred away while the whisper plays is not joined', async () => {
    const { vonage, application, call, emulator, clock, events } = await startBenchWithSdk({
      callees: { [agent]: { does: 'answer' } },
    })
    application.script('/whisper', [{ action: 'talk', text: 'A caller.', loop: 0 }])
    await call([
      {
        action: 'connect',
        from: ours,
        endpoint: [{ type: 'phone', number: agent, onAnswer: { url: `${application.url}/whisper` } }],
      },
    ])
    await clock.runUntil(() => events('heard.started').some(({ text }) => text === 'A caller.'))
    const callee = events('connect.dialing')[0]?.legUuid ?? ''
    await vonage.voice.transferCallWithNCCO(callee, [pause] as never)
    await clock.advance(1000)
    expect(events('leg.joined')).toEqual([])
    expect(emulator.calls().map(({ state }) => state)).toEqual(['ended', 'answered'])
  })

  test('V3-5: nor one who is transferred while the whisper is fetched, who does not hear it either', async () => {
    const { vonage, application, call, clock, events, heard } = await startBenchWithSdk({
      callees: { [agent]: { does: 'answer' } },
    })
    application.script('/whisper', async ({ query }) => {
      await vonage.voice.transferCallWithNCCO(query.uuid ?? '', [pause] as never)
      return [{ action: 'talk', text: 'A caller.' }]
    })
    const onAnswer = { url: `${application.url}/whisper` }
    await call([{ action: 'connect', from: ours, endpoint: [{ type: 'phone', number: agent, onAnswer }] }])
    await clock.advance(10_000)
    expect(heard().filter(Boolean)).toEqual([])
    expect(events('leg.joined')).toEqual([])
  })

  test('V3-5: a call that is transferred before its own NCCO came does not get that one too', async () => {
    const { vonage, application, clock, heard } = await startBenchWithSdk({ callees: { [agent]: { does: 'answer' } } })
    let uuid = ''
    application.script('/plan', async () => {
      await vonage.voice.transferCallWithNCCO(uuid, [{ action: 'talk', text: 'Transferred.' }, pause] as never)
      return [talk]
    })
    ;({ uuid } = await vonage.voice.createOutboundCall({ ...call, answer_url: [`${application.url}/plan`] } as never))
    await clock.advance(10_000)
    expect(heard()).toEqual(['Transferred.'])
  })

  test('V3-5: a transfer by URL fetches the NCCO', async () => {
    const { vonage, call, clock, application, heard } = await startBenchWithSdk()
    application.script('/next', [talk, pause])
    const uuid = await call([pause])
    await vonage.voice.transferCallWithURL(uuid, `${application.url}/next`)
    await clock.settle()
    expect(application.on('/next')[0]).toMatchObject({ method: 'GET', query: { uuid } })
    expect(heard()).toEqual(['Hello.'])
  })

  test('a refused NCCO leaves the call as it is and says so in an error event (V1.1-5)', async () => {
    const { vonage, call, emulator, clock, application, events } = await startBenchWithSdk()
    const uuid = await call([pause])
    await vonage.voice.transferCallWithNCCO(uuid, [{ action: 'dance' }] as never)
    await clock.settle()
    expect(emulator.leg(uuid)).toMatchObject({ state: 'answered', waitsFor: { kind: 'wait' } })
    expect(events('ncco.refused')).toMatchObject([{ rule: 'V1.1-2' }])
    expect(application.on('/event').at(-1)?.fields).toHaveProperty('reason')
  })

  test('V3-5: mute and earmuff are states of the leg', async () => {
    const { vonage, call, emulator } = await startBenchWithSdk()
    const uuid = await call([pause])
    await vonage.voice.muteCall(uuid)
    await vonage.voice.earmuffCall(uuid)
    expect(emulator.leg(uuid)).toMatchObject({ muted: true, earmuffed: true })
    await vonage.voice.unmuteCall(uuid)
    await vonage.voice.unearmuffCall(uuid)
    expect(emulator.leg(uuid)).toMatchObject({ muted: false, earmuffed: false })
  })

  const outcomes: [does: 'busy' | 'decline' | 'fail' | 'unreachable' | 'ignore', event: object][] = [
    ['busy', { status: 'busy' }],
    ['decline', { status: 'rejected', detail: 'declined' }],
    ['fail', { status: 'failed', detail: 'cannot_route' }],
    ['unreachable', { status: 'unanswered', detail: 'unavailable' }],
    ['ignore', { status: 'timeout' }],
  ]
  test.each(outcomes)('V2.2: whoever does %s is reported, then completed', async (does, event) => {
    const { vonage, clock, application } = await startBenchWithSdk({ callees: { [agent]: { does, after: 500 } } })
    await vonage.voice.createOutboundCall({ ...call, ncco: [talk], ringingTimer: 20 } as never)
    await clock.advance(20_000)
    const sent = application.on('/event').map(({ fields }) => fields)
    expect(sent).toMatchObject([{ status: 'started' }, { status: 'ringing' }, event, { status: 'completed', duration: '0' }])
  })

  test('V3-14: an unknown call is 404, a wrong body 400', async () => {
    const { vonage } = await startBenchWithSdk()
    await expect(vonage.voice.getCall('63f61863-4a51-4f6b-86e1-46edebcf9356')).rejects.toSatisfy(
      (error) => statusOf(error) === 404,
    )
    const refused: object[] = [
      { ...call },
      { ...call, ncco: [talk], answer_url: ['http://127.0.0.1/plan'] },
      { ...call, ncco: [talk], from: undefined },
      { ...call, ncco: [talk], ringingTimer: 121 },
      { ...call, ncco: [talk], to: [{ type: 'phone', number: '+15551230001' }] },
    ]
    for (const body of refused) {
      await expect(vonage.voice.createOutboundCall(body as never)).rejects.toSatisfy((error) => statusOf(error) === 400)
    }
  })

  test.each([
    ['problem' as const, ['detail', 'instance', 'title', 'type']],
    ['errorTitle' as const, ['error_title', 'type']],
  ])('V3-14: the body of an error, read as %s', async (restErrors, fields) => {
    const { url } = await startBenchWithSdk({ switches: { restErrors } })
    const reply = await fetch(`${url}/v1/calls`)
    expect(reply.status).toBe(401)
    expect(Object.keys((await reply.json()) as object).toSorted()).toEqual(fields)
  })

  test('V3-13: the fourth call within a second is refused, and a second later allowed', async () => {
    const { vonage, clock } = await startBenchWithSdk()
    const create = () => vonage.voice.createOutboundCall({ ...call, ncco: [talk] } as never)
    for (let n = 0; n < 3; n++) await create()
    await expect(create()).rejects.toSatisfy((error) => statusOf(error) === 429)
    await clock.advance(1000)
    await expect(create()).resolves.toMatchObject({ status: 'started' })
  })

  test('V3-13: so is the sixteenth other request', async () => {
    const { vonage, call } = await startBenchWithSdk()
    const uuid = await call([pause])
    for (let n = 0; n < 15; n++) await vonage.voice.getCall(uuid)
    await expect(vonage.voice.getCall(uuid)).rejects.toSatisfy((error) => statusOf(error) === 429)
  })

  test('V1.8-2: calling from a number that is not ours fails', async () => {
    const { vonage, clock, application } = await startBenchWithSdk()
    await vonage.voice.createOutboundCall({ ...call, from: { type: 'phone', number: agent }, ncco: [talk] } as never)
    await clock.settle()
    expect(application.statuses()).toEqual(['started', 'failed', 'completed'])
  })

  test('V5-1, V5-3: application and numbers of the account, with its own credentials', async () => {
    const { vonage, application, url } = await startBenchWithSdk()
    expect(await vonage.applications.getApplication(applicationId)).toMatchObject({
      id: applicationId,
      capabilities: { voice: { webhooks: { answerUrl: { address: `${application.url}/answer`, httpMethod: 'POST' } } } },
    })
    expect(await vonage.numbers.getOwnedNumbers({})).toMatchObject({
      count: 2,
      numbers: [{ msisdn: ours, app_id: applicationId }, {}],
    })
    for (const apiSecret of ['guessed', 'account-secreT']) {
      const stranger = new Vonage({ apiKey: 'abcd1234', apiSecret }, { apiHost: url, restHost: url })
      await expect(stranger.numbers.getOwnedNumbers({})).rejects.toSatisfy((error) => statusOf(error) === 401)
    }
  })
})

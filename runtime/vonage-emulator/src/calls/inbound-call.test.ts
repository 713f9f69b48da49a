import { describe, expect, test } from 'vitest'
import { agent, caller, ours, startBench } from '../testing/bench.ts'

const hello = { action: 'talk', text: 'Hello, who is there?' }

describe('an inbound call', () => {
  test('V2.1: the answer webhook names the call, its conversation and its region', async () => {
    const { application, call, emulator, url } = await startBench()
    const uuid = await call([hello])
    const [answer] = application.on('/answer')
    expect(answer?.method).toBe('POST')
    expect(answer?.fields).toEqual({
      from: caller,
      to: ours,
      uuid,
      conversation_uuid: emulator.leg(uuid).conversationUuid,
      endpoint_type: 'phone',
      region_url: url,
    })
    expect(uuid).toMatch(/^[0-9a-f]{32}$/)
    expect(answer?.fields.conversation_uuid).toMatch(/^CON-[0-9a-f]{8}-/)
  })

  test('V2.1-7, V2.1-8: an app calls as from_user, and gives custom_data along', async () => {
    const { application, emulator, clock } = await startBench()
    application.script('/answer', [{ action: 'wait' }])
    emulator.dial({ from: 'alice', to: ours, through: 'app', customData: { order: { id: 7 } } })
    await clock.settle()
    const fields = application.on('/answer')[0]?.fields
    expect(fields).toMatchObject({ from_user: 'alice', to: ours, endpoint_type: 'app', custom_data: { order: { id: 7 } } })
    expect(fields).not.toHaveProperty('from')
  })

  test('V2.1-8: in a GET the custom_data is JSON in a string', async () => {
    const { application, emulator, clock } = await startBench({ application: { answerMethod: 'GET' } })
    emulator.dial({ from: 'alice', to: ours, through: 'app', customData: { order: 7 } })
    await clock.settle()
    expect(application.on('/answer')[0]?.query.custom_data).toBe('{"order":7}')
  })

  test("V2.1-9: SIP headers of the INVITE come along, Vonage's own do not", async () => {
    const { application, emulator, clock } = await startBench()
    const sipHeaders = { 'X-Team': 'sales', 'User-to-User': 'abc', 'X-Nexmo-Secret': 'no', Via: 'no' }
    emulator.dial({ from: 'sip:ann@pbx.example', to: ours, through: 'sip', sipHeaders })
    await clock.settle()
    const { fields } = application.on('/answer')[0]!
    expect(fields).toMatchObject({ 'SipHeader_X-Team': 'sales', 'SipHeader_User-to-User': 'abc', endpoint_type: 'sip' })
    expect(Object.keys(fields).filter((name) => name.startsWith('SipHeader_'))).toHaveLength(2)
  })

  test('V2.1-2: a withheld number is no number', async () => {
    const { application, emulator, clock } = await startBench()
    emulator.dial({ from: 'anonymous', to: ours })
    await clock.settle()
    expect(application.on('/answer')[0]?.fields).toMatchObject({ from: 'anonymous', endpoint_type: 'phone' })
  })

  test.each([
    ['empty' as const, { from: '' }],
    ['missing' as const, {}],
  ])('V2.1-2: a withheld number may be %s', async (withheldFrom, expected) => {
    const { application, emulator, clock } = await startBench({ switches: { withheldFrom } })
    emulator.dial({ from: 'anonymous', to: ours })
    await clock.settle()
    const { from, to } = application.on('/answer')[0]?.fields ?? {}
    expect({ ...(from === undefined ? {} : { from }), to }).toEqual({ ...expected, to: ours })
  })

  test('V2.1-1: an answer webhook by GET has its fields in the query', async () => {
    const { application, call } = await startBench({ application: { answerMethod: 'GET' } })
    const uuid = await call([hello])
    expect(application.on('/answer')[0]).toMatchObject({ method: 'GET', query: { from: caller, to: ours, uuid } })
  })

  test('V2.2: events come as started, ringing, answered, completed', async () => {
    const { application, call, untilEnd, clock } = await startBench()
    await untilEnd(await call([hello]))
    await clock.settle()
    expect(application.statuses()).toEqual(['started', 'ringing', 'answered', 'completed'])
    expect(application.on('/event')[2]?.fields).toMatchObject({
      headers: {},
      from: caller,
      to: ours,
      direction: 'inbound',
      start_time: null,
      rate: null,
      network: null,
    })
  })

  test('V2.2-12: completed tells duration and price of the call in strings, and who hung up', async () => {
    const { application, call, emulator, clock } = await startBench()
    const uuid = await call([{ action: 'wait', timeout: 60 }])
    await clock.advance(6200)
    emulator.hangUp(uuid)
    await clock.settle()
    const completed = application.on('/event').at(-1)?.fields
    expect(completed).toMatchObject({
      status: 'completed',
      duration: '7',
      rate: '0.00450000',
      price: '0.00052500',
      disconnected_by: 'user',
    })
    expect(Date.parse(String(completed?.end_time)) - Date.parse(String(completed?.start_time))).toBe(7000)
  })

  test('V1.1-1: when the last action is done the platform hangs up', async () => {
    const { application, call, untilEnd, clock, heard } = await startBench()
    await untilEnd(await call([hello, { action: 'talk', text: 'Goodbye.' }]))
    await clock.settle()
    expect(heard()).toEqual(['Hello, who is there?', 'Goodbye.'])
    expect(application.on('/event').at(-1)?.fields.disconnected_by).toBe('platform')
  })

  test('V2.2-6: giving up before the answer is cancelled', async () => {
    const { application, emulator, clock } = await startBench()
    application.script('/answer', 'hang')
    const { uuid } = emulator.dial({ from: caller, to: ours })
    emulator.hangUp(uuid)
    expect(emulator.leg(uuid)).toMatchObject({ state: 'ended', status: 'cancelled' })
    await application.close()
    await clock.settle()
  })

  test('a number that the application does not have cannot be dialled', async () => {
    const { emulator } = await startBench()
    expect(() => emulator.dial({ from: caller, to: agent })).toThrow('not a number of the application')
  })
})

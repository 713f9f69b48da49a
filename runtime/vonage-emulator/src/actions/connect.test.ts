import { describe, expect, test } from 'vitest'
import { agent, type BenchOptions, ours, startBench } from '../testing/bench.ts'

const second = '15558880002'
const talk = (text: string) => ({ action: 'talk', text })
const dial = (fields: object = {}, number = agent) => ({
  action: 'connect',
  from: ours,
  endpoint: [{ type: 'phone', number }],
  ...fields,
})
const always = (does: 'answer' | 'busy' | 'decline' | 'ignore' | 'fail' | 'unreachable', more: object = {}): BenchOptions => ({
  callees: { [agent]: { does, after: 1000, ...more } },
})

describe('connect', () => {
  test('V1.8-11: while it rings the caller hears ringback; after the talk the next action runs', async () => {
    const { call, emulator, untilRinging, clock, heard, events, untilEnd } = await startBench()
    const uuid = await call([dial(), talk('How was it?')])
    const callee = events('leg.ringing').at(-1)?.legUuid ?? (await untilRinging())
    expect(emulator.leg(uuid)).toMatchObject({
      hears: { kind: 'ringback' },
      waitsFor: { kind: 'connect', to: agent, calleeUuid: callee },
    })
    expect(emulator.leg(callee)).toMatchObject({ state: 'ringing', direction: 'outbound', from: ours, to: agent })
    emulator.answer(callee)
    await clock.settle()
    expect(emulator.leg(uuid).hears).toBeNull()
    await clock.advance(20_000)
    emulator.hangUp(callee)
    await untilEnd(uuid)
    expect(heard()).toEqual([undefined, 'How was it?'])
  })

  test('V1.8-9: its events go to its own eventUrl, otherwise to that of the application', async () => {
    const { application, call, clock, emulator } = await startBench(always('answer', { talksForMs: 1000 }))
    const own = await call([dial({ eventUrl: [`${application.url}/dial`] })])
    await clock.advance(5000)
    expect(application.on('/dial').map(({ fields }) => fields.status ?? fields.type)).toEqual([
      'started',
      'ringing',
      'answered',
      'transfer',
      'completed',
    ])
    expect(application.on('/event').every(({ fields }) => fields.direction === 'inbound')).toBe(true)

    expect(emulator.leg(own).state).toBe('ended')
    await call([dial()])
    await clock.advance(5000)
    expect(
      application
        .on('/event')
        .filter(({ fields }) => fields.direction === 'outbound')
        .map(({ fields }) => fields.status),
    ).toEqual(['started', 'ringing', 'answered', 'completed'])
  })

  test('V2.2-15: joining sends a transfer event into the conversation of the caller', async () => {
    const { application, call, emulator, clock } = await startBench(always('answer'))
    const uuid = await call([dial({ eventUrl: [`${application.url}/dial`] })])
    await clock.advance(2000)
    const transfer = application.on('/dial').find(({ fields }) => fields.type === 'transfer')?.fields
    expect(transfer).toMatchObject({
      conversation_uuid_to: emulator.leg(uuid).conversationUuid,
      conversation_uuid_from: expect.stringMatching(/^CON-/),
    })
    expect(transfer).not.toHaveProperty('status')
  })

  const failures: ['busy' | 'decline' | 'fail' | 'unreachable' | 'ignore', string][] = [
    ['busy', 'busy'],
    ['decline', 'rejected'],
    ['fail', 'failed'],
    ['unreachable', 'unanswered'],
    ['ignore', 'timeout'],
  ]
  test.each(failures)(
    'V1.8-11: with synchronous events the reply to a callee who does %s replaces the rest',
    async (does, status) => {
      const { application, call, clock, heard } = await startBench(always(does))
      application.script('/dial', ({ fields }) => (fields.status === status ? [talk('Nobody there.')] : { status: 204 }))
      await call([dial({ eventType: 'synchronous', timeout: 20, eventUrl: [`${application.url}/dial`] }), talk('Never heard.')])
      await clock.advance(20_000)
      expect(heard()).toEqual([undefined, 'Nobody there.'])
      expect(application.on('/dial').map(({ fields }) => fields.status)).toEqual(['started', 'ringing', status, 'completed'])
    },
  )

  test.each(failures)('V1.8-11: without them the reply to %s does not count', async (does, status) => {
    const { application, call, clock, heard } = await startBench(always(does))
    application.script('/dial', [talk('Never heard.')])
    await call([dial({ timeout: 20, eventUrl: [`${application.url}/dial`] }), talk('Next action.')])
    await clock.advance(20_000)
    expect(heard()).toEqual([undefined, 'Next action.'])
    expect(application.on('/dial').map(({ fields }) => fields.status)).toEqual(['started', 'ringing', status, 'completed'])
  })

  test.each([
    ['fail', 'number_out_of_service', { status: 'failed', detail: 'number_out_of_service' }],
    ['decline', 'restricted', { status: 'rejected', detail: 'restricted' }],
    ['unreachable', 'carrier_timeout', { status: 'unanswered', detail: 'carrier_timeout' }],
  ] as const)('V2.2-7 … V2.2-9: who does %s may say %s', async (does, detail, expected) => {
    const { application, call, clock } = await startBench(always(does, { detail }))
    await call([dial({ eventUrl: [`${application.url}/dial`] })])
    await clock.advance(2000)
    expect(application.on('/dial')[2]?.fields).toMatchObject(expected)
  })

  test('an empty reply to a synchronous event goes on, and so does one that nobody takes (V2.7-2)', async () => {
    const { application, call, clock, heard } = await startBench(always('busy'))
    application.script('/fallback', { status: 503 })
    await call([dial({ eventType: 'synchronous', eventUrl: [`${application.url}/dial`] }), talk('Empty.')])
    await clock.advance(5000)
    application.script('/dial', ({ fields }) => ({ status: fields.status === 'busy' ? 503 : 204 }))
    await call([dial({ eventType: 'synchronous', eventUrl: [`${application.url}/dial`] }), talk('Not taken.')])
    await clock.advance(5000)
    expect(heard().filter(Boolean)).toEqual(['Empty.', 'Not taken.'])
    expect(application.on('/fallback')[0]?.fields).toMatchObject({ status: 'busy', original_request: { type: 'event' } })
  })

  test('V1.8-11: two connects one after the other hunt for somebody', async () => {
    const { call, clock, events } = await startBench({ callees: { [agent]: { does: 'busy' }, [second]: { does: 'answer' } } })
    await call([dial(), dial({}, second)])
    await clock.advance(1000)
    expect(events('connect.dialing').map(({ to }) => to)).toEqual([agent, second])
    expect(events('leg.joined')).toHaveLength(1)
  })

  test('V1.8-5: it rings for 60 seconds when nothing else is said', async () => {
    const { call, clock, events } = await startBench()
    await call([dial()])
    await clock.advance(59_999)
    expect(events('connect.done')).toEqual([])
    await clock.advance(1)
    expect(events('connect.done')).toMatchObject([{ outcome: 'timeout' }])
  })

  test('V1.8-6: the talk ends at its limit', async () => {
    const { call, clock, events, untilEnd, application } = await startBench(always('answer'))
    await untilEnd(await call([dial({ limit: 30 })]))
    await clock.settle()
    expect(events('leg.ended').map(({ by }) => by)).toEqual(['platform', 'platform'])
    expect(application.on('/event').map(({ fields }) => fields.duration)).toContain('30')
  })

  test('hanging up while it rings cancels the callee, and while they talk ends them', async () => {
    const { call, clock, emulator, events, application } = await startBench()
    const first = await call([dial({ eventUrl: [`${application.url}/dial`] })])
    emulator.hangUp(first)
    await clock.settle()
    expect(application.on('/dial').map(({ fields }) => fields.status)).toEqual(['started', 'ringing', 'cancelled', 'completed'])

    const next = await call([dial()])
    const callee = events('leg.ringing').at(-1)?.legUuid ?? ''
    emulator.answer(callee)
    await clock.advance(4000)
    emulator.hangUp(next)
    await clock.settle()
    expect(emulator.leg(callee)).toMatchObject({ state: 'ended', status: 'completed' })
  })

  test('giving up is told and not asked about, even with synchronous events', async () => {
    const { application, call, clock, emulator } = await startBench()
    application.script('/dial', ({ fields }) => ({ status: fields.status === 'cancelled' ? 503 : 204 }))
    emulator.hangUp(await call([dial({ eventType: 'synchronous', eventUrl: [`${application.url}/dial`] })]))
    await clock.settle()
    expect(application.on('/dial').map(({ fields }) => fields.status)).toEqual([
      'started',
      'ringing',
      'cancelled',
      'cancelled',
      'completed',
    ])
    expect(application.on('/fallback')).toEqual([])
  })

  test('V1.8-13: who answers hears the whisper of onAnswer before they are joined', async () => {
    const { application, call, clock, events, emulator } = await startBench(always('answer'))
    application.script('/whisper', [talk('A caller from the shop.')])
    await call([dial({ endpoint: [{ type: 'phone', number: agent, onAnswer: { url: `${application.url}/whisper` } }] })])
    await clock.runUntil(() => events('heard.started').length === 2)
    const whispered = events('heard.started')[1]!
    expect(whispered.text).toBe('A caller from the shop.')
    expect(emulator.leg(whispered.legUuid).to).toBe(agent)
    expect(events('leg.joined')).toEqual([])
    await clock.runUntil(() => events('leg.joined').length === 1)
    expect(application.on('/whisper')[0]?.query).toMatchObject({ to: agent, uuid: whispered.legUuid })
  })

  test('V1.8-13: dtmfAnswer is sent to the callee as soon as they answer', async () => {
    const { call, clock, events } = await startBench(always('answer'))
    await call([dial({ endpoint: [{ type: 'phone', number: agent, dtmfAnswer: '2p02#' }] })])
    expect(events('keys.sent')).toEqual([])
    await clock.advance(1000)
    expect(events('keys.sent')).toMatchObject([{ digits: '2p02#', legUuid: events('connect.dialing')[0]?.legUuid }])
  })

  test('answering and hanging up in the same instant leaves nobody talking to nobody', async () => {
    const { call, clock, emulator, events } = await startBench()
    const uuid = await call([dial()])
    const callee = events('leg.ringing').at(-1)?.legUuid ?? ''
    emulator.answer(callee)
    emulator.hangUp(uuid)
    await clock.settle()
    expect(emulator.calls().map(({ state }) => state)).toEqual(['ended', 'ended'])
    expect(events('leg.joined')).toEqual([])
  })

  const callerIds: [what: string, fields: object, expected: object, switches?: BenchOptions['switches']][] = [
    ['V1.8-2: a number that is not ours does not connect', { from: second }, { outcome: 'failed' }],
    ['V1.8-2: nor does none', { from: undefined }, { outcome: 'failed' }],
    [
      'V1.8-2: by the older reading it connects as unknown',
      { from: second },
      { outcome: 'answered' },
      { unownedFrom: 'unknown' },
    ],
    ['V1.8-3: one of our numbers is taken at random', { from: undefined, randomFromNumber: true }, { outcome: 'answered' }],
  ]
  test.each(callerIds)('%s', async (_what, fields, expected, switches) => {
    const { call, clock, events } = await startBench({ ...always('answer'), ...(switches && { switches }) })
    await call([dial(fields)])
    await clock.advance(2000)
    expect(events('connect.done')).toMatchObject([expected])
  })

  test('a synchronous failure waits for the events before it, so that they come in order', async () => {
    const { application, call, clock, heard } = await startBench()
    application.script('/dial', ({ fields }) => (fields.status === 'failed' ? [talk('Not from here.')] : { status: 204 }))
    await call([dial({ from: second, eventType: 'synchronous', eventUrl: [`${application.url}/dial`] })])
    await clock.settle()
    expect(application.on('/dial').map(({ fields }) => fields.status)).toEqual(['started', 'failed', 'completed'])
    expect(heard()).toEqual(['Not from here.'])
  })

  test('V1.8-3: the number taken is from the same country when there is one', async () => {
    const { call, clock, events } = await startBench()
    const british = { action: 'connect', randomFromNumber: true, endpoint: [{ type: 'phone', number: '447700900123' }] }
    await call([british])
    await clock.settle()
    expect(events('connect.dialing')).toMatchObject([{ from: '447700900999' }])
  })

  test('V3-13: the fourth call within a second is an error event, and the next action runs', async () => {
    const { application, call, clock, heard } = await startBench({ callees: { [agent]: { does: 'busy' } } })
    await call([dial(), dial(), dial(), dial(), talk('Nobody.')])
    await clock.advance(10)
    expect(application.on('/event').filter(({ fields }) => 'reason' in fields)).toHaveLength(1)
    expect(heard().at(-1)).toBe('Nobody.')
  })
})

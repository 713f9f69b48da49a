import { describe, expect, test } from 'vitest'
import { agent, type BenchOptions, ours, startBench } from '../testing/bench.ts'
import { startBenchWithSdk } from '../testing/sdk.ts'
import { startSocketApplication } from '../testing/socket-application.ts'

const goodbye = { action: 'talk', text: 'Goodbye.' }
const connect = (endpoint: object, fields: object = {}) => ({ action: 'connect', endpoint: [endpoint], ...fields })
const pcm = (rate: number) => `audio/l16;rate=${rate}`

describe('connect to others than telephones', () => {
  const callees: [rule: string, endpoint: object, address: string][] = [
    ['V1.8-14: an app, by its user', { type: 'app', user: 'alice' }, 'alice'],
    [
      'V1.8-16: SIP, by its address',
      { type: 'sip', uri: 'sip:desk@pbx.example;transport=tls' },
      'sip:desk@pbx.example;transport=tls',
    ],
    [
      'V1.8-16: SIP, by user and domain, with headers',
      { type: 'sip', user: 'desk', domain: 'trunk', headers: { team: 'sales' }, standardHeaders: { 'User-to-User': 'abc' } },
      'sip:desk@trunk',
    ],
    ['V1.8-17: an extension of a business phone system', { type: 'vbc', extension: '042' }, '042'],
    [
      'V1.8-15: a websocket that a behaviour answers for',
      { type: 'websocket', uri: 'wss://bot.example/call', 'content-type': pcm(16_000) },
      'wss://bot.example/call',
    ],
  ]
  test.each(callees)('%s', async (_rule, endpoint, address) => {
    const { call, emulator, events, clock, application, untilEnd, heard } = await startBench({
      callees: { [address]: { does: 'answer', after: 2000, talksForMs: 5000 } },
    })
    const uuid = await call([connect(endpoint), goodbye])
    expect(events('connect.dialing')).toMatchObject([{ to: address, callerUuid: uuid }])
    await clock.advance(3000)
    expect(emulator.calls()).toMatchObject([{ state: 'answered' }, { state: 'answered', to: address }])
    await untilEnd(uuid)
    expect(heard()).toEqual([undefined, 'Goodbye.'])
    expect(application.statuses()).toEqual(expect.arrayContaining(['started', 'ringing', 'answered', 'completed']))
  })

  test.each([
    ['text', 'alice'],
    ['object', { type: 'app', user: 'alice' }],
  ] as const)('V2.2-1: to of the events of an app leg, read as %s', async (appParty, to) => {
    const { call, application, clock } = await startBench({ switches: { appParty }, callees: { alice: { does: 'busy' } } })
    await call([connect({ type: 'app', user: 'alice' })])
    await clock.advance(1000)
    const outbound = application.on('/event').filter(({ fields }) => fields.direction === 'outbound')
    expect(outbound.map(({ fields }) => [fields.status, fields.to])).toEqual(
      ['started', 'ringing', 'busy', 'completed'].map((status) => [status, to]),
    )
  })

  test('V1.8-2: only a telephone asks whose number it is', async () => {
    const { call, events } = await startBench()
    await call([connect({ type: 'phone', number: agent }), connect({ type: 'app', user: 'alice' })])
    expect(events('connect.done')).toMatchObject([{ to: agent, outcome: 'failed' }])
    expect(events('leg.ringing')).toHaveLength(1)
  })
})

/** A caller who is connected to a websocket. */
async function startSocketCall(endpoint: object = {}, options: BenchOptions = {}, fields: object = {}) {
  const bot = await startSocketApplication()
  const bench = await startBench(options)
  const ws = { type: 'websocket', uri: bot.url, 'content-type': pcm(16_000), ...endpoint }
  const uuid = await bench.call([connect(ws, { eventUrl: [`${bench.application.url}/socket`], ...fields }), goodbye])
  const until = (condition: () => boolean) => expect.poll(condition, { timeout: 5000, interval: 5 }).toBe(true)
  await until(() => bot.texts.length > 0)
  return { ...bench, bot, uuid, until, callee: bench.emulator.calls()[1]!.uuid }
}

describe('a websocket at work (V1.14-1)', () => {
  test('the first frame is text: the format, and every header at the top', async () => {
    const { bot, emulator, callee } = await startSocketCall({ headers: { customer: 42, tags: ['a'] } })
    expect(bot.texts[0]).toEqual({
      event: 'websocket:connected',
      'content-type': 'audio/l16;rate=16000',
      customer: 42,
      tags: ['a'],
    })
    expect(bot.headers[0]?.authorization).toBeUndefined()
    expect(emulator.leg(callee)).toMatchObject({ state: 'answered', to: bot.url })
  })

  const tokens: [how: string, authorization: object, expected: RegExp][] = [
    ["a value of the application's own", { type: 'custom', value: 'Bearer mine' }, /^Bearer mine$/],
    ["Vonage's own token", { type: 'vonage' }, /^Bearer ey\S+\.\S+\.\S+$/],
  ]
  test.each(tokens)('V1.8-15: authorization: %s', async (_how, authorization, expected) => {
    const { bot } = await startSocketCall({ authorization })
    expect(bot.headers[0]?.authorization).toMatch(expected)
  })

  const packets: [rate: number, bytes: number][] = [
    [8000, 320],
    [16_000, 640],
    [24_000, 960],
  ]
  test.each(packets)('at %d samples a second a packet of 20 ms has %d bytes', async (rate, bytes) => {
    const { bot, clock, until } = await startSocketCall({ 'content-type': pcm(rate) })
    const before = bot.sounds.length
    await clock.advance(200)
    await until(() => bot.sounds.length >= before + 10)
    expect(new Set(bot.sounds.map(({ length }) => length))).toEqual(new Set([bytes]))
  })

  test('a voice on the call is sound there, and a key is an event', async () => {
    const { bot, emulator, uuid, clock, until } = await startSocketCall()
    expect(bot.sounds.every((packet) => packet.every((byte) => byte === 0))).toBe(true)
    emulator.speak(uuid, { text: 'Good morning to you.' })
    emulator.pressKeys(uuid, '5')
    await clock.advance(200)
    await until(() => bot.sounds.some((packet) => packet.some((byte) => byte !== 0)) && bot.texts.length > 1)
    expect(bot.texts[1]).toEqual({ event: 'websocket:dtmf', digit: '5', duration: 260 })
  })

  test('notify comes back when the sound before it has been played; clear throws sound and notices away', async () => {
    const { bot, clock, until } = await startSocketCall()
    bot.send(Buffer.alloc(640 * 50))
    bot.send({ action: 'notify', payload: { n: 1 } })
    bot.send({ action: 'clear' })
    await until(() => bot.texts.length > 1)
    expect(bot.texts[1]).toEqual({ event: 'websocket:cleared' })
    bot.send(Buffer.alloc(640 * 50))
    bot.send({ action: 'notify', payload: { n: 2 } })
    bot.send({ action: 'dance' })
    const before = clock.now()
    await expect.poll(() => clock.advance(20).then(() => bot.texts.length), { timeout: 5000, interval: 1 }).toBe(3)
    expect(bot.texts.slice(2)).toEqual([{ event: 'websocket:notify', payload: { n: 2 } }])
    expect(clock.now() - before).toBeGreaterThanOrEqual(1000)
  })

  test('V2.2-13: closed by the application: a disconnected event with the headers, whose reply is the next NCCO (V1.1-6)', async () => {
    const { bot, application, clock, until, heard, callee, emulator } = await startSocketCall({ headers: { customer: 42 } })
    application.script('/socket', ({ fields }) =>
      fields.status === 'disconnected' ? [{ action: 'talk', text: 'The bot has gone.' }] : { status: 204 },
    )
    bot.closeLast()
    await until(() => application.on('/socket').some(({ fields }) => fields.status === 'disconnected'))
    await clock.settle()
    expect(application.on('/socket').at(-1)?.fields.status).toBe('completed')
    const told = application.on('/socket').find(({ fields }) => fields.status === 'disconnected')
    expect(told?.fields).toMatchObject({ headers: { customer: 42 }, uuid: callee })
    expect(heard()).toEqual([undefined, 'The bot has gone.'])
    expect(emulator.leg(callee)).toMatchObject({ state: 'ended', endReason: 'disconnected' })
  })

  test('V1.14-1: hung up by REST it is not disconnected', async () => {
    const bot = await startSocketApplication()
    const { vonage, call, emulator, application, clock } = await startBenchWithSdk()
    await call([connect({ type: 'websocket', uri: bot.url, 'content-type': pcm(8000) }), goodbye])
    await expect.poll(() => bot.texts.length).toBe(1)
    const callee = emulator.calls()[1]!.uuid
    await vonage.voice.hangupCall(callee)
    await clock.settle()
    expect(emulator.leg(callee).state).toBe('ended')
    expect(application.statuses()).toContain('completed')
    expect(application.statuses()).not.toContain('disconnected')
  })

  test('where nothing listens the call has failed, and the next action runs', async () => {
    const { call, heard, events, application, clock } = await startBench()
    await call([connect({ type: 'websocket', uri: 'ws://127.0.0.1:1/', 'content-type': pcm(8000) }), goodbye])
    await clock.settle()
    expect(events('connect.done')).toMatchObject([{ outcome: 'failed' }])
    expect(application.statuses()).toContain('failed')
    expect(heard()).toEqual([undefined, 'Goodbye.'])
  })

  test('sockets stay on this machine', async () => {
    const { call, events } = await startBench()
    await call([connect({ type: 'websocket', uri: 'wss://bot.example/', 'content-type': pcm(8000) })])
    expect(events('connect.done')).toMatchObject([{ outcome: 'failed' }])
  })
})

describe('REST calls to others than telephones (V3-11)', () => {
  const endpoints: [type: string, endpoint: object, address: string, shown: object][] = [
    ['app', { type: 'app', user: 'alice' }, 'alice', { type: 'app', user: 'alice' }],
    ['vbc', { type: 'vbc', extension: '042' }, '042', { type: 'vbc', extension: '042' }],
    ['sip', { type: 'sip', uri: 'sip:desk@pbx.example' }, 'sip:desk@pbx.example', { type: 'sip', uri: 'sip:desk@pbx.example' }],
  ]
  test.each(endpoints)('%s', async (_type, endpoint, address, shown) => {
    const { vonage, clock, heard } = await startBenchWithSdk({ callees: { [address]: { does: 'answer' } } })
    const from = { type: 'phone', number: ours }
    const { uuid } = await vonage.voice.createOutboundCall({ to: [endpoint], from, ncco: [goodbye] } as never)
    await clock.advance(100)
    expect(heard()).toEqual(['Goodbye.'])
    expect(await vonage.voice.getCall(uuid)).toMatchObject({ to: shown, from: { type: 'phone', number: ours } })
  })

  test('a websocket runs its NCCO, and the application closes it', async () => {
    const bot = await startSocketApplication()
    const { vonage, clock, events, application } = await startBenchWithSdk()
    const to = [{ type: 'websocket', uri: bot.url, 'content-type': pcm(8000) }]
    const from = { type: 'phone', number: ours }
    const { uuid } = await vonage.voice.createOutboundCall({ to, from, ncco: [{ action: 'wait', timeout: 60 }] } as never)
    await expect.poll(() => events('wait.started').length).toBe(1)
    bot.closeLast()
    await expect.poll(() => events('leg.ended')).toMatchObject([{ legUuid: uuid, reason: 'disconnected', by: 'user' }])
    await clock.settle()
    expect(application.statuses().slice(-2)).toEqual(['disconnected', 'completed'])
  })
})

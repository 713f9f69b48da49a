import { describe, expect, test } from 'vitest'
import { agent, caller, ours, startBench } from '../testing/bench.ts'
import { startBenchWithSdk } from '../testing/sdk.ts'
import { asApplication } from '../testing/tokens.ts'

const hold = 'https://example.com/hold.mp3'
const room = (fields: object = {}) => ({ action: 'conversation', name: 'standup', ...fields })
const after = { action: 'talk', text: 'After it.' }

describe('conversation (V1.7-1)', () => {
  test('legs of the same name hear each other, in one conversation that they were moved into (V2.2-15)', async () => {
    const { call, emulator, events, application } = await startBench()
    const ann = await call([room()])
    const before = application.on('/answer').at(-1)?.fields.conversation_uuid
    const ben = await call([room()])
    const eve = await call([room({ name: 'other' })])
    emulator.speak(ann, { text: 'Hello all.' })
    expect(events('voice.heard')).toMatchObject([{ legUuid: ben, by: ann, text: 'Hello all.' }])
    const [annIs, benIs, eveIs] = [ann, ben, eve].map((uuid) => emulator.leg(uuid).conversationUuid)
    expect(benIs).toBe(annIs)
    expect(eveIs).not.toBe(annIs)
    const moved = application.on('/event').find(({ fields }) => fields.type === 'transfer' && fields.uuid === ann)?.fields
    expect(moved).toEqual({
      conversation_uuid_from: before,
      conversation_uuid_to: annIs,
      uuid: ann,
      type: 'transfer',
      timestamp: expect.any(String),
    })
  })

  test('V1.1-10: it lasts until the leg leaves; nothing after it runs', async () => {
    const { call, emulator, clock, heard } = await startBench()
    const ann = await call([room(), after])
    const ben = await call([room()])
    await clock.advance(3_600_000)
    expect(emulator.leg(ann)).toMatchObject({ state: 'answered', waitsFor: { kind: 'conversation', name: 'standup' } })
    emulator.hangUp(ann)
    await clock.advance(1000)
    expect(emulator.leg(ben).state).toBe('answered')
    expect(heard()).toEqual([])
  })

  test('startOnEnter: false waits with music until somebody comes who starts it', async () => {
    const { call, emulator, events } = await startBench()
    const ann = await call([room({ startOnEnter: false, musicOnHoldUrl: [hold] })])
    const ben = await call([room({ startOnEnter: 'false' })])
    expect(emulator.leg(ann).hears).toMatchObject({ kind: 'stream', url: hold, loop: 0, durationMs: null })
    expect(emulator.leg(ben).hears).toBeNull()
    emulator.speak(ann, { text: 'Anybody?' })
    expect(events('voice.heard')).toEqual([])
    const host = await call([room()])
    expect(emulator.leg(ann).hears).toBeNull()
    emulator.speak(ann, { text: 'There you are.' })
    expect(events('voice.heard').map(({ legUuid }) => legUuid)).toEqual([ben, host])
  })

  test('music may be a plain URL too (V1.1-3)', async () => {
    const { call, emulator } = await startBench()
    const ann = await call([room({ startOnEnter: false, musicOnHoldUrl: hold })])
    expect(emulator.leg(ann).hears).toMatchObject({ url: hold })
  })

  test('endOnExit: when that participant leaves, the conversation ends for all', async () => {
    const { call, emulator } = await startBench()
    const ann = await call([room()])
    const host = await call([room({ endOnExit: true })])
    emulator.hangUp(ann)
    expect(emulator.leg(host).state).toBe('answered')
    const ben = await call([room()])
    emulator.hangUp(host)
    await expect.poll(() => emulator.leg(ben)).toMatchObject({ state: 'ended', endReason: 'completed' })
  })

  test('mute, canSpeak and canHear say who hears whom', async () => {
    const { call, emulator, events } = await startBench()
    const client = await call([room()])
    const guest = await call([room({ mute: true })])
    const coach = await call([room({ canSpeak: [] })])
    const trainee = await call([room({ canHear: [client] })])
    const heardBy = (uuid: string) => {
      const before = events('voice.heard').length
      emulator.speak(uuid, { text: 'Yes.' })
      return events('voice.heard')
        .slice(before)
        .map(({ legUuid }) => legUuid)
    }
    expect(heardBy(client)).toEqual([guest, coach, trainee])
    expect(heardBy(guest)).toEqual([])
    expect(heardBy(coach)).toEqual([])
    expect(heardBy(trainee)).toEqual([client, guest, coach])
  })

  test('V3-5: a leg that REST mutes or earmuffs is not heard, or hears nothing', async () => {
    const { call, emulator, events, vonage } = await startBenchWithSdk()
    const ann = await call([room()])
    const ben = await call([room()])
    await vonage.voice.muteCall(ann)
    emulator.speak(ann, { text: 'One.' })
    await vonage.voice.unmuteCall(ann)
    await vonage.voice.earmuffCall(ben)
    emulator.speak(ann, { text: 'Two.' })
    await vonage.voice.unearmuffCall(ben)
    emulator.speak(ann, { text: 'Three.' })
    expect(events('voice.heard').map(({ text }) => text)).toEqual(['Three.'])
  })

  test('record: of a moderated one from the moment that it starts, until the last one left', async () => {
    const { call, emulator, clock, application, events } = await startBench()
    const ann = await call([
      room({ startOnEnter: false, record: true, eventUrl: [`${application.url}/recording`], transcription: {} }),
    ])
    await clock.advance(5000)
    expect(events('record.started')).toEqual([])
    const host = await call([room()])
    expect(events('record.started')).toHaveLength(1)
    await clock.advance(7000)
    emulator.hangUp(ann)
    await clock.advance(2000)
    expect(events('record.done')).toEqual([])
    emulator.hangUp(host)
    await clock.advance(2000)
    expect(events('record.done')).toMatchObject([{ durationMs: 9000 }])
    expect(application.on('/recording').map(({ fields }) => fields.status)).toEqual([undefined, 'transcribed'])
  })

  test('record: once, whoever asks for it, and without those who are muted', async () => {
    const { call, emulator, clock, application, events } = await startBench()
    const record = { record: true, eventUrl: [`${application.url}/recording`], transcription: {} }
    const ann = await call([room(record)])
    const ben = await call([room({ ...record, mute: true })])
    expect(events('record.started')).toHaveLength(1)
    emulator.speak(ann, { text: 'Hello.' })
    emulator.speak(ben, { text: 'Nobody hears me.' })
    await clock.advance(3000)
    for (const uuid of [ann, ben]) emulator.hangUp(uuid)
    await clock.advance(2000)
    const { transcription_url } = application.on('/recording').at(-1)!.fields
    const text = await fetch(String(transcription_url), { headers: asApplication() }).then((reply) => reply.json())
    expect(text).toMatchObject({ channels: [{ transcript: [{ sentence: 'Hello.' }] }] })
  })

  test.each([
    [47, true],
    [49, false],
  ])('after %d hours of emptiness the name is the same conversation: %s', async (hours, same) => {
    const { call, emulator, clock } = await startBench()
    const ann = await call([room()])
    emulator.hangUp(ann)
    await clock.advance(hours * 3_600_000)
    const ben = await call([room()])
    expect(emulator.leg(ben).conversationUuid === emulator.leg(ann).conversationUuid).toBe(same)
  })

  test('the 201st participant is told of by an error event, and goes on', async () => {
    const { application, emulator, clock, heard } = await startBench()
    application.script('/answer', [room(), after])
    for (let count = 0; count < 200; count++) emulator.dial({ from: caller, to: ours })
    await clock.settle()
    expect(heard()).toEqual([])
    emulator.dial({ from: caller, to: ours })
    await clock.settle()
    expect(application.on('/event').filter(({ fields }) => fields.reason === 'The conversation is full.')).toHaveLength(1)
    expect(heard()).toEqual(['After it.'])
  }, 60_000)

  test('V1.8-11: all at once: REST calls that join a named conversation', async () => {
    const second = '15558880002'
    const { call, vonage, emulator, clock, events } = await startBenchWithSdk({
      callees: { [agent]: { does: 'answer', after: 1000 } },
    })
    const uuid = await call([room({ musicOnHoldUrl: [hold] })])
    for (const number of [agent, second]) {
      await vonage.voice.createOutboundCall({
        to: [{ type: 'phone', number }],
        from: { type: 'phone', number: ours },
        ncco: [room()],
      } as never)
    }
    await clock.advance(2000)
    const [, first, other] = emulator.calls()
    await vonage.voice.hangupCall(other!.uuid)
    emulator.speak(first!.uuid, { text: 'How can I help?' })
    expect(events('voice.heard')).toMatchObject([{ legUuid: uuid, by: first!.uuid }])
    expect(emulator.leg(other!.uuid).state).toBe('ended')
  })
})

describe('transfer (V1.11-1)', () => {
  test.each(['conversationId', 'conversation_id'])(
    '%s: the leg joins that conversation, and stays as long as it lasts',
    async (key) => {
      const { call, emulator, events, clock, application, heard } = await startBench()
      const host = await call([{ action: 'wait', timeout: 60 }])
      const { conversationUuid } = emulator.leg(host)
      const guest = await call([{ action: 'transfer', [key]: conversationUuid }, after])
      expect(emulator.leg(guest)).toMatchObject({ conversationUuid, waitsFor: { kind: 'transfer', conversationUuid } })
      emulator.speak(guest, { text: 'Hello?' })
      expect(events('voice.heard')).toMatchObject([{ legUuid: host, by: guest }])
      expect(application.on('/event').find(({ fields }) => fields.type === 'transfer')?.fields).toMatchObject({
        conversation_uuid_to: conversationUuid,
        uuid: guest,
      })
      await clock.advance(60_000)
      expect([host, guest].map((uuid) => emulator.leg(uuid).state)).toEqual(['ended', 'ended'])
      expect(heard()).toEqual([])
    },
  )

  test('all legs of the conversation move: who is whispered to takes their caller along', async () => {
    const { call, emulator, clock, events, application } = await startBench({ callees: { [agent]: { does: 'answer' } } })
    const host = await call([{ action: 'wait', timeout: 600 }])
    const { conversationUuid } = emulator.leg(host)
    application.script('/whisper', [{ action: 'transfer', conversationId: conversationUuid, canSpeak: [] }])
    const onAnswer = { url: `${application.url}/whisper` }
    const ann = await call([{ action: 'connect', from: ours, endpoint: [{ type: 'phone', number: agent, onAnswer }] }, after])
    await clock.advance(1000)
    const callee = emulator.calls().at(-1)!.uuid
    expect([ann, callee].map((uuid) => emulator.leg(uuid))).toMatchObject([
      { state: 'answered', conversationUuid },
      { state: 'answered', conversationUuid },
    ])
    emulator.speak(ann, { text: 'Nobody hears me.' })
    emulator.speak(host, { text: 'Welcome.' })
    expect(events('voice.heard').map(({ legUuid }) => legUuid)).toEqual([ann, callee])
    emulator.hangUp(host)
    expect([ann, callee].map((uuid) => emulator.leg(uuid).state)).toEqual(['ended', 'ended'])
  })

  test('a transferred leg can be fetched back by REST, and then outlives the conversation', async () => {
    const { call, emulator, vonage, clock, heard } = await startBenchWithSdk()
    const host = await call([{ action: 'wait', timeout: 600 }])
    const guest = await call([{ action: 'transfer', conversationId: emulator.leg(host).conversationUuid }])
    await vonage.voice.transferCallWithNCCO(guest, [after, { action: 'wait', timeout: 600 }] as never)
    await clock.settle()
    emulator.hangUp(host)
    await clock.advance(1000)
    expect(heard()).toEqual(['After it.'])
    expect(emulator.leg(guest).state).toBe('answered')
  })

  test('a conversation that nobody is in is an error event, and the next action runs', async () => {
    const { call, application, heard } = await startBench()
    await call([{ action: 'transfer', conversationId: 'CON-gone' }, after])
    expect(application.on('/event').map(({ fields }) => fields.reason)).toContain(
      'The conversation to transfer to was not found.',
    )
    expect(heard()).toEqual(['After it.'])
  })
})

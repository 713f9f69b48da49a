import { describe, expect, test } from 'vitest'
import { startBench } from '../testing/bench.ts'

const text = 'Thirty characters of spoken it.' // 31 with the dot
const file = 'https://example.com/hold.mp3'

describe('talk, stream and wait', () => {
  test('a talk lasts as long as its text is, times its loops', async () => {
    const { call, clock, events } = await startBench({ playback: { charactersPerSecond: 10 } })
    await call([{ action: 'talk', text, loop: 2 }, { action: 'wait' }])
    await clock.runUntil(() => events('heard.stopped').length > 0)
    expect(events('heard.started')).toMatchObject([
      { kind: 'talk', text, language: 'en-US', style: 0, loop: 2, durationMs: 6200 },
    ])
    const [started, stopped] = [events('heard.started')[0]!, events('heard.stopped')[0]!]
    expect(Date.parse(stopped.at) - Date.parse(started.at)).toBe(6200)
    expect(stopped.reason).toBe('finished')
  })

  test('speed makes it shorter, and SSML tags take no time', async () => {
    const { call, events } = await startBench({ playback: { charactersPerSecond: 10, speed: 4 } })
    await call([{ action: 'talk', text: '<speak>0123456789<break time="1s"/></speak>' }])
    expect(events('heard.started')).toMatchObject([{ durationMs: 250 }])
  })

  test('V1.2-3, V1.3-1: loop 0 plays until the call ends', async () => {
    const { call, clock, emulator, events } = await startBench()
    const uuid = await call([{ action: 'stream', streamUrl: [file], loop: 0 }])
    await clock.advance(24 * 3600 * 1000)
    expect(emulator.leg(uuid)).toMatchObject({ state: 'answered', hears: { kind: 'stream', url: file, durationMs: null } })
    emulator.hangUp(uuid)
    expect(events('heard.stopped')).toMatchObject([{ kind: 'stream', reason: 'hangup' }])
  })

  test('a stream lasts as long as its file was said to', async () => {
    const { call, events } = await startBench({ playback: { streamMs: { [file]: 12_000 }, defaultStreamMs: 700 } })
    await call([{ action: 'stream', streamUrl: [file], bargeIn: true }, { action: 'input' }])
    expect(events('heard.started')).toMatchObject([{ durationMs: 12_000, bargeIn: true }])
  })

  test('V1.5-5: several talks with bargeIn play one after the other while the input listens already', async () => {
    const { call, clock, emulator, heard, events } = await startBench()
    const uuid = await call([
      { action: 'talk', text: 'One.', bargeIn: true },
      { action: 'talk', text: 'Two.' },
      { action: 'talk', text: 'Three.' },
      { action: 'input' },
    ])
    expect(emulator.leg(uuid).waitsFor).toMatchObject({ kind: 'input' })
    await clock.runUntil(() => heard().length === 2)
    emulator.pressKeys(uuid, '1')
    expect(events('heard.stopped').map(({ reason }) => reason)).toEqual(['finished', 'bargeIn'])
    await clock.advance(3000)
    expect(heard()).toEqual(['One.', 'Two.'])
  })

  test('what still plays with bargeIn when the NCCO runs out is heard to its end', async () => {
    const { call, untilEnd, events } = await startBench()
    await untilEnd(
      await call([
        { action: 'talk', text, bargeIn: true },
        { action: 'input', mode: 'asynchronous' },
      ]),
    )
    expect(events('heard.stopped')).toMatchObject([{ reason: 'finished' }])
  })

  test('a new NCCO silences what the old one still plays', async () => {
    const { application, call, events, heard } = await startBench()
    application.script('/notify', [{ action: 'talk', text: 'New.' }])
    const notify = { action: 'notify', payload: {}, eventUrl: [`${application.url}/notify`] }
    await call([{ action: 'talk', text, bargeIn: true }, { action: 'input', mode: 'asynchronous' }, notify])
    expect(events('heard.stopped')).toMatchObject([{ reason: 'replaced' }])
    expect(heard()).toEqual([text, 'New.'])
  })

  test.each([
    [{}, 10_000],
    [{ timeout: 2.5 }, 2500],
    [{ timeout: '4' }, 4000],
    [{ timeout: 0 }, 100],
    [{ timeout: 9000 }, 7_200_000],
  ])('V1.10-1: wait %j lasts %i ms', async (fields, ms) => {
    const { call, clock, emulator } = await startBench()
    const uuid = await call([{ action: 'wait', ...fields }])
    await clock.advance(ms - 1)
    expect(emulator.leg(uuid)).toMatchObject({ state: 'answered', waitsFor: { kind: 'wait', ms } })
    await clock.advance(1)
    expect(emulator.leg(uuid).state).toBe('ended')
  })
})

describe('a malformed NCCO', () => {
  test('V1.1-5, V2.4-1: is not carried out at all; the event URL is told, without status and leg', async () => {
    const { application, call, emulator, heard } = await startBench()
    const uuid = await call([{ action: 'talk', text }, { action: 'dance' }])
    expect(heard()).toEqual([])
    const error = application.on('/event').find(({ fields }) => 'reason' in fields)?.fields
    expect(error).toEqual({
      reason: 'Syntax error in NCCO. Invalid value type or action.',
      conversation_uuid: emulator.leg(uuid).conversationUuid,
      timestamp: expect.any(String),
    })
    expect(emulator.leg(uuid)).toMatchObject({ state: 'ended', endReason: 'nccoRefused' })
  })

  test('V1.5-3: bargeIn without an input is an error event rather than a call', async () => {
    const { application, call, heard } = await startBench()
    await call([{ action: 'talk', text, bargeIn: true }])
    expect(heard()).toEqual([])
    expect(application.on('/event').map(({ fields }) => fields.reason)).toContain(
      'Syntax error in NCCO. An action with bargeIn must be followed by an input action.',
    )
  })
})

test('V1.13: so is a tag that no voice knows', async () => {
  const { call, events } = await startBench()
  await call([{ action: 'talk', text: "<speak>Hello<audio src='x'/><break time='1s'/></speak>" }])
  expect(events('ncco.warned')).toMatchObject([{ text: 'No voice knows <audio>' }])
})

test('V1.13: a voice that is not known is warned about, and heard all the same', async () => {
  const { call, events, heard } = await startBench()
  await call([{ action: 'talk', text, language: 'lo-LA' }])
  expect(events('ncco.warned')).toMatchObject([{ rule: 'V1.13', text: 'No voice speaks lo-LA' }])
  expect(heard()).toEqual([text])
})

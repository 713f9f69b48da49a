import { describe, expect, test } from 'vitest'
import { agent, type Bench, type BenchOptions, ours, startBench } from '../testing/bench.ts'
import { startBenchWithSdk } from '../testing/sdk.ts'
import { asApplication } from '../testing/tokens.ts'

const pause = { action: 'wait', timeout: 600 }
const then = { action: 'talk', text: 'Next.' }
/** Fifteen characters: a second. */
const words = 'sales team here'

/** A call that is recorded, with the results that came to /recording. */
async function startRecorded(fields: object, options?: BenchOptions, after: unknown[] = [pause]) {
  const bench = await startBench(options)
  const eventUrl = [`${bench.application.url}/recording`]
  const uuid = await bench.call([{ action: 'record', eventUrl, ...fields }, ...after])
  return { ...bench, uuid, results: () => bench.application.on('/recording').map(({ fields }) => fields) }
}

const lengthOf = ({ start_time, end_time }: Record<string, unknown>) =>
  Date.parse(String(end_time)) - Date.parse(String(start_time))

async function download({ recording_url }: Record<string, unknown>) {
  const reply = await fetch(String(recording_url), { headers: asApplication() })
  return Buffer.from(await reply.arrayBuffer())
}

describe('record', () => {
  test('V1.6-10, V2.6-1: without a condition it runs beside the rest, and the result comes when the call ends', async () => {
    const { emulator, uuid, clock, results, untilEnd } = await startRecorded({}, {}, [then])
    const { conversationUuid } = emulator.leg(uuid)
    expect(emulator.leg(uuid).hears).toMatchObject({ text: 'Next.' })
    await untilEnd(uuid)
    await clock.settle()
    const [result] = results()
    expect(result).toEqual({
      start_time: expect.stringMatching(/Z$/),
      end_time: expect.stringMatching(/Z$/),
      recording_url: expect.stringMatching(/\/v1\/files\/[0-9a-f-]{36}$/),
      size: expect.any(Number),
      recording_uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      conversation_uuid: conversationUuid,
      timestamp: expect.any(String),
    })
    expect(lengthOf(result!)).toBe(334)
  })

  const conditions: [rule: string, fields: object, act: (bench: Bench, uuid: string) => void, ms: number][] = [
    ['V1.6-4: endOnSilence, counted from the start when nobody speaks', { endOnSilence: 3 }, () => {}, 3000],
    [
      'V1.6-4: endOnSilence, counted from the last word',
      { endOnSilence: 3 },
      ({ emulator }, uuid) => emulator.speak(uuid, { text: words }),
      4000,
    ],
    ['V1.6-6: timeOut, however much is said', { timeOut: 5, endOnSilence: 10 }, () => {}, 5000],
    ['V1.6-5: endOnKey', { endOnKey: '#' }, ({ emulator }, uuid) => emulator.pressKeys(uuid, '1#'), 0],
    ['V1.1-4: numbers may be strings', { timeOut: '5' }, () => {}, 5000],
  ]
  test.each(conditions)('%s', async (_rule, fields, act, ms) => {
    const bench = await startRecorded(fields)
    act(bench, bench.uuid)
    if (ms > 0) await bench.clock.advance(ms - 1)
    if (ms > 0) expect(bench.results()).toEqual([])
    await bench.clock.advance(1)
    expect(bench.results().map(lengthOf)).toEqual([ms])
    expect(bench.emulator.leg(bench.uuid).state).toBe('answered')
  })

  test('V1.6-5: another key does not end it', async () => {
    const { emulator, uuid, clock, results, events } = await startRecorded({ endOnKey: '*' })
    emulator.pressKeys(uuid, '12#')
    await clock.advance(1000)
    expect(results()).toEqual([])
    emulator.pressKeys(uuid, '*')
    expect(events('input.key').map(({ digit, used }) => `${digit} ${used}`)).toEqual(['1 false', '2 false', '# false', '* true'])
  })

  test.each([
    [false, 0],
    [true, 5000],
  ])('V1.6-10: a condition keeps the next action waiting: %s', async (recordBlocks, ms) => {
    const { clock, events, uuid, emulator } = await startRecorded({ timeOut: 5 }, { switches: { recordBlocks } }, [then])
    const startedAt = clock.now()
    if (recordBlocks) expect(emulator.leg(uuid).waitsFor).toEqual({ kind: 'record' })
    await clock.runUntil(() => events('heard.started').length > 0)
    expect(clock.now() - startedAt).toBe(ms)
  })

  test('V1.6-10: the reply to the result is never an NCCO', async () => {
    const { application, clock, heard, uuid, emulator } = await startRecorded({ timeOut: 5 })
    application.script('/recording', [{ action: 'talk', text: 'Never heard.' }])
    await clock.advance(6000)
    expect(application.on('/recording')).toHaveLength(1)
    expect(heard()).toEqual([])
    expect(emulator.leg(uuid)).toMatchObject({ state: 'answered', waitsFor: { kind: 'wait' } })
  })

  test('V1.6-10: the voicemail pattern: a short input after it asks until the recording has come', async () => {
    const { application, clock, emulator, call, heard } = await startBench()
    const url = application.url
    const poll = { action: 'input', type: ['dtmf'], dtmf: { maxDigits: 1, timeOut: 1 }, eventUrl: [`${url}/poll`] }
    application.script('/poll', () => (application.on('/recording').length > 0 ? [then] : [poll]))
    const uuid = await call([
      { action: 'record', endOnKey: '#', timeOut: 600, endOnSilence: 5, eventUrl: [`${url}/recording`] },
      poll,
    ])
    emulator.speak(uuid, { text: words })
    await clock.advance(7000)
    expect(application.on('/recording')).toHaveLength(1)
    expect(heard()).toEqual(['Next.'])
  })

  test('V1.6-7: it beeps before it begins', async () => {
    const { clock, events } = await startRecorded({ beepStart: true })
    expect(events('record.beep')).toHaveLength(1)
    expect(events('record.started')).toEqual([])
    await clock.advance(500)
    expect(events('record.started')).toHaveLength(1)
  })

  test('V1.6-8: without an eventUrl the result goes to the event URL of the application; by GET as a query (V2.6-1)', async () => {
    const { application, call, clock } = await startBench()
    await call([
      { action: 'record', timeOut: 3 },
      { action: 'record', timeOut: 3, eventUrl: [`${application.url}/r`], eventMethod: 'GET' },
      pause,
    ])
    await clock.advance(4000)
    expect(application.on('/event').filter(({ fields }) => 'recording_url' in fields)).toHaveLength(1)
    expect(application.on('/r')).toMatchObject([{ method: 'GET', query: { recording_uuid: expect.any(String) } }])
  })

  test('V1.6-11: the file needs the token of the application, and is as long as the recording', async () => {
    const { emulator, uuid, clock, results } = await startRecorded({ timeOut: 4 })
    emulator.speak(uuid, { text: words, silenceMs: 1000 })
    await clock.advance(4000)
    const [result] = results()
    expect((await fetch(String(result!.recording_url))).status).toBe(401)
    const file = await download(result!)
    expect(file.length).toBe(44 + 4 * 16_000)
    expect(result!.size).toBe(file.length)
    expect(file.subarray(0, 4).toString()).toBe('RIFF')
    // silence, a second of tone, silence
    const loud = (second: number) => file.subarray(44 + second * 16_000, 44 + (second + 1) * 16_000).some((byte) => byte !== 0)
    expect([0, 1, 2, 3].map(loud)).toEqual([false, true, false, false])
  })

  const channels: [rule: string, fields: object, count: number][] = [
    ['V1.6-1: one channel is the default, in each format', { format: 'ogg' }, 1],
    ['V1.6-2: split has one for each side', { split: 'conversation' }, 2],
    ['V1.6-3: channels says how many', { split: 'conversation', channels: 3 }, 3],
  ]
  test.each(channels)('%s', async (_rule, fields, count) => {
    const { clock, results } = await startRecorded({ timeOut: 3, ...fields })
    await clock.advance(3000)
    const file = await download(results()[0]!)
    expect(file.readUInt16LE(22)).toBe(count)
    expect(file.length).toBe(44 + 3 * 16_000 * count)
  })

  test('V1.6-9, V2.6-2: a transcription is told of when it is ready, and holds what each side said', async () => {
    const { emulator, application, uuid, clock, events } = await startBench({ callees: { [agent]: { does: 'answer' } } }).then(
      async (bench) => ({
        ...bench,
        uuid: await bench.call([
          {
            action: 'record',
            split: 'conversation',
            transcription: { eventUrl: [`${bench.application.url}/text`], language: 'en-GB' },
          },
          { action: 'connect', from: ours, endpoint: [{ type: 'phone', number: agent }] },
        ]),
      }),
    )
    await clock.advance(1000)
    const callee = emulator.calls()[1]!.uuid
    emulator.speak(uuid, { text: 'Hello there.' })
    emulator.speak(callee, { text: 'Good day.', silenceMs: 1000 })
    await clock.advance(2000)
    emulator.hangUp(uuid)
    await clock.advance(2000)
    const [told] = application.on('/text')
    expect(told?.fields).toEqual({
      conversation_uuid: emulator.leg(uuid).conversationUuid,
      type: 'record',
      recording_uuid: events('record.done')[0]?.recordingUuid,
      status: 'transcribed',
      transcription_url: expect.stringMatching(/\/v1\/files\//),
    })
    const text = await fetch(String(told?.fields.transcription_url), { headers: asApplication() }).then((reply) => reply.json())
    expect(text).toMatchObject({
      ver: expect.any(String),
      request_id: expect.any(String),
      channels: [
        {
          transcript: [
            { sentence: 'Hello there.', timestamp: 1000, duration: 800, words: [{ word: 'Hello' }, { word: 'there.' }] },
          ],
        },
        { transcript: [{ sentence: 'Good day.', timestamp: 2000 }] },
      ],
    })
  })

  test('V1.6-9: without its own eventUrl it is told where the recording was', async () => {
    const { clock, results } = await startRecorded({ timeOut: 3, transcription: {} })
    await clock.advance(5000)
    expect(results().map(({ status }) => status)).toEqual([undefined, 'transcribed'])
  })
})

test('V3-16: REST switches recording on and off, each time for a recording of its own', async () => {
  const { call, url, application, clock, emulator } = await startBenchWithSdk()
  const uuid = await call([pause])
  const { conversationUuid } = emulator.leg(uuid)
  const record = (id: string, body: object) =>
    fetch(`${url}/v1/conversations/${id}/record`, {
      method: 'PUT',
      headers: { ...asApplication(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const start = { action: 'start', event_url: [`${application.url}/recording`], event_method: 'POST', format: 'mp3' }
  for (const seconds of [2, 3]) {
    expect((await record(conversationUuid, start)).status).toBe(204)
    await clock.advance(seconds * 1000)
    expect((await record(conversationUuid, { action: 'stop' })).status).toBe(204)
    await clock.settle()
  }
  expect(application.on('/recording').map(({ fields }) => lengthOf(fields))).toEqual([2000, 3000])
  expect((await record('CON-unknown', start)).status).toBe(404)
  expect((await record(conversationUuid, { action: 'pause' })).status).toBe(400)
})

test('V3-16: recording on demand may not be to be had', async () => {
  const { call, url, emulator } = await startBenchWithSdk({ switches: { recordingOnDemand: false } })
  const { conversationUuid } = emulator.leg(await call([pause]))
  const reply = await fetch(`${url}/v1/conversations/${conversationUuid}/record`, {
    method: 'PUT',
    headers: { ...asApplication(), 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'stop' }),
  })
  expect(reply.status).toBe(404)
})

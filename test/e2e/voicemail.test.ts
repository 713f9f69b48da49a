import { type Recording, recordingListSchema, recordingSchema } from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import type { Transport } from '@patchbay/vonage-emulator'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { CALLER, type CallBench, type LineOptions, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const MENU = 'To send your message, press 1. To listen to it, press 2. To record it again, press 3.'
const MESSAGE = /\/vonage\/voice\/messages\//

const line = (config: object) =>
  flowOf({
    message: [
      'voicemail',
      { ...words('Leave a message.'), mailbox: 'main', ...config },
      { recorded: 'thanks', empty: 'nothing', failed: 'sorry' },
    ],
    thanks: ['hangUp', words('Thank you.')],
    nothing: ['hangUp', words('We heard nothing.')],
    sorry: ['hangUp', words('Please try again.')],
  })

/** Carries a webhook as it would travel by itself. */
const carry: Transport = async ({ url, method, headers, body }) => {
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) })
  return { status: response.status, body: await response.text() }
}

let bench: CallBench
afterEach(() => bench.stop())

async function open(config: object, over: LineOptions = {}) {
  bench = await startCallBench()
  await bench.replaceLine(over)
  await bench.startServer()
  await publishOn(bench, line(config))
}

const dial = () => bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER }).uuid
const isOver = (uuid: string) => bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
const recordings = () => bench.eventsOf('record.started').length
const records = (count = 1) => bench.clock.runUntil(() => recordings() === count)
const hears = (uuid: string, text: string, times = 1) =>
  bench.clock.runUntil(() => bench.heard(uuid).filter((heard) => heard === text).length === times)

/** Speaks for some three seconds. */
async function speak(uuid: string, text = 'Please call me back about the second order.') {
  bench.emulator.speak(uuid, { text })
  await bench.clock.advance(3500)
}

async function mailbox(query = 'mailbox=main'): Promise<Recording[]> {
  const response = await fetch(`${bench.url}/api/v1/recordings?${query}`)
  return recordingListSchema.parse(await response.json()).recordings
}

const readyMessages = (count: number) =>
  vi.waitFor(async () => {
    const found = await mailbox()
    expect(found.map(({ status }) => status)).toEqual(Array.from({ length: count }, () => 'ready'))
    return found
  }, 10_000)

/** The sound of a message: the seconds that it plays, read from its bytes. */
async function secondsOf({ audio }: Recording): Promise<number> {
  const response = await fetch(`${bench.url}${audio}`)
  expect(response.headers.get('content-type')).toBe('audio/wav')
  expect(response.headers.get('cache-control')).toBe('private, no-store')
  const wav = Buffer.from(await response.arrayBuffer())
  expect(wav.toString('latin1', 0, 4)).toBe('RIFF')
  return (wav.length - 44) / 16_000
}

describe.each([false, true])('where a record keeps the next action waiting: %s', (recordBlocks) => {
  const over = { config: { switches: { recordBlocks } } }

  test('a message is left, heard, recorded again and sent, and only the second one is in the mailbox', async () => {
    await open({ review: {}, transcribe: true }, over)
    const uuid = dial()
    await records()
    await speak(uuid, 'The first attempt.')
    bench.emulator.pressKeys(uuid, '#')
    await hears(uuid, MENU)
    bench.emulator.pressKeys(uuid, '2')
    await hears(uuid, MENU, 2)
    const played = bench.eventsOf('heard.started').flatMap(({ url }) => (url !== undefined && MESSAGE.test(url) ? [url] : []))
    expect(played).toHaveLength(1)
    // what the caller hears is the message, for whoever has the address
    const file = await fetch(played[0] ?? '')
    expect([file.status, Buffer.from(await file.arrayBuffer()).toString('latin1', 0, 4)]).toEqual([200, 'RIFF'])

    bench.emulator.pressKeys(uuid, '3')
    await records(2)
    expect((await fetch(played[0] ?? '')).status).toBe(404)
    await speak(uuid, 'The second attempt.')
    bench.emulator.pressKeys(uuid, '#')
    await hears(uuid, MENU, 3)
    bench.emulator.pressKeys(uuid, '1')
    await isOver(uuid)
    expect(bench.heard(uuid).at(-1)).toBe('Thank you.')

    const [message] = await readyMessages(1)
    if (message === undefined) throw new Error('no message')
    expect(message).toMatchObject({ kind: 'voicemail', mailbox: 'main', from: CALLER, heardAt: null })
    expect(await secondsOf(message)).toBeCloseTo(message.durationSeconds, 1)
    await bench.clock.advance(5000)
    await vi.waitFor(async () => expect((await mailbox())[0]?.transcript).toBe('The second attempt.'), 10_000)
  })

  test('silence ends a message too', async () => {
    await open({}, over)
    const uuid = dial()
    await records()
    await speak(uuid)
    await isOver(uuid)
    expect(bench.heard(uuid).at(-1)).toBe('Thank you.')
    expect((await readyMessages(1))[0]?.durationSeconds).toBeGreaterThan(5)
  })

  test('what is too short is no message', async () => {
    await open({ shortestSeconds: 3 }, over)
    const uuid = dial()
    await records()
    bench.emulator.pressKeys(uuid, '#')
    await isOver(uuid)
    expect(bench.heard(uuid).at(-1)).toBe('We heard nothing.')
    expect(await mailbox()).toEqual([])
  })

  test('a caller who hangs up while it records has left a message', async () => {
    await open({ review: {} }, over)
    const uuid = dial()
    await records()
    await speak(uuid)
    bench.emulator.hangUp(uuid)
    const [message] = await readyMessages(1)
    expect(message?.durationSeconds).toBeGreaterThan(3)
  })

  test('a recording of which nobody tells us is given up, and the flow goes on', async () => {
    const transport: Transport = async (request) =>
      request.body?.includes('recording_url') ? { status: 204, body: '' } : carry(request)
    await open({ longestSeconds: 10 }, { ...over, transport })
    const uuid = dial()
    await records()
    await speak(uuid)
    bench.emulator.pressKeys(uuid, '#')
    const since = bench.clock.now()
    await isOver(uuid)
    expect(bench.heard(uuid).at(-1)).toBe('Please try again.')
    expect(bench.clock.now() - since).toBeLessThan(60_000)
    expect(await mailbox()).toEqual([])
  })
})

test('a webhook that comes late and thrice makes one message', async () => {
  const held: Parameters<Transport>[0][] = []
  const transport: Transport = async (request) => {
    if (!request.body?.includes('recording_url')) return carry(request)
    held.push(request)
    return { status: 204, body: '' }
  }
  await open({}, { transport })
  const uuid = dial()
  await records()
  await speak(uuid)
  bench.emulator.pressKeys(uuid, '#')
  await bench.clock.runUntil(() => held.length === 1)
  await bench.clock.advance(5000)
  expect(bench.emulator.leg(uuid).state).toBe('answered')

  const [request] = held
  if (request === undefined) throw new Error('no webhook')
  const replies = [await carry(request), ...(await Promise.all([carry(request), carry(request)]))]
  // its reply is never an NCCO
  expect(replies).toEqual([1, 2, 3].map(() => ({ status: 204, body: '' })))
  await isOver(uuid)
  expect(bench.heard(uuid).at(-1)).toBe('Thank you.')
  expect(await carry(request)).toEqual({ status: 204, body: '' })
  await readyMessages(1)
})

describe('a message in the mailbox', () => {
  async function oneMessage(): Promise<Recording> {
    await open({})
    const uuid = dial()
    await records()
    await speak(uuid)
    bench.emulator.hangUp(uuid)
    const [message] = await readyMessages(1)
    if (message === undefined) throw new Error('no message')
    return message
  }
  const api = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    fetch(`${bench.url}/api/v1/recordings${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })

  test('is marked as heard, played in part, removed and brought back', async () => {
    const { id, runId } = await oneMessage()
    const heard = async (is: boolean) =>
      recordingSchema.parse(await (await api('PUT', `/${id}/heard`, { heard: is })).json()).heardAt
    expect([await heard(true), await heard(false)]).toEqual([expect.any(String), null])
    const part = await api('GET', `/${id}/audio`, undefined, { range: 'bytes=0-3' })
    expect([part.status, await part.text(), part.headers.get('content-range')?.startsWith('bytes 0-3/')]).toEqual([
      206,
      'RIFF',
      true,
    ])
    expect((await api('GET', `/${id}/audio`, undefined, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect(await mailbox(`runId=${runId}`)).toHaveLength(1)
    expect(await mailbox('mailbox=other')).toEqual([])

    expect((await api('DELETE', `/${id}`)).status).toBe(204)
    expect(await mailbox()).toEqual([])
    expect((await api('GET', `/${id}/audio`)).status).toBe(404)
    expect((await api('POST', `/${id}/restore`)).status).toBe(200)
    expect(await mailbox()).toHaveLength(1)
  })

  test('is gone for good when its days are over, or ten minutes after it was removed', async () => {
    const { id } = await oneMessage()
    await bench.stopServers()
    await bench.startServer({}, { clock: () => Date.now() + 31 * 24 * 60 * 60 * 1000 })
    expect(await mailbox()).toEqual([])
    expect((await api('GET', `/${id}/audio`)).status).toBe(404)

    await bench.stopServers()
    await bench.startServer()
    await api('DELETE', `/${id}`)
    await bench.stopServers()
    await bench.startServer({}, { clock: () => Date.now() + 11 * 60 * 1000 })
    const stillThere = async () => (await api('PUT', `/${id}/heard`, { heard: true })).status
    await vi.waitFor(async () => expect(await stillThere()).toBe(404), { timeout: 15_000, interval: 200 })
  }, 30_000)
})

test('a call is recorded after consent, with a gap where it is paused', async () => {
  bench = await startCallBench()
  await bench.startServer()
  const consent = { kind: 'ask', ...words('May we record?'), yesKey: '1', noKey: '2' }
  await publishOn(
    bench,
    flowOf({
      ask: ['startRecording', { consent, retentionDays: 7 }, { started: 'before', declined: 'no', failed: 'no' }],
      before: ['wait', { seconds: 4 }, { next: 'ready' }],
      ready: ['askYesNo', words('Ready?'), { yes: 'pause', no: 'no', noInput: 'no', noMatch: 'no' }],
      pause: ['pauseRecording', {}, { next: 'card', failed: 'no' }],
      card: ['askYesNo', words('Your card number?'), { yes: 'on', no: 'no', noInput: 'no', noMatch: 'no' }],
      on: ['startRecording', { consent: { kind: 'none' } }, { started: 'last', failed: 'no' }],
      last: ['askYesNo', words('All done?'), { yes: 'stop', no: 'no', noInput: 'no', noMatch: 'no' }],
      stop: ['stopRecording', {}, { next: 'bye', failed: 'no' }],
      bye: ['hangUp', words('Goodbye.')],
      no: ['hangUp', words('That did not work.')],
    }),
  )
  const uuid = dial()
  await hears(uuid, 'May we record?')
  expect(recordings()).toBe(0)
  for (const [question, said] of [
    ['May we record?', ''],
    ['Ready?', 'Yes, I am.'],
    ['Your card number?', 'Four one one one.'],
    ['All done?', 'Yes, all done.'],
  ] as const) {
    await hears(uuid, question)
    if (said !== '') bench.emulator.speak(uuid, { text: said })
    await bench.clock.advance(1500)
    bench.emulator.pressKeys(uuid, '1')
  }
  await isOver(uuid)
  expect(bench.heard(uuid).at(-1)).toBe('Goodbye.')
  const kept = await vi.waitFor(async () => {
    const found = await mailbox('')
    expect(found.map(({ status, kind }) => [status, kind])).toEqual([
      ['ready', 'call'],
      ['ready', 'call'],
    ])
    return found
  }, 10_000)
  const [later, earlier] = kept
  if (later === undefined || earlier === undefined) throw new Error('a recording is missing')
  // the card number was asked for between the two
  const end = Date.parse(earlier.startedAt) + earlier.durationSeconds * 1000
  expect(Date.parse(later.startedAt) - end).toBeGreaterThan(1400)
  expect(Date.parse(earlier.keptUntil) - Date.now()).toBeLessThan(7 * 24 * 60 * 60 * 1000)
  expect(await secondsOf(later)).toBeCloseTo(later.durationSeconds, 1)
})

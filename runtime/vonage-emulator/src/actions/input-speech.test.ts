import { describe, expect, test } from 'vitest'
import { type BenchOptions, caller, startBench } from '../testing/bench.ts'
import { asApplication } from '../testing/tokens.ts'

const menu = { action: 'talk', text: 'Say sales, or press one.', bargeIn: true }
/** Fifteen characters, so that it takes a second to say. */
const words = 'sales team here'

async function startAsking(fields: object, options?: BenchOptions, before: unknown[] = []) {
  const bench = await startBench(options)
  bench.application.script('/input', [{ action: 'talk', text: 'Thank you.' }])
  const eventUrl = [`${bench.application.url}/input`]
  const uuid = await bench.call([...before, { action: 'input', eventUrl, ...fields }, { action: 'talk', text: 'The local end.' }])
  return { ...bench, uuid, inputs: () => bench.application.on('/input').map(({ fields }) => fields) }
}

describe('input by speech', () => {
  test('V2.5-1: results best first with confidence as strings, and the reply replaces the rest (V1.4-18)', async () => {
    const { emulator, uuid, clock, inputs, heard } = await startAsking({ type: ['speech'], speech: {} })
    emulator.speak(uuid, { text: words, confidence: 0.7, alternatives: [{ text: 'sails', confidence: 0.9404 }] })
    await clock.advance(2999)
    expect(inputs()).toEqual([])
    await clock.advance(1)
    expect(inputs()).toMatchObject([
      {
        speech: {
          timeout_reason: 'end_on_silence_timeout',
          results: [
            { text: 'sails', confidence: '0.9404' },
            { text: words, confidence: '0.7' },
          ],
        },
        dtmf: { digits: null, timed_out: false },
        from: caller,
        uuid,
      },
    ])
    expect(inputs()[0]?.speech).not.toHaveProperty('recording_url')
    expect(heard()).toEqual(['Thank you.'])
  })

  const endings: [rule: string, speech: object, afterMs: number, expected: object][] = [
    ['V1.4-9: two seconds of silence are the default', {}, 3000, { timeout_reason: 'end_on_silence_timeout' }],
    ['V1.4-9: endOnSilence ends it sooner', { endOnSilence: 0.4 }, 1400, { timeout_reason: 'end_on_silence_timeout' }],
    ['V1.1-4: numbers may be strings', { endOnSilence: '0.4' }, 1400, { timeout_reason: 'end_on_silence_timeout' }],
    [
      'V1.4-13: maxDuration ends it in the middle of a sentence',
      { maxDuration: 1 },
      1000,
      { timeout_reason: 'max_duration', results: [{ text: 'one two three', confidence: '0.95' }] },
    ],
  ]
  test.each(endings)('%s', async (_rule, speech, afterMs, expected) => {
    const { emulator, uuid, clock, inputs } = await startAsking({ type: ['speech'], speech })
    const text = 'maxDuration' in speech ? 'one two three four five six 30' : words
    emulator.speak(uuid, { text })
    await clock.advance(afterMs - 1)
    expect(inputs()).toEqual([])
    await clock.advance(1)
    expect(inputs()).toMatchObject([{ speech: expected }])
  })

  test('V1.5-5: words that stop what plays may be lost', async () => {
    const { emulator, uuid, clock, inputs } = await startAsking({ type: ['speech'] }, { switches: { bargingInput: 'lost' } }, [
      menu,
    ])
    emulator.speak(uuid, { text: words })
    await clock.settle()
    expect(emulator.leg(uuid).hears).toBeNull()
    await clock.advance(10_000)
    expect(inputs()).toMatchObject([{ speech: { timeout_reason: 'start_timeout', results: [] } }])
  })

  test.each([
    ['keys', { speech: null, dtmf: { digits: '1' } }],
    ['words', { speech: { results: [{ text: words }] }, dtmf: null }],
  ])('V1.4-17: of an input of both types that %s decide, the other object may be null', async (what, expected) => {
    const both = { type: ['dtmf', 'speech'], dtmf: { maxDigits: 1 } }
    const { emulator, uuid, clock, inputs } = await startAsking(both, { switches: { unusedInput: 'null' } })
    if (what === 'keys') emulator.pressKeys(uuid, '1')
    else emulator.speak(uuid, { text: words })
    await clock.advance(4000)
    expect(inputs()).toMatchObject([expected])
  })

  const silences: [rule: string, speech: object, ms: number][] = [
    ['V1.4-12: ten seconds without a word are the default', {}, 10_000],
    ['V1.4-12: startTimeout ends it sooner', { startTimeout: 4 }, 4000],
  ]
  test.each(silences)('%s', async (_rule, speech, ms) => {
    const { clock, inputs } = await startAsking({ type: ['speech'], speech })
    await clock.advance(ms - 1)
    expect(inputs()).toEqual([])
    await clock.advance(1)
    expect(inputs()).toMatchObject([
      { speech: { timeout_reason: 'start_timeout', results: [] }, dtmf: { digits: null, timed_out: false } },
    ])
  })

  test('words after a short silence belong to the same answer', async () => {
    const { emulator, uuid, clock, inputs } = await startAsking({ type: ['speech'] })
    emulator.speak(uuid, { text: words })
    emulator.speak(uuid, { text: 'please', silenceMs: 2500 })
    await clock.advance(4900)
    expect(inputs()).toMatchObject([{ speech: { results: [{ text: `${words} please` }] } }])
  })

  test('what is said while they still speak comes after it', async () => {
    const { emulator, uuid, clock, inputs } = await startAsking({ type: ['speech'] })
    emulator.speak(uuid, { text: words })
    emulator.speak(uuid, { text: words })
    await clock.advance(3999)
    expect(inputs()).toEqual([])
    await clock.advance(1)
    expect(inputs()).toMatchObject([{ speech: { results: [{ text: `${words} ${words}` }] } }])
  })

  test('V1.5-1, V1.5-5: a voice stops what plays with bargeIn, and is the input itself', async () => {
    const { emulator, uuid, clock, inputs, events } = await startAsking({ type: ['speech'] }, {}, [menu])
    expect(emulator.leg(uuid).hears).toMatchObject({ text: menu.text })
    emulator.speak(uuid, { text: 'sales' })
    expect(events('heard.stopped')).toMatchObject([{ kind: 'talk', reason: 'bargeIn' }])
    await clock.advance(3000)
    expect(inputs()).toMatchObject([{ speech: { results: [{ text: 'sales' }] } }])
  })

  test('V1.5-1: a key stops what plays where only speech counts, and is no input', async () => {
    const { emulator, uuid, clock, inputs, events } = await startAsking({ type: ['speech'] }, {}, [menu])
    emulator.pressKeys(uuid, '1')
    await clock.settle()
    expect(events('heard.stopped')).toMatchObject([{ reason: 'bargeIn' }])
    await clock.advance(10_000)
    expect(inputs()).toMatchObject([{ speech: { timeout_reason: 'start_timeout' }, dtmf: { digits: null } }])
  })

  test('a voice counts for nothing where only keys are asked for', async () => {
    const { emulator, uuid, clock, inputs, events } = await startAsking({ type: ['dtmf'] }, {}, [menu])
    emulator.speak(uuid, { text: 'sales' })
    expect(events('input.said')).toMatchObject([{ text: 'sales', used: false }])
    expect(emulator.leg(uuid).hears).toMatchObject({ text: menu.text })
    await clock.advance(10_000)
    expect(inputs()).toMatchObject([{ speech: { error: 'Speech was not enabled' }, dtmf: { timed_out: true } }])
  })

  test('V2.5-1: an analysis that fails gives an error in place of results', async () => {
    const { emulator, uuid, clock, inputs } = await startAsking({ type: ['speech'] })
    emulator.speak(uuid, { text: 'mumble', garbled: true })
    await clock.advance(3000)
    expect(inputs()[0]?.speech).toEqual({
      timeout_reason: 'end_on_silence_timeout',
      error: 'ERR1: Failed to analyze audio',
    })
  })

  test('V1.4-14: saveAudio gives a recording of what was said, for the application only (V1.6-11)', async () => {
    const { emulator, uuid, clock, inputs } = await startAsking({ type: ['speech'], speech: { saveAudio: true } })
    emulator.speak(uuid, { text: words })
    await clock.advance(3000)
    const { recording_url } = inputs()[0]!.speech as { recording_url: string }
    expect((await fetch(recording_url)).status).toBe(401)
    const file = await fetch(recording_url, { headers: asApplication() })
    expect(file.headers.get('content-type')).toBe('audio/wav')
    // three seconds of 8000 samples of two bytes after the header
    expect((await file.arrayBuffer()).byteLength).toBe(44 + 3 * 16_000)
    await clock.advance(30 * 24 * 60 * 60 * 1000 + 1)
    expect((await fetch(recording_url, { headers: asApplication() })).status).toBe(404)
  })

  test('V1.4-8: uuid names the leg that is listened to', async () => {
    const bench = await startBench()
    const other = await bench.call([{ action: 'wait', timeout: 60 }])
    const eventUrl = [`${bench.application.url}/input`]
    await bench.call([{ action: 'input', type: ['speech'], speech: { uuid: [other] }, eventUrl }])
    bench.emulator.speak(other, { text: words })
    await bench.clock.advance(3000)
    expect(bench.application.on('/input')[0]?.fields.speech).toMatchObject({ results: [{ text: words }] })
  })

  test('V1.4-10, V1.4-11: the event stream says the language and the phrases; an unknown language is warned of', async () => {
    const { emulator, uuid, events } = await startAsking({ type: ['speech'], speech: { language: 'tlh-KX', context: ['sales'] } })
    expect(events('input.waiting')).toMatchObject([
      { maxDigits: 0, timeOut: 10, speech: { language: 'tlh-KX', context: ['sales'] } },
    ])
    expect(events('ncco.warned')).toMatchObject([{ rule: 'V1.13', text: 'Speech in tlh-KX is not recognised' }])
    expect(emulator.leg(uuid).waitsFor).toMatchObject({ kind: 'input', speech: { language: 'tlh-KX' } })
  })

  test('hanging up while it listens sends no result', async () => {
    const { emulator, uuid, clock, inputs } = await startAsking({ type: ['speech', 'dtmf'] })
    emulator.speak(uuid, { text: words })
    emulator.hangUp(uuid)
    await clock.advance(60_000)
    expect(inputs()).toEqual([])
  })
})

describe('input by keys and speech (V1.4-17)', () => {
  const both = { type: ['dtmf', 'speech'], dtmf: { maxDigits: 2 }, speech: { endOnSilence: 1 } }

  test('a key decides: the speech object is empty, even when somebody spoke before', async () => {
    const { emulator, uuid, clock, inputs } = await startAsking(both)
    emulator.speak(uuid, { text: words })
    await clock.advance(500)
    emulator.pressKeys(uuid, '1')
    await clock.advance(3000)
    expect(inputs()).toMatchObject([{ speech: { results: [] }, dtmf: { digits: '1', timed_out: true } }])
  })

  test('a key decides, and what was said before stays: the other reading', async () => {
    const { emulator, uuid, clock, inputs } = await startAsking(both, { switches: { keyKeepsSpeech: true } })
    emulator.speak(uuid, { text: words })
    await clock.advance(1000)
    emulator.pressKeys(uuid, '12')
    await clock.settle()
    expect(inputs()).toMatchObject([{ speech: { results: [{ text: words }] }, dtmf: { digits: '12', timed_out: false } }])
  })

  test('V2.5-3: speech decides: no digits, and nothing timed out, though their time-out passed', async () => {
    const { emulator, uuid, clock, inputs } = await startAsking(both)
    await clock.advance(4000)
    emulator.speak(uuid, { text: words })
    await clock.advance(2000)
    expect(inputs()).toMatchObject([
      { speech: { timeout_reason: 'end_on_silence_timeout' }, dtmf: { digits: null, timed_out: false } },
    ])
  })

  const silences: [reading: 'later' | 'earlier', ms: number][] = [
    ['later', 10_000],
    ['earlier', 3000],
  ]
  test.each(silences)('silence ends it at the %s time-out', async (silenceOfBoth, ms) => {
    const { clock, inputs } = await startAsking(both, { switches: { silenceOfBoth } })
    await clock.advance(ms - 1)
    expect(inputs()).toEqual([])
    await clock.advance(1)
    expect(inputs()).toMatchObject([
      { speech: { timeout_reason: 'start_timeout', results: [] }, dtmf: { digits: '', timed_out: true } },
    ])
  })

  test('somebody who speaks is not cut off by the time-out of the keys, by neither reading', async () => {
    const { emulator, uuid, clock, inputs } = await startAsking(both, { switches: { silenceOfBoth: 'earlier' } })
    const long = 'I would like to speak to somebody in sales, please.'
    emulator.speak(uuid, { text: long })
    await clock.advance(5000)
    expect(inputs()).toMatchObject([{ speech: { results: [{ text: long }] }, dtmf: { digits: null, timed_out: false } }])
  })

  test('a key after the time-out of the keys still counts while speech is waited for', async () => {
    const { emulator, uuid, clock, inputs } = await startAsking(both)
    await clock.advance(5000)
    emulator.pressKeys(uuid, '42')
    await clock.settle()
    expect(inputs()).toMatchObject([{ speech: { results: [] }, dtmf: { digits: '42', timed_out: false } }])
  })
})

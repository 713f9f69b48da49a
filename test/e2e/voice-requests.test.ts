import type { Answer } from '@patchbay/core'
import { flowOf } from '@patchbay/core/test-kit'
import { afterEach, describe, expect, test } from 'vitest'
import { bindCalendar } from '../support/bind.ts'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const HOLD = /\/vonage\/voice\/hold\.wav$/

/** Asks a calendar twice in a row, as slow plugins would be asked. */
const twice = flowOf({
  hello: ['say', words('Hello.'), { next: 'first' }],
  first: ['openingHours', { calendar: 'first' }, { open: 'second', closed: 'bye', holiday: 'bye', failed: 'sorry' }],
  second: ['openingHours', { calendar: 'second' }, { open: 'bye', closed: 'bye', holiday: 'bye', failed: 'sorry' }],
  bye: ['hangUp', words('All is known.')],
  sorry: ['hangUp', words('Nobody could say.')],
})

let bench: CallBench
afterEach(() => bench.stop())

/** A server whose calendars answer when the test says so. */
async function slowCalendars(atOnce?: string) {
  bench = await startCallBench()
  const asked: { calendar: string; answer(outcome: string): void }[] = []
  await bench.startServer(
    {},
    {
      performers: {
        openingHours: ({ calendar }) =>
          new Promise<Answer>((resolve) => {
            const answer = (outcome: string) => resolve({ outcome, values: {} })
            asked.push({ calendar, answer })
            if (atOnce !== undefined) answer(atOnce)
          }),
      },
    },
  )
  for (const name of ['first', 'second']) await bindCalendar(bench, name)
  await publishOn(bench, twice)
  return asked
}

describe('two things in a row that take twenty seconds each', () => {
  test('leave the caller never without sound for over four seconds, and the flow goes on where it was', async () => {
    const asked = await slowCalendars()
    const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
    for (const calendar of ['first', 'second']) {
      await bench.clock.runUntil(() => asked.at(-1)?.calendar === calendar)
      const since = bench.clock.now()
      await bench.clock.runUntil(() => bench.clock.now() - since > 20_000)
      asked.at(-1)?.answer('open')
    }
    await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
    expect(asked.map(({ calendar }) => calendar)).toEqual(['first', 'second'])
    expect(bench.heard(uuid).filter((text) => !HOLD.test(text))).toEqual([
      'Hello.',
      'One moment, please.',
      'One moment, please.',
      'All is known.',
    ])
    const sounds = bench.eventsOf('heard.started').filter(({ legUuid }) => legUuid === uuid)
    const ends = bench.eventsOf('heard.stopped').filter(({ legUuid }) => legUuid === uuid)
    const silences = sounds.slice(1).map(({ at }, index) => Date.parse(at) - Date.parse(ends[index]?.at ?? ''))
    expect(sounds.length).toBeGreaterThan(12)
    expect(Math.max(...silences)).toBeLessThanOrEqual(4000)
  })
})

test('an answer that comes at once is not waited for aloud', async () => {
  await slowCalendars('open')
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  expect(bench.heard(uuid)).toEqual(['Hello.', 'All is known.'])
})

test('what a server left behind when it went is asked again by another, and the call goes on', async () => {
  await slowCalendars()
  const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
  await bench.clock.runUntil(() => bench.heard(uuid).includes('One moment, please.'))
  await bench.stopServers()
  const open: Answer = { outcome: 'open', values: {} }
  // twenty seconds later the lease is over
  await bench.startServer({}, { clock: () => Date.now() + 20_000, performers: { openingHours: async () => open } })
  await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
  expect(bench.heard(uuid).at(-1)).toBe('All is known.')
})

test('words between things that are quickly done elsewhere are all heard, in their order, and nobody is asked to wait', async () => {
  bench = await startCallBench()
  await bench.startServer()
  await publishOn(
    bench,
    flowOf({
      hello: ['say', words('Hello.'), { next: 'start' }],
      start: [
        'startRecording',
        { consent: { kind: 'announce', ...words('This call is recorded.') }, retentionDays: 1 },
        { started: 'told', failed: 'told' },
      ],
      told: ['say', words('It is, now.'), { next: 'pause' }],
      pause: ['pauseRecording', {}, { next: 'stop', failed: 'bye' }],
      stop: ['stopRecording', {}, { next: 'bye', failed: 'bye' }],
      bye: ['hangUp', words('Goodbye.')],
    }),
  )
  // news of the recording come at the same time as answers: in one call of ten or fifty they met
  for (let call = 0; call < 30; call++) {
    const { uuid } = bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER })
    await bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
    expect(bench.heard(uuid)).toEqual(['Hello.', 'This call is recorded.', 'It is, now.', 'Goodbye.'])
  }
})

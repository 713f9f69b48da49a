import { flowOf } from '@patchbay/core/test-kit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { publishOn } from '../support/publish-on.ts'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const MODERATOR = '447700900001'

let bench: CallBench
beforeEach(async () => {
  bench = await startCallBench()
  await bench.startServer()
  const room = (role: string) =>
    ['conference', { room: 'Board', role, moderated: true }, { left: 'bye', failed: 'sorry' }] as const
  await publishOn(
    bench,
    flowOf({
      who: [
        'switchOn',
        { variable: 'caller.number', cases: [{ id: 'leads', label: 'Leads', values: [MODERATOR] }] },
        { leads: 'lead', otherwise: 'join' },
      ],
      lead: room('moderator'),
      join: room('participant'),
      bye: ['hangUp', words('The meeting is over.')],
      sorry: ['hangUp', words('The room is full.')],
    }),
  )
})
afterEach(async () => {
  const refused = bench.eventsOf('ncco.refused')
  await bench.stop()
  expect(refused).toEqual([])
})

const dial = (from: string) => bench.emulator.dial({ from, to: SAMPLE_NUMBER }).uuid
const isIn = (uuid: string) => {
  const waits = bench.emulator.leg(uuid).waitsFor
  return waits?.kind === 'conversation' ? waits.name : undefined
}
const inside = (uuid: string) => bench.clock.runUntil(() => isIn(uuid) !== undefined)
const begun = () => bench.eventsOf('conversation.joined').some(({ started }) => started)
const hasEnded = (uuid: string) => bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')

test('callers of one room wait for the moderator, meet, and go on when the moderator has left', async () => {
  const [one, two] = [dial('447700900101'), dial('447700900102')]
  await inside(one)
  await inside(two)
  expect(begun()).toBe(false)
  const sounds = () => bench.eventsOf('heard.started').filter(({ legUuid }) => legUuid === one)
  await bench.clock.runUntil(() => sounds().some(({ url }) => url?.endsWith('/hold.wav') === true))
  const moderator = dial(MODERATOR)
  await inside(moderator)
  expect(begun()).toBe(true)
  expect([isIn(one), isIn(two)]).toEqual([isIn(moderator), isIn(moderator)])

  // one who leaves ends it for nobody else
  bench.emulator.hangUp(two)
  await hasEnded(two)
  expect(bench.emulator.leg(one).state).toBe('answered')
  bench.emulator.hangUp(moderator)
  await hasEnded(one)
  expect(bench.heard(one).at(-1)).toBe('The meeting is over.')
})

test('with a second moderator it goes on, also after the server was another', async () => {
  const [one, first, second] = [dial('447700900101'), dial(MODERATOR), dial(MODERATOR)]
  for (const uuid of [one, first, second]) await inside(uuid)
  bench.emulator.hangUp(first)
  await hasEnded(first)
  await bench.clock.advance(60_000)
  expect(isIn(one)).toBe(isIn(second))
  await bench.stopServers()
  await bench.startServer()
  bench.emulator.hangUp(second)
  await hasEnded(one)
  expect(bench.heard(one).at(-1)).toBe('The meeting is over.')
})

import { switchReadings } from '@patchbay/vonage-emulator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PlayedStory } from '../support/call-story.ts'
import { type StoryBench, startStoryBench, type World } from '../support/story-bench.ts'
import { unrulyTransport } from '../support/unruly-transport.ts'

type Readings = Record<string, string | boolean>

const full = process.env.PATCHBAY_EVIDENCE === '1'
/** The full tier draws new worlds each time; a failure prints its seed. */
const firstSeed = full ? Date.now() % 1_000_000 : 1
const seeds = full ? 300 : 6

const MENU = 'For sales, press 1 or say sales. For help, press 2 or say help.'
const CITY = 'Which city are you calling from, please?'

/** Where a reading makes a difference that nobody in the call can be spared: `switch=reading`, story, what is otherwise. */
const differences: Record<string, Record<string, Partial<PlayedStory>>> = {
  // whoever interrupts is not heard, and is asked again
  'bargingInput=lost': {
    'a key amid the prompt': { heard: [MENU, 'We heard nothing.', MENU, 'Sales it is.'] },
    'words amid the prompt': { heard: [CITY, CITY, 'Greetings to Bangkok.'] },
  },
}

/** Switches that change nothing of what is sent to us in these calls, and why. Any other must. */
const notMet: Record<string, string> = {
  emptyArray: 'we never reply with []',
  refusedReply: 'nothing that we send is refused',
  unownedFrom: 'we call from the number that was called',
  unknownFields: 'we send no field that a reference does not name',
  newFields: 'we do not send them',
  spelling: 'we send neither field',
  recordBlocks: 'no story records',
  silenceOfBoth: 'our cards wait equally long for a key and for a word',
  recordingOnDemand: 'no story records',
  restErrors: 'nothing is asked by REST',
  numberUpdate: 'no number is updated',
}

const usual: Readings = Object.fromEntries(Object.entries(switchReadings).map(([name, [first]]) => [name, first ?? '']))
const flips = Object.entries(switchReadings).flatMap(([name, [, ...others]]) => others.map((reading) => ({ name, reading })))

let bench: StoryBench
let checked = 0
let worlds = 0
beforeAll(async () => {
  bench = await startStoryBench()
})
afterAll(() => bench.stop())

/** Plays every story in a world; those that came out otherwise than they should. */
async function wrongIn(readings: Readings, unruly?: World['unruly']): Promise<object[]> {
  worlds += 1
  const played = await bench.play({ switches: readings as World['switches'], ...(unruly && { unruly }) })
  const stated = Object.entries(readings).map(([name, reading]) => differences[`${name}=${reading}`] ?? {})
  return [...played].flatMap(([{ name, expected }, found]) => {
    checked += 1
    const due = Object.assign({}, expected, ...stated.map((stories) => stories[name] ?? {}))
    return JSON.stringify(found) === JSON.stringify(due) ? [] : [{ name, found, due }]
  })
}

test('as the line usually is, every call goes as it should, and the same each time', async () => {
  expect(await wrongIn({})).toEqual([])
  const sent = bench.sent()
  expect(await wrongIn(usual)).toEqual([])
  expect(bench.sent()).toEqual(sent)
})

test('with each switch flipped alone, callers hear the same and go the same way', async () => {
  await wrongIn({})
  const sent = JSON.stringify(bench.sent())
  const wrong: Record<string, object[]> = {}
  const met = new Set<string>()
  for (const { name, reading } of flips) {
    const found = await wrongIn({ [name]: reading })
    if (found.length > 0) wrong[`${name}=${reading}`] = found
    if (JSON.stringify(bench.sent()) !== sent) met.add(name)
  }
  expect(wrong).toEqual({})
  // a switch that changes nothing of what reaches us would prove nothing
  const unmet = Object.keys(switchReadings).filter((name) => !met.has(name))
  expect(unmet.toSorted()).toEqual(Object.keys(notMet).toSorted())
})

test.each(['late', 'twice'])('with all of them at their worst, events %s', async (eventOrder) => {
  const worst = Object.fromEntries(Object.entries(switchReadings).map(([name, readings]) => [name, readings.at(-1) ?? '']))
  expect(await wrongIn({ ...worst, eventOrder })).toEqual([])
})

test('with any of them any way, and webhooks late, twice or without a reply', async () => {
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    const random = randomOf(seed)
    const readings = Object.fromEntries(
      Object.entries(switchReadings).map(([name, all]) => [name, all[Math.floor(random() * all.length)] ?? '']),
    )
    const wrong = await wrongIn(readings, unrulyTransport(random)).catch((thrown: Error) => [
      { ...readings, says: thrown.message },
    ])
    expect({ seed, wrong }).toEqual({ seed, wrong: [] })
  }
}, 900_000)

test('enough was checked to mean something', () => {
  console.info(`${checked} calls in ${worlds} worlds, ${flips.length} of them with one switch flipped`)
  expect(checked).toBeGreaterThan(500)
})

/** Mulberry32: a few bits of arithmetic, the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attack } from './attack.ts'
import { ESCAPES } from './attacks/escape.ts'
import { EXHAUSTIONS } from './attacks/exhaust.ts'
import { OTHERS, OUTSIDE, SIDEWAYS } from './attacks/outside.ts'
import { NUMBER, type SandboxBench, SECRET, startSandboxBench } from './sandbox-bench.ts'

const EVIDENCE = process.env['PATCHBAY_EVIDENCE'] === '1'
/** Callers of the neighbour's plugin who go on all the while. */
const CALLERS = EVIDENCE ? 50 : 5
/** How long it is calm before each round of attacks, for comparison. */
const CALM_MS = EVIDENCE ? 5_000 : 1_000
/** One hiccup of the machine is longer than any call: it must not fall on one side only. */
const ROUNDS = EVIDENCE ? 5 : 1
const GREEDY = 'processor, memory, patience'

const GROUPS: Readonly<Record<string, readonly Attack[]>> = {
  'out of the isolate': ESCAPES,
  [GREEDY]: EXHAUSTIONS,
  'where it may not go': OUTSIDE,
  'what is not its own': OTHERS,
  'out by the side': SIDEWAYS,
}
const all = Object.entries(GROUPS).flatMap(([group, attacks]) => attacks.map((attack) => ({ group, ...attack })))

type Came = Awaited<ReturnType<SandboxBench['attack']>>
const came = new Map<string, (Came & { reached: boolean })[]>()
/** What each call of the callers took in each round, in milliseconds. */
interface Round {
  calm: number[]
  attacked: number[]
}
const rounds = Array.from({ length: ROUNDS }, (): Round => ({ calm: [], attacked: [] }))
let failedWork = 0
let bench: SandboxBench

beforeAll(async () => {
  bench = await startSandboxBench(all)
  // what is measured is calls, not the first start
  for (let count = 0; count < 10; count++) await bench.work()
  const ending = new AbortController()
  let times: number[] = []
  const callers = Array.from({ length: CALLERS }, async () => {
    while (!ending.signal.aborted) {
      await bench.work().then(
        (ms) => times.push(ms),
        () => failedWork++,
      )
      // as many calls as a busy line has, not as many as the machine can do
      await new Promise((resolve) => setTimeout(resolve, EVIDENCE ? 480 : 100))
    }
  })
  for (const { calm, attacked } of rounds) {
    times = calm
    await new Promise((resolve) => setTimeout(resolve, CALM_MS))
    times = attacked
    await attackAll()
  }
  ending.abort()
  await Promise.all(callers)
}, 240_000)
afterAll(() => bench.stop())

/** Side by side: those who use things up are soon left what nobody else wants, and take their time. */
async function attackAll(): Promise<void> {
  const greedy = all.filter(({ group }) => group === GREEDY)
  const others = all.filter(({ group }) => group !== GREEDY)
  await Promise.all(
    [greedy, others].map(async (attacks, lane) => {
      for (const attack of attacks) {
        const before = bench.asked.length
        const how = await bench.attack(attack, lane)
        // the greedy ask nobody outside: what is asked meanwhile is the others' doing
        const reached = attacks === others && bench.asked.length > before
        came.set(attack.name, [...(came.get(attack.name) ?? []), { ...how, reached }])
      }
    }),
  )
}

describe.each(Object.entries(GROUPS))('%s', (_, attacks) => {
  test.each(attacks.map((attack) => [attack.name, attack] as const))('%s', (name, { must, reaches = false }) => {
    const times = came.get(name) ?? []
    expect(times).toHaveLength(ROUNDS)
    for (const how of times) {
      if (!reaches) expect(how.reached).toBe(false)
      if ('answer' in must) expect(how).toMatchObject({ answer: must.answer })
      else expect([must.reason].flat()).toContain(how.reason)
    }
  })
})

test('there are at least 60 attacks, each of its own name', () => {
  expect(all.length).toBeGreaterThanOrEqual(60)
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
})

test('no secret, no number and no digits came into the log, and every entry is one line', () => {
  expect(bench.said.length).toBeGreaterThan(10)
  const spellings = [
    SECRET,
    Buffer.from(SECRET).toString('base64').slice(0, 20),
    Buffer.from(SECRET).toString('hex'),
    NUMBER,
    '1111',
  ]
  expect(bench.said.filter((text) => spellings.some((spelling) => text.includes(spelling)))).toEqual([])
  expect(bench.said.filter((text) => /\n|\r/.test(text))).toEqual([])
})

test('nothing of the host was bent', () => expect(({} as { polluted?: number }).polluted).toBeUndefined())

test('the neighbour’s calls went on, every one of them', () => {
  const sorted = (times: number[]) => times.toSorted((a, b) => a - b)
  const p99 = (times: number[]) => Math.round(sorted(times)[Math.floor(times.length * 0.99)] ?? 0)
  const calm = rounds.map((round) => p99(round.calm))
  const attacked = rounds.map((round) => p99(round.attacked))
  const median = (times: number[]) => sorted(times)[Math.floor(times.length / 2)] ?? 0
  const calls = (which: keyof Round) => rounds.reduce((sum, round) => sum + round[which].length, 0)
  const rows = all.map(({ group, name }) => {
    const { answer, reason, ms = 0 } = came.get(name)?.[0] ?? {}
    return `${group.padEnd(28)}${name.slice(0, 52).padEnd(54)}${String(reason ?? answer).padEnd(22)}${String(Math.round(ms)).padStart(6)} ms`
  })
  const { confinement, network } = bench.sandbox.status()
  console.log(
    [
      ...rows,
      `${all.length} attacks, ${CALLERS} callers beside them, ${confinement}, network ${network}`,
      `the callers' p99, median of ${ROUNDS}: ${median(calm)} ms in ${calls('calm')} calls without (${calm}), ${median(attacked)} ms in ${calls('attacked')} calls with attacks (${attacked})`,
    ].join('\n'),
  )
  expect(failedWork).toBe(0)
  expect(calls('attacked')).toBeGreaterThan(20)
  if (EVIDENCE) expect(median(attacked)).toBeLessThanOrEqual(median(calm) * 1.5)
})

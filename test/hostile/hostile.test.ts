import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attack } from './attack.ts'
import { ESCAPES } from './attacks/escape.ts'
import { EXHAUSTIONS } from './attacks/exhaust.ts'
import { OTHERS, OUTSIDE, SIDEWAYS } from './attacks/outside.ts'
import { NUMBER, type SandboxBench, SECRET, startSandboxBench } from './sandbox-bench.ts'

const EVIDENCE = process.env['PATCHBAY_EVIDENCE'] === '1'
/** Callers of the neighbour's plugin who go on all the while. */
const CALLERS = EVIDENCE ? 50 : 5
/** How long it is calm at first, for comparison. */
const CALM_MS = EVIDENCE ? 10_000 : 1_000
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
const came = new Map<string, Came & { reached: boolean }>()
const calm: number[] = []
const attacked: number[] = []
let failedWork = 0
let bench: SandboxBench

beforeAll(async () => {
  bench = await startSandboxBench(all)
  // what is measured is calls, not the first start
  for (let count = 0; count < 10; count++) await bench.work()
  const ending = new AbortController()
  let times = calm
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
  await new Promise((resolve) => setTimeout(resolve, CALM_MS))
  times = attacked
  // side by side: those who use things up are soon left what nobody else wants, and take their time
  const greedy = all.filter(({ group }) => group === GREEDY)
  const others = all.filter(({ group }) => group !== GREEDY)
  await Promise.all(
    [greedy, others].map(async (attacks, lane) => {
      for (const attack of attacks) {
        const before = bench.asked.length
        const how = await bench.attack(attack, lane)
        // the greedy ask nobody outside: what is asked meanwhile is the others' doing
        came.set(attack.name, { ...how, reached: attacks === others && bench.asked.length > before })
      }
    }),
  )
  ending.abort()
  await Promise.all(callers)
}, 240_000)
afterAll(() => bench.stop())

describe.each(Object.entries(GROUPS))('%s', (_, attacks) => {
  test.each(attacks.map((attack) => [attack.name, attack] as const))('%s', (name, { must, reaches = false }) => {
    const how = came.get(name)
    if (!reaches) expect(how?.reached).toBe(false)
    if ('answer' in must) expect(how).toMatchObject({ answer: must.answer })
    else expect([must.reason].flat()).toContain(how?.reason)
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
  const p99 = (times: number[]) => Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0)
  const rows = all.map(({ group, name }) => {
    const { answer, reason, ms = 0 } = came.get(name) ?? {}
    return `${group.padEnd(28)}${name.slice(0, 52).padEnd(54)}${String(reason ?? answer).padEnd(22)}${String(Math.round(ms)).padStart(6)} ms`
  })
  const { confinement, network } = bench.sandbox.status()
  console.log(
    [
      ...rows,
      `${all.length} attacks, ${CALLERS} callers beside them, ${confinement}, network ${network}`,
      `the callers' p99: ${p99(calm)} ms in ${calm.length} calls without, ${p99(attacked)} ms in ${attacked.length} calls with attacks`,
    ].join('\n'),
  )
  expect(failedWork).toBe(0)
  expect(attacked.length).toBeGreaterThan(20)
  if (EVIDENCE) expect(p99(attacked)).toBeLessThanOrEqual(p99(calm) * 1.5)
})

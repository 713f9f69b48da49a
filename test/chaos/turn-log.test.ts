import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ChaosBench,
  type Faults,
  isApologized,
  type PlayedCall,
  type Round,
  startChaosBench,
} from '../support/chaos-bench.ts'

const full = process.env.PATCHBAY_EVIDENCE === '1'
/** `PATCHBAY_CHAOS_SEEDS=3,17` plays those again. */
const seeds =
  process.env.PATCHBAY_CHAOS_SEEDS?.split(',') ?? (full ? Array.from({ length: 20 }, (_, index) => String(index + 1)) : ['1'])
const CALLS = Number(process.env.PATCHBAY_CHAOS_CALLS ?? (full ? 50 : 20))
const SOME = Math.max(2, Math.ceil(CALLS / 10))

interface Trouble {
  name: string
  faults: Faults
  /** What must have happened, or nothing was tried. */
  counted: readonly string[]
  /** A caller may hear the apology instead: what is stored cannot be reached. */
  mayApologize?: true
  /** Only where the database is ours. */
  embedded?: true
}

const troubles: readonly Trouble[] = [
  {
    name: 'servers are killed, and webhooks come late, twice, in another order and at two servers at once',
    faults: { serverKills: SOME, webhooks: true },
    counted: ['servers killed', 'come late', 'sent to two servers at once', 'replies lost'],
  },
  {
    name: 'the database is killed',
    // beyond two seconds callers notice
    faults: { databaseKills: 2, databaseAwayMs: full ? 4000 : 800 },
    counted: ['databases killed'],
    mayApologize: true,
    embedded: true,
  },
  {
    name: 'the database is slow, and the clocks of the servers are put forward and back',
    faults: { slowDatabaseMs: full ? 30 : 8, clockJumps: SOME },
    counted: ['clocks put'],
    embedded: true,
  },
]

const played: PlayedCall[] = []
let bench: ChaosBench
beforeAll(async () => {
  bench = await startChaosBench()
})
afterAll(() => bench?.stop())

describe.each(seeds)('seed %s', (seed) => {
  let calm: Round
  beforeAll(async () => {
    calm = await bench.play(`${seed}/calm`, CALLS, {})
    expect(calm.refused).toEqual([])
    expect(calm.calls.filter(({ heard, ended }) => heard.length === 0 || ended === null)).toEqual([])
    expect(faultsOf(calm, calm, {})).toEqual([])
  }, 200_000)

  test.each(troubles)('$name: every call ends as it does undisturbed', async (trouble) => {
    const round = await bench.play(`${seed}/${trouble.name}`, CALLS, trouble.faults)
    played.push(...round.calls)
    const faults = faultsOf(calm, round, trouble)
    expect(faults, `${JSON.stringify(round.counts)}\n${bench.log().slice(-6000)}`).toEqual([])
    expect(round.refused).toEqual([])
    expect(trouble.counted.filter((what) => (round.counts[what] ?? 0) === 0)).toEqual([])
    const { 'replies played': replies = 0, ...counts } = round.counts
    expect([replies, round.calls.length, bookingsOf(round)]).not.toContain(0)
    const happened = Object.entries(counts).map(([what, times]) => `${times} ${what}`)
    console.log(
      `seed ${seed}, ${trouble.name}: ${round.calls.length} calls, ${replies} replies, all playable; ${happened.join(', ')}; ` +
        `${bookingsOf(round)} effects elsewhere, each as often as it may be; ${unknown(round)} of them unknown to us; ${round.calls.filter(isApologized).length} apologies`,
    )
  })
})

test('each fact of these calls is in the events once', async () => {
  const turns = bench.client.db().collection('turns')
  await expect.poll(() => turns.countDocuments({ projected: false }), { timeout: 30_000 }).toBe(0)
  const events = await bench.client.db().collection('events').find({ tenantId: 'local' }).toArray()
  const byCall = Map.groupBy(events, ({ contactId }) => contactId)
  const wrong = played.flatMap(({ runId, way, story }) => {
    const types = (byCall.get(runId) ?? []).map(({ type }) => type)
    const count = (wanted: string) => types.filter((type) => type === wanted).length
    const is = [count('contact.offered'), count('contact.ended'), count('flow.node')]
    return runId === '' || String(is) === String([1, 1, way.length]) ? [] : [`${story.name} ${runId}: ${is}, ${way.length}`]
  })
  expect(wrong).toEqual([])
  expect(events.length).toBeGreaterThan(played.length * 5)
  expect(new Set(events.map(({ _id }) => _id)).size).toBe(events.length)
  console.log(`${events.length} events of ${played.length} calls, each fact once`)
})

const bookingsOf = ({ calls }: Round) => calls.reduce((sum, { bookings }) => sum + bookings.length, 0)
const isUnknown = ({ story, heard }: PlayedCall) => story.orElse !== undefined && heard.at(-1) === story.orElse
const unknown = ({ calls }: Round) => calls.filter(isUnknown).length

/** In what the calls of a round are not what they were undisturbed. */
function faultsOf(calm: Round, round: Round, { mayApologize }: Pick<Trouble, 'mayApologize'>): string[] {
  return round.calls.flatMap((call, index) => {
    const wrong = differences(calm.calls[index], call)
    const apologized = mayApologize === true && isApologized(call)
    const bad = [...(apologized || isUnknown(call) ? [] : wrong), ...wronglyBooked(call, apologized)]
    return bad.map((what) => `${index} ${call.story.name} (run ${call.runId}): ${what}`)
  })
}

function differences(calm: PlayedCall | undefined, call: PlayedCall): string[] {
  const fields = ['heard', 'callees', 'way', 'ended'] as const
  return fields.flatMap((field) => {
    const [was, is] = [JSON.stringify(calm?.[field]), JSON.stringify(call[field])]
    return was === is ? [] : [`${field} ${is} instead of ${was}`]
  })
}

/** Exactly one of what may be repeated, under one key; at most one of what may not, and one unless nobody knows. */
function wronglyBooked({ story, bookings, heard }: PlayedCall, apologized: boolean): string[] {
  const { books } = story
  const done = bookings.filter(({ path }) => path === books?.path)
  const most = books === undefined ? 0 : 1
  const least = books === undefined || apologized || isUnknown({ story, heard } as PlayedCall) ? 0 : 1
  return done.length <= most && done.length >= least ? [] : [`booked ${JSON.stringify(bookings)}`]
}

import type { RunEvent, RunState } from '@patchbay/core'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import { createSimpleAgents } from './agent-port.ts'
import { createQueues } from './queues.ts'

let database: TestDatabase
let connection: Connection
let stores: Stores
beforeAll(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log: pino({ level: 'silent' }), giveUp: new AbortController().signal })
  stores = createStores(connection)
  await buildIndexes(stores)
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})

const place = { tenantId: 'local', environmentId: 'main' }
type Offered = Extract<RunEvent, { type: 'agent.offered' }>

/** A queue of a test of its own, served by two processes. `takes` says whether a run still wants the agent. */
async function queueOf(queue: string, value: object, takes: (runId: string) => boolean | Partial<RunState> = () => true) {
  await stores.bindings.add({
    ...place,
    ...{ kind: 'queue', name: queue, label: queue, revision: 1, updatedAt: new Date(), updatedBy: 'test' },
    valueText: JSON.stringify(value),
  })
  const offers: { runId: string; agent: string }[] = []
  // not long ago: the database forgets tickets in its own time
  const world = { now: Date.now() }
  const clock = () => world.now
  const tell = async (runId: string, event: RunEvent): Promise<RunState | undefined> => {
    const taken = takes(runId)
    if (taken !== true) return taken === false ? undefined : (taken as RunState)
    const { agent } = event as Offered
    offers.push({ runId, agent })
    return { group: { offer: { agent } } } as RunState
  }
  const processes = [0, 1].map(() =>
    createQueues({
      bindings: stores.bindings,
      tickets: stores.tickets,
      agents: createSimpleAgents(stores.agents, clock),
      tell,
      clock,
    }),
  )
  const enter = (runId: string, wants: { priority?: number; skills?: string[] } = {}, by = 0) => {
    world.now += 1
    return processes[by]!.enter(
      { ...place, queue, runId, ticket: 'r1', isTest: false },
      { priority: wants.priority ?? 0, skills: wants.skills ?? [] },
    )
  }
  const match = () => Promise.all(processes.map((one) => one.match({ ...place, queue })))
  return { offers, world, processes, enter, match }
}
const agent = (user: string, skills: string[] = []) => ({ name: user, endpoint: { kind: 'app', user }, skills })

test('two processes that match at the same instant offer each agent once, and each caller once', async () => {
  const { offers, enter, match } = await queueOf('race', { agents: [agent('a1'), agent('a2'), agent('a3')] })
  for (let caller = 0; caller < 8; caller++) await enter(`race${caller}`)
  await match()
  await match()
  expect(offers.map(({ runId }) => runId).toSorted()).toEqual(['race0', 'race1', 'race2'])
  expect(offers.map((offer) => offer.agent).toSorted()).toEqual(['a1', 'a2', 'a3'])
})

test('many who come at the same instant do not fill it over its length', async () => {
  const { enter } = await queueOf('short', { maxLength: 3, agents: [] })
  const outcomes = await Promise.all(Array.from({ length: 9 }, (_, caller) => enter(`short${caller}`, {}, caller % 2)))
  expect(outcomes.filter((outcome) => outcome === 'queued')).toHaveLength(3)
  // asked again, each keeps the place that it has
  expect(await enter(`short${outcomes.indexOf('queued')}`)).toBe('queued')
})

test('only who has all the skills is rung, and the more urgent caller goes first', async () => {
  const { offers, enter, match } = await queueOf('skilled', { agents: [agent('b1', ['thai']), agent('b2', ['thai', 'lao'])] })
  await enter('skilled1', { skills: ['lao'] })
  await enter('skilled2', { skills: ['lao'], priority: 2 })
  await enter('skilled3', { skills: ['thai'] })
  await match()
  expect(offers.toSorted((one, other) => one.runId.localeCompare(other.runId))).toEqual([
    { runId: 'skilled2', agent: 'b2' },
    { runId: 'skilled3', agent: 'b1' },
  ])
})

test('an offer that its process never told anybody of is one no more when its time is over', async () => {
  const { offers, world, enter, match } = await queueOf('lost', { ringSeconds: 10, agents: [agent('c1'), agent('c2')] })
  await enter('lost1')
  await match()
  expect(offers).toEqual([{ runId: 'lost1', agent: 'c1' }])
  world.now += 39_000
  await match()
  expect(offers).toHaveLength(1)
  world.now += 2000
  await match()
  expect(offers[1]).toEqual({ runId: 'lost1', agent: 'c2' })
})

test('a caller who went on meanwhile does not keep the agent', async () => {
  const { offers, enter, match } = await queueOf('gone', { agents: [agent('d1')] }, (runId) => runId !== 'gone1')
  await enter('gone1')
  await enter('gone2')
  await match()
  await match()
  expect(offers).toEqual([{ runId: 'gone2', agent: 'd1' }])
})

test('who was not told yet of the place in the queue keeps it, and is offered to an agent afterwards', async () => {
  let told = false
  const asking = { ended: null, group: null, queue: null, pending: { id: 'r1' } } as Partial<RunState>
  const { offers, processes, enter, match } = await queueOf('untold', { agents: [agent('u1')] }, () => told || asking)
  await enter('untold1')
  await match()
  expect(offers).toEqual([])
  told = true
  expect(
    await processes[0]!.look({ place, runId: 'untold1', state: { queue: { ticket: 'r1' } as RunState['queue'] } }),
  ).toHaveProperty('sound')
  await match()
  expect(offers).toEqual([{ runId: 'untold1', agent: 'u1' }])
})

test('an agent has one call at a time, whatever queue it comes from', async () => {
  const one = await queueOf('both1', { agents: [agent('e1')] })
  const other = await queueOf('both2', { agents: [agent('e1')] })
  await one.enter('both-a')
  await other.enter('both-b')
  await one.match()
  await other.match()
  expect([...one.offers, ...other.offers]).toEqual([{ runId: 'both-a', agent: 'e1' }])
  await one.processes[0]!.changed(place, 'both-a', { ticket: 'r1', change: 'served', agent: 'e1' })
  await other.match()
  expect(other.offers).toEqual([{ runId: 'both-b', agent: 'e1' }])
})

test('who waits too long is let go by the sweeper, once', async () => {
  const { offers, world, enter, processes } = await queueOf('late', { maxWaitSeconds: 10, agents: [] })
  await enter('late1')
  world.now += 10_001
  await Promise.all(processes.map((one) => one.sweep()))
  expect(offers.filter(({ runId }) => runId === 'late1')).toHaveLength(1)
})

const waiter = (runId: string) => ({ place, runId, state: { queue: { ticket: 'r1', queue: '', whisper: null, keys: [] } } })

test('a round is told where its caller stands, in seconds, and that the wait is over', async () => {
  const { world, enter, processes } = await queueOf('standing', { maxWaitSeconds: 100, agents: [agent('f1'), agent('f2')] })
  await enter('standing1', { priority: 1 })
  await enter('standing2')
  await enter('standing3', { skills: ['lao'] })
  world.now += 40_500
  const standing = (runId: string) => processes[0]!.standing(waiter(runId))
  // three minutes each, among two agents; of whom none speaks Lao
  expect(await standing('standing2')).toEqual({
    standing: { position: 2, estimatedWaitSeconds: 180, waitedSeconds: 40 },
  })
  expect(await standing('standing3')).toEqual({
    standing: { position: 3, estimatedWaitSeconds: null, waitedSeconds: 40 },
  })
  world.now += 60_000
  expect(await standing('standing2')).toEqual({ over: 'maxWait' })
  expect(await standing('standing2')).toEqual({ over: 'maxWait' })
  expect(await standing('nobody')).toEqual({ over: 'failed' })
})

test('an agent who gets free is offered to a caller of whom nothing is heard meanwhile', async () => {
  const { offers, world, enter, match, processes } = await queueOf('longMusic', { agents: [agent('g1')] })
  await enter('long1')
  await match()
  await processes[0]!.changed(place, 'long1', { ticket: 'r1', change: 'declined', agent: 'g1' })
  expect(offers).toHaveLength(1)
  world.now += 10_001
  await Promise.all(processes.map((one) => one.sweep()))
  expect(offers.filter(({ runId }) => runId === 'long1')).toHaveLength(2)
})

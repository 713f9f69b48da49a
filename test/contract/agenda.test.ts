import { once } from 'node:events'
import { MongoBackend } from '@agendajs/mongo-backend'
import { Agenda, type AgendaOptions, backoffStrategies, InMemoryNotificationChannel } from 'agenda'
import { MongoClient } from 'mongodb'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../support/database.ts'
import { compareCensus, type OperationCensus, startCensus } from '../support/operation-census.ts'
import { USED_OPERATIONS, WHERE_TO_NAME_THEM } from '../support/used-operations.ts'

let database: TestDatabase
let census: OperationCensus
let client: MongoClient
/** What the tests look up themselves is not counted. */
let direct: MongoClient
const agendas: Agenda[] = []

beforeAll(async () => {
  database = await startTestDatabase()
  census = await startCensus(database.url)
  client = await MongoClient.connect(census.url)
  direct = await MongoClient.connect(database.url)
})
afterEach(async () => {
  for (const agenda of agendas.splice(0)) await agenda.stop()
})
afterAll(async () => {
  await client?.close()
  await direct?.close()
  await census?.stop()
  await database?.stop()
  expect(compareCensus('agenda', census.counts, USED_OPERATIONS.agenda), WHERE_TO_NAME_THEM).toEqual({ missing: [], unnamed: [] })
})

let queues = 0

/** A queue of its own; several agendas on one are several processes. */
async function agendaOn(collection: string, options: Partial<AgendaOptions> = {}): Promise<Agenda> {
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: client.db(), collection } as never),
    notificationChannel: new InMemoryNotificationChannel(),
    processEvery: 50,
    ...options,
  })
  agendas.push(agenda)
  await agenda.ready
  return agenda
}

const newQueue = () => `jobs${queues++}`
const jobsOf = (queue: string) => direct.db().collection(queue)

test('a job for now runs once, with its data, and is told as finished', async () => {
  const agenda = await agendaOn(newQueue())
  const ran: unknown[] = []
  agenda.define<{ run: string }>('call back', async (job) => {
    ran.push(job.attrs.data)
  })
  await agenda.start()
  await agenda.now('call back', { run: 'r1' })
  await expect.poll(async () => (await agenda.queryJobs({ name: 'call back', state: 'completed' })).total).toBe(1)
  expect(ran).toEqual([{ run: 'r1' }])
})

test('a job that is scheduled waits for its time', async () => {
  const agenda = await agendaOn(newQueue())
  let ranAt = 0
  agenda.define('remind', async () => {
    ranAt = Date.now()
  })
  await agenda.start()
  const due = Date.now() + 300
  await agenda.schedule(new Date(due), 'remind', {})
  await expect.poll(() => ranAt).toBeGreaterThan(0)
  expect(ranAt).toBeGreaterThanOrEqual(due - 1)
})

test('of a repeated job there is one, however often it is asked for, and it runs again and again', async () => {
  const queue = newQueue()
  const agenda = await agendaOn(queue)
  let runs = 0
  agenda.define('sweep', async () => {
    runs++
  })
  await agenda.start()
  await Promise.all([agenda.every('1 second', 'sweep'), agendaOn(queue).then((other) => other.every('1 second', 'sweep'))])
  await agenda.every('1 second', 'sweep')
  await expect.poll(() => runs, { timeout: 10_000 }).toBeGreaterThan(1)
  expect(await jobsOf(queue).countDocuments({ name: 'sweep' })).toBeLessThanOrEqual(2)
})

test('a job that fails is tried again after its pause, and then given up', async () => {
  const agenda = await agendaOn(newQueue())
  let attempts = 0
  agenda.define(
    'send',
    async () => {
      attempts++
      throw new Error('away')
    },
    { backoff: backoffStrategies.constant({ delay: 50, maxRetries: 2 }) },
  )
  await agenda.start()
  const gaveUp = once(agenda, 'retry exhausted')
  await agenda.now('send', {})
  await gaveUp
  expect(attempts).toBe(3)
  await expect
    .poll(async () => (await agenda.queryJobs({ name: 'send' })).jobs[0])
    .toMatchObject({ failCount: 3, failReason: 'away' })
})

test('of two processes one takes a job; when its lock is over another takes it', async () => {
  const queue = newQueue()
  const dead = await agendaOn(queue)
  const held = Promise.withResolvers<void>()
  let taken = 0
  dead.define(
    'lease',
    async () => {
      taken++
      await held.promise
    },
    // one who is stuck takes no second one, and so not this one again
    { lockLifetime: 400, lockLimit: 1, concurrency: 1 },
  )
  await dead.start()
  await dead.now('lease', {})
  await expect.poll(() => taken).toBe(1)

  const alive = await agendaOn(queue, { defaultLockLifetime: 400 })
  let took = 0
  alive.define(
    'lease',
    async () => {
      took++
    },
    { lockLifetime: 400 },
  )
  // the first is stuck with its lock: the second gets the job when that is over, and not before
  const lockedAt = (await jobsOf(queue).findOne({ name: 'lease' }))?.lockedAt as Date
  await alive.start()
  await expect.poll(() => took, { timeout: 10_000 }).toBe(1)
  expect(Date.now() - lockedAt.getTime()).toBeGreaterThanOrEqual(400)
  held.resolve()
})

test('jobs are found, disabled, enabled, cancelled and purged', async () => {
  const queue = newQueue()
  const agenda = await agendaOn(queue)
  agenda.define('later', async () => undefined)
  agenda.define('other', async () => undefined)
  const soon = new Date(Date.now() + 60_000)
  const first = await agenda.schedule(soon, 'later', { tenant: 'a', n: 1 })
  await agenda.schedule(soon, 'later', { tenant: 'b', n: 2 })
  await agenda.schedule(soon, 'other', { tenant: 'a' })

  expect((await agenda.queryJobs({ name: 'later', data: { tenant: 'a' } })).total).toBe(1)
  expect(
    (await agenda.queryJobs({ names: ['later', 'other'], sort: { nextRunAt: 'asc' }, limit: 2, skip: 1 })).jobs,
  ).toHaveLength(2)
  expect((await agenda.queryJobs({ search: 'LAT' })).total).toBe(2)
  expect((await agenda.queryJobs({ ids: [String(first.attrs._id)] })).total).toBe(1)
  expect(await agenda.disable({ name: 'later' })).toBe(2)
  // what a process does with locks of its own when it stops, or finds a job that it had foreseen
  const found = await agenda.db.getJobById(String(first.attrs._id))
  if (found === null || first.attrs._id === undefined) throw new Error('the job is not there')
  expect(await agenda.db.lockJob(found, undefined)).toBeUndefined()
  await agenda.db.unlockJob(found)
  await agenda.db.unlockJobs([first.attrs._id])
  expect((await agenda.queryJobs({ includeDisabled: false })).total).toBe(1)
  expect(await agenda.enable({ data: { tenant: 'a' } })).toBe(2)
  expect((await agenda.getJobsOverview()).map(({ name, total }) => `${name} ${total}`).toSorted()).toEqual(['later 2', 'other 1'])
  expect(await agenda.cancel({ data: { tenant: 'b' } })).toBe(1)
  expect(await agenda.cancel({ ids: [String(first.attrs._id)] })).toBe(1)
  expect(await jobsOf(queue).countDocuments({})).toBe(1)
  // a job whose work is not known here any more goes with a purge
  await jobsOf(queue).insertOne({ name: 'forgotten', nextRunAt: soon })
  expect(await agenda.purge()).toBe(1)
  expect(await agenda.cancelAll()).toBe(1)
  expect(await jobsOf(queue).countDocuments({})).toBe(0)
})

test('a unique job is there once; one that is put off again and again waits', async () => {
  const queue = newQueue()
  const agenda = await agendaOn(queue)
  agenda.define('unique', async () => undefined)
  for (const n of [1, 2, 3]) {
    await agenda
      .create('unique', { key: 'k', n })
      .unique({ 'data.key': 'k' }, { insertOnly: true })
      .schedule(new Date(Date.now() + 60_000))
      .save()
  }
  expect(
    await jobsOf(queue)
      .find({}, { projection: { _id: 0, 'data.n': 1 } })
      .toArray(),
  ).toEqual([{ data: { n: 1 } }])
})

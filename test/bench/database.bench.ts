import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import { type Collection, type Document, MongoClient } from 'mongodb'
import { startTestDatabase } from '../support/database.ts'
import { startReferences } from './database-references.ts'

export interface DatabaseFigures {
  /** What was measured: inserts, compareAndSet, indexedReads, and the references that they are held against. */
  readonly operation: string
  readonly connections: number
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** To raw LMDB for what writes, to a bare round trip for what reads, measured a moment before. */
  readonly ratio: number | undefined
}

const SECONDS = 2
/** As much as a document below has in BSON. */
const TURN_BYTES = 700
const CONNECTIONS = [1, 16, 64] as const
const RUNS = 2000

/** About what a turn takes. */
const body = {
  tenantId: 't',
  environmentId: 'e',
  inputs: [{ type: 'digits.received', digits: 'sealed', leg: 'caller' }],
  state: { frames: [{ flowId: 'main', version: 3, snapshot: { value: 'menu' }, variables: { text: 'x'.repeat(300) } }] },
}

/** Inserts, compare-and-set and reads by index on the database that tests use, a connection for each caller. Every write is on disk before it counts. */
export async function run(seconds = SECONDS): Promise<DatabaseFigures[]> {
  const database = await startTestDatabase()
  const figures: DatabaseFigures[] = []
  try {
    for (const connections of CONNECTIONS) {
      const client = await MongoClient.connect(database.url, { maxPoolSize: connections, minPoolSize: connections })
      const turns = client.db().collection(`turns${connections}`)
      await turns.createIndex({ tenantId: 1, runId: 1, seq: 1 }, { unique: true })
      const leases = client.db().collection<Document>(`leases${connections}`)
      await leases.insertMany(Array.from({ length: connections }, (_, n) => ({ _id: n as never, version: 0, owner: 'a' })))
      const references = await startReferences(TURN_BYTES, connections)
      const measure = (operation: string, work: Work, reference?: DatabaseFigures) =>
        measured({ operation, connections, seconds, reference }, work)
      const puts = await measure('rawLmdbPuts', () => references.put())
      const roundTrips = await measure('roundTrips', (caller) => references.roundTrip(caller))
      await references.close()
      figures.push(puts, roundTrips)
      let next = 0
      figures.push(
        await measure(
          'inserts',
          () => turns.insertOne({ ...body, runId: `r${next % RUNS}`, seq: Math.floor(next++ / RUNS) }),
          puts,
        ),
      )
      figures.push(await measure('compareAndSet', (caller, turn) => swap(leases, caller, turn), puts))
      figures.push(
        await measure(
          'indexedReads',
          (_caller, turn) =>
            turns.findOne({ tenantId: 't', runId: `r${(turn * 7919) % Math.min(next, RUNS)}` }, { sort: { seq: -1 } }),
          roundTrips,
        ),
      )
      await client.close()
    }
  } finally {
    await database.stop()
  }
  return figures
}

async function swap(leases: Collection<Document>, caller: number, version: number): Promise<void> {
  const { modifiedCount } = await leases.updateOne(
    { _id: caller as never, version },
    { $set: { owner: `o${version % 7}` }, $inc: { version: 1 } },
  )
  if (modifiedCount !== 1) throw new Error(`version ${version} of ${caller} was not there`)
}

type Work = (caller: number, turn: number) => Promise<unknown>

async function measured(
  {
    operation,
    connections,
    seconds,
    reference,
  }: { operation: string; connections: number; seconds: number; reference: DatabaseFigures | undefined },
  work: Work,
): Promise<DatabaseFigures> {
  const histogram = createHistogram()
  const startedAt = performance.now()
  const endAt = startedAt + seconds * 1000
  await Promise.all(Array.from({ length: connections }, (_, caller) => callUntil(endAt, histogram, (turn) => work(caller, turn))))
  const elapsed = (performance.now() - startedAt) / 1000
  const ms = (percentile: number) => Math.round(histogram.percentile(percentile) / 10_000) / 100
  const perSecond = Math.round(histogram.count / elapsed)
  const ratio = reference === undefined ? undefined : Math.round((perSecond / reference.perSecond) * 1000) / 1000
  return { operation, connections, perSecond, p50: ms(50), p99: ms(99), ratio }
}

async function callUntil(endAt: number, histogram: RecordableHistogram, call: (turn: number) => Promise<unknown>): Promise<void> {
  for (let turn = 0; performance.now() < endAt; turn++) {
    const before = process.hrtime.bigint()
    await call(turn)
    histogram.record(process.hrtime.bigint() - before)
  }
}

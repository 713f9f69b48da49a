import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Binary, BSON, type Document, ObjectId } from 'mongodb'
import { Command } from '../../runtime/mongo-embedded/src/commands/command.ts'
import { Cursors } from '../../runtime/mongo-embedded/src/commands/cursors.ts'
import type { Database } from '../../runtime/mongo-embedded/src/commands/database.ts'
import { runCommand } from '../../runtime/mongo-embedded/src/commands/registry.ts'
import { Catalog } from '../../runtime/mongo-embedded/src/storage/catalog.ts'
import { Store } from '../../runtime/mongo-embedded/src/storage/store.ts'
import { parseMessage } from '../../runtime/mongo-embedded/src/wire/message.ts'

export interface InsertPathFigures {
  /** Microseconds for one of a group of documents, from the message to LMDB's queue: what the database's one thread does for an insert. */
  readonly decide: Microseconds
  /** Microseconds of processor time in all threads from there to the answer, LMDB and the disk included. */
  readonly commit: Microseconds
  /** Microseconds in which the driver writes the same document as BSON, in the same moment. */
  readonly serialize: Microseconds
  /** `decide` to `serialize`, each at its tenth percentile: says little about the machine and its other work. */
  readonly ratioToSerialize: number
}

interface Microseconds {
  readonly p10: number
  readonly p50: number
}

const GROUP = 24
const ROUNDS = 1200
const WARM_UP = 300

/** Turns as the server stores them, in groups as they come at some 64 calls at once, under the indexes that they have. */
export async function run(rounds = ROUNDS): Promise<InsertPathFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-insert-'))
  const store = Store.open(folder, (cause) => {
    throw cause
  })
  const database: Database = {
    store,
    catalog: new Catalog(store),
    cursors: new Cursors(),
    startedAt: new Date(),
    now: () => new Date(),
    connections: () => 0,
    onDamaged: (damage) => {
      throw damage
    },
  }
  try {
    await perform(messageOf({ createIndexes: 'turns', indexes: INDEXES, $db: 'bench' }), database)
    return await measure(database, rounds)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(database: Database, rounds: number): Promise<InsertPathFigures> {
  const decide: number[] = []
  const commit: number[] = []
  const serialize: number[] = []
  for (let round = 0; round < WARM_UP + rounds; round++) {
    const turns = Array.from({ length: GROUP }, (_, place) => turn(round * GROUP + place))
    const beforeSerialize = process.hrtime.bigint()
    const documents = turns.map((document) => BSON.serialize(document))
    const serialized = process.hrtime.bigint()
    const message = messageOf({ insert: 'turns', ordered: false, $db: 'bench' }, documents)
    const begun = process.hrtime.bigint()
    const answered = perform(message, database)
    const decided = process.hrtime.bigint()
    const usage = process.cpuUsage()
    await answered
    const { user, system } = process.cpuUsage(usage)
    if (round < WARM_UP) continue
    serialize.push(Number(serialized - beforeSerialize) / 1000 / GROUP)
    decide.push(Number(decided - begun) / 1000 / GROUP)
    commit.push((user + system) / GROUP)
  }
  const figures = { decide: percentiles(decide), commit: percentiles(commit), serialize: percentiles(serialize) }
  return { ...figures, ratioToSerialize: rounded(figures.decide.p10 / figures.serialize.p10) }
}

function percentiles(values: number[]): Microseconds {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (part: number) => rounded(sorted[Math.floor(sorted.length * part)] ?? Number.NaN)
  return { p10: at(0.1), p50: at(0.5) }
}

const rounded = (value: number): number => Math.round(value * 100) / 100

function perform(message: Buffer, database: Database): Promise<unknown> {
  const { body, sequences } = parseMessage(message)
  return runCommand(new Command(body, sequences), database)
}

/** OP_MSG as drivers send it: the command, and the documents beside it. */
function messageOf(command: Document, documents: readonly Uint8Array[] = []): Buffer {
  const parts = [Buffer.alloc(20), Buffer.from([0]), BSON.serialize(command)]
  if (documents.length > 0) {
    const section = Buffer.concat([Buffer.alloc(4), Buffer.from('documents\0'), ...documents])
    section.writeInt32LE(section.length)
    parts.push(Buffer.from([1]), section)
  }
  const message = Buffer.concat(parts)
  message.writeInt32LE(message.length, 0)
  message.writeInt32LE(2013, 12)
  return message
}

const firstTurns = { partialFilterExpression: { seq: 0 } }
const INDEXES = [
  { name: 'turn', key: { tenantId: 1, runId: 1, seq: 1 }, unique: true },
  { name: 'open', key: { 'open.leaseUntil': 1 }, sparse: true },
  { name: 'calls', key: { tenantId: 1, environmentId: 1, at: -1, runId: -1 }, ...firstTurns },
  { name: 'callsOfFlow', key: { tenantId: 1, environmentId: 1, 'entered.flowId': 1, at: -1, runId: -1 }, ...firstTurns },
  { name: 'purge', key: { purgeAt: 1 }, expireAfterSeconds: 0 },
]
const RUNS = 500
const sealed = new Binary(randomBytes(600))

/** `_id` at the end, where the driver puts the one that it makes. */
function turn(n: number): Document {
  const at = new Date()
  return {
    tenantId: 'local',
    environmentId: 'main',
    isTest: false,
    runId: `run-${n % RUNS}-abcdef0123456789`,
    flowId: 'main',
    version: '3',
    seq: 1 + Math.floor(n / RUNS),
    at,
    seed: 'seed',
    sealed,
    trace: [{ flowId: 'main', nodeId: 'menu', outlet: 'again' }],
    nodeId: 'menu',
    faults: [],
    ended: null,
    projected: false,
    purgeAt: new Date(at.getTime() + 1e9),
    _id: new ObjectId(),
  }
}

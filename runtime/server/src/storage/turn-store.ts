import type { EndReason, Fault, TraceEntry } from '@patchbay/core'
import type { Binary, Collection } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { bytesOf } from './database.ts'
import { tenantGuard } from './tenant-guard.ts'

/**
 * One handled event of a run. All that could be personal is in `sealed`, under the run's own key. What names it is `runId` and
 * `seq`; the database's own `_id` follows the clock, so that turns that are stored together lie together.
 */
export interface StoredTurn {
  tenantId: string
  environmentId: string
  isTest: boolean
  runId: string
  flowId: string
  version: string
  /** Counts up from 0, without a gap. */
  seq: number
  at: Date
  seed: string
  /** `<leg>:<askedSeq>`: the question that this turn answered. */
  question?: string
  /** JSON of `TurnContent`. */
  sealed: Buffer
  trace: readonly TraceEntry[]
  /** Where the run waits; null when its flow is over. */
  nodeId: string | null
  faults: readonly Fault[]
  ended: EndReason | null
  jti?: string
  /** Effects that are not settled yet. */
  open: readonly never[]
  /** Whether reports have taken it in. */
  projected: boolean
  purgeAt: Date
}

const turnSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    isTest: { type: Boolean, required: true },
    runId: { type: String, required: true },
    flowId: { type: String, required: true },
    version: { type: String, required: true },
    seq: { type: Number, required: true, min: 0 },
    at: { type: Date, required: true },
    seed: { type: String, required: true },
    question: String,
    sealed: { type: Buffer, required: true },
    trace: [Schema.Types.Mixed],
    nodeId: String,
    faults: [Schema.Types.Mixed],
    ended: String,
    jti: String,
    open: [Schema.Types.Mixed],
    projected: { type: Boolean, required: true },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'turns', versionKey: false, strict: 'throw', minimize: false },
)
// two webhooks at once: the second insert fails, re-reads and steps again
turnSchema.index({ tenantId: 1, runId: 1, seq: 1 }, { unique: true })
turnSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(turnSchema)

type RawTurn = Omit<StoredTurn, 'sealed'> & { sealed: Binary }

export interface TurnStore {
  /** For the writer: turns are inserted as they are, past mongoose. */
  collection: Collection<StoredTurn>
  createIndexes(): Promise<void>
  latest(tenantId: string, runId: string): Promise<StoredTurn | undefined>
  at(tenantId: string, runId: string, seq: number): Promise<StoredTurn | undefined>
  /** The turn that answered a question; at most one does. */
  answering(tenantId: string, runId: string, question: string): Promise<StoredTurn | undefined>
  /** Turns after `seq`, oldest first. */
  since(tenantId: string, runId: string, seq: number): Promise<StoredTurn[]>
}

export function createTurnStore(connection: Connection): TurnStore {
  const model = connection.model('Turn', turnSchema)
  const one = (raw: unknown): StoredTurn | undefined => (raw === null ? undefined : plain(raw as RawTurn))
  return {
    collection: connection.getClient().db(connection.name).collection<StoredTurn>('turns'),
    createIndexes: () => model.createIndexes(),
    latest: async (tenantId, runId) => one(await model.findOne({ tenantId, runId }).sort({ seq: -1 }).lean()),
    at: async (tenantId, runId, seq) => one(await model.findOne({ tenantId, runId, seq }).lean()),
    answering: async (tenantId, runId, question) => one(await model.findOne({ tenantId, runId, question }).lean()),
    async since(tenantId, runId, seq) {
      const raws = await model
        .find({ tenantId, runId, seq: { $gt: seq } })
        .sort({ seq: 1 })
        .lean()
      return raws.map((raw) => plain(raw as unknown as RawTurn))
    },
  }
}

const plain = (raw: RawTurn): StoredTurn => ({ ...raw, sealed: bytesOf(raw.sealed) })

import type { EndReason, Fault, TraceEntry } from '@patchbay/core'
import type { Binary, Collection, ObjectId } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { bytesOf } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
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
  /** The flow that the call reached; on the first turn only, by which calls are listed. */
  entered?: { flowId: string; version: string }
  /** The event `contact.blocked`: why the caller was not let in. On the first turn only. */
  blocked?: 'capacity' | undefined
  /** `<leg>:<askedSeq>`: the question that this turn answered. */
  question?: string
  /** JSON of `TurnContent`. */
  sealed: Buffer
  trace: readonly TraceEntry[]
  /** Where the run waits; null when its flow is over. */
  nodeId: string | null
  /** The caller is asked for what nobody may read: keys are not shown to anybody. */
  secret?: true
  faults: readonly Fault[]
  ended: EndReason | null
  jti?: string
  /** What the run waits for and who looks after it until when; absent when nothing is open. */
  open?: readonly { key: string; leaseUntil: Date }[]
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
    entered: Schema.Types.Mixed,
    blocked: String,
    question: String,
    sealed: { type: Buffer, required: true },
    trace: [Schema.Types.Mixed],
    nodeId: String,
    secret: Boolean,
    faults: [Schema.Types.Mixed],
    ended: String,
    jti: String,
    open: { type: [Schema.Types.Mixed], default: undefined },
    projected: { type: Boolean, required: true },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'turns', versionKey: false, strict: 'throw', minimize: false },
)
// two webhooks at once: the second insert fails, re-reads and steps again
turnSchema.index({ tenantId: 1, runId: 1, seq: 1 }, { unique: true })
// for the sweeper of requests that nobody looks after any more: few turns have any
turnSchema.index({ 'open.leaseUntil': 1 }, { sparse: true })
// the list of calls: one entry a call, so that later turns cost nothing
const FIRST_TURNS = { partialFilterExpression: { seq: 0 } }
turnSchema.index({ tenantId: 1, environmentId: 1, at: -1, runId: -1 }, FIRST_TURNS)
turnSchema.index({ tenantId: 1, environmentId: 1, 'entered.flowId': 1, at: -1, runId: -1 }, FIRST_TURNS)
// what reports have not taken in yet: soon nothing of a turn is left in it
turnSchema.index({ projected: 1, _id: 1 }, { partialFilterExpression: { projected: false } })
// callers who were turned away: none where there are places
turnSchema.index({ tenantId: 1, environmentId: 1, blocked: 1, at: -1 }, { partialFilterExpression: { blocked: 'capacity' } })
turnSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(turnSchema)

type RawTurn = Omit<StoredTurn, 'sealed'> & { sealed: Binary }

/** With the database's own name for it, by which it is found again in a batch. */
export type UnprojectedTurn = StoredTurn & { _id: ObjectId }

export type TurnName = Pick<StoredTurn, 'tenantId' | 'runId' | 'seq'>

export interface TurnStore {
  /** For the writer: turns are inserted as they are, past mongoose. */
  collection: Collection<StoredTurn>
  createIndexes(): Promise<void>
  latest(tenantId: string, runId: string): Promise<StoredTurn | undefined>
  at(tenantId: string, runId: string, seq: number): Promise<StoredTurn | undefined>
  /** The turn that answered a question; at most one does. */
  answering(tenantId: string, runId: string, question: string): Promise<StoredTurn | undefined>
  /**
   * Takes over what a turn left open, when nobody holds it any more.
   *
   * @returns Whether it is ours until `until`; false when another process is quicker or still at it.
   */
  takeLease(turn: TurnName, lease: { key: string; now: Date; until: Date }): Promise<boolean>
  /** Keeps what is ours for longer. */
  extendLease(turn: TurnName, lease: { key: string; until: Date }): Promise<void>
  /**
   * Says that one thing which a turn left open is open no more.
   *
   * @returns False when somebody else had said so before.
   */
  settled(turn: TurnName, key: string): Promise<boolean>
  /** What a turn has left open. */
  open(turn: TurnName): Promise<readonly string[]>
  /** Turns of any tenant whose lease is over, oldest first. */
  abandoned(now: Date, limit: number): Promise<TurnName[]>
  /** Turns after `seq`, oldest first. */
  since(tenantId: string, runId: string, seq: number): Promise<StoredTurn[]>
  /** First turns, newest first: one a call. */
  begun(wanted: BegunTurns): Promise<StoredTurn[]>
  /** Turns of any tenant that reports have not taken in, oldest first. */
  unprojected(limit: number): Promise<UnprojectedTurn[]>
  projected(turns: readonly UnprojectedTurn[]): Promise<void>
  /** How many callers were turned away since a moment, and when the latest was. */
  blocked(place: FlowPlace, since: Date): Promise<{ count: number; latest: Date | null }>
  /** Every turn of some runs, oldest first, without what is sealed. */
  outlines(tenantId: string, runIds: readonly string[]): Promise<TurnOutline[]>
}

/** A place in the list of calls, from which it is read on. */
export interface CallPlace {
  at: Date
  runId: string
}

export interface BegunTurns extends FlowPlace {
  /** Only calls that reached this flow. */
  flowId?: string | undefined
  /** Only calls that stand after this one in the list. */
  before?: CallPlace | undefined
  limit: number
}

export type TurnOutline = Omit<StoredTurn, 'sealed'>

export function createTurnStore(connection: Connection): TurnStore {
  const model = connection.model('Turn', turnSchema)
  const one = (raw: unknown): StoredTurn | undefined => (raw === null ? undefined : plain(raw as RawTurn))
  const collection = connection.getClient().db(connection.name).collection<StoredTurn>('turns')
  return {
    collection,
    createIndexes: () => model.createIndexes(),
    latest: async (tenantId, runId) => one(await model.findOne({ tenantId, runId }).sort({ seq: -1 }).lean()),
    at: async (tenantId, runId, seq) => one(await model.findOne({ tenantId, runId, seq }).lean()),
    answering: async (tenantId, runId, question) => one(await model.findOne({ tenantId, runId, question }).lean()),
    async takeLease({ tenantId, runId, seq }, { key, now, until }) {
      const open = { $elemMatch: { key, leaseUntil: { $lte: now } } }
      const taken = await model.updateOne({ tenantId, runId, seq, open }, { $set: { 'open.$.leaseUntil': until } })
      return taken.modifiedCount === 1
    },
    async extendLease({ tenantId, runId, seq }, { key, until }) {
      await model.updateOne({ tenantId, runId, seq, 'open.key': key }, { $set: { 'open.$.leaseUntil': until } })
    },
    async settled({ tenantId, runId, seq }, key) {
      const last = { tenantId, runId, seq, 'open.key': key, open: { $size: 1 } }
      if ((await model.updateOne(last, { $unset: { open: 1 } })).modifiedCount === 1) return true
      const taken = await model.updateOne({ tenantId, runId, seq, 'open.key': key }, { $pull: { open: { key } } })
      if (taken.modifiedCount === 0) return false
      // two at once that each took one of the last two
      await model.updateOne({ tenantId, runId, seq, open: { $size: 0 } }, { $unset: { open: 1 } })
      return true
    },
    async open({ tenantId, runId, seq }) {
      const turn = await model.findOne({ tenantId, runId, seq }).select('open').lean<Pick<StoredTurn, 'open'>>()
      return (turn?.open ?? []).map(({ key }) => key)
    },
    // across tenants: the sweeper serves all of them, and goes on within each one's own
    abandoned: (now, limit) =>
      collection
        .find({ 'open.leaseUntil': { $lte: now } }, { projection: { _id: 0, tenantId: 1, runId: 1, seq: 1 } })
        .sort({ 'open.leaseUntil': 1 })
        .limit(limit)
        .toArray(),
    async since(tenantId, runId, seq) {
      const raws = await model
        .find({ tenantId, runId, seq: { $gt: seq } })
        .sort({ seq: 1 })
        .lean()
      return raws.map((raw) => plain(raw as unknown as RawTurn))
    },
    async begun({ tenantId, environmentId, flowId, before, limit }) {
      const filter = {
        tenantId,
        environmentId,
        seq: 0,
        ...(flowId === undefined ? {} : { 'entered.flowId': flowId }),
        ...(before === undefined
          ? {}
          : { at: { $lte: before.at }, $or: [{ at: { $lt: before.at } }, { runId: { $lt: before.runId } }] }),
      }
      const raws = await model.find(filter).sort({ at: -1, runId: -1 }).limit(limit).lean()
      return raws.map((raw) => plain(raw as unknown as RawTurn))
    },
    // across tenants: one process makes the events of all of them
    async unprojected(limit) {
      const raws = await collection.find({ projected: false }).sort({ _id: 1 }).limit(limit).toArray()
      return raws.map((raw) => plain(raw as unknown as RawTurn & { _id: ObjectId }))
    },
    async projected(turns) {
      if (turns.length > 0)
        await collection.updateMany({ _id: { $in: turns.map(({ _id }) => _id) } }, { $set: { projected: true } })
    },
    async blocked({ tenantId, environmentId }, since) {
      const filter = { tenantId, environmentId, blocked: 'capacity', at: { $gte: since } }
      const latest = await model.findOne(filter).sort({ at: -1 }).select('at').lean<Pick<StoredTurn, 'at'>>()
      return { count: latest === null ? 0 : await model.countDocuments(filter), latest: latest?.at ?? null }
    },
    outlines: (tenantId, runIds) =>
      model
        .find({ tenantId, runId: { $in: [...runIds] } }, { sealed: 0 })
        .sort({ runId: 1, seq: 1 })
        .lean<TurnOutline[]>(),
  }
}

const plain = <Raw extends RawTurn>(raw: Raw): Omit<Raw, 'sealed'> & { sealed: Buffer } => ({
  ...raw,
  sealed: bytesOf(raw.sealed),
})

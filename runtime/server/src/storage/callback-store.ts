import type { Binary } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { bytesOf, isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/**
 * `calling`: somebody is being rung, until the lease is over. `answered`: somebody took the call, which goes on. `done`,
 * `gaveUp` and `cancelled` are the end; one that was cancelled can be brought back until its lease is over.
 */
const STATES = ['waiting', 'calling', 'answered', 'done', 'gaveUp', 'cancelled'] as const
const OPEN = ['waiting', 'calling', 'answered'] as const
const LEASED = ['calling', 'answered', 'cancelled'] as const
const OVER = ['done', 'gaveUp', 'cancelled'] as const

/** A call that was promised to somebody. */
export interface StoredCallback extends FlowPlace {
  /** Follows from the request that asked for it, so that asking again finds it. */
  _id: string
  isTest: boolean
  /**
   * The run that asked, and whose key seals the number: whoever erases the run erases this, too. What a trigger asked for has a name of
   * its own here, and a key of its own under that.
   */
  runId: string
  /** The rule and the trigger that asked, where no run did. */
  askedBy?: { plugin: string; trigger: string; rule: string }
  /** A sum of the number, by which it is found when a customer is erased; of what no run asked for. */
  whom?: string
  /** The number to call; gone when the callback has come to its end. */
  sealed?: Buffer
  /** The masked number, which is kept as long as the callback; sealed by the same key. Callbacks of earlier builds have none. */
  sealedMask?: Buffer
  /** JSON of what the flow's variables begin with; sealed by the same key, and gone with the number. */
  sealedValues?: Buffer
  /** Outside its hours nobody is called; gone as soon as a person says when. */
  calendar?: string
  flowId: string
  /** What customers go through when they answer the attempt under way. */
  version: string | null
  /** Our number, which customers see. */
  callerId: string
  /** Where the asking call was, for Vonage. */
  regionUrl: string | null
  state: (typeof STATES)[number]
  notBefore: Date
  /** Nobody is called any more after this. */
  giveUpAt: Date
  minutesBetween: number
  /** Counts what was begun; names the attempt under way. */
  attempt: number
  /** How often it may be called in all. */
  attempts: number
  attemptsLeft: number
  /** Of the attempt under way, or of the call that it became. */
  leaseUntil: Date | null
  /** Vonage's id of the answered call. */
  vonageCallId: string | null
  /** Why the last attempt came to nothing. */
  reason: string | null
  purgeAt: Date
}

const callbackSchema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    isTest: { type: Boolean, required: true },
    runId: { type: String, required: true },
    sealed: Buffer,
    sealedMask: Buffer,
    sealedValues: Buffer,
    askedBy: { type: Schema.Types.Mixed },
    whom: { type: String },
    calendar: { type: String },
    flowId: { type: String, required: true },
    version: { type: String, default: null },
    callerId: { type: String, required: true },
    regionUrl: { type: String, default: null },
    state: { type: String, enum: STATES, required: true },
    notBefore: { type: Date, required: true },
    giveUpAt: { type: Date, required: true },
    minutesBetween: { type: Number, required: true },
    attempt: { type: Number, required: true },
    attempts: { type: Number, required: true },
    attemptsLeft: { type: Number, required: true },
    leaseUntil: { type: Date, default: null },
    vonageCallId: { type: String, default: null },
    reason: { type: String, default: null },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'callbacks', versionKey: false, strict: 'throw' },
)
// for the sweeper
callbackSchema.index({ state: 1, notBefore: 1 })
callbackSchema.index({ state: 1, leaseUntil: 1 })
// for people who look at them
callbackSchema.index({ tenantId: 1, environmentId: 1, state: 1, notBefore: 1 })
// for who erases a customer
callbackSchema.index({ tenantId: 1, whom: 1 })
callbackSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(callbackSchema)

/** One of the calls that a callback makes. */
export interface Attempt {
  id: string
  attempt: number
}

/** A place in a list of callbacks, from which it is read on. */
export interface CallbackPlace {
  notBefore: Date
  id: string
}

export interface WantedCallbacks extends FlowPlace {
  /** Those that are over, latest first; else those that are not, next one first. */
  over: boolean
  after?: CallbackPlace | undefined
  limit: number
}

export interface CallbackStore {
  createIndexes(): Promise<void>
  /** @returns False when it was asked for before. */
  add(callback: StoredCallback): Promise<boolean>
  get(id: string): Promise<StoredCallback | undefined>
  /** Those of a tenant that are still there. */
  some(tenantId: string, ids: readonly string[]): Promise<StoredCallback[]>
  /** What is to be looked at now, of any tenant: calls to make, and leases that are over. */
  due(now: Date, limit: number): Promise<StoredCallback[]>
  list(wanted: WantedCallbacks): Promise<StoredCallback[]>
  /** Another time for one that waits, whatever hours it had to keep. @returns False when it does not wait. */
  retime(id: string, to: Pick<StoredCallback, 'notBefore' | 'giveUpAt'>): Promise<boolean>
  /** Puts one off that was due, unless somebody did something about it meanwhile. No attempt is used up. */
  putOff(due: StoredCallback, to: Pick<StoredCallback, 'notBefore' | 'giveUpAt'> & { reason: string }): Promise<boolean>
  /** Ends one that waits; its number is kept until then. @returns False when it does not wait. */
  cancel(id: string, restorableUntil: Date): Promise<boolean>
  /** Takes a cancellation back. @returns False when that is not possible any more. */
  restore(id: string, now: Date): Promise<boolean>
  /** Begins the next attempt, for one process only. @returns Undefined when there is none to begin. */
  take(id: string, lease: { now: Date; until: Date; version: string }): Promise<StoredCallback | undefined>
  /**
   * Somebody took the call of an attempt. The same call may say so again.
   *
   * @returns Undefined when the attempt is over, or was answered by another call.
   */
  answered(at: Attempt, call: { vonageCallId: string; until: Date }): Promise<StoredCallback | undefined>
  /** The answered call is over; says whether it was answered. Until then it may be said that it was a machine. */
  over(at: Attempt, until: Date): Promise<boolean>
  /** Back to waiting, from one of some states. `untouched`: nobody was rung, so that the attempt does not count. */
  wait(
    at: Attempt,
    from: readonly StoredCallback['state'][],
    change: { notBefore: Date; reason: string; untouched: boolean },
  ): Promise<boolean>
  /** Comes to its end, and forgets the number. */
  end(
    at: Attempt,
    from: readonly StoredCallback['state'][],
    state: 'done' | 'gaveUp' | 'cancelled',
    reason: string | null,
  ): Promise<boolean>
}

export function createCallbackStore(connection: Connection): CallbackStore {
  const model = connection.model('Callback', callbackSchema)
  const found = (raw: RawCallback | null) => (raw === null ? undefined : plain(raw))
  const changed = async (filter: Record<string, unknown>, change: Record<string, unknown>) =>
    (await model.updateOne(filter, change)).modifiedCount === 1
  return {
    createIndexes: () => model.createIndexes(),
    async add(callback) {
      try {
        await model.collection.insertOne({ ...callback } as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    get: async (id) => found(await model.findOne({ _id: id }).lean<RawCallback>()),
    async some(tenantId, ids) {
      if (ids.length === 0) return []
      const raws = await model.find({ tenantId, _id: { $in: [...ids] } }).lean<RawCallback[]>()
      return raws.map(plain)
    },
    async due(now, limit) {
      const toCall = model.find({ state: 'waiting', notBefore: { $lte: now } }).sort({ notBefore: 1 })
      const over = model.find({ state: { $in: [...LEASED] }, leaseUntil: { $lte: now } }).sort({ leaseUntil: 1 })
      const [first, second] = await Promise.all([
        over.limit(limit).lean<RawCallback[]>(),
        toCall.limit(limit).lean<RawCallback[]>(),
      ])
      return [...first, ...second].map(plain)
    },
    async list({ tenantId, environmentId, over, after, limit }) {
      const order = over ? -1 : 1
      const past = <Value>(value: Value) => (over ? { $lt: value } : { $gt: value })
      const filter = {
        tenantId,
        environmentId,
        state: { $in: [...(over ? OVER : OPEN)] },
        ...(after === undefined
          ? {}
          : {
              notBefore: over ? { $lte: after.notBefore } : { $gte: after.notBefore },
              $or: [{ notBefore: past(after.notBefore) }, { _id: past(after.id) }],
            }),
      }
      const raws = await model.find(filter).sort({ notBefore: order, _id: order }).limit(limit).lean<RawCallback[]>()
      return raws.map(plain)
    },
    retime: (id, { notBefore, giveUpAt }) =>
      changed({ _id: id, state: 'waiting' }, { $set: { notBefore, giveUpAt }, $unset: { calendar: 1 } }),
    putOff: ({ _id, notBefore }, to) => changed({ _id, state: 'waiting', notBefore }, { $set: to }),
    cancel: (id, restorableUntil) =>
      changed({ _id: id, state: 'waiting' }, { $set: { state: 'cancelled', leaseUntil: restorableUntil } }),
    restore: (id, now) =>
      changed(
        { _id: id, state: 'cancelled', leaseUntil: { $gt: now }, sealed: { $exists: true } },
        { $set: { state: 'waiting', leaseUntil: null } },
      ),
    take: async (id, { now, until, version }) =>
      found(
        await model
          .findOneAndUpdate(
            { _id: id, state: 'waiting', notBefore: { $lte: now }, attemptsLeft: { $gt: 0 } },
            { $set: { state: 'calling', leaseUntil: until, version }, $inc: { attempt: 1, attemptsLeft: -1 } },
            { returnDocument: 'after' },
          )
          .lean<RawCallback>(),
      ),
    answered: async ({ id, attempt }, { vonageCallId, until }) =>
      found(
        await model
          .findOneAndUpdate(
            { _id: id, attempt, $or: [{ state: 'calling' }, { state: 'answered', vonageCallId }] },
            { $set: { state: 'answered', vonageCallId, leaseUntil: until, reason: null } },
            { returnDocument: 'after' },
          )
          .lean<RawCallback>(),
      ),
    over: ({ id, attempt }, until) =>
      changed({ _id: id, attempt, state: 'answered', leaseUntil: { $gt: until } }, { $set: { leaseUntil: until } }),
    wait: ({ id, attempt }, from, { notBefore, reason, untouched }) =>
      changed(
        { _id: id, attempt, state: { $in: from } },
        {
          $set: { state: 'waiting', leaseUntil: null, vonageCallId: null, notBefore, reason },
          ...(untouched ? { $inc: { attemptsLeft: 1 } } : {}),
        },
      ),
    end: ({ id, attempt }, from, state, reason) =>
      changed(
        { _id: id, attempt, state: { $in: from } },
        { $set: { state, leaseUntil: null, reason }, $unset: { sealed: 1, sealedValues: 1 } },
      ),
  }
}

type Sealed = 'sealed' | 'sealedMask' | 'sealedValues'
type RawCallback = Omit<StoredCallback, Sealed> & { [Name in Sealed]?: Binary }

const plain = ({ sealed, sealedMask, sealedValues, ...rest }: RawCallback): StoredCallback => ({
  ...rest,
  // callbacks of earlier builds do not say
  attempts: rest.attempts ?? rest.attempt + rest.attemptsLeft,
  ...(sealedMask === undefined ? {} : { sealedMask: bytesOf(sealedMask) }),
  ...(sealedValues === undefined ? {} : { sealedValues: bytesOf(sealedValues) }),
  ...(sealed === undefined ? {} : { sealed: bytesOf(sealed) }),
})

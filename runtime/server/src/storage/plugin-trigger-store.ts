import type { RULE_OUTCOMES } from '@patchbay/core/http-contract'
import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** What became of a webhook. `underWay` until its handler has ended; the last two never reached it. */
export type TriggerState = 'underWay' | 'handled' | 'ignored' | 'failed' | 'notSigned' | 'tooOld'

/** Which event it was: an installation hears of each at most once. */
export interface TriggerEventKey extends FlowPlace {
  installationId: string
  trigger: string
  /** A sum of the provider's id of it, or of its content. */
  event: string
}

/** What a call rule made of an event. */
export interface StartedCall {
  rule: string
  flowId: string
  outcome: (typeof RULE_OUTCOMES)[number]
  /** The call that was arranged. */
  callback?: string
}

/** A webhook that a plugin's provider sent. Nothing of what it said is kept here. */
export interface StoredTriggerCall extends TriggerEventKey {
  plugin: string
  at: Date
  state: TriggerState
  /** Of what failed. */
  reason?: string
  tookMs?: number
  /** A sum of what waiting actions know it by. */
  waitKey?: string
  /** What each rule made of it; absent where there was none. */
  started?: StartedCall[]
  /** How often the same came again. */
  repeats: number
  leaseUntil: Date
  purgeAt: Date
}

const triggerSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    installationId: { type: String, required: true },
    plugin: { type: String, required: true },
    trigger: { type: String, required: true },
    event: { type: String, required: true },
    at: { type: Date, required: true },
    state: { type: String, required: true },
    reason: { type: String },
    tookMs: { type: Number },
    waitKey: { type: String },
    started: { type: [Schema.Types.Mixed], default: undefined },
    repeats: { type: Number, required: true },
    leaseUntil: { type: Date, required: true },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'pluginTriggerCalls', versionKey: false, strict: 'throw', minimize: false },
)
triggerSchema.index({ tenantId: 1, environmentId: 1, installationId: 1, trigger: 1, event: 1 }, { unique: true })
triggerSchema.index({ tenantId: 1, environmentId: 1, plugin: 1, at: 1 })
triggerSchema.index({ tenantId: 1, waitKey: 1 })
triggerSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(triggerSchema)

export type SettledTrigger = Pick<StoredTriggerCall, 'reason' | 'tookMs' | 'waitKey' | 'started'> & {
  state: 'handled' | 'ignored' | 'failed'
}

export interface PluginTriggerStore {
  createIndexes(): Promise<void>
  /** @returns False when the event is known. */
  add(call: StoredTriggerCall): Promise<boolean>
  /** Counts a repetition. @returns What became of the event. */
  repeated(key: TriggerEventKey): Promise<StoredTriggerCall | undefined>
  /** Takes up what failed, or what was left behind. @returns False when somebody is at it, or it is settled. */
  take(key: TriggerEventKey, now: Date, leaseUntil: Date): Promise<boolean>
  settle(key: TriggerEventKey, settled: SettledTrigger): Promise<void>
  /** Newest first. */
  list(place: FlowPlace, plugin: string, limit: number): Promise<StoredTriggerCall[]>
  /** How many handled events told of what is waited for. */
  countOf(tenantId: string, waitKey: string): Promise<number>
}

export function createPluginTriggerStore(connection: Connection): PluginTriggerStore {
  const model = connection.model('PluginTriggerCall', triggerSchema)
  const only = ({ tenantId, environmentId, installationId, trigger, event }: TriggerEventKey) => ({
    tenantId,
    environmentId,
    installationId,
    trigger,
    event,
  })
  return {
    createIndexes: () => model.createIndexes(),
    async add(call) {
      try {
        await model.collection.insertOne({ ...call } as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    async repeated(key) {
      const found = await model.findOneAndUpdate(only(key), { $inc: { repeats: 1 } }, { returnDocument: 'after' }).lean()
      return found === null ? undefined : (found as unknown as StoredTriggerCall)
    },
    async take(key, now, leaseUntil) {
      const free = { $or: [{ state: 'failed' }, { state: 'underWay', leaseUntil: { $lt: now } }] }
      const taken = await model.updateOne({ ...only(key), ...free }, { $set: { state: 'underWay', leaseUntil } })
      return taken.modifiedCount === 1
    },
    async settle(key, settled) {
      await model.updateOne(only(key), { $set: settled })
    },
    async list({ tenantId, environmentId }, plugin, limit) {
      const found = await model.find({ tenantId, environmentId, plugin }).sort({ at: -1 }).limit(limit).select('-_id').lean()
      return found as unknown as StoredTriggerCall[]
    },
    countOf: (tenantId, waitKey) => model.countDocuments({ tenantId, waitKey }),
  }
}

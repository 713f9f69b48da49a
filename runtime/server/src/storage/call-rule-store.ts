import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** That somebody is called when a plugin's trigger tells of something. */
export interface StoredCallRule extends FlowPlace {
  _id: string
  plugin: string
  trigger: string
  /** Which of the trigger's rules it is: there are only so many. */
  slot: number
  enabled: boolean
  /** JSON of what else it says. */
  valueText: string
  /** Counts its changes; an edit says which it was made on. */
  revision: number
  createdAt: Date
  updatedAt: Date
  updatedBy: string
}

const callRuleSchema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    plugin: { type: String, required: true },
    trigger: { type: String, required: true },
    slot: { type: Number, required: true },
    enabled: { type: Boolean, required: true },
    valueText: { type: String, required: true },
    revision: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    updatedBy: { type: String, required: true },
  },
  { collection: 'callRules', versionKey: false, strict: 'throw' },
)
callRuleSchema.index({ tenantId: 1, environmentId: 1, plugin: 1, trigger: 1, slot: 1 }, { unique: true })
tenantGuard(callRuleSchema)

type RuleName = FlowPlace & { plugin: string; id: string }

export interface CallRuleStore {
  createIndexes(): Promise<void>
  get(name: RuleName): Promise<StoredCallRule | undefined>
  /** Of a plugin, or of all of them; oldest first. */
  list(place: FlowPlace, plugin?: string): Promise<StoredCallRule[]>
  /** Those of a trigger that are on. */
  on(place: FlowPlace, plugin: string, trigger: string): Promise<StoredCallRule[]>
  /** @returns False when the slot is taken. */
  add(rule: StoredCallRule): Promise<boolean>
  /** Replaces what stands at revision `from`; false when it was changed or removed meanwhile. */
  replace(rule: StoredCallRule, from: number): Promise<boolean>
  remove(name: RuleName): Promise<boolean>
}

export function createCallRuleStore(connection: Connection): CallRuleStore {
  const model = connection.model('CallRule', callRuleSchema)
  const only = ({ tenantId, environmentId, plugin, id }: RuleName) => ({ _id: id, tenantId, environmentId, plugin })
  return {
    createIndexes: () => model.createIndexes(),
    get: async (name) => (await model.findOne(only(name)).lean<StoredCallRule>()) ?? undefined,
    list: ({ tenantId, environmentId }, plugin) =>
      model
        .find({ tenantId, environmentId, ...(plugin === undefined ? {} : { plugin }) })
        .sort({ createdAt: 1, _id: 1 })
        .lean<StoredCallRule[]>(),
    on: ({ tenantId, environmentId }, plugin, trigger) =>
      model.find({ tenantId, environmentId, plugin, trigger, enabled: true }).sort({ slot: 1 }).lean<StoredCallRule[]>(),
    async add(rule) {
      try {
        await model.collection.insertOne({ ...rule } as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    async replace({ enabled, valueText, revision, updatedAt, updatedBy, _id: id, ...rule }, from) {
      const set = { enabled, valueText, revision, updatedAt, updatedBy }
      const { modifiedCount } = await model.updateOne({ ...only({ ...rule, id }), revision: from }, { $set: set })
      return modifiedCount === 1
    },
    remove: async (name) => (await model.deleteOne(only(name))).deletedCount === 1,
  }
}

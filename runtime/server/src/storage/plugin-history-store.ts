import type { Role } from '@patchbay/core'
import type { PluginHistory } from '@patchbay/core/http-contract'
import { type Connection, Schema } from 'mongoose'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** Who did what to a plugin, and in which role. Never changed, and not removed with the plugin. */
export interface StoredPluginEntry extends FlowPlace {
  name: string
  at: Date
  actor: string
  role: Role
  what: PluginHistory['entries'][number]['what']
  version: string
  detail: string
}

const entrySchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    name: { type: String, required: true },
    at: { type: Date, required: true },
    actor: { type: String, required: true },
    role: { type: String, required: true },
    what: { type: String, required: true },
    version: { type: String, required: true },
    detail: { type: String, default: '' },
  },
  { collection: 'pluginHistory', versionKey: false, strict: 'throw' },
)
entrySchema.index({ tenantId: 1, environmentId: 1, name: 1, at: -1 })
tenantGuard(entrySchema)

export interface PluginHistoryStore {
  createIndexes(): Promise<void>
  add(entry: StoredPluginEntry): Promise<void>
  /** Newest first. */
  list(place: FlowPlace, name: string, limit: number): Promise<StoredPluginEntry[]>
}

export function createPluginHistoryStore(connection: Connection): PluginHistoryStore {
  const model = connection.model('PluginHistory', entrySchema)
  return {
    createIndexes: () => model.createIndexes(),
    add: async (entry) => void (await model.collection.insertOne({ ...entry } as never)),
    async list({ tenantId, environmentId }, name, limit) {
      // those of one moment in the order in which they came
      const found = await model
        .find({ tenantId, environmentId, name })
        .sort({ at: -1, _id: -1 })
        .limit(limit)
        .select('-_id')
        .lean()
      return found as unknown as StoredPluginEntry[]
    },
  }
}

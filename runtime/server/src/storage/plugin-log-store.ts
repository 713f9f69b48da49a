import { type Connection, Schema } from 'mongoose'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** A line that a plugin wrote while it ran. Secrets, digits and personal values have been taken out before. */
export interface StoredLogLine extends FlowPlace {
  installationId: string
  plugin: string
  at: Date
  /** Settles the order within one instant. */
  n: number
  action: string
  level: 'debug' | 'info' | 'warn' | 'error'
  text: string
  purgeAt: Date
}

const lineSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    installationId: { type: String, required: true },
    plugin: { type: String, required: true },
    at: { type: Date, required: true },
    n: { type: Number, required: true },
    action: { type: String, required: true },
    level: { type: String, required: true },
    text: { type: String, required: true },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'pluginLogs', versionKey: false, strict: 'throw', minimize: false },
)
lineSchema.index({ tenantId: 1, environmentId: 1, plugin: 1, at: 1, n: 1 })
lineSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(lineSchema)

export interface PluginLogStore {
  createIndexes(): Promise<void>
  /** Lines of any tenants. */
  add(lines: readonly StoredLogLine[]): Promise<void>
  /** Newest first. */
  list(place: FlowPlace, plugin: string, limit: number): Promise<StoredLogLine[]>
  /** Leaves the newest lines of a plugin. */
  trim(place: FlowPlace, plugin: string, keep: number): Promise<void>
}

export function createPluginLogStore(connection: Connection): PluginLogStore {
  const model = connection.model('PluginLogLine', lineSchema)
  const newestFirst = { at: -1, n: -1 } as const
  const at = ({ tenantId, environmentId }: FlowPlace, plugin: string) => ({ tenantId, environmentId, plugin })
  return {
    createIndexes: () => model.createIndexes(),
    async add(lines) {
      if (lines.length > 0) await model.collection.insertMany(lines.map((line) => ({ ...line })) as never, { ordered: false })
    },
    async list(place, plugin, limit) {
      const found = await model.find(at(place, plugin)).sort(newestFirst).limit(limit).select('-_id').lean()
      return found as unknown as StoredLogLine[]
    },
    async trim(place, plugin, keep) {
      const kept = await model
        .find(at(place, plugin))
        .sort(newestFirst)
        .limit(keep + 1)
        .select('at')
        .lean<{ at: Date }[]>()
      const oldest = kept[keep]
      if (oldest !== undefined) await model.deleteMany({ ...at(place, plugin), at: { $lte: oldest.at } })
    },
  }
}

import type { DataClass } from '@patchbay/core'
import { type Connection, Schema } from 'mongoose'
import type { FlowPlace } from './flow-store.ts'
import { onceMore } from './once-more.ts'
import { tenantGuard } from './tenant-guard.ts'

/** A version of a plugin that an environment has had: kept for flows that are locked to it, and for going back. */
export interface StoredPluginVersion extends FlowPlace {
  name: string
  version: string
  codeHash: string
  manifestText: string
  code: string
  /** As they were when it was installed last. */
  settingsText: string
  /** What may be asked of it at most; taking a grant away takes it here too. */
  origins: string[]
  secrets: string[]
  dataClasses: DataClass[]
  origin: 'release' | 'registry' | 'development' | 'file'
  publisher: string | null
  keptAt: Date
}

const versionSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    name: { type: String, required: true },
    version: { type: String, required: true },
    codeHash: { type: String, required: true },
    manifestText: { type: String, required: true },
    code: { type: String, required: true },
    settingsText: { type: String, required: true },
    origins: { type: [String], required: true },
    secrets: { type: [String], required: true },
    dataClasses: { type: [String], required: true },
    origin: { type: String, required: true },
    publisher: { type: String, default: null },
    keptAt: { type: Date, required: true },
  },
  { collection: 'pluginVersions', versionKey: false, strict: 'throw', minimize: false },
)
versionSchema.index({ tenantId: 1, environmentId: 1, name: 1, version: 1, codeHash: 1 }, { unique: true })
tenantGuard(versionSchema)

export type PluginVersionHead = Omit<StoredPluginVersion, 'code'>
export type PluginVersionName = Pick<StoredPluginVersion, 'name' | 'version' | 'codeHash'>

export interface PluginVersionStore {
  createIndexes(): Promise<void>
  /** Keeps a version, or keeps it as it is now. */
  keep(version: StoredPluginVersion): Promise<void>
  get(place: FlowPlace, name: PluginVersionName): Promise<PluginVersionHead | undefined>
  code(place: FlowPlace, name: PluginVersionName): Promise<string | undefined>
  /** Of a plugin, the latest kept first. */
  list(place: FlowPlace, name: string): Promise<PluginVersionHead[]>
  remove(place: FlowPlace, name: PluginVersionName): Promise<void>
}

export function createPluginVersionStore(connection: Connection): PluginVersionStore {
  const model = connection.model('PluginVersion', versionSchema)
  const only = ({ tenantId, environmentId }: FlowPlace, { name, version, codeHash }: PluginVersionName) => ({
    tenantId,
    environmentId,
    name,
    version,
    codeHash,
  })
  return {
    createIndexes: () => model.createIndexes(),
    keep: ({ tenantId, environmentId, name, version, codeHash, ...set }) =>
      onceMore(async () => {
        await model.updateOne(only({ tenantId, environmentId }, { name, version, codeHash }), { $set: set }, { upsert: true })
      }),
    async get(place, name) {
      const found = await model.findOne(only(place, name)).select('-_id -code').lean()
      return (found as PluginVersionHead | null) ?? undefined
    },
    async code(place, name) {
      const found = await model.findOne(only(place, name)).select('code').lean<{ code: string }>()
      return found?.code
    },
    async list({ tenantId, environmentId }, name) {
      const found = await model.find({ tenantId, environmentId, name }).sort({ keptAt: -1 }).select('-_id -code').lean()
      return found as unknown as PluginVersionHead[]
    },
    remove: async (place, name) => void (await model.deleteOne(only(place, name))),
  }
}

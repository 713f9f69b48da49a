import type { Binary } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { bytesOf, isDuplicateKey } from './database.ts'
import { tenantGuard } from './tenant-guard.ts'

/** Where a plugin's value lies. */
export interface PluginValueKey {
  tenantId: string
  environmentId: string
  installationId: string
  name: string
}

const valueSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    installationId: { type: String, required: true },
    name: { type: String, required: true },
    sealed: { type: Buffer, required: true },
  },
  { collection: 'pluginValues', versionKey: false, strict: 'throw', minimize: false },
)
valueSchema.index({ tenantId: 1, environmentId: 1, installationId: 1, name: 1 }, { unique: true })
tenantGuard(valueSchema)

export interface PluginValueStore {
  createIndexes(): Promise<void>
  get(key: PluginValueKey): Promise<Buffer | undefined>
  count(key: Omit<PluginValueKey, 'name'>): Promise<number>
  /** @returns False when the name is taken. */
  add(key: PluginValueKey, sealed: Buffer): Promise<boolean>
  /** @returns False when there is none of the name. */
  replace(key: PluginValueKey, sealed: Buffer): Promise<boolean>
  remove(key: PluginValueKey): Promise<boolean>
}

export function createPluginValueStore(connection: Connection): PluginValueStore {
  const model = connection.model('PluginValue', valueSchema)
  const at = ({ tenantId, environmentId, installationId }: Omit<PluginValueKey, 'name'>) => ({
    tenantId,
    environmentId,
    installationId,
  })
  const only = (key: PluginValueKey) => ({ ...at(key), name: key.name })
  return {
    createIndexes: () => model.createIndexes(),
    async get(key) {
      const found = await model.findOne(only(key)).select('sealed').lean<{ sealed: Binary }>()
      return found === null ? undefined : bytesOf(found.sealed)
    },
    count: (key) => model.countDocuments(at(key)),
    async add(key, sealed) {
      try {
        await model.collection.insertOne({ ...only(key), sealed } as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    replace: async (key, sealed) => (await model.updateOne(only(key), { $set: { sealed } })).matchedCount === 1,
    remove: async (key) => (await model.deleteOne(only(key))).deletedCount === 1,
  }
}

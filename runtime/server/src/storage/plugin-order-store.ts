import type { Binary } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { bytesOf, isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** An action that somebody asked for under a key. */
export interface StoredPluginOrder extends FlowPlace {
  /** A sum of who asked and of their key. */
  key: string
  /** A sum of what was asked for: one key is for one thing. */
  what: string
  /** What came of it; absent while nobody knows. */
  sealed?: Buffer
  purgeAt: Date
}

const orderSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    key: { type: String, required: true },
    what: { type: String, required: true },
    sealed: { type: Buffer },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'pluginOrders', versionKey: false, strict: 'throw', minimize: false },
)
orderSchema.index({ tenantId: 1, environmentId: 1, key: 1 }, { unique: true })
orderSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(orderSchema)

export interface PluginOrderStore {
  createIndexes(): Promise<void>
  /** @returns False when the key is taken. */
  add(order: StoredPluginOrder): Promise<boolean>
  get(place: FlowPlace, key: string): Promise<StoredPluginOrder | undefined>
  answer(place: FlowPlace, key: string, sealed: Buffer): Promise<void>
  /** Frees a key under which nothing was done. */
  remove(place: FlowPlace, key: string): Promise<void>
}

export function createPluginOrderStore(connection: Connection): PluginOrderStore {
  const model = connection.model('PluginOrder', orderSchema)
  const only = ({ tenantId, environmentId }: FlowPlace, key: string) => ({ tenantId, environmentId, key })
  return {
    createIndexes: () => model.createIndexes(),
    async add(order) {
      try {
        await model.collection.insertOne({ ...order } as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    async get(place, key) {
      const found = await model.findOne(only(place, key)).select('-_id').lean()
      if (found === null) return undefined
      const { sealed, ...order } = found as unknown as Omit<StoredPluginOrder, 'sealed'> & { sealed?: Binary }
      return { ...order, ...(sealed === undefined ? {} : { sealed: bytesOf(sealed) }) }
    },
    async answer(place, key, sealed) {
      await model.updateOne(only(place, key), { $set: { sealed } })
    },
    async remove(place, key) {
      await model.deleteOne(only(place, key))
    },
  }
}

import type { Binary } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { bytesOf } from './database.ts'
import { tenantGuard } from './tenant-guard.ts'

export interface VaultEntry {
  /** A hash of the token: who reads the database can take nothing out. */
  _id: string
  tenantId: string
  sealed: Buffer
  purgeAt: Date
}

const vaultSchema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    sealed: { type: Buffer, required: true },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'vault', versionKey: false, strict: 'throw', minimize: false },
)
vaultSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(vaultSchema)

export interface VaultStore {
  createIndexes(): Promise<void>
  put(entry: VaultEntry): Promise<void>
  /** Removes and returns an entry that is not over; of two at once, one gets it. */
  take(tenantId: string, id: string, now: Date): Promise<Buffer | undefined>
}

export function createVaultStore(connection: Connection): VaultStore {
  const model = connection.model('VaultEntry', vaultSchema)
  return {
    createIndexes: () => model.createIndexes(),
    async put(entry) {
      await model.collection.insertOne(entry as never)
    },
    async take(tenantId, id, now) {
      const taken = await model.findOneAndDelete({ _id: id, tenantId, purgeAt: { $gt: now } }).lean<{ sealed: Binary }>()
      return taken === null ? undefined : bytesOf(taken.sealed)
    },
  }
}

import type { Binary } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { bytesOf, isDuplicateKey } from './database.ts'
import { tenantGuard } from './tenant-guard.ts'

/** The key of one run, wrapped by its tenant's. Deleting the document erases what the run's turns hold of people. */
export interface StoredKey {
  /** The run's id. */
  _id: string
  tenantId: string
  wrapped: Buffer
  purgeAt: Date
}

const keySchema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    wrapped: { type: Buffer, required: true },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'keys', versionKey: false, strict: 'throw', minimize: false },
)
keySchema.index({ tenantId: 1 })
keySchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(keySchema)

export interface KeyStore {
  createIndexes(): Promise<void>
  /** Says whether it was added: false when the run has a key already, which is left as it is. */
  add(key: StoredKey): Promise<boolean>
  wrapped(tenantId: string, runId: string): Promise<Buffer | undefined>
  /** By run; those that were erased are not among them. */
  wrappedOf(tenantId: string, runIds: readonly string[]): Promise<Map<string, Buffer>>
  remove(tenantId: string, runId: string): Promise<void>
  /** A key of any tenant, to try the server's secret key on; undefined while there is none. */
  any(): Promise<Pick<StoredKey, '_id' | 'tenantId'> | undefined>
}

export function createKeyStore(connection: Connection): KeyStore {
  const model = connection.model('Key', keySchema)
  return {
    createIndexes: () => model.createIndexes(),
    async add(key) {
      try {
        await model.collection.insertOne(key as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    async wrapped(tenantId, runId) {
      const found = await model.findOne({ _id: runId, tenantId }).lean<{ wrapped: Binary }>()
      return found === null ? undefined : bytesOf(found.wrapped)
    },
    async wrappedOf(tenantId, runIds) {
      const found = await model.find({ _id: { $in: [...runIds] }, tenantId }).lean<{ _id: string; wrapped: Binary }[]>()
      return new Map(found.map(({ _id, wrapped }) => [_id, bytesOf(wrapped)]))
    },
    async remove(tenantId, runId) {
      await model.deleteOne({ _id: runId, tenantId })
    },
    async any() {
      const found = await model.collection.findOne({}, { projection: { tenantId: 1 } })
      return found === null ? undefined : { _id: String(found._id), tenantId: String(found['tenantId']) }
    },
  }
}

import type { Binary } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { bytesOf, isDuplicateKey } from './database.ts'
import { tenantGuard } from './tenant-guard.ts'

/** What only the secret key of this database opens. There is one. */
const ID = 'secretKey'

const keyProofSchema = new Schema(
  {
    _id: { type: String, required: true },
    sealed: { type: Buffer, required: true },
  },
  { collection: 'keyProofs', versionKey: false, strict: 'throw' },
)
tenantGuard(keyProofSchema)

export interface KeyProofStore {
  createIndexes(): Promise<void>
  /** Undefined before the first start. */
  get(): Promise<Buffer | undefined>
  /** Keeps it, unless another process was first. */
  add(sealed: Buffer): Promise<void>
}

export function createKeyProofStore(connection: Connection): KeyProofStore {
  const model = connection.model('KeyProof', keyProofSchema)
  return {
    // it has none, but every collection is there once a server has started
    createIndexes: async () => void (await model.createCollection()),
    async get() {
      const found = await model.findOne({ _id: ID }).lean<{ sealed: Binary }>()
      return found === null ? undefined : bytesOf(found.sealed)
    },
    async add(sealed) {
      try {
        await model.collection.insertOne({ _id: ID, sealed } as never)
      } catch (thrown) {
        if (!isDuplicateKey(thrown)) throw thrown
      }
    },
  }
}

import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import { tenantGuard } from './tenant-guard.ts'

/** Which process does something of which one is enough. */
interface StoredLease {
  /** What is done. */
  _id: string
  owner: string
  until: Date
}

const leaseSchema = new Schema<StoredLease>(
  {
    _id: { type: String, required: true },
    owner: { type: String, required: true },
    until: { type: Date, required: true },
  },
  { collection: 'leases', versionKey: false, strict: 'throw' },
)
leaseSchema.index({ until: 1 }, { expireAfterSeconds: 0 })
tenantGuard(leaseSchema)

export interface LeaseStore {
  createIndexes(): Promise<void>
  /** Takes or keeps a lease; false while another process has it. */
  take(work: string, owner: string, span: { now: Date; until: Date }): Promise<boolean>
  /** Gives it back, if it is still ours. */
  release(work: string, owner: string): Promise<void>
}

export function createLeaseStore(connection: Connection): LeaseStore {
  const model = connection.model('Lease', leaseSchema)
  return {
    createIndexes: () => model.createIndexes(),
    async take(work, owner, { now, until }) {
      const free = { _id: work, $or: [{ owner }, { until: { $lte: now } }] }
      if ((await model.updateOne(free, { $set: { owner, until } })).matchedCount === 1) return true
      try {
        await model.collection.insertOne({ _id: work, owner, until } as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    release: async (work, owner) => void (await model.deleteOne({ _id: work, owner })),
  }
}

import type { Emergency } from '@patchbay/core/http-contract'
import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import { tenantGuard } from './tenant-guard.ts'

/** One movement of a tenant's emergency switch. The latest says where it stands; none is ever changed. */
export interface EmergencyChange {
  tenantId: string
  /** Where the flow is. */
  environmentId: string
  /** Counts up from 1. */
  revision: number
  state: Emergency['state']
  flowId: string | null
  note: string
  at: Date
  by: string
}

const changeSchema = new Schema<EmergencyChange>(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    revision: { type: Number, required: true },
    state: { type: String, required: true },
    flowId: { type: String, default: null },
    note: { type: String, default: '' },
    at: { type: Date, required: true },
    by: { type: String, required: true },
  },
  { collection: 'emergency', versionKey: false, strict: 'throw' },
)
// two people at the switch at once: the second insert fails and takes the next number
changeSchema.index({ tenantId: 1, revision: -1 }, { unique: true })
tenantGuard(changeSchema)

export interface EmergencyStore {
  createIndexes(): Promise<void>
  /** Where the switch stands; undefined when nobody ever touched it. */
  latest(tenantId: string): Promise<EmergencyChange | undefined>
  /** Newest first. */
  list(tenantId: string, limit: number): Promise<EmergencyChange[]>
  /** Says whether it was added: false when another movement has its number. */
  add(change: EmergencyChange): Promise<boolean>
}

export function createEmergencyStore(connection: Connection): EmergencyStore {
  const model = connection.model('EmergencyChange', changeSchema)
  const list = async (tenantId: string, limit: number) =>
    (await model.find({ tenantId }).sort({ revision: -1 }).limit(limit).select('-_id').lean()) as unknown as EmergencyChange[]
  return {
    createIndexes: () => model.createIndexes(),
    latest: async (tenantId) => (await list(tenantId, 1))[0],
    list,
    async add(change) {
      try {
        await model.collection.insertOne({ ...change })
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
  }
}

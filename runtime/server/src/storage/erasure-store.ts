import type { Role } from '@patchbay/core'
import { type Connection, Schema } from 'mongoose'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** What was found of a customer, and is erased. */
export interface Erased {
  calls: number
  recordings: number
  messages: number
  /** Calls back that will not be made any more. */
  callbacks: number
  /** Records of plugins that are gone. */
  records: number
  /** Records of plugins that stay without what they said of the customer: books want them. */
  blanked: number
  /** What plugins kept under names. */
  values: number
  /** Calls that are going on: they need their keys, and are left. */
  goingOn: number
  /** `plugin.collection` of records that name the number, and of which nobody says what may become of them: they are left. */
  unclear: string[]
}

/** Who had a customer erased, and what came of it. It does not say which customer. Kept for ever. */
export interface StoredErasure extends FlowPlace {
  _id: string
  at: Date
  actor: string
  role: Role
  state: 'underWay' | 'done' | 'failed'
  /** So far, while it is under way. */
  erased: Erased
  /** When it was last heard of: whoever is not heard of any more was stopped. */
  seenAt: Date
}

const erasureSchema = new Schema<StoredErasure>(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    at: { type: Date, required: true },
    actor: { type: String, required: true },
    role: { type: String, required: true },
    state: { type: String, required: true },
    erased: { type: Schema.Types.Mixed, required: true },
    seenAt: { type: Date, required: true },
  },
  { collection: 'erasures', versionKey: false, strict: 'throw', minimize: false },
)
erasureSchema.index({ tenantId: 1, at: -1 })
tenantGuard(erasureSchema)

export interface ErasureStore {
  createIndexes(): Promise<void>
  get(tenantId: string, id: string): Promise<StoredErasure | undefined>
  /** Newest first. */
  list(tenantId: string, limit: number): Promise<StoredErasure[]>
}

export function createErasureStore(connection: Connection): ErasureStore {
  const model = connection.model('Erasure', erasureSchema)
  return {
    createIndexes: () => model.createIndexes(),
    get: async (tenantId, _id) => (await model.findOne({ tenantId, _id }).lean<StoredErasure>()) ?? undefined,
    list: (tenantId, limit) => model.find({ tenantId }).sort({ at: -1, _id: 1 }).limit(limit).lean<StoredErasure[]>(),
  }
}

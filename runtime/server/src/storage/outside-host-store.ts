import { type Connection, Schema } from 'mongoose'
import type { FlowPlace } from './flow-store.ts'
import { onceMore } from './once-more.ts'
import { tenantGuard } from './tenant-guard.ts'

/** The web services that an environment's flows may reach. */
export interface StoredOutsideHosts extends FlowPlace {
  hosts: readonly string[]
  updatedAt: Date
  updatedBy: string
}

const outsideHostSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    hosts: { type: [String], required: true },
    updatedAt: { type: Date, required: true },
    updatedBy: { type: String, required: true },
  },
  { collection: 'outsideHosts', versionKey: false, strict: 'throw' },
)
outsideHostSchema.index({ tenantId: 1, environmentId: 1 }, { unique: true })
tenantGuard(outsideHostSchema)

export interface OutsideHostStore {
  createIndexes(): Promise<void>
  /** An environment that never said so reaches nobody. */
  get(place: FlowPlace): Promise<Pick<StoredOutsideHosts, 'hosts'>>
  put(hosts: StoredOutsideHosts): Promise<void>
}

export function createOutsideHostStore(connection: Connection): OutsideHostStore {
  const model = connection.model('OutsideHosts', outsideHostSchema)
  return {
    createIndexes: () => model.createIndexes(),
    async get({ tenantId, environmentId }) {
      const found = (await model.findOne({ tenantId, environmentId }).select('-_id hosts').lean()) as StoredOutsideHosts | null
      return { hosts: found?.hosts ?? [] }
    },
    put: ({ tenantId, environmentId, hosts, updatedAt, updatedBy }) =>
      onceMore(async () => {
        const set = { hosts: [...hosts], updatedAt, updatedBy }
        await model.updateOne({ tenantId, environmentId }, { $set: set }, { upsert: true })
      }),
  }
}

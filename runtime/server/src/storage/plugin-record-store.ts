import type { Binary } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { bytesOf, isDuplicateKey } from './database.ts'
import { tenantGuard } from './tenant-guard.ts'

/** A collection of one installation. */
export interface PluginCollectionKey {
  tenantId: string
  environmentId: string
  installationId: string
  collectionName: string
}

/** A record of a plugin's. What it is found by are sums of its fields: the database alone tells nothing of them. */
export interface StoredPluginRecord extends PluginCollectionKey {
  recordId: string
  revision: number
  /** Absent where it was not numbered. */
  number?: number
  sealed: Buffer
  /** What no other record of the installation has. */
  unique: string[]
  lookup: string[]
  createdAt: Date
  /** Rises with every record: when, and what follows from its id. */
  order: string
}

const recordSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    installationId: { type: String, required: true },
    collectionName: { type: String, required: true },
    recordId: { type: String, required: true },
    revision: { type: Number, required: true },
    number: { type: Number },
    sealed: { type: Buffer, required: true },
    unique: { type: [String], required: true },
    lookup: { type: [String], required: true },
    createdAt: { type: Date, required: true },
    order: { type: String, required: true },
  },
  { collection: 'pluginRecords', versionKey: false, strict: 'throw', minimize: false },
)
const place = { tenantId: 1, environmentId: 1, installationId: 1 } as const
recordSchema.index({ ...place, unique: 1 }, { unique: true })
recordSchema.index({ ...place, lookup: 1, order: 1 })
tenantGuard(recordSchema)

export interface PluginRecordStore {
  createIndexes(): Promise<void>
  count(key: PluginCollectionKey): Promise<number>
  /** @returns False when something that must be unique is another record's. */
  add(record: StoredPluginRecord): Promise<boolean>
  /** Whether a record has this among what is unique to it. */
  holds(key: PluginCollectionKey, unique: string): Promise<boolean>
  /** The record that has this among what is unique to it. */
  get(key: PluginCollectionKey, unique: string): Promise<StoredPluginRecord | undefined>
  /** In order, or the other way round, behind `after`. */
  find(
    key: PluginCollectionKey,
    find: { lookup: string; after: string | undefined; limit: number; newestFirst: boolean },
  ): Promise<StoredPluginRecord[]>
  /** Only while it stands at `from`. @returns `taken` when something that must be unique is another record's. */
  replace(record: StoredPluginRecord, from: number): Promise<'kept' | 'moved' | 'taken'>
  remove(key: PluginCollectionKey, unique: string, revision: number): Promise<boolean>
}

export function createPluginRecordStore(connection: Connection): PluginRecordStore {
  const model = connection.model('PluginRecord', recordSchema)
  const at = ({ tenantId, environmentId, installationId }: PluginCollectionKey) => ({ tenantId, environmentId, installationId })
  const read = (found: unknown): StoredPluginRecord => {
    const record = found as Omit<StoredPluginRecord, 'sealed'> & { sealed: Binary }
    return { ...record, sealed: bytesOf(record.sealed) }
  }
  return {
    createIndexes: () => model.createIndexes(),
    count: (key) => model.countDocuments({ ...at(key), collectionName: key.collectionName }),
    async add(record) {
      try {
        await model.collection.insertOne({ ...record } as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    holds: async (key, unique) =>
      (await model
        .findOne({ ...at(key), unique })
        .select('_id')
        .lean()) !== null,
    async get(key, unique) {
      const found = await model
        .findOne({ ...at(key), unique })
        .select('-_id')
        .lean()
      return found === null ? undefined : read(found)
    },
    async find(key, { lookup, after, limit, newestFirst }) {
      const behind = after === undefined ? {} : { order: newestFirst ? { $lt: after } : { $gt: after } }
      const found = await model
        .find({ ...at(key), lookup, ...behind })
        .sort({ order: newestFirst ? -1 : 1 })
        .limit(limit)
        .select('-_id')
        .lean()
      return found.map(read)
    },
    async replace({ recordId, revision, sealed, unique, lookup, ...key }, from) {
      try {
        const filter = {
          ...at(key),
          collectionName: key.collectionName,
          recordId,
          revision: from,
          unique: { $in: unique.slice(0, 1) },
        }
        const { matchedCount } = await model.updateOne(filter, { $set: { revision, sealed, unique, lookup } })
        return matchedCount === 1 ? 'kept' : 'moved'
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return 'taken'
        throw thrown
      }
    },
    remove: async (key, unique, revision) => (await model.deleteOne({ ...at(key), unique, revision })).deletedCount === 1,
  }
}

import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import { tenantGuard } from './tenant-guard.ts'
import type { VersionLock } from './version-store.ts'

/** A flow as it is being drawn. The definition is kept as JSON text: its keys are the author's, not the database's. */
export interface StoredFlow {
  tenantId: string
  environmentId: string
  flowId: string
  name: string
  definitionText: string
  /** What callers would notice of the draft, as a hash; compared with the live version's. */
  logicHash: string
  nodes: number
  /** Counts every save; a save names the one that it began from. */
  revision: number
  liveVersion: number | null
  liveLogicHash: string | null
  /** The shared prompts that the draft names. */
  draftPrompts?: readonly string[]
  /** The versions of what callers reach beside the flow itself. */
  liveLock?: VersionLock
  /** `pending` while the first run is still setting this flow up. */
  seed?: 'pending'
  updatedAt: Date
  deletedAt: Date | null
}

const flowSchema = new Schema<StoredFlow>(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    flowId: { type: String, required: true },
    name: { type: String, required: true },
    definitionText: { type: String, required: true },
    logicHash: { type: String, required: true },
    nodes: { type: Number, required: true },
    revision: { type: Number, required: true },
    liveVersion: { type: Number, default: null },
    liveLogicHash: { type: String, default: null },
    draftPrompts: { type: [String], default: undefined },
    liveLock: Schema.Types.Mixed,
    seed: String,
    updatedAt: { type: Date, required: true },
    deletedAt: { type: Date, default: null },
  },
  { collection: 'flows', versionKey: false, strict: 'throw', minimize: false },
)
flowSchema.index({ tenantId: 1, environmentId: 1, flowId: 1 }, { unique: true })
tenantGuard(flowSchema)

export interface FlowPlace {
  tenantId: string
  environmentId: string
}
export interface FlowKey extends FlowPlace {
  flowId: string
}
export type DraftFields = Pick<StoredFlow, 'name' | 'definitionText' | 'logicHash' | 'nodes' | 'draftPrompts' | 'updatedAt'>

export interface FlowStore {
  createIndexes(): Promise<void>
  /** Says whether it was added: false when the id is taken. */
  add(flow: StoredFlow): Promise<boolean>
  get(key: FlowKey): Promise<StoredFlow | undefined>
  /** The version that callers reach; null before there is one, undefined when there is no such flow. */
  liveVersion(key: FlowKey): Promise<number | null | undefined>
  list(place: FlowPlace): Promise<StoredFlow[]>
  /** Any flow at all, deleted ones too: a first run happens once. */
  hasAny(place: FlowPlace): Promise<boolean>
  seeding(place: FlowPlace): Promise<StoredFlow | undefined>
  /** Saves when the draft is still at `revision`; undefined when somebody else saved meanwhile, or it is gone. */
  saveDraft(key: FlowKey, revision: number, draft: DraftFields): Promise<StoredFlow | undefined>
  /**
   * Moves what callers reach, in one write.
   *
   * @param from Only when this version is live; undefined then says that it no longer is.
   */
  setLive(
    key: FlowKey,
    live: { liveVersion: number; liveLogicHash: string; liveLock: VersionLock },
    from?: number,
  ): Promise<StoredFlow | undefined>
  /** Names of flows whose draft holds a text, such as the reference to a recording. */
  namesWithText(place: FlowPlace, text: string): Promise<string[]>
  setDeleted(key: FlowKey, deletedAt: Date | null): Promise<StoredFlow | undefined>
  seeded(key: FlowKey): Promise<void>
}

export function createFlowStore(connection: Connection): FlowStore {
  const model = connection.model('Flow', flowSchema)
  const change = async (filter: object, update: object) =>
    (await model.findOneAndUpdate(filter, update, { returnDocument: 'after' }).lean<StoredFlow>()) ?? undefined
  return {
    createIndexes: () => model.createIndexes(),
    async add(flow) {
      try {
        await model.collection.insertOne(flow as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    get: async (key) => (await model.findOne({ ...key, deletedAt: null }).lean<StoredFlow>()) ?? undefined,
    async liveVersion(key) {
      const found = await model.findOne({ ...key, deletedAt: null }, { liveVersion: 1 }).lean<Pick<StoredFlow, 'liveVersion'>>()
      return found === null ? undefined : found.liveVersion
    },
    list: (place) =>
      model
        .find({ ...place, deletedAt: null }, { definitionText: 0 })
        .sort({ updatedAt: -1, flowId: 1 })
        .lean<StoredFlow[]>(),
    hasAny: async (place) => (await model.findOne(place, { flowId: 1 }).lean()) !== null,
    seeding: async (place) => (await model.findOne({ ...place, seed: 'pending' }).lean<StoredFlow>()) ?? undefined,
    saveDraft: (key, revision, draft) =>
      change({ ...key, deletedAt: null, revision }, { $set: { ...draft, revision: revision + 1 } }),
    setLive: (key, live, from) =>
      change({ ...key, deletedAt: null, ...(from === undefined ? {} : { liveVersion: from }) }, { $set: live }),
    async namesWithText(place, text) {
      const found = await model
        .find({ ...place, deletedAt: null, definitionText: { $regex: text } }, { name: 1 })
        .lean<StoredFlow[]>()
      return found.map(({ name }) => name)
    },
    setDeleted: (key, deletedAt) => change(key, { $set: { deletedAt } }),
    async seeded(key) {
      await model.updateOne(key, { $unset: { seed: 1 } })
    },
  }
}

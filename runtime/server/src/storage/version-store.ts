import type { PluginPin, VersionKey } from '@patchbay/core'
import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import type { FlowKey, FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** The versions of all that a published flow uses beside itself. */
export interface VersionLock {
  prompts: Readonly<Record<string, number>>
  /** By the name that the flow uses: a plugin's, or a category's. */
  plugins: Readonly<Record<string, PluginPin>>
  subflows: Readonly<Record<string, VersionKey>>
}

/** A copy of a flow that never changes, with the plan that its runs execute. */
export interface StoredVersion {
  tenantId: string
  environmentId: string
  flowId: string
  /** `3` for a published one, `draft-<hash>` for a draft that somebody called. */
  version: string
  kind: 'published' | 'draft'
  /** Counts published versions from 1; 0 for drafts. */
  number: number
  definitionText: string
  planText: string
  planFormat: number
  lock: VersionLock
  /** Of definition and plan together. */
  contentHash: string
  logicHash: string
  nodes: number
  note: string
  publishedAt: Date
  publishedBy: string
  /** Of a draft: when it is over. Published ones stay. */
  purgeAt?: Date
}

const versionSchema = new Schema<StoredVersion>(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    flowId: { type: String, required: true },
    version: { type: String, required: true },
    kind: { type: String, required: true },
    number: { type: Number, required: true },
    definitionText: { type: String, required: true },
    planText: { type: String, required: true },
    planFormat: { type: Number, required: true },
    lock: { type: Schema.Types.Mixed, required: true },
    contentHash: { type: String, required: true },
    logicHash: { type: String, required: true },
    nodes: { type: Number, required: true },
    note: { type: String, default: '' },
    publishedAt: { type: Date, required: true },
    publishedBy: { type: String, required: true },
    purgeAt: Date,
  },
  { collection: 'flowVersions', versionKey: false, strict: 'throw', minimize: false },
)
// two people publish at once: the second insert fails and takes the next number
versionSchema.index({ tenantId: 1, environmentId: 1, flowId: 1, version: 1 }, { unique: true })
versionSchema.index({ tenantId: 1, environmentId: 1, flowId: 1, number: -1 })
versionSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(versionSchema)

const WITHOUT_TEXTS = { definitionText: 0, planText: 0 } as const

export type VersionSummary = Omit<StoredVersion, 'definitionText' | 'planText'>

export type Draft = Omit<StoredVersion, 'kind' | 'number' | 'note' | 'purgeAt'>

export interface VersionStore {
  createIndexes(): Promise<void>
  /** Says whether it was added: false when that version is there already. */
  add(version: StoredVersion): Promise<boolean>
  /** Keeps a draft that somebody calls, until then at least, so that any process can go on with the call while the draft changes. */
  keepDraft(draft: Draft, until: Date): Promise<void>
  get(key: FlowKey, version: string): Promise<StoredVersion | undefined>
  /** Everything but its texts. */
  summary(key: FlowKey, version: string): Promise<VersionSummary | undefined>
  /** A published version of any flow whose plan holds a text, such as the reference to a recording. */
  withText(place: FlowPlace, text: string): Promise<VersionSummary | undefined>
  /** The plan alone. */
  plan(key: FlowKey, version: string): Promise<Pick<StoredVersion, 'planText' | 'planFormat'> | undefined>
  /** Published ones, newest first. */
  list(key: FlowKey): Promise<VersionSummary[]>
  newest(key: FlowKey): Promise<VersionSummary | undefined>
}

export function createVersionStore(connection: Connection): VersionStore {
  const model = connection.model('FlowVersion', versionSchema)
  const published = (key: FlowKey) => ({ ...key, number: { $gt: 0 } })
  const add = async (version: StoredVersion): Promise<boolean> => {
    try {
      await model.collection.insertOne({ ...version } as never)
      return true
    } catch (thrown) {
      if (isDuplicateKey(thrown)) return false
      throw thrown
    }
  }
  return {
    createIndexes: () => model.createIndexes(),
    add,
    async keepDraft(draft, until) {
      if (await add({ ...draft, kind: 'draft', number: 0, note: '', purgeAt: until })) return
      const { tenantId, environmentId, flowId, version } = draft
      await model.updateOne({ tenantId, environmentId, flowId, version }, { $set: { purgeAt: until } })
    },
    get: async (key, version) => (await model.findOne({ ...key, version }).lean<StoredVersion>()) ?? undefined,
    summary: async (key, version) =>
      (await model.findOne({ ...key, version }, WITHOUT_TEXTS).lean<VersionSummary>()) ?? undefined,
    withText: async (place, text) =>
      (await model.findOne({ ...place, number: { $gt: 0 }, planText: { $regex: text } }, WITHOUT_TEXTS).lean<VersionSummary>()) ??
      undefined,
    plan: async (key, version) =>
      (await model.findOne({ ...key, version }, { planText: 1, planFormat: 1 }).lean<StoredVersion>()) ?? undefined,
    list: (key) => model.find(published(key), WITHOUT_TEXTS).sort({ number: -1 }).lean<VersionSummary[]>(),
    newest: async (key) =>
      (await model.findOne(published(key), WITHOUT_TEXTS).sort({ number: -1 }).lean<VersionSummary>()) ?? undefined,
  }
}

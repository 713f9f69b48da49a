import type { DataClass, Role } from '@patchbay/core'
import type { Binary } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { bytesOf, isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** What was granted, by whom and in which role: kept for every version that somebody said yes to. */
export interface StoredApproval {
  at: Date
  actor: string
  role: Role
  version: string
  origins: string[]
  secrets: string[]
  dataClasses: DataClass[]
}

/** A plugin that an environment has. */
export interface StoredInstallation extends FlowPlace {
  _id: string
  /** The plugin's; once in an environment. */
  name: string
  version: string
  /** JSON of the manifest. */
  manifestText: string
  code: string
  codeHash: string
  settingsText: string
  /** By key; sealed. */
  secrets: Readonly<Record<string, Buffer>>
  /** The last one holds. */
  approvals: StoredApproval[]
  enabled: boolean
  origin: 'release' | 'registry' | 'development' | 'file'
  publisher: string | null
  /** Of the package that it came in; null for what came in none. */
  packageHash: string | null
  /** The version before this one, as it is kept. */
  previous: { version: string; codeHash: string } | null
  /** When somebody said that it is to serve its category; the latest of a category does. */
  chosenAt: Date | null
  /** When it was taken out: what it kept is there still, and found again by whoever installs it anew. */
  removedAt: Date | null
  /** Counts its changes. */
  revision: number
  updatedAt: Date
  updatedBy: string
}

const installationSchema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    name: { type: String, required: true },
    version: { type: String, required: true },
    manifestText: { type: String, required: true },
    code: { type: String, required: true },
    codeHash: { type: String, required: true },
    settingsText: { type: String, required: true },
    secrets: { type: Schema.Types.Mixed, required: true },
    approvals: { type: [Schema.Types.Mixed], required: true },
    enabled: { type: Boolean, required: true },
    origin: { type: String, default: 'file' },
    publisher: { type: String, default: null },
    packageHash: { type: String, default: null },
    previous: { type: Schema.Types.Mixed, default: null },
    chosenAt: { type: Date, default: null },
    removedAt: { type: Date, default: null },
    revision: { type: Number, required: true },
    updatedAt: { type: Date, required: true },
    updatedBy: { type: String, required: true },
  },
  { collection: 'pluginInstallations', versionKey: false, strict: 'throw', minimize: false },
)
installationSchema.index({ tenantId: 1, environmentId: 1, name: 1 }, { unique: true })
tenantGuard(installationSchema)

/** Everything but the code, which is large and seldom needed. */
export type InstallationHead = Omit<StoredInstallation, 'code'>

export interface PluginInstallationStore {
  createIndexes(): Promise<void>
  get(place: FlowPlace, name: string): Promise<InstallationHead | undefined>
  /** What is left of one that was taken out. */
  removed(place: FlowPlace, name: string): Promise<InstallationHead | undefined>
  list(place: FlowPlace): Promise<InstallationHead[]>
  /** Whether anybody has any. */
  any(): Promise<boolean>
  code(place: FlowPlace, name: string, codeHash: string): Promise<string | undefined>
  /** Whose it is: the address of a webhook says no more than its id. */
  locate(id: string): Promise<(FlowPlace & { name: string }) | undefined>
  /** @returns False when another was stored under the name first. */
  add(installation: StoredInstallation): Promise<boolean>
  /** Replaces what stands at revision `from`; false when it was changed or removed meanwhile. */
  replace(installation: StoredInstallation, from: number): Promise<boolean>
  /** Changes a part of what stands at revision `from`, which becomes the next; false as above. */
  change(
    head: Pick<StoredInstallation, 'tenantId' | 'environmentId' | 'name' | 'revision'>,
    set: Partial<StoredInstallation>,
  ): Promise<boolean>
}

export function createPluginInstallationStore(connection: Connection): PluginInstallationStore {
  const model = connection.model('PluginInstallation', installationSchema)
  const only = ({ tenantId, environmentId }: FlowPlace, name: string) => ({ tenantId, environmentId, name })
  const read = (found: unknown): InstallationHead => {
    const head = found as InstallationHead & { secrets: Record<string, Binary> }
    return { ...head, secrets: Object.fromEntries(Object.entries(head.secrets).map(([key, sealed]) => [key, bytesOf(sealed)])) }
  }
  return {
    createIndexes: () => model.createIndexes(),
    async get(place, name) {
      const found = await model
        .findOne({ ...only(place, name), removedAt: null })
        .select('-code')
        .lean()
      return found === null ? undefined : read(found)
    },
    async removed(place, name) {
      const found = await model
        .findOne({ ...only(place, name), removedAt: { $ne: null } })
        .select('-code')
        .lean()
      return found === null ? undefined : read(found)
    },
    async list({ tenantId, environmentId }) {
      return (await model.find({ tenantId, environmentId, removedAt: null }).sort({ name: 1 }).select('-code').lean()).map(read)
    },
    // whose does not matter: nothing of it is read
    any: async () => (await model.collection.findOne({}, { projection: { _id: 1 } })) !== null,
    async locate(id) {
      const projection = { _id: 0, tenantId: 1, environmentId: 1, name: 1 }
      const found = await model.collection.findOne({ _id: id as never, removedAt: null }, { projection })
      return found === null ? undefined : (found as unknown as FlowPlace & { name: string })
    },
    async code(place, name, codeHash) {
      const found = await model
        .findOne({ ...only(place, name), codeHash })
        .select('code')
        .lean<{ code: string }>()
      return found?.code
    },
    async add(installation) {
      try {
        await model.collection.insertOne({ ...installation } as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    async replace(installation, from) {
      const { _id, tenantId, environmentId, name, ...set } = installation
      const filter = { ...only({ tenantId, environmentId }, name), _id, revision: from }
      return (await model.updateOne(filter, { $set: set })).modifiedCount === 1
    },
    async change({ revision, name, ...place }, set) {
      const filter = { ...only(place, name), revision }
      return (await model.updateOne(filter, { $set: { ...set, revision: revision + 1 } })).modifiedCount === 1
    },
  }
}

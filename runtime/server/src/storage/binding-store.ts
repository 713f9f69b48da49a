import type { BindingKind, BindingNames } from '@patchbay/core'
import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** What an environment has under a name that its flows use. */
export interface StoredBinding extends FlowPlace {
  kind: BindingKind
  name: string
  /** As people call it. */
  label: string
  /** JSON of the kind's own form. */
  valueText: string
  /** Counts its changes; an edit says which it was made on. */
  revision: number
  updatedAt: Date
  updatedBy: string
}

const bindingSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    kind: { type: String, required: true },
    name: { type: String, required: true },
    label: { type: String, required: true },
    valueText: { type: String, required: true },
    revision: { type: Number, required: true },
    updatedAt: { type: Date, required: true },
    updatedBy: { type: String, required: true },
  },
  { collection: 'bindings', versionKey: false, strict: 'throw' },
)
bindingSchema.index({ tenantId: 1, environmentId: 1, kind: 1, name: 1 }, { unique: true })
tenantGuard(bindingSchema)

type BindingName = FlowPlace & { kind: BindingKind; name: string }

export interface BindingStore {
  createIndexes(): Promise<void>
  get(name: BindingName): Promise<StoredBinding | undefined>
  /** By kind and name. */
  list(place: FlowPlace, kind?: BindingKind): Promise<StoredBinding[]>
  /** What is bound, without what it is bound to. */
  names(place: FlowPlace): Promise<BindingNames>
  /** @returns False when another was stored under the name first. */
  add(binding: StoredBinding): Promise<boolean>
  /** Replaces what stands at revision `from`; false when it was changed or removed meanwhile. */
  replace(binding: StoredBinding, from: number): Promise<boolean>
  remove(name: BindingName): Promise<boolean>
}

export function createBindingStore(connection: Connection): BindingStore {
  const model = connection.model('Binding', bindingSchema)
  const only = ({ tenantId, environmentId, kind, name }: BindingName) => ({ tenantId, environmentId, kind, name })
  return {
    createIndexes: () => model.createIndexes(),
    get: async (name) => ((await model.findOne(only(name)).select('-_id').lean()) as StoredBinding | null) ?? undefined,
    async list({ tenantId, environmentId }, kind) {
      const filter = { tenantId, environmentId, ...(kind === undefined ? {} : { kind }) }
      return (await model.find(filter).sort({ kind: 1, name: 1 }).select('-_id').lean()) as unknown as StoredBinding[]
    },
    async names({ tenantId, environmentId }) {
      const bound = (await model.find({ tenantId, environmentId }).select('kind name -_id').lean()) as unknown as BindingName[]
      const names: Partial<Record<BindingKind, string[]>> = {}
      for (const { kind, name } of bound) names[kind] = [...(names[kind] ?? []), name]
      return names
    },
    async add(binding) {
      try {
        await model.collection.insertOne({ ...binding })
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    async replace({ valueText, label, revision, updatedAt, updatedBy, ...name }, from) {
      const set = { valueText, label, revision, updatedAt, updatedBy }
      const { modifiedCount } = await model.updateOne({ ...only(name), revision: from }, { $set: set })
      return modifiedCount === 1
    },
    remove: async (name) => (await model.deleteOne(only(name))).deletedCount === 1,
  }
}

import type { InlinePrompt } from '@patchbay/core'
import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/**
 * One version of a shared prompt. Versions are only ever added: the newest one is the prompt as it stands, and one with
 * `deleted` says that it is gone.
 */
export interface StoredPrompt extends FlowPlace {
  promptId: string
  /** Counts up from 1, without a gap. */
  version: number
  name: string
  text: InlinePrompt['text']
  recording: NonNullable<InlinePrompt['recording']>
  deleted: boolean
  savedAt: Date
  savedBy: string
}

const promptVersionSchema = new Schema<StoredPrompt>(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    promptId: { type: String, required: true },
    version: { type: Number, required: true, min: 1 },
    name: { type: String, required: true },
    text: { type: Schema.Types.Mixed, required: true },
    recording: { type: Schema.Types.Mixed, required: true },
    deleted: { type: Boolean, required: true },
    savedAt: { type: Date, required: true },
    savedBy: { type: String, required: true },
  },
  { collection: 'prompts', versionKey: false, strict: 'throw', minimize: false },
)
// two people save at once: the second insert fails, and is told so
promptVersionSchema.index({ tenantId: 1, environmentId: 1, promptId: 1, version: -1 }, { unique: true })
tenantGuard(promptVersionSchema)

export interface PromptKey extends FlowPlace {
  promptId: string
}

export interface PromptStore {
  createIndexes(): Promise<void>
  /** Says whether it was added: false when that version is there already. */
  add(prompt: StoredPrompt): Promise<boolean>
  /** The newest version, whether it says that the prompt is there or gone. */
  newest(key: PromptKey): Promise<StoredPrompt | undefined>
  at(key: PromptKey, version: number): Promise<StoredPrompt | undefined>
  /** Newest first. */
  versions(key: PromptKey): Promise<StoredPrompt[]>
  /** The newest version of every prompt that is there, by name. */
  list(place: FlowPlace): Promise<StoredPrompt[]>
}

export function createPromptStore(connection: Connection): PromptStore {
  const model = connection.model('Prompt', promptVersionSchema)
  const of = ({ tenantId, environmentId, promptId }: PromptKey) => ({ tenantId, environmentId, promptId })
  return {
    createIndexes: () => model.createIndexes(),
    async add(prompt) {
      try {
        await model.collection.insertOne(prompt as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    newest: async (key) => (await model.findOne(of(key)).sort({ version: -1 }).lean<StoredPrompt>()) ?? undefined,
    at: async (key, version) => (await model.findOne({ ...of(key), version }).lean<StoredPrompt>()) ?? undefined,
    versions: (key) => model.find(of(key)).sort({ version: -1 }).lean<StoredPrompt[]>(),
    async list({ tenantId, environmentId }) {
      const newest = await model.aggregate<{ newest: StoredPrompt }>([
        { $match: { tenantId, environmentId } },
        { $sort: { promptId: 1, version: -1 } },
        { $group: { _id: '$promptId', newest: { $first: '$$ROOT' } } },
      ])
      const there = newest.flatMap(({ newest: prompt }) => (prompt.deleted ? [] : [prompt]))
      return there.sort((a, b) => a.name.localeCompare(b.name) || (a.promptId < b.promptId ? -1 : 1))
    },
  }
}

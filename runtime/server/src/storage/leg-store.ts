import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import { tenantGuard } from './tenant-guard.ts'

/** Which run a line belongs to: for webhooks that know Vonage's ids only. */
export interface StoredLeg {
  /** Vonage's `uuid`. */
  _id: string
  tenantId: string
  environmentId: string
  isTest: boolean
  runId: string
  leg: string
  vonageConversationId: string
  /** Where REST requests about it go (spec V2.9-7). */
  regionUrl: string | null
  purgeAt: Date
}

const legSchema = new Schema<StoredLeg>(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    isTest: { type: Boolean, required: true },
    runId: { type: String, required: true },
    leg: { type: String, required: true },
    vonageConversationId: String,
    regionUrl: String,
    purgeAt: { type: Date, required: true },
  },
  { collection: 'legs', versionKey: false, strict: 'throw', minimize: false },
)
legSchema.index({ runId: 1 })
legSchema.index({ vonageConversationId: 1 })
legSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(legSchema)

export interface LegStore {
  createIndexes(): Promise<void>
  /** Does nothing when the leg is known. */
  add(leg: StoredLeg): Promise<void>
  byCallId(vonageCallId: string): Promise<StoredLeg | undefined>
  /** Any leg of a run: they all name its tenant. */
  ofRun(runId: string): Promise<StoredLeg | undefined>
  /** The leg by which a conversation began. */
  callerOf(vonageConversationId: string): Promise<StoredLeg | undefined>
}

export function createLegStore(connection: Connection): LegStore {
  const model = connection.model('Leg', legSchema)
  return {
    createIndexes: () => model.createIndexes(),
    async add(leg) {
      try {
        await model.collection.insertOne(leg as never)
      } catch (thrown) {
        if (!isDuplicateKey(thrown)) throw thrown
      }
    },
    byCallId: async (id) => (await model.findOne({ _id: id }).lean<StoredLeg>()) ?? undefined,
    ofRun: async (runId) => (await model.findOne({ runId }).lean<StoredLeg>()) ?? undefined,
    callerOf: async (vonageConversationId) =>
      (await model.findOne({ vonageConversationId, leg: 'caller' }).lean<StoredLeg>()) ?? undefined,
  }
}

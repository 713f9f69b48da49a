import type { OutboundRefusal } from '@patchbay/core'
import { type Connection, Schema } from 'mongoose'
import type { FlowPlace } from './flow-store.ts'
import { onceMore } from './once-more.ts'
import { tenantGuard } from './tenant-guard.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const KEPT_DAYS = 30

/** Numbers of one country that were not rung on one day, for one reason. Which numbers they were is not kept. */
export interface StoredOutboundRefusal extends FlowPlace {
  /** `2026-11-22`, of UTC. */
  day: string
  reason: OutboundRefusal
  /** ISO 3166-1 alpha-2; null for a number that belongs to none. */
  country: string | null
  count: number
  latest: Date
  /** The latest call that wanted it; null when no call did. */
  runId: string | null
  purgeAt: Date
}

const refusalSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    day: { type: String, required: true },
    reason: { type: String, required: true },
    country: { type: String, default: null },
    count: { type: Number, required: true },
    latest: { type: Date, required: true },
    runId: { type: String, default: null },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'outboundRefusals', versionKey: false, strict: 'throw' },
)
refusalSchema.index({ tenantId: 1, environmentId: 1, day: -1, reason: 1, country: 1 }, { unique: true })
refusalSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(refusalSchema)

export type Refused = Pick<StoredOutboundRefusal, 'reason' | 'country' | 'runId'>

export interface OutboundRefusalStore {
  createIndexes(): Promise<void>
  add(place: FlowPlace, refused: Refused, at: Date): Promise<void>
  /** Newest first. */
  since(place: FlowPlace, at: Date): Promise<Omit<StoredOutboundRefusal, keyof FlowPlace | 'purgeAt'>[]>
}

export function createOutboundRefusalStore(connection: Connection): OutboundRefusalStore {
  const model = connection.model('OutboundRefusal', refusalSchema)
  return {
    createIndexes: () => model.createIndexes(),
    add: ({ tenantId, environmentId }, { reason, country, runId }, at) =>
      onceMore(async () => {
        const key = { tenantId, environmentId, day: dayOf(at), reason, country }
        const purgeAt = new Date(at.getTime() + KEPT_DAYS * DAY_MS)
        await model.updateOne(key, { $inc: { count: 1 }, $set: { latest: at, runId, purgeAt } }, { upsert: true })
      }),
    since: async ({ tenantId, environmentId }, at) =>
      (await model
        .find({ tenantId, environmentId, day: { $gte: dayOf(at) } })
        .sort({ latest: -1 })
        .select('-_id day reason country count latest runId')
        .lean()) as unknown as Omit<StoredOutboundRefusal, keyof FlowPlace | 'purgeAt'>[],
  }
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

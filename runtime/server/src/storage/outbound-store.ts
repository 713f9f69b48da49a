import type { OutboundPolicy } from '@patchbay/core'
import { type Connection, Schema } from 'mongoose'
import type { FlowPlace } from './flow-store.ts'
import { onceMore } from './once-more.ts'
import { tenantGuard } from './tenant-guard.ts'

/** Whom an environment's flows may ring, where somebody has said so. */
export interface StoredOutboundPolicy extends FlowPlace {
  /** JSON of the policy. */
  policyText: string
  updatedAt: Date
  updatedBy: string
}

const policySchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    policyText: { type: String, required: true },
    updatedAt: { type: Date, required: true },
    updatedBy: { type: String, required: true },
  },
  { collection: 'outboundPolicies', versionKey: false, strict: 'throw' },
)
policySchema.index({ tenantId: 1, environmentId: 1 }, { unique: true })
tenantGuard(policySchema)

/** What was rung in an hour or a day: `2026-11-22T07` or `2026-11-22`, of UTC. */
const countSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    window: { type: String, required: true },
    legs: { type: Number, required: true },
    spent: { type: Number, required: true },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'outboundCounts', versionKey: false, strict: 'throw' },
)
countSchema.index({ tenantId: 1, environmentId: 1, window: 1 }, { unique: true })
countSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(countSchema)

/** `spent` is in the smallest unit of the policy's currency. */
export interface OutboundCount {
  legs: number
  spent: number
}

export interface OutboundPolicyStore {
  createIndexes(): Promise<void>
  get(place: FlowPlace): Promise<StoredOutboundPolicy | undefined>
  save(policy: StoredOutboundPolicy): Promise<void>
}

export interface OutboundCountStore {
  createIndexes(): Promise<void>
  /** Adds, which may be less than nothing, in one step; returns the sum after it. */
  add(place: FlowPlace & { window: string; purgeAt: Date }, by: OutboundCount): Promise<OutboundCount>
}

export function createOutboundPolicyStore(connection: Connection): OutboundPolicyStore {
  const model = connection.model('OutboundPolicy', policySchema)
  return {
    createIndexes: () => model.createIndexes(),
    async get({ tenantId, environmentId }) {
      const found = await model.findOne({ tenantId, environmentId }).select('-_id').lean()
      return (found as StoredOutboundPolicy | null) ?? undefined
    },
    save: ({ tenantId, environmentId, ...fields }) =>
      onceMore(async () => {
        await model.updateOne({ tenantId, environmentId }, { $set: fields }, { upsert: true })
      }),
  }
}

export function createOutboundCountStore(connection: Connection): OutboundCountStore {
  const model = connection.model('OutboundCount', countSchema)
  return {
    createIndexes: () => model.createIndexes(),
    add: ({ tenantId, environmentId, window, purgeAt }, by) =>
      onceMore(async () => {
        const update = { $inc: { legs: by.legs, spent: by.spent }, $setOnInsert: { purgeAt } }
        const options = { upsert: true, returnDocument: 'after' } as const
        const sum = await model.findOneAndUpdate({ tenantId, environmentId, window }, update, options).lean()
        return { legs: sum.legs, spent: sum.spent }
      }),
  }
}

export const readPolicy = (stored: StoredOutboundPolicy): OutboundPolicy => JSON.parse(stored.policyText) as OutboundPolicy

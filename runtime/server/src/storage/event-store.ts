import type { VoiceEventType } from '@patchbay/core'
import type { Collection } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/**
 * Something that happened in a contact, for reports. Made from a turn, and from the same turn always the same; what it says of
 * people is sealed under the key of the run, so that it is erased with the run and the counts stay.
 */
export interface StoredEvent extends FlowPlace {
  /** `<runId>:<seq>:<n>`: the turn, and which of its events. */
  _id: string
  isTest: boolean
  at: Date
  type: VoiceEventType
  channel: 'voice'
  direction: 'in' | 'out'
  /** One interaction: the run. */
  contactId: string
  flowId?: string
  flowVersion?: string
  nodeId?: string
  queueId?: string
  agentId?: string
  providerRef?: string
  /** More of it that is not personal; which fields there are follows from the type. */
  facts: Readonly<Record<string, unknown>>
  /** JSON of what is personal; absent when nothing is. */
  sealed?: Buffer
  purgeAt: Date
}

const eventSchema = new Schema<StoredEvent>(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    isTest: { type: Boolean, required: true },
    at: { type: Date, required: true },
    type: { type: String, required: true },
    channel: { type: String, required: true },
    direction: { type: String, required: true },
    contactId: { type: String, required: true },
    flowId: String,
    flowVersion: String,
    nodeId: String,
    queueId: String,
    agentId: String,
    providerRef: String,
    facts: { type: Schema.Types.Mixed, required: true },
    sealed: Buffer,
    purgeAt: { type: Date, required: true },
  },
  { collection: 'events', versionKey: false, strict: 'throw', minimize: false },
)
// a report asks for a span of time; the id settles the order within one instant
eventSchema.index({ tenantId: 1, environmentId: 1, at: 1, _id: 1 })
eventSchema.index({ tenantId: 1, contactId: 1 })
eventSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(eventSchema)

export interface EventSpan extends FlowPlace {
  /** Inclusive. */
  from?: Date | undefined
  /** Exclusive. */
  to?: Date | undefined
}

export interface EventStore {
  createIndexes(): Promise<void>
  /** Adds events of any tenants; those that are there already are left as they are. Says how many were new. */
  add(events: readonly StoredEvent[]): Promise<number>
}

export function createEventStore(connection: Connection): EventStore {
  const model = connection.model('Event', eventSchema)
  const collection: Collection<StoredEvent> = connection.getClient().db(connection.name).collection('events')
  return {
    createIndexes: () => model.createIndexes(),
    async add(events) {
      if (events.length === 0) return 0
      try {
        return (await collection.insertMany([...events], { ordered: false })).insertedCount
      } catch (thrown) {
        const { writeErrors, insertedCount } = thrown as { writeErrors?: unknown[]; insertedCount?: number }
        if (!writeErrors?.length || !writeErrors.every(isDuplicateKey)) throw thrown
        return insertedCount ?? events.length - writeErrors.length
      }
    },
  }
}

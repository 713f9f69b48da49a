import type { Binary } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { bytesOf, isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/**
 * What became of a message that we sent, or one that came in. Kept apart from the turns of its run: a status may come before
 * the turn that knows of the message is stored, or long after the run has ended.
 */
export interface StoredMessage extends FlowPlace {
  /** For one that we sent the key of the request, which Vonage repeats as `client_ref`; for one that came in Vonage's id. */
  _id: string
  isTest: boolean
  /** The run that sent it; null for one that came in. */
  runId: string | null
  channel: 'sms'
  /** Vonage's id; null until it has taken the message. */
  messageUuid: string | null
  status: MessageStatus
  /** Each status once, in the order of arrival. */
  statuses: readonly { status: MessageStatus; at: Date }[]
  /** Why it was refused or not delivered: a code of ours, or Vonage's. */
  reason: string | null
  /** As how many it is charged. */
  parts: number
  /** What Vonage charged, as it said (V4-11); null until then. */
  cost?: MessageCost | null
  /** Who wrote what, for one that came in; what we sent stands in the run's turn. */
  sealed?: Buffer
  at: Date
  purgeAt: Date
}

/** A decimal number as text, and an ISO 4217 code. */
export interface MessageCost {
  price: string
  currency: string
}

/** In the order in which a message goes through them; a late report of an earlier one changes nothing. */
const RANK = {
  sending: 0,
  unknown: 1,
  refused: 1,
  submitted: 2,
  delivered: 3,
  rejected: 3,
  undeliverable: 3,
  received: 3,
} as const
export type MessageStatus = keyof typeof RANK
const STATUSES = Object.keys(RANK) as MessageStatus[]

const messageSchema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    isTest: { type: Boolean, required: true },
    runId: { type: String, default: null },
    channel: { type: String, required: true },
    messageUuid: { type: String, default: null },
    status: { type: String, required: true },
    statuses: [Schema.Types.Mixed],
    reason: { type: String, default: null },
    parts: { type: Number, required: true },
    cost: { type: Schema.Types.Mixed, default: null },
    sealed: Buffer,
    at: { type: Date, required: true },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'messages', versionKey: false, strict: 'throw' },
)
messageSchema.index({ tenantId: 1, runId: 1 })
// the list of those that came in
messageSchema.index({ tenantId: 1, environmentId: 1, at: -1, _id: -1 }, { partialFilterExpression: { status: 'received' } })
messageSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(messageSchema)

export type MessageReported = Pick<StoredMessage, 'status' | 'messageUuid' | 'reason' | 'at'> & { cost?: MessageCost | null }

export interface WantedMessages extends FlowPlace {
  /** Only those that stand after this one in the list. */
  before?: { at: Date; id: string } | undefined
  limit: number
}

export interface MessageStore {
  createIndexes(): Promise<void>
  /** Says whether it was added: false when the message is known. */
  add(message: StoredMessage): Promise<boolean>
  get(id: string): Promise<StoredMessage | undefined>
  /** What came of sending; a report that overtook it stays. */
  settle(id: string, outcome: Pick<StoredMessage, 'status' | 'messageUuid' | 'reason'>): Promise<void>
  /** Keeps what Vonage reports of one that we sent. Says whether it is known; the same report again changes nothing. */
  report(id: string, report: MessageReported): Promise<boolean>
  /** Those that came in, newest first. */
  received(wanted: WantedMessages): Promise<StoredMessage[]>
  /** What a run sent, oldest first. */
  ofRun(tenantId: string, runId: string): Promise<StoredMessage[]>
}

export function createMessageStore(connection: Connection): MessageStore {
  const model = connection.model('Message', messageSchema)
  const before = (status: MessageStatus) => STATUSES.filter((other) => RANK[other] < RANK[status])
  return {
    createIndexes: () => model.createIndexes(),
    async add(message) {
      try {
        await model.collection.insertOne(message as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    async get(id) {
      const raw = await model.findOne({ _id: id }).lean<RawMessage>()
      return raw === null ? undefined : plain(raw)
    },
    async settle(id, { status, messageUuid, reason }) {
      await model.updateOne({ _id: id, status: { $in: before(status) } }, { $set: { status, reason } })
      if (messageUuid !== null) await model.updateOne({ _id: id }, { $set: { messageUuid } })
    },
    async report(id, { status, messageUuid, reason, at, cost = null }) {
      const known = await model.updateOne(
        { _id: id, 'statuses.status': { $ne: status } },
        { $push: { statuses: { status, at } } },
      )
      if (known.modifiedCount === 0) return (await model.findOne({ _id: id }).select('_id').lean()) !== null
      await model.updateOne({ _id: id, status: { $in: before(status) } }, { $set: { status, messageUuid, reason } })
      // whichever report brings it
      if (cost !== null) await model.updateOne({ _id: id }, { $set: { cost } })
      return true
    },
    async received({ tenantId, environmentId, before: from, limit }) {
      const raws = await model
        .find({
          tenantId,
          environmentId,
          status: 'received',
          ...(from === undefined ? {} : { at: { $lte: from.at }, $or: [{ at: { $lt: from.at } }, { _id: { $lt: from.id } }] }),
        })
        .sort({ at: -1, _id: -1 })
        .limit(limit)
        .lean<RawMessage[]>()
      return raws.map(plain)
    },
    async ofRun(tenantId, runId) {
      const raws = await model.find({ tenantId, runId }).sort({ at: 1 }).lean<RawMessage[]>()
      return raws.map(plain)
    },
  }
}

type RawMessage = Omit<StoredMessage, 'sealed'> & { sealed?: Binary }

const plain = ({ sealed, ...rest }: RawMessage): StoredMessage =>
  sealed === undefined ? rest : { ...rest, sealed: bytesOf(sealed) }

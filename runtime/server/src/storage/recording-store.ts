import type { Binary } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { bytesOf, isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/**
 * `awaited`: only what was written down of it has come · `fetching`: its file is not here yet · `ready` · `lost`: the file
 * could not be had · `removed`: nothing is left of it but that it was there, so that a repeated webhook does not bring it back.
 */
export type RecordingStatus = 'awaited' | 'fetching' | 'ready' | 'lost' | 'removed'

/** A recording of callers. What is personal is sealed with the key of its run. */
export interface StoredRecording extends FlowPlace {
  /** Vonage's id; unique within a tenant. */
  recordingUuid: string
  runId: string
  leg: string
  isTest: boolean
  kind: 'voicemail' | 'call'
  /** Of a message; null for a recording of the call. */
  mailbox: string | null
  status: RecordingStatus
  recordingUrl: string | null
  transcriptionUrl: string | null
  startedAt: Date
  durationSeconds: number
  mediaId: string | null
  /** Who called. */
  from: Buffer
  transcript: Buffer | null
  heardAt: Date | null
  deletedAt: Date | null
  /** When something of it is fetched next; null when nothing is left to fetch. */
  fetchAt: Date | null
  attempts: number
  purgeAt: Date
}

const recordingSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    recordingUuid: { type: String, required: true },
    runId: { type: String, required: true },
    leg: { type: String, required: true },
    isTest: { type: Boolean, required: true },
    kind: { type: String, required: true },
    mailbox: String,
    status: { type: String, required: true },
    recordingUrl: String,
    transcriptionUrl: String,
    startedAt: { type: Date, required: true },
    durationSeconds: { type: Number, required: true },
    mediaId: String,
    from: { type: Buffer, required: true },
    transcript: Buffer,
    heardAt: Date,
    deletedAt: Date,
    fetchAt: Date,
    attempts: { type: Number, required: true },
    purgeAt: { type: Date, required: true },
  },
  { collection: 'recordings', versionKey: false, strict: 'throw', minimize: false },
)
recordingSchema.index({ tenantId: 1, recordingUuid: 1 }, { unique: true })
recordingSchema.index({ tenantId: 1, environmentId: 1, mailbox: 1, startedAt: -1 })
recordingSchema.index({ tenantId: 1, environmentId: 1, runId: 1 })
recordingSchema.index({ fetchAt: 1 }, { sparse: true })
recordingSchema.index({ deletedAt: 1 }, { sparse: true })
recordingSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(recordingSchema)

export type RecordingName = Pick<StoredRecording, 'tenantId' | 'recordingUuid'>
type RawRecording = Omit<StoredRecording, 'from' | 'transcript'> & { from: Binary; transcript: Binary | null }

export interface RecordingFilter {
  mailbox?: string | undefined
  runId?: string | undefined
}

export interface RecordingStore {
  createIndexes(): Promise<void>
  /** @returns False when it is there already. */
  add(recording: StoredRecording): Promise<boolean>
  get(name: RecordingName): Promise<StoredRecording | undefined>
  /** Changes it while it still looks as in `when`; false when it does not. */
  change(name: RecordingName, set: Partial<StoredRecording>, when?: Partial<StoredRecording>): Promise<boolean>
  /** Newest first, without what was deleted, is only awaited, or is over at `now`. */
  list(place: FlowPlace, filter: RecordingFilter, at: { now: Date; limit: number }): Promise<StoredRecording[]>
  /** Those whose file is the same one. */
  withMedia(place: FlowPlace, mediaId: string): Promise<StoredRecording[]>
  /** Takes a recording whose time to be fetched has come, until `until`; undefined when it is not due, or not any more. */
  take(name: RecordingName, now: Date, until: Date): Promise<StoredRecording | undefined>
  /** Recordings of any tenant that are due to be fetched. */
  due(now: Date, limit: number): Promise<RecordingName[]>
  /** Recordings of any tenant that were deleted before a moment and are still there. */
  deletedBefore(moment: Date, limit: number): Promise<RecordingName[]>
}

export function createRecordingStore(connection: Connection): RecordingStore {
  const model = connection.model('Recording', recordingSchema)
  const collection = connection.getClient().db(connection.name).collection<StoredRecording>('recordings')
  const only = ({ tenantId, recordingUuid }: RecordingName) => ({ tenantId, recordingUuid })
  const one = (raw: unknown) => (raw === null ? undefined : plain(raw as RawRecording))
  const names = { _id: 0, tenantId: 1, recordingUuid: 1 } as const
  return {
    createIndexes: () => model.createIndexes(),
    async add(recording) {
      try {
        await model.collection.insertOne({ ...recording })
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    get: async (name) => one(await model.findOne(only(name), { _id: 0 }).lean()),
    change: async (name, set, when = {}) => (await model.updateOne({ ...only(name), ...when }, { $set: set })).matchedCount === 1,
    async list({ tenantId, environmentId }, { mailbox, runId }, { now, limit }) {
      const raws = await model
        .find(
          {
            tenantId,
            environmentId,
            ...(mailbox === undefined ? {} : { mailbox }),
            ...(runId === undefined ? {} : { runId }),
            deletedAt: null,
            status: { $in: ['fetching', 'ready', 'lost'] },
            purgeAt: { $gt: now },
          },
          { _id: 0 },
        )
        .sort({ startedAt: -1 })
        .limit(limit)
        .lean()
      return raws.map((raw) => plain(raw as unknown as RawRecording))
    },
    async withMedia({ tenantId, environmentId }, mediaId) {
      const raws = await model.find({ tenantId, environmentId, mediaId }, { _id: 0 }).lean()
      return raws.map((raw) => plain(raw as unknown as RawRecording))
    },
    take: async (name, now, until) =>
      one(
        await model
          .findOneAndUpdate(
            { ...only(name), fetchAt: { $lte: now } },
            { $set: { fetchAt: until }, $inc: { attempts: 1 } },
            { returnDocument: 'after' },
          )
          .select('-_id')
          .lean(),
      ),
    // across tenants: whoever looks after recordings serves all of them, and goes on within each one's own
    due: (now, limit) =>
      collection
        .find({ fetchAt: { $lte: now } }, { projection: names })
        .sort({ fetchAt: 1 })
        .limit(limit)
        .toArray(),
    deletedBefore: (moment, limit) =>
      collection
        .find({ deletedAt: { $lte: moment }, status: { $ne: 'removed' } }, { projection: names })
        .limit(limit)
        .toArray(),
  }
}

const plain = ({ from, transcript, ...rest }: RawRecording): StoredRecording => ({
  ...rest,
  from: bytesOf(from),
  transcript: transcript === null || transcript === undefined ? null : bytesOf(transcript),
})

import type { Binary } from 'mongodb'
import { type Connection, Schema } from 'mongoose'
import { bytesOf, isDuplicateKey } from './database.ts'
import type { FlowPlace } from './flow-store.ts'
import { tenantGuard } from './tenant-guard.ts'

/** A prompt is heard by callers; a recording is of callers. */
export type MediaKind = 'prompt' | 'recording'

/** A stored sound. Its bytes lie in chunks; two that are equal are stored once. */
export interface StoredMedia extends FlowPlace {
  /** A hash of whose it is and of its bytes, 64 hexadecimal digits. */
  _id: string
  kind: MediaKind
  contentType: string
  /** In bytes, as it is played. */
  size: number
  durationMs?: number
  /** What its file was called. */
  name: string
  /** Under which name its chunks lie. */
  blobId: string
  /** Whose key its chunks are sealed with; absent: they lie open. */
  sealedFor?: 'tenant' | { runId: string }
  createdAt: Date
  purgeAt?: Date
}

const mediaSchema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    environmentId: { type: String, required: true },
    kind: { type: String, required: true },
    contentType: { type: String, required: true },
    size: { type: Number, required: true },
    durationMs: Number,
    name: { type: String, required: true },
    blobId: { type: String, required: true },
    sealedFor: Schema.Types.Mixed,
    createdAt: { type: Date, required: true },
    purgeAt: Date,
  },
  { collection: 'media', versionKey: false, strict: 'throw', minimize: false },
)
mediaSchema.index({ tenantId: 1, environmentId: 1, kind: 1, createdAt: -1 })
mediaSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(mediaSchema)

interface StoredChunk {
  tenantId: string
  blobId: string
  /** Counts up from 0. */
  n: number
  bytes: Buffer
  purgeAt?: Date
}

const chunkSchema = new Schema(
  {
    tenantId: { type: String, required: true },
    blobId: { type: String, required: true },
    n: { type: Number, required: true },
    bytes: { type: Buffer, required: true },
    purgeAt: Date,
  },
  { collection: 'mediaChunks', versionKey: false, strict: 'throw', minimize: false },
)
chunkSchema.index({ tenantId: 1, blobId: 1, n: 1 }, { unique: true })
chunkSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 })
tenantGuard(chunkSchema)

/** What is known of sounds. */
export interface MediaFileStore {
  createIndexes(): Promise<void>
  /** Says whether it was added: false when the very same is there already. */
  add(media: StoredMedia): Promise<boolean>
  get(place: FlowPlace, id: string): Promise<StoredMedia | undefined>
  /** Newest first. */
  list(place: FlowPlace, kind: MediaKind): Promise<StoredMedia[]>
  /** Which of these ids are there. */
  known(place: FlowPlace, ids: readonly string[]): Promise<string[]>
  /** @returns What was removed. */
  remove(place: FlowPlace, id: string): Promise<StoredMedia | undefined>
}

export function createMediaFileStore(connection: Connection): MediaFileStore {
  const model = connection.model('Media', mediaSchema)
  const of = ({ tenantId, environmentId }: FlowPlace) => ({ tenantId, environmentId })
  return {
    createIndexes: () => model.createIndexes(),
    async add(media) {
      try {
        await model.collection.insertOne(media as never)
        return true
      } catch (thrown) {
        if (isDuplicateKey(thrown)) return false
        throw thrown
      }
    },
    get: async (place, id) => (await model.findOne({ ...of(place), _id: id }).lean<StoredMedia>()) ?? undefined,
    list: (place, kind) =>
      model
        .find({ ...of(place), kind })
        .sort({ createdAt: -1 })
        .lean<StoredMedia[]>(),
    async known(place, ids) {
      const found = await model.find({ ...of(place), _id: { $in: ids } }, { _id: 1 }).lean<{ _id: string }[]>()
      return found.map(({ _id }) => _id)
    },
    remove: async (place, id) => (await model.findOneAndDelete({ ...of(place), _id: id }).lean<StoredMedia>()) ?? undefined,
  }
}

/** The bytes of sounds, in pieces. */
export interface MediaChunkStore {
  createIndexes(): Promise<void>
  add(chunk: StoredChunk): Promise<void>
  get(tenantId: string, blobId: string, n: number): Promise<Buffer | undefined>
  /** Says when the chunks of a sound go; null: never. */
  keep(tenantId: string, blobId: string, purgeAt: Date | null): Promise<void>
  remove(tenantId: string, blobId: string): Promise<void>
}

export function createMediaChunkStore(connection: Connection): MediaChunkStore {
  const model = connection.model('MediaChunk', chunkSchema)
  return {
    createIndexes: () => model.createIndexes(),
    async add(chunk) {
      await model.collection.insertOne(chunk as never)
    },
    async get(tenantId, blobId, n) {
      const found = await model.findOne({ tenantId, blobId, n }, { bytes: 1 }).lean<{ bytes: Binary }>()
      return found === null ? undefined : bytesOf(found.bytes)
    },
    async keep(tenantId, blobId, purgeAt) {
      await model.updateMany({ tenantId, blobId }, purgeAt === null ? { $unset: { purgeAt: 1 } } : { $set: { purgeAt } })
    },
    async remove(tenantId, blobId) {
      await model.deleteMany({ tenantId, blobId })
    },
  }
}

import { createHash, type KeyObject, randomUUID } from 'node:crypto'
import { AppError } from '@patchbay/core'
import type { Clock } from '../clock.ts'
import type { RunKeys } from '../sealing/run-keys.ts'
import { deriveKey, seal, unseal } from '../sealing/seal.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { MediaChunkStore, MediaFileStore, MediaKind, StoredMedia } from '../storage/media-store.ts'
import { inChunks } from './in-chunks.ts'

/** Of a chunk before it is sealed: with what sealing adds it stays below 256 KiB. */
export const CHUNK_BYTES = 255 * 1024
/** The longest recording that Vonage makes, two hours of 16-bit WAV at 16 kHz on two channels, and some. */
const MEDIA_LIMIT_BYTES = 512 * 1024 * 1024
/** Chunks of an upload that was cut off go after this long. */
const UNFINISHED_MS = 24 * 60 * 60 * 1000

export interface NewMedia {
  kind: MediaKind
  contentType: string
  name: string
  durationMs?: number
  /** When it goes by itself; absent: never. */
  purgeAt?: Date
  /**
   * Seals it at rest, with the tenant's key or with that of a run: erasing the run then makes it unreadable for good.
   * Absent: it lies open.
   */
  sealedFor?: 'tenant' | { runId: string }
  /** At most this many bytes; absent: `MEDIA_LIMIT_BYTES`. */
  limitBytes?: number
}

/** Bytes from `start` to `end`, both counted from 0 and both included, as in HTTP. */
export interface ByteRange {
  start: number
  end: number
}

/** Sounds, wherever their bytes lie. What is stored never changes: another content is another id. */
export interface MediaStore {
  /**
   * Stores a sound. The same bytes of the same owner are stored once, and keep the name that they came under first.
   *
   * @throws {AppError} `BODY_TOO_LARGE`; nothing is kept then.
   */
  put(place: FlowPlace, content: Buffer | AsyncIterable<Buffer>, media: NewMedia): Promise<StoredMedia>
  find(place: FlowPlace, id: string): Promise<StoredMedia | undefined>
  /**
   * Its bytes, piece by piece.
   *
   * @throws {AppError} While it is read: `RUN_NOT_FOUND` for what was sealed for a run that was erased; `INTERNAL` for a piece
   *   that is missing.
   */
  read(media: StoredMedia, range?: ByteRange): AsyncIterable<Buffer>
  list(place: FlowPlace, kind: MediaKind): Promise<StoredMedia[]>
  /** Which of these ids are there. */
  known(place: FlowPlace, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Says whether there was such a one. */
  remove(place: FlowPlace, id: string): Promise<boolean>
}

interface Deps {
  files: MediaFileStore
  chunks: MediaChunkStore
  runKeys: Pick<RunKeys, 'open'>
  secretKey: Buffer
  clock: Clock
}

export function createMediaStore({ files, chunks, runKeys, secretKey, clock }: Deps): MediaStore {
  const keyFor = async (tenantId: string, sealedFor: NewMedia['sealedFor']): Promise<KeyObject | undefined> => {
    if (sealedFor === undefined) return undefined
    if (sealedFor === 'tenant') return deriveKey(secretKey, `tenant/${tenantId}/media`)
    return runKeys.open(tenantId, sealedFor.runId)
  }

  return {
    async put({ tenantId, environmentId }, content, { limitBytes = MEDIA_LIMIT_BYTES, ...media }) {
      const key = await keyFor(tenantId, media.sealedFor)
      const blobId = randomUUID()
      const owner = [tenantId, environmentId, media.kind, JSON.stringify(media.sealedFor ?? null)]
      const digest = createHash('sha256').update(JSON.stringify(owner))
      const unfinishedUntil = new Date(clock() + UNFINISHED_MS)
      let size = 0
      let n = 0
      try {
        for await (const chunk of inChunks(content, CHUNK_BYTES)) {
          size += chunk.length
          if (size > limitBytes) throw new AppError('BODY_TOO_LARGE', 'The sound is too large', { details: { limitBytes } })
          digest.update(chunk)
          const bytes = key === undefined ? chunk : seal(key, chunk, placeOf(blobId, n))
          await chunks.add({ tenantId, blobId, n, bytes, purgeAt: unfinishedUntil })
          n++
        }
      } catch (thrown) {
        await chunks.remove(tenantId, blobId)
        throw thrown
      }
      // first the chunks: a process that ends between the two leaves some that nobody needs, never a sound with holes
      await chunks.keep(tenantId, blobId, media.purgeAt ?? null)
      const stored: StoredMedia = {
        _id: digest.digest('hex'),
        tenantId,
        environmentId,
        ...media,
        size,
        blobId,
        createdAt: new Date(clock()),
      }
      if (await files.add(stored)) return stored
      await chunks.remove(tenantId, blobId)
      const same = await files.get({ tenantId, environmentId }, stored._id)
      if (same === undefined) throw new AppError('INTERNAL', 'A sound was removed while the same one was stored')
      return same
    },

    find: (place, id) => files.get(place, id),
    list: (place, kind) => files.list(place, kind),
    known: async (place, ids) => new Set(ids.length === 0 ? [] : await files.known(place, ids)),

    async *read({ tenantId, blobId, sealedFor, size }, { start, end } = { start: 0, end: size - 1 }) {
      const key = await keyFor(tenantId, sealedFor)
      for (let n = Math.floor(start / CHUNK_BYTES); n * CHUNK_BYTES <= end; n++) {
        const stored = await chunks.get(tenantId, blobId, n)
        if (stored === undefined) throw new AppError('INTERNAL', 'A piece of a sound is missing', { details: { n } })
        const bytes = key === undefined ? stored : unseal(key, stored, placeOf(blobId, n))
        const from = n * CHUNK_BYTES
        yield bytes.subarray(Math.max(start - from, 0), end - from + 1)
      }
    },

    async remove(place, id) {
      const removed = await files.remove(place, id)
      if (removed !== undefined) await chunks.remove(place.tenantId, removed.blobId)
      return removed !== undefined
    },
  }
}

/** Binds a sealed chunk to its place: chunks cannot be swapped. */
const placeOf = (blobId: string, n: number): string => `media/${blobId}/${n}`

import { randomBytes } from 'node:crypto'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { createRunKeys, type RunKeys } from '../sealing/run-keys.ts'
import { connectDatabase } from '../storage/database.ts'
import { buildIndexes, createStores, type Stores } from '../storage/stores.ts'
import { CHUNK_BYTES, createMediaStore, type MediaStore, type NewMedia } from './media-store.ts'

let database: TestDatabase
let connection: Connection
let stores: Stores
let runKeys: RunKeys
let media: MediaStore

beforeAll(async () => {
  database = await startTestDatabase()
  connection = await connectDatabase(database.url, { log: pino({ level: 'silent' }), giveUp: new AbortController().signal })
  stores = createStores(connection)
  await buildIndexes(stores)
  const secretKey = randomBytes(32)
  runKeys = createRunKeys(stores.keys, secretKey)
  media = createMediaStore({ files: stores.media, chunks: stores.mediaChunks, runKeys, secretKey, clock: Date.now })
})
afterAll(async () => {
  await connection.close()
  await database.stop()
})

const place = { tenantId: 'local', environmentId: 'main' }
const sound: NewMedia = { kind: 'prompt', contentType: 'audio/wav', name: 'greeting.wav', durationMs: 1000 }
const long = randomBytes(2 * CHUNK_BYTES + 1000)

async function bytesOf(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}
const chunksOf = (blobId: string) => connection.collection('mediaChunks').find({ blobId }).sort({ n: 1 }).toArray()

describe('a sound', () => {
  test('comes back as it was put, from a buffer or from pieces of any size, in chunks of at most 256 KiB', async () => {
    const whole = await media.put(place, long, sound)
    expect(whole).toMatchObject({ ...place, ...sound, size: long.length })
    expect((await bytesOf(media.read(whole))).equals(long)).toBe(true)
    const chunks = await chunksOf(whole.blobId)
    expect(chunks.map(({ bytes }) => bytes.length() as number)).toEqual([CHUNK_BYTES, CHUNK_BYTES, 1000])

    const pieces = randomBytes(700_000)
    async function* inPieces() {
      for (let at = 0; at < pieces.length; at += 70_001) yield pieces.subarray(at, at + 70_001)
    }
    const streamed = await media.put(place, inPieces(), { ...sound, name: 'pieces.wav' })
    expect((await bytesOf(media.read(streamed))).equals(pieces)).toBe(true)
    expect((await media.list(place, 'prompt')).map(({ name }) => name).sort()).toEqual(['greeting.wav', 'pieces.wav'])
    expect(await media.list(place, 'recording')).toEqual([])
  })

  test.each([
    [0, 0],
    [10, CHUNK_BYTES - 1],
    [CHUNK_BYTES - 1, CHUNK_BYTES],
    [CHUNK_BYTES, 2 * CHUNK_BYTES],
    [long.length - 1, long.length - 1],
  ])('is read from %d to %d', async (start, end) => {
    const stored = await media.put(place, long, sound)
    expect((await bytesOf(media.read(stored, { start, end }))).equals(long.subarray(start, end + 1))).toBe(true)
  })

  test('is stored once for each owner, and told apart by its content', async () => {
    const [first, second] = await Promise.all([media.put(place, long, sound), media.put(place, long, { ...sound, name: 'copy' })])
    expect(second._id).toBe(first._id)
    expect(await connection.collection('media').countDocuments({ _id: first._id as never })).toBe(1)
    const theirs = await media.put({ ...place, tenantId: 'other' }, long, sound)
    expect(theirs._id).not.toBe(first._id)
    expect(await media.find(place, theirs._id)).toBeUndefined()
    expect(await media.known(place, [first._id, theirs._id, 'nothing'])).toEqual(new Set([first._id]))
    const other = await media.put(place, Buffer.from('other'), sound)
    expect(other._id).not.toBe(first._id)
    const blobs = new Set((await connection.collection('mediaChunks').find({}).toArray()).map(({ blobId }) => blobId as string))
    const stored = (await connection.collection('media').find({}).toArray()).map(({ blobId }) => blobId as string)
    expect([...blobs].sort()).toEqual(stored.sort())
  })

  test('is gone when it is removed, its chunks too', async () => {
    const stored = await media.put(place, randomBytes(100), sound)
    expect(await media.remove({ ...place, tenantId: 'other' }, stored._id)).toBe(false)
    expect(await media.remove(place, stored._id)).toBe(true)
    expect(await media.remove(place, stored._id)).toBe(false)
    expect(await media.find(place, stored._id)).toBeUndefined()
    expect(await chunksOf(stored.blobId)).toEqual([])
  })

  test('that is too large, or whose sender breaks off, leaves nothing', async () => {
    const before = await connection.collection('mediaChunks').countDocuments()
    await expect(media.put(place, long, { ...sound, limitBytes: long.length - 1 })).rejects.toMatchObject({
      code: 'BODY_TOO_LARGE',
    })
    async function* brokenOff() {
      yield long
      throw new Error('gone')
    }
    await expect(media.put(place, brokenOff(), sound)).rejects.toThrow('gone')
    expect(await connection.collection('mediaChunks').countDocuments()).toBe(before)
  })

  test('goes by itself when its time is over, its chunks too', async () => {
    const stored = await media.put(place, randomBytes(50), { ...sound, purgeAt: new Date(Date.now() - 1000) })
    await expect.poll(() => chunksOf(stored.blobId), { timeout: 70_000, interval: 100 }).toEqual([])
    await expect.poll(() => media.find(place, stored._id), { timeout: 70_000, interval: 100 }).toBeUndefined()
  }, 150_000)

  test('that is to stay has no end', async () => {
    const stored = await media.put(place, randomBytes(50), sound)
    expect((await chunksOf(stored.blobId)).map(({ purgeAt }) => purgeAt as unknown)).toEqual([undefined])
  })
})

describe('a sealed sound', () => {
  const recording: NewMedia = { ...sound, kind: 'recording', sealedFor: 'tenant' }
  const secret = Buffer.alloc(CHUNK_BYTES + 100, 'the customer says a number ')

  test('lies unreadable, below 256 KiB a chunk, and is read in any part', async () => {
    const stored = await media.put(place, secret, recording)
    const chunks = await chunksOf(stored.blobId)
    const lies = chunks.map(({ bytes }) => Buffer.from(bytes.value() as Uint8Array))
    expect(lies.length).toBe(2)
    for (const bytes of lies) {
      expect(bytes.includes('customer')).toBe(false)
      expect(bytes.length).toBeLessThanOrEqual(256 * 1024)
    }
    expect((await bytesOf(media.read(stored))).equals(secret)).toBe(true)
    const part = await bytesOf(media.read(stored, { start: CHUNK_BYTES - 5, end: CHUNK_BYTES + 5 }))
    expect(part.equals(secret.subarray(CHUNK_BYTES - 5, CHUNK_BYTES + 6))).toBe(true)
  })

  test('a chunk that was put in the place of another is not taken for it', async () => {
    const stored = await media.put(place, Buffer.concat([secret, Buffer.from('!')]), recording)
    const [, second] = await chunksOf(stored.blobId)
    await connection.collection('mediaChunks').updateOne({ blobId: stored.blobId, n: 0 }, { $set: { bytes: second?.bytes } })
    await expect(bytesOf(media.read(stored))).rejects.toMatchObject({ code: 'SEALED_VALUE_NOT_READABLE' })
  })

  test('of a run is unreadable for good once the run is erased', async () => {
    await runKeys.create('local', 'run-1', new Date(Date.now() + 60_000))
    const stored = await media.put(place, secret, { ...recording, sealedFor: { runId: 'run-1' } })
    expect((await bytesOf(media.read(stored))).equals(secret)).toBe(true)
    await runKeys.erase('local', 'run-1')
    await expect(bytesOf(media.read(stored))).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' })
  })
})

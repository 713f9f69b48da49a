import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock/clock.ts'
import { type ToneFile, tones, tonesSize } from './tones.ts'

export interface StoredFile {
  uuid: string
  contentType: 'audio/wav' | 'application/json'
  /** In bytes. */
  size: number
  chunks(): Iterable<Buffer>
}

/** Recordings and transcriptions, as long as Vonage keeps them. */
export interface FileStore {
  addAudio(file: ToneFile): StoredFile
  addJson(value: unknown): StoredFile
  find(uuid: string): StoredFile | undefined
}

/** V1.6-11. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000

export function createFileStore(clock: Clock): FileStore {
  const files = new Map<string, { file: StoredFile; storedAt: number }>()
  const add = (file: Omit<StoredFile, 'uuid'>): StoredFile => {
    const stored = { ...file, uuid: randomUUID() }
    files.set(stored.uuid, { file: stored, storedAt: clock.now() })
    return stored
  }
  return {
    addAudio: (audio) => add({ contentType: 'audio/wav', size: tonesSize(audio), chunks: () => tones(audio) }),
    addJson(value) {
      const bytes = Buffer.from(JSON.stringify(value))
      return add({ contentType: 'application/json', size: bytes.length, chunks: () => [bytes] })
    },
    find(uuid) {
      const found = files.get(uuid)
      if (found && clock.now() - found.storedAt > KEPT_MS) files.delete(uuid)
      return files.get(uuid)?.file
    },
  }
}

import { randomBytes } from 'node:crypto'
import type { BsonValue } from '../bson/value.ts'
import { MongoError } from '../errors.ts'

const IDLE_MS = 10 * 60 * 1000
/** A reply's documents together, with room for what is around them. Source: https://www.mongodb.com/docs/manual/tutorial/iterate-a-cursor/ */
const MAX_BATCH_BYTES = 16 * 1024 * 1024
export const FIRST_BATCH = 101

interface OpenCursor {
  readonly namespace: string
  readonly documents: Iterator<BsonValue>
  held: BsonValue | undefined
  lastUsed: number
}

export interface Batch {
  /** 0: everything was given. */
  readonly id: bigint
  readonly documents: readonly BsonValue[]
}

/** Results that are fetched in several batches. */
export class Cursors {
  readonly #open = new Map<bigint, OpenCursor>()

  /** @param batchSize Undefined: as many as one reply holds. */
  first(namespace: string, documents: Iterable<BsonValue>, batchSize: number | undefined, singleBatch = false): Batch {
    const cursor: OpenCursor = { namespace, documents: documents[Symbol.iterator](), held: undefined, lastUsed: Date.now() }
    const batch = take(cursor, batchSize)
    if (batch.finished || singleBatch) return { id: 0n, documents: batch.documents }
    // above 2^53, so that a client which reads it as a number keeps a 64-bit integer
    const id = (randomBytes(8).readBigUInt64LE() >> 2n) | (1n << 62n)
    this.#open.set(id, cursor)
    return { id, documents: batch.documents }
  }

  /** @throws {MongoError} 43 for a cursor that is unknown, used up, or of another collection. */
  next(id: bigint, namespace: string, batchSize: number | undefined): Batch {
    const cursor = this.#open.get(id)
    if (cursor === undefined) throw new MongoError(43, `cursor id ${id} not found`)
    if (cursor.namespace !== namespace)
      throw new MongoError(13, `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace`)
    cursor.lastUsed = Date.now()
    const batch = take(cursor, batchSize)
    if (batch.finished) this.#open.delete(id)
    return { id: batch.finished ? 0n : id, documents: batch.documents }
  }

  kill(id: bigint): boolean {
    return this.#open.delete(id)
  }

  killIn(namespace: string): void {
    for (const [id, cursor] of this.#open) if (cursor.namespace === namespace) this.#open.delete(id)
  }

  dropIdle(): void {
    for (const [id, cursor] of this.#open) if (Date.now() - cursor.lastUsed > IDLE_MS) this.#open.delete(id)
  }

  get size(): number {
    return this.#open.size
  }
}

function take(cursor: OpenCursor, batchSize = Number.POSITIVE_INFINITY): { documents: BsonValue[]; finished: boolean } {
  const documents: BsonValue[] = []
  let bytes = 0
  for (;;) {
    // looks one document ahead, so that the last batch says that it is the last
    if (cursor.held === undefined) {
      const next = cursor.documents.next()
      if (next.done === true) return { documents, finished: true }
      cursor.held = next.value
    }
    const size = cursor.held.end - cursor.held.start
    if (documents.length >= batchSize || (documents.length > 0 && bytes + size > MAX_BATCH_BYTES))
      return { documents, finished: false }
    documents.push(cursor.held)
    bytes += size
    cursor.held = undefined
  }
}

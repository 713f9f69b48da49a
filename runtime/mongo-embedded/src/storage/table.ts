import { DamagedDocument, sealed, unsealed } from './sealed-value.ts'

/** What is used of an LMDB database opened with binary keys and values. */
export interface RawTable {
  get(key: Buffer): Buffer | undefined
  doesExist(key: Buffer): boolean
  put(key: Buffer, value: Buffer): Promise<unknown>
  remove(key: Buffer): Promise<unknown>
  drop(): Promise<unknown>
  getRange(options: object): Iterable<Entry>
  getStats(): {
    entryCount: number
    treeBranchPageCount: number
    treeLeafPageCount: number
    overflowPages: number
    pageSize: number
  }
}

export interface Entry {
  readonly key: Buffer
  readonly value: Buffer
}

/** A write that is on its way to the disk. `value` undefined: removed. */
export interface Pending {
  readonly id: string
  readonly key: Buffer
  readonly value: Buffer | undefined
}

/** `committed`: what is on disk, for readers. `latest`: with the writes on their way, for commands that decide on writing. */
export type View = 'committed' | 'latest'

export interface Range {
  /** Inclusive. */
  readonly from: Buffer
  /** Exclusive. */
  readonly to: Buffer
}

export const EVERYTHING: Range = { from: Buffer.from([0]), to: Buffer.from([0xff]) }

const CHUNK = 200

/**
 * One ordered table. Writes leave for the disk off-thread; until they are there this class remembers them, so that the next command
 * decides on what will be, while readers see only what is durable.
 */
export class Table {
  readonly #raw: RawTable
  readonly #name: string
  readonly #holdsDocuments: boolean
  readonly #pending = new Map<string, Pending>()
  #dropped = false

  /** @param holdsDocuments Each is stored with a checksum, and looked at when it is read. */
  constructor(raw: RawTable, { name, holdsDocuments }: { name: string; holdsDocuments: boolean }) {
    this.#raw = raw
    this.#name = name
    this.#holdsDocuments = holdsDocuments
  }

  get hasPending(): boolean {
    return this.#pending.size > 0
  }

  get(key: Buffer, view: View): Buffer | undefined {
    if (view === 'latest' && this.#pending.size > 0) {
      const pending = this.#pending.get(key.toString('latin1'))
      if (pending !== undefined) return pending.value
    }
    const stored = this.#dropped ? undefined : this.#raw.get(key)
    return stored === undefined ? undefined : this.#opened(key, stored)
  }

  /** In the latest view. */
  has(key: Buffer): boolean {
    if (this.#pending.size > 0) {
      const pending = this.#pending.get(key.toString('latin1'))
      if (pending !== undefined) return pending.value !== undefined
    }
    return this.#raw.doesExist(key)
  }

  put(key: Buffer, value: Buffer): { promise: Promise<unknown>; pending: Pending } {
    const pending = { id: key.toString('latin1'), key, value }
    this.#pending.set(pending.id, pending)
    return { promise: this.#raw.put(key, this.#holdsDocuments ? sealed(key, value) : value), pending }
  }

  remove(key: Buffer): { promise: Promise<unknown>; pending: Pending } {
    const pending = { id: key.toString('latin1'), key, value: undefined }
    this.#pending.set(pending.id, pending)
    return { promise: this.#raw.remove(key), pending }
  }

  settle(pending: Pending): void {
    if (this.#pending.get(pending.id) === pending) this.#pending.delete(pending.id)
  }

  /**
   * Entries in key order, read in chunks: between two chunks the caller may wait as long as it likes without holding a snapshot,
   * and what is written meanwhile ahead of the place is seen.
   */
  *range({ from, to }: Range, view: View, reverse = false): Generator<Entry> {
    let low = from
    let high = to
    // most ranges hold one entry or two, so the first chunk is small
    for (let size = 8; !this.#dropped; size = CHUNK) {
      const chunk = this.#chunk({ from: low, to: high }, view, { reverse, size })
      yield* chunk.entries
      if (chunk.last === undefined) return
      if (reverse) high = chunk.last
      else low = Buffer.concat([chunk.last, Buffer.alloc(1)])
    }
  }

  #chunk(
    { from, to }: Range,
    view: View,
    { reverse, size }: { reverse: boolean; size: number },
  ): { entries: Entry[]; last: Buffer | undefined } {
    const stored: Entry[] = []
    const bounds = reverse
      ? { start: to, end: from, reverse, inclusiveEnd: true, exclusiveStart: true }
      : { start: from, end: to }
    for (const { key, value } of this.#raw.getRange({ ...bounds, limit: size }))
      stored.push({ key, value: this.#opened(key, value) })
    const last = stored.length === size ? stored.at(-1)?.key : undefined
    if (view === 'committed' || this.#pending.size === 0) return { entries: stored, last }

    const inChunk = ({ key }: Pending) =>
      key.compare(from) >= 0 &&
      key.compare(to) < 0 &&
      (last === undefined || (reverse ? key.compare(last) >= 0 : key.compare(last) <= 0))
    const pending = [...this.#pending.values()].filter(inChunk)
    if (pending.length === 0) return { entries: stored, last }
    const merged = new Map(stored.map((entry) => [entry.key.toString('latin1'), entry]))
    for (const { id, key, value } of pending) {
      if (value === undefined) merged.delete(id)
      else merged.set(id, { key, value })
    }
    const entries = [...merged.values()].sort((a, b) => (reverse ? b.key.compare(a.key) : a.key.compare(b.key)))
    return { entries, last }
  }

  /** @throws {DamagedDocument} */
  #opened(key: Buffer, stored: Buffer): Buffer {
    if (!this.#holdsDocuments) return stored
    const document = unsealed(key, stored)
    if (document === undefined) throw new DamagedDocument(this.#name)
    return document
  }

  /** All documents in key order, those that are damaged too, as undefined: for a check. */
  *eachStored(): Generator<{ key: Buffer; document: Buffer | undefined }> {
    for (const { key, value } of this.#raw.getRange({})) yield { key, document: unsealed(key, value) }
  }

  /** Nothing is read from a table from this moment on: LMDB may give its handle to another. */
  drop(): Promise<unknown> {
    this.#dropped = true
    return this.#raw.drop()
  }

  get isDropped(): boolean {
    return this.#dropped
  }

  /** Committed entries and the bytes of their pages. */
  stats(): { entries: number; bytes: number } {
    const { entryCount, treeBranchPageCount, treeLeafPageCount, overflowPages, pageSize } = this.#raw.getStats()
    return { entries: entryCount, bytes: (treeBranchPageCount + treeLeafPageCount + overflowPages) * pageSize }
  }
}

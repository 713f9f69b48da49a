import { join } from 'node:path'
import { open, type RootDatabase } from 'lmdb'
import { refuse } from '../errors.ts'
import { assertWhole } from './data-file.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { StartError } from './start-error.ts'
import { type Entry, type RawTable, Table } from './table.ts'
import { Writes } from './writes.ts'

const MAX_TABLES = 8192
/** Entries of one transaction. */
const REWRITTEN_AT_ONCE = 1000
export const DATA_FILE = 'data.mdb'

/** The folder with its LMDB environment: named tables of ordered byte keys, and durable writes. */
export class Store {
  readonly #root: RootDatabase<Buffer, Buffer>
  readonly #lock: FolderLock
  readonly #tables = new Map<string, Table>()
  readonly #onBroken: (cause: unknown) => void
  #latest: Promise<void> = Promise.resolve()

  private constructor(root: RootDatabase<Buffer, Buffer>, lock: FolderLock, onBroken: (cause: unknown) => void) {
    this.#root = root
    this.#lock = lock
    this.#onBroken = onBroken
  }

  /**
   * @param onBroken Called once a commit fails (disk full, input/output error): memory and disk then disagree, so the process must end.
   * @throws {StartError}
   */
  static open(folder: string, onBroken: (cause: unknown) => void): Store {
    const lock = lockFolder(folder)
    try {
      assertWhole(join(folder, DATA_FILE))
      const root = open<Buffer, Buffer>({
        path: folder,
        noSubdir: false,
        // with overlapping sync a write is promised before it is on disk
        overlappingSync: false,
        maxDbs: MAX_TABLES,
        encoding: 'binary',
      })
      return new Store(root, lock, onBroken)
    } catch (thrown) {
      lock.release()
      if (thrown instanceof StartError) throw thrown
      throw new StartError(
        `The database in ${folder} can not be opened (${(thrown as Error).message}). Restore it from a backup.`,
      )
    }
  }

  /** A table of index entries. */
  table(name: string): Table {
    return this.#table(name, false)
  }

  /** A table of documents, each with a checksum. */
  documents(name: string): Table {
    return this.#table(name, true)
  }

  #table(name: string, holdsDocuments: boolean): Table {
    const known = this.#tables.get(name)
    if (known !== undefined) return known
    const table = new Table(this.#open(name), { name, holdsDocuments })
    this.#tables.set(name, table)
    return table
  }

  #open(name: string): RawTable {
    try {
      return this.#root.openDB<Buffer, Buffer>({ name, keyEncoding: 'binary', encoding: 'binary' }) as unknown as RawTable
    } catch (thrown) {
      if ((thrown as Error).message.includes('MDB_DBS_FULL')) refuse(`more than ${MAX_TABLES} collections and indexes`)
      throw thrown
    }
  }

  /** Names of all tables on disk. */
  tableNames(): string[] {
    return [...this.#root.getKeys()].map(String)
  }

  /** Removes a table with its content. The name is never used again. */
  async dropTable(name: string): Promise<void> {
    const table = this.table(name)
    this.#tables.delete(name)
    await table.drop()
  }

  begin(): Writes {
    return new Writes()
  }

  /** Resolves when everything in `writes`, and all that was written before, is on disk. */
  commit(writes: Writes): Promise<void> {
    const { promise } = writes
    // a decision not to write may rest on a write that is still on its way
    if (promise === undefined) return this.#latest
    this.#latest = promise.then(
      () => {
        // readers must see the committed state before the memory of it goes
        this.#root.resetReadTxn()
        writes.forget()
      },
      (cause: unknown) => {
        this.#onBroken(cause)
        throw cause
      },
    )
    return this.#latest
  }

  /** Resolves when all that was written so far is on disk. */
  settled(): Promise<void> {
    return this.#latest
  }

  /** How many commits the environment has had. */
  commits(): number {
    return (this.#root.getStats() as { lastTxnId: number }).lastTxnId
  }

  /**
   * Writes what there is anew, into a folder that is there and empty. A copy of pages would take along what was removed from them: LMDB
   * marks its place as free, and leaves the bytes until something is written over them.
   */
  async rewrite(to: string): Promise<void> {
    const copy = open<Buffer, Buffer>({
      path: to,
      noSubdir: false,
      overlappingSync: false,
      maxDbs: MAX_TABLES,
      encoding: 'binary',
    })
    try {
      for (const name of this.tableNames()) {
        const into = copy.openDB<Buffer, Buffer>({ name, keyEncoding: 'binary', encoding: 'binary' })
        let entries: Entry[] = []
        const write = () => {
          copy.transactionSync(() => {
            for (const { key, value } of entries) void into.put(key, value)
          })
          entries = []
        }
        for (const { key, value } of this.#open(name).getRange({})) {
          // the next entry may be read into the same memory
          if (entries.push({ key: Buffer.from(key), value: Buffer.from(value) }) >= REWRITTEN_AT_ONCE) write()
        }
        write()
      }
    } finally {
      await copy.close()
    }
  }

  /** @param whileLocked Done when the files are closed and the folder is still ours. */
  async close(whileLocked: () => void = () => undefined): Promise<void> {
    await this.#latest
    await this.#root.close()
    try {
      whileLocked()
    } finally {
      this.#lock.release()
    }
  }
}

import type { Pending, Table } from './table.ts'

/** The writes of one command. They are made in one turn of the event loop, so LMDB commits all of them or none. */
export class Writes {
  readonly #made: { readonly table: Table; readonly pending: Pending }[] = []
  promise: Promise<unknown> | undefined

  get isEmpty(): boolean {
    return this.promise === undefined
  }

  put(table: Table, key: Buffer, value: Buffer): void {
    const { promise, pending } = table.put(key, value)
    this.promise = promise
    this.#made.push({ table, pending })
  }

  remove(table: Table, key: Buffer): void {
    const { promise, pending } = table.remove(key)
    this.promise = promise
    this.#made.push({ table, pending })
  }

  /** Called when all of it is on disk. */
  forget(): void {
    for (const { table, pending } of this.#made) table.settle(pending)
  }
}

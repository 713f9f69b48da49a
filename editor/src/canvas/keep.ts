/** Remembers what was made for an id as long as what it was made of stays the same: React draws again only what is new. */
export class Kept<T> {
  #before = new Map<string, { of: readonly unknown[]; made: T }>()
  #now = new Map<string, { of: readonly unknown[]; made: T }>()
  #taken: T[] = []

  /** @param of All that `make` depends on. */
  get(id: string, of: readonly unknown[], make: () => T): T {
    const known = this.#before.get(id)
    const same = known !== undefined && known.of.length === of.length && known.of.every((part, index) => part === of[index])
    const entry = same ? known : { of, made: make() }
    this.#now.set(id, entry)
    return entry.made
  }

  /** What was asked for since the last call, in that order; the rest is forgotten. The same list when nothing is new. */
  take(): T[] {
    this.#before = this.#now
    this.#now = new Map()
    const made = Array.from(this.#before.values(), (entry) => entry.made)
    const same = made.length === this.#taken.length && made.every((one, index) => one === this.#taken[index])
    if (!same) this.#taken = made
    return this.#taken
  }
}

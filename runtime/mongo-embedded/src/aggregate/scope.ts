import type { BsonValue } from '../bson/value.ts'

/** A variable's place. Its value changes while expressions that refer to it are computed, one after the other. */
export interface Slot {
  value: BsonValue | undefined
}

/** Names of variables (`$$name`) at a place in an expression, found when it is parsed. */
export class Scope {
  readonly #slots: ReadonlyMap<string, Slot>
  readonly #outer: Scope | undefined

  constructor(names: Iterable<readonly [string, Slot]> = [], outer?: Scope) {
    this.#slots = new Map(names)
    this.#outer = outer
  }

  find(name: string): Slot | undefined {
    return this.#slots.get(name) ?? this.#outer?.find(name)
  }
}

import type { BsonValue } from '../bson/value.ts'
import type { Collation } from '../query/collation.ts'

/** A variable's place. Its value changes while expressions that refer to it are computed, one after the other. */
export interface Slot {
  value: BsonValue | undefined
}

/** Names of variables (`$$name`) at a place in an expression, found when it is parsed, and how strings are compared there. */
export class Scope {
  readonly #slots: ReadonlyMap<string, Slot>
  readonly #outer: Scope | undefined
  readonly collation: Collation | undefined

  constructor(names: Iterable<readonly [string, Slot]> = [], outer?: Scope, collation = outer?.collation) {
    this.#slots = new Map(names)
    this.#outer = outer
    this.collation = collation
  }

  find(name: string): Slot | undefined {
    return this.#slots.get(name) ?? this.#outer?.find(name)
  }
}

/** Where a command's filters and expressions are read: no variables, its collation. */
export function scopeOf(collation: Collation | undefined): Scope {
  return new Scope([], undefined, collation)
}

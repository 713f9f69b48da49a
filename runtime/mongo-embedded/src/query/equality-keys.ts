import { elementsOf, stringOf, valuesOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { arrayOf, objectOf, toBson } from '../bson/write.ts'
import { encodeValue } from '../plan/intervals.ts'
import type { Collation } from './collation.ts'

/** Keys that are the same for values that are equal, by which groups and sets are kept. */
export class EqualityKeys {
  readonly #collation: Collation | undefined
  /** One string of each kind that the collation takes for equal, in its order: a collator gives no keys of its own. */
  readonly #known: string[] = []

  constructor(collation: Collation | undefined) {
    this.#collation = collation
  }

  keyOf(value: BsonValue): string {
    return encodeValue(this.#collation === undefined ? value : this.#folded(value, this.#collation)).key.toString('latin1')
  }

  #folded(value: BsonValue, collation: Collation): BsonValue {
    if (value.type === T.string || value.type === T.symbol) return toBson(this.#first(stringOf(value), collation))
    if (value.type === T.array) return arrayOf(valuesOf(value).map((item) => this.#folded(item, collation)))
    if (value.type !== T.object) return value
    return objectOf(elementsOf(value).map(({ name, value: inner }) => [name, this.#folded(inner, collation)] as const))
  }

  /** The first string met that is equal to this one. */
  #first(text: string, { compare }: Collation): string {
    let low = 0
    let high = this.#known.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compare(this.#known[middle] as string, text) < 0) low = middle + 1
      else high = middle
    }
    const found = this.#known[low]
    if (found !== undefined && compare(found, text) === 0) return found
    this.#known.splice(low, 0, text)
    return text
  }
}

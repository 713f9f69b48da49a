import { type BsonValue, T } from '../bson/value.ts'
import type { Predicate } from '../query/filter.ts'

const MAY_HOLD_TEXT = new Set<number>([T.string, T.symbol, T.object, T.array])

/** Whether a collation has a say in what the predicate finds. */
export function comparesTexts(test: Predicate): boolean {
  if (!('collation' in test) || test.collation === undefined) return false
  const mayHold = ({ type }: BsonValue) => MAY_HOLD_TEXT.has(type)
  return test.op === 'in' ? test.values.some(mayHold) : mayHold(test.value)
}

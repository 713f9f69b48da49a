import { compareNumeric, numericOf } from './number.ts'
import { elementsOf, stringOf, valuesOf } from './read.ts'
import { type BsonValue, T } from './value.ts'

/**
 * Rank of each type in BSON's order; numbers share one, strings and symbols share one. Also the first byte of an ordered key,
 * so it is never 0x00 or 0xff, and no two neighbours are adjacent.
 * Source: https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/
 */
export function rankOf(type: number): number {
  return RANKS[type] ?? 0x7f
}

const RANKS: Readonly<Record<number, number>> = {
  [T.minKey]: 0x02,
  [T.undefined]: 0x06,
  [T.null]: 0x08,
  [T.int]: 0x10,
  [T.long]: 0x10,
  [T.double]: 0x10,
  [T.decimal]: 0x10,
  [T.string]: 0x18,
  [T.symbol]: 0x18,
  [T.object]: 0x20,
  [T.array]: 0x28,
  [T.binary]: 0x30,
  [T.objectId]: 0x38,
  [T.bool]: 0x40,
  [T.date]: 0x48,
  [T.timestamp]: 0x50,
  [T.regex]: 0x58,
  [T.dbPointer]: 0x60,
  [T.code]: 0x68,
  [T.codeWithScope]: 0x70,
  [T.maxKey]: 0xf0,
}

/** The order of strings where it is not that of their bytes. */
export interface TextOrder {
  readonly compare: (a: string, b: string) => number
}

/** Negative, 0 or positive, in BSON's order across types. @param texts Undefined: strings compare by bytes. */
export function compareValues(a: BsonValue, b: BsonValue, texts?: TextOrder): number {
  const rank = rankOf(a.type)
  const byRank = rank - rankOf(b.type)
  if (byRank !== 0) return byRank
  switch (a.type) {
    case T.int:
    case T.long:
    case T.double:
    case T.decimal:
      return compareNumeric(numericOf(a), numericOf(b))
    case T.string:
    case T.symbol:
      if (texts !== undefined) return texts.compare(stringOf(a), stringOf(b))
      return compareContent(a, b)
    case T.code:
      return compareContent(a, b)
    case T.object:
      return compareDocuments(a, b, texts)
    case T.array:
      return compareArrays(a, b, texts)
    case T.binary:
      // length first, then subtype, then content
      return a.end - a.start - (b.end - b.start) || a.bytes.compare(b.bytes, b.start + 4, b.end, a.start + 4, a.end)
    case T.date: {
      const difference = a.bytes.readBigInt64LE(a.start) - b.bytes.readBigInt64LE(b.start)
      return difference < 0n ? -1 : difference > 0n ? 1 : 0
    }
    case T.timestamp: {
      const difference = a.bytes.readBigUInt64LE(a.start) - b.bytes.readBigUInt64LE(b.start)
      return difference < 0n ? -1 : difference > 0n ? 1 : 0
    }
    default:
      return a.bytes.compare(b.bytes, b.start, b.end, a.start, a.end)
  }
}

function compareContent(a: BsonValue, b: BsonValue): number {
  return a.bytes.compare(b.bytes, b.start + 4, b.end - 1, a.start + 4, a.end - 1)
}

/** Field by field: type, then name, then value; a document that ends first is the lower one. */
function compareDocuments(a: BsonValue, b: BsonValue, texts?: TextOrder): number {
  const left = elementsOf(a)
  const right = elementsOf(b)
  for (const [index, mine] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    const difference =
      rankOf(mine.value.type) - rankOf(other.value.type) ||
      compareNames(mine.name, other.name) ||
      compareValues(mine.value, other.value, texts)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** By UTF-8 bytes, which differs from JavaScript's order beyond the basic plane. */
function compareNames(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function compareArrays(a: BsonValue, b: BsonValue, texts?: TextOrder): number {
  const left = valuesOf(a)
  const right = valuesOf(b)
  for (const [index, mine] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    const difference = compareValues(mine, other, texts)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

export function equalValues(a: BsonValue, b: BsonValue, texts?: TextOrder): boolean {
  return rankOf(a.type) === rankOf(b.type) && compareValues(a, b, texts) === 0
}

import { MongoError } from '../errors.ts'
import { BsonValue, sizeOfValue, T } from './value.ts'

export interface Element {
  readonly name: string
  readonly value: BsonValue
}

/** Every element of a document or array, in stored order. */
export function elementsOf(container: BsonValue): Element[] {
  const { bytes } = container
  const elements: Element[] = []
  let at = container.start + 4
  for (let type = bytes[at] as number; type !== 0; type = bytes[at] as number) {
    const nameEnd = bytes.indexOf(0, at + 1)
    const name = bytes.toString('utf8', at + 1, nameEnd)
    const end = nameEnd + 1 + sizeOfValue(type, bytes, nameEnd + 1)
    elements.push({ name, value: new BsonValue(type, bytes, nameEnd + 1, end) })
    at = end
  }
  return elements
}

/** The items of an array (or the values of a document), without their names. */
export function valuesOf(container: BsonValue): BsonValue[] {
  const { bytes } = container
  const values: BsonValue[] = []
  let at = container.start + 4
  for (let type = bytes[at] as number; type !== 0; type = bytes[at] as number) {
    at = bytes.indexOf(0, at + 1) + 1
    const end = at + sizeOfValue(type, bytes, at)
    values.push(new BsonValue(type, bytes, at, end))
    at = end
  }
  return values
}

/** The first field of that name. Names are compared in place: this is the hottest loop of the server. */
export function fieldOf(container: BsonValue, name: string): BsonValue | undefined {
  const { bytes } = container
  const { length } = name
  let at = container.start + 4
  for (let type = bytes[at] as number; type !== 0; type = bytes[at] as number) {
    let i = 0
    let byte = bytes[++at] as number
    while (i < length && byte === name.charCodeAt(i) && byte < 0x80) {
      i++
      byte = bytes[++at] as number
    }
    let found = i === length && byte === 0
    if (byte >= 0x80) {
      const nameEnd = bytes.indexOf(0, at)
      found = bytes.toString('utf8', at - i, nameEnd) === name
      at = nameEnd
    } else {
      while (bytes[at] !== 0) at++
    }
    const end = at + 1 + sizeOfValue(type, bytes, at + 1)
    if (found) return new BsonValue(type, bytes, at + 1, end)
    at = end
  }
  return undefined
}

export function stringOf(value: BsonValue): string {
  return value.bytes.toString('utf8', value.start + 4, value.end - 1)
}

/** Pattern and options as stored. */
export function regexOf(value: BsonValue): { pattern: string; options: string } {
  const split = value.bytes.indexOf(0, value.start)
  return {
    pattern: value.bytes.toString('utf8', value.start, split),
    options: value.bytes.toString('latin1', split + 1, value.end - 1),
  }
}

/** Milliseconds since 1970. */
export function dateOf(value: BsonValue): number {
  return Number(value.bytes.readBigInt64LE(value.start))
}

export function boolOf(value: BsonValue): boolean {
  return value.bytes[value.start] !== 0
}

/** What MongoDB takes for true in an option: any number but 0, `true`; null and absent are false. */
export function isTruthy(value: BsonValue | undefined): boolean {
  if (value === undefined || value.isNullish) return false
  if (value.type === T.bool) return boolOf(value)
  if (value.type === T.int) return value.bytes.readInt32LE(value.start) !== 0
  if (value.type === T.long) return value.bytes.readBigInt64LE(value.start) !== 0n
  if (value.type === T.double) return value.bytes.readDoubleLE(value.start) !== 0
  return true
}

const MAX_DEPTH = 180

/** Walks the whole document once. @throws {MongoError} 22 unless every length, name and type holds. */
export function assertValid(document: BsonValue): void {
  try {
    walk(document.bytes, document.start, document.end, 0)
  } catch (thrown) {
    if (thrown instanceof MongoError) throw thrown
    throw new MongoError(22, 'Document is cut short')
  }
}

function walk(bytes: Buffer, start: number, end: number, depth: number): void {
  if (depth > MAX_DEPTH) throw new MongoError(15, 'BSON document is nested deeper than 180 levels')
  if (end - start < 5 || end > bytes.length || bytes.readInt32LE(start) !== end - start || bytes[end - 1] !== 0) {
    throw new MongoError(22, 'Document length does not match its content')
  }
  let at = start + 4
  while (at < end - 1) {
    const type = bytes[at] as number
    while (bytes[++at] !== 0) if (at >= end) throw new MongoError(22, 'Field name is not terminated')
    at++
    const size = sizeOfValue(type, bytes, at)
    if (size < 0 || at + size > end - 1) throw new MongoError(22, 'Value is longer than its document')
    if (type === T.object || type === T.array) walk(bytes, at, at + size, depth + 1)
    else if ((type === T.string || type === T.code || type === T.symbol) && (size < 5 || bytes[at + size - 1] !== 0)) {
      throw new MongoError(22, 'String is not terminated')
    } else if (type === T.binary && size < 5) throw new MongoError(22, 'Binary has a negative length')
    else if (type === T.codeWithScope && size < 14) throw new MongoError(22, 'Code with scope is cut short')
    at += size
  }
  if (at !== end - 1) throw new MongoError(22, 'Document ends in the middle of a value')
}

import { MongoError } from '../errors.ts'

/** Element type bytes. Source: https://bsonspec.org/spec.html */
export const T = {
  double: 0x01,
  string: 0x02,
  object: 0x03,
  array: 0x04,
  binary: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  bool: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  dbPointer: 0x0c,
  code: 0x0d,
  symbol: 0x0e,
  codeWithScope: 0x0f,
  int: 0x10,
  timestamp: 0x11,
  long: 0x12,
  decimal: 0x13,
  minKey: 0xff,
  maxKey: 0x7f,
} as const

/**
 * One BSON value where it lies: nothing is decoded before it is asked for, so types and bytes survive untouched.
 * `start..end` cover the value alone; for documents and arrays that includes the length and the closing zero.
 */
export class BsonValue {
  readonly type: number
  readonly bytes: Buffer
  readonly start: number
  readonly end: number

  constructor(type: number, bytes: Buffer, start: number, end: number) {
    this.type = type
    this.bytes = bytes
    this.start = start
    this.end = end
  }

  get isContainer(): boolean {
    return this.type === T.object || this.type === T.array
  }

  get isNumber(): boolean {
    return this.type === T.int || this.type === T.double || this.type === T.long || this.type === T.decimal
  }

  get isNullish(): boolean {
    return this.type === T.null || this.type === T.undefined
  }

  /** The value's bytes, without a copy. */
  raw(): Buffer {
    return this.bytes.subarray(this.start, this.end)
  }
}

/** A whole document as it came from the wire or the store. */
export function documentOf(bytes: Buffer): BsonValue {
  return new BsonValue(T.object, bytes, 0, bytes.length)
}

/** Length in bytes of the value at `at`. @throws {MongoError} 22 for a type that BSON does not have. */
export function sizeOfValue(type: number, bytes: Buffer, at: number): number {
  switch (type) {
    case T.double:
    case T.date:
    case T.timestamp:
    case T.long:
      return 8
    case T.string:
    case T.code:
    case T.symbol:
      return 4 + bytes.readInt32LE(at)
    case T.object:
    case T.array:
    case T.codeWithScope:
      return bytes.readInt32LE(at)
    case T.binary:
      return 5 + bytes.readInt32LE(at)
    case T.dbPointer:
      return 16 + bytes.readInt32LE(at)
    case T.objectId:
      return 12
    case T.bool:
      return 1
    case T.int:
      return 4
    case T.decimal:
      return 16
    case T.regex:
      return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1 - at
    case T.undefined:
    case T.null:
    case T.minKey:
    case T.maxKey:
      return 0
    default:
      throw new MongoError(22, `Unrecognized BSON type 0x${type.toString(16)}`)
  }
}

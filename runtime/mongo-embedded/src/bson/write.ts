import { BsonValue, documentOf, T } from './value.ts'

/** JavaScript values that become BSON: a `BsonValue` keeps its bytes, `undefined` is left out. */
export type Encodable =
  | BsonValue
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Date
  | readonly Encodable[]
  | { readonly [name: string]: Encodable }

/** Appends BSON to a growing buffer of its own. */
export class BsonWriter {
  #buffer: Buffer
  #length = 0

  constructor(sizeHint = 512) {
    this.#buffer = Buffer.allocUnsafe(sizeHint)
  }

  #reserve(size: number): number {
    const at = this.#length
    if (at + size > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, at + size))
      this.#buffer.copy(grown, 0, 0, at)
      this.#buffer = grown
    }
    this.#length = at + size
    return at
  }

  /** @returns where the document starts, for `close`. */
  open(): number {
    return this.#reserve(4)
  }

  close(start: number): void {
    const at = this.#reserve(1)
    this.#buffer[at] = 0
    this.#buffer.writeInt32LE(this.#length - start, start)
  }

  name(type: number, name: string): void {
    const size = Buffer.byteLength(name)
    const at = this.#reserve(size + 2)
    this.#buffer[at] = type
    this.#buffer.write(name, at + 1)
    this.#buffer[at + size + 1] = 0
  }

  bytes(source: Buffer, start = 0, end = source.length): void {
    const at = this.#reserve(end - start)
    source.copy(this.#buffer, at, start, end)
  }

  value(name: string, value: BsonValue): void {
    this.name(value.type, name)
    this.bytes(value.bytes, value.start, value.end)
  }

  encodable(name: string, value: Encodable): void {
    if (value === undefined) return
    if (value instanceof BsonValue) this.value(name, value)
    else if (value === null) this.name(T.null, name)
    else if (typeof value === 'string') {
      this.name(T.string, name)
      const size = Buffer.byteLength(value)
      const at = this.#reserve(size + 5)
      this.#buffer.writeInt32LE(size + 1, at)
      this.#buffer.write(value, at + 4)
      this.#buffer[at + 4 + size] = 0
    } else if (typeof value === 'boolean') {
      this.name(T.bool, name)
      const at = this.#reserve(1)
      this.#buffer[at] = value ? 1 : 0
    } else if (typeof value === 'number') this.#number(name, value)
    else if (typeof value === 'bigint') {
      this.name(T.long, name)
      const at = this.#reserve(8)
      this.#buffer.writeBigInt64LE(value, at)
    } else if (value instanceof Date) {
      this.name(T.date, name)
      const at = this.#reserve(8)
      this.#buffer.writeBigInt64LE(BigInt(value.getTime()), at)
    } else {
      const entries = Array.isArray(value) ? value.entries() : Object.entries(value)
      this.name(Array.isArray(value) ? T.array : T.object, name)
      const start = this.open()
      for (const [key, item] of entries) this.encodable(String(key), item as Encodable)
      this.close(start)
    }
  }

  #number(name: string, value: number): void {
    if (Number.isInteger(value) && value === (value | 0) && !Object.is(value, -0)) {
      this.name(T.int, name)
      const at = this.#reserve(4)
      this.#buffer.writeInt32LE(value, at)
    } else if (Number.isSafeInteger(value) && value !== 0) {
      this.name(T.long, name)
      const at = this.#reserve(8)
      this.#buffer.writeBigInt64LE(BigInt(value), at)
    } else {
      this.name(T.double, name)
      const at = this.#reserve(8)
      this.#buffer.writeDoubleLE(value, at)
    }
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }
}

export function encodeDocument(fields: { readonly [name: string]: Encodable }): Buffer {
  const writer = new BsonWriter()
  const start = writer.open()
  for (const [name, value] of Object.entries(fields)) writer.encodable(name, value)
  writer.close(start)
  return writer.finish()
}

/** A value that stands alone. */
export function toBson(value: Exclude<Encodable, undefined>): BsonValue {
  if (value instanceof BsonValue) return value
  const document = encodeDocument({ v: value })
  // 4 bytes of length, the type, "v" and its zero come before the value; one zero after it
  return new BsonValue(document[4] as number, document, 7, document.length - 1)
}

export function doubleValue(value: number): BsonValue {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeDoubleLE(value)
  return new BsonValue(T.double, bytes, 0, 8)
}

export function longValue(value: bigint): BsonValue {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigInt64LE(value)
  return new BsonValue(T.long, bytes, 0, 8)
}

export function intValue(value: number): BsonValue {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeInt32LE(value)
  return new BsonValue(T.int, bytes, 0, 4)
}

export function arrayOf(items: readonly BsonValue[]): BsonValue {
  const writer = new BsonWriter()
  const start = writer.open()
  for (const [index, item] of items.entries()) writer.value(String(index), item)
  writer.close(start)
  const bytes = writer.finish()
  return new BsonValue(T.array, bytes, 0, bytes.length)
}

export function objectOf(entries: Iterable<readonly [string, BsonValue]>): BsonValue {
  const writer = new BsonWriter()
  const start = writer.open()
  for (const [name, value] of entries) writer.value(name, value)
  writer.close(start)
  return documentOf(writer.finish())
}

const nothing = Buffer.alloc(0)
export const NULL = new BsonValue(T.null, nothing, 0, 0)
export const UNDEFINED = new BsonValue(T.undefined, nothing, 0, 0)
export const EMPTY_OBJECT = toBson({})

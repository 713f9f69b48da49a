import { createHash } from 'node:crypto'
import { rankOf } from './compare.ts'
import { compareNumeric, type Decimal, fractionOf, type Numeric, numericOf } from './number.ts'
import { elementsOf, valuesOf } from './read.ts'
import { type BsonValue, T } from './value.ts'

/**
 * Bytes whose order is BSON's order, and of which none is the beginning of another's: parts can be joined into compound keys.
 * Each value starts with its rank; 0x00 ends documents and arrays; no part starts with 0x00 or 0xff, so `part + 0xff` bounds all that begin with it.
 */
export class KeyWriter {
  #buffer = Buffer.allocUnsafe(256)
  #length = 0

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

  byte(value: number): void {
    const at = this.#reserve(1)
    this.#buffer[at] = value
  }

  /** Content with 0x00 written as 0x00 0xff, ended by 0x00 0x00. */
  #escaped(bytes: Buffer, start: number, end: number): void {
    if (bytes.indexOf(0, start) === -1 || bytes.indexOf(0, start) >= end) {
      const at = this.#reserve(end - start)
      bytes.copy(this.#buffer, at, start, end)
    } else {
      for (let i = start; i < end; i++) {
        this.byte(bytes[i] as number)
        if (bytes[i] === 0) this.byte(0xff)
      }
    }
    this.byte(0)
    this.byte(0)
  }

  #plain(bytes: Buffer, start: number, end: number): void {
    const at = this.#reserve(end - start)
    bytes.copy(this.#buffer, at, start, end)
  }

  value(value: BsonValue, descending = false): void {
    const from = this.#length
    this.byte(rankOf(value.type))
    this.#content(value)
    if (descending) for (let i = from; i < this.#length; i++) this.#buffer[i] = 0xff - (this.#buffer[i] as number)
  }

  #content(value: BsonValue): void {
    const { bytes, start, end } = value
    switch (value.type) {
      case T.int:
      case T.long:
      case T.double:
      case T.decimal:
        this.#number(numericOf(value))
        break
      case T.string:
      case T.symbol:
      case T.code:
        this.#escaped(bytes, start + 4, end - 1)
        break
      case T.object:
        for (const element of elementsOf(value)) {
          this.byte(rankOf(element.value.type))
          const name = Buffer.from(element.name)
          this.#escaped(name, 0, name.length)
          this.#content(element.value)
        }
        this.byte(0)
        break
      case T.array:
        for (const item of valuesOf(value)) {
          this.byte(rankOf(item.type))
          this.#content(item)
        }
        this.byte(0)
        break
      case T.binary: {
        const at = this.#reserve(4)
        this.#buffer.writeUInt32BE(bytes.readInt32LE(start), at)
        this.#plain(bytes, start + 4, end)
        break
      }
      case T.date: {
        const at = this.#reserve(8)
        this.#buffer.writeBigUInt64BE(BigInt.asUintN(64, bytes.readBigInt64LE(start)) ^ SIGN, at)
        break
      }
      case T.timestamp: {
        const at = this.#reserve(8)
        this.#buffer.writeBigUInt64BE(bytes.readBigUInt64LE(start), at)
        break
      }
      case T.objectId:
      case T.bool:
        this.#plain(bytes, start, end)
        break
      default:
        this.#escaped(bytes, start, end)
    }
  }

  /** The double at or below the value, then how far above it the value lies (64-bit integers and decimals lie between doubles). */
  #number(numeric: Numeric): void {
    if (typeof numeric === 'number') {
      this.#double(numeric)
      this.byte(0)
      return
    }
    const floor = floorDouble(numeric)
    this.#double(floor)
    const rest = compareNumeric(numeric, floor)
    this.byte(rest === 0 ? 0 : 1)
    if (rest === 0) return
    const at = this.#reserve(8)
    this.#buffer.writeBigUInt64BE(fractionAbove(numeric, floor), at)
    // outside the range of doubles the fraction says nothing: all digits follow, which keeps keys distinct though not in order
    if (Math.abs(floor) === Number.MAX_VALUE || floor === -Infinity || Math.abs(floor) < MIN_NORMAL) {
      const { coefficient, exponent } = normalised(numeric)
      const digits = Buffer.from(`${coefficient}e${exponent}`)
      this.#escaped(digits, 0, digits.length)
      this.unordered = true
    }
  }

  /** Set when a key is distinct but not in order: an index that holds one is not used for sorting or numeric ranges. */
  unordered = false

  #double(value: number): void {
    const at = this.#reserve(8)
    if (Number.isNaN(value)) {
      this.#buffer.fill(0, at, at + 8)
      return
    }
    this.#buffer.writeDoubleBE(value === 0 ? 0 : value, at)
    // positive: the sign bit is set; negative: all bits are inverted
    if ((this.#buffer[at] as number) < 0x80) this.#buffer[at] = (this.#buffer[at] as number) | 0x80
    else for (let i = at; i < at + 8; i++) this.#buffer[i] = 0xff - (this.#buffer[i] as number)
  }

  /** A copy of what was written, at most `limit` bytes: beyond that the beginning and a hash of the whole. The writer is empty again. */
  take(limit: number): Buffer {
    const whole = this.#buffer.subarray(0, this.#length)
    this.#length = 0
    if (whole.length <= limit) return Buffer.from(whole)
    this.unordered = true
    const hash = createHash('sha256').update(whole).digest()
    return Buffer.concat([whole.subarray(0, limit - HASH_BYTES), hash])
  }
}

/** Length of the hash that ends a key which was too long. */
export const HASH_BYTES = 32

const SIGN = 1n << 63n
const MIN_NORMAL = 2 ** -1022

function normalised(numeric: bigint | Decimal): Decimal {
  let { coefficient, exponent } = typeof numeric === 'bigint' ? { coefficient: numeric, exponent: 0 } : numeric
  while (coefficient !== 0n && coefficient % 10n === 0n) {
    coefficient /= 10n
    exponent += 1
  }
  return { coefficient, exponent }
}

function floorDouble(numeric: bigint | Decimal): number {
  const near = typeof numeric === 'bigint' ? Number(numeric) : Number(`${numeric.coefficient}e${numeric.exponent}`)
  if (near === Infinity) return Number.MAX_VALUE
  return compareNumeric(near, numeric) > 0 ? nextDouble(near, -1) : near
}

/** The neighbouring double, by stepping its bits. */
function nextDouble(value: number, step: 1 | -1): number {
  if (value === 0) return step * Number.MIN_VALUE
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(value > 0 ? step : -step))
  return view.getFloat64(0)
}

/** Where the value lies between two doubles, in 2^-64: enough to tell any two decimals of 34 digits apart. */
function fractionAbove(numeric: bigint | Decimal, floor: number): bigint {
  const above = nextDouble(floor, 1)
  if (!Number.isFinite(floor) || !Number.isFinite(above)) return 0n
  const value = fractionOf(numeric)
  const low = fractionOf(floor)
  const high = fractionOf(above)
  const part = (value.numerator * low.denominator - low.numerator * value.denominator) * high.denominator
  const whole = (high.numerator * low.denominator - low.numerator * high.denominator) * value.denominator
  return (part << 64n) / whole
}

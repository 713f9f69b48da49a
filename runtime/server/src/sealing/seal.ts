import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomFillSync } from 'node:crypto'
import { AppError } from '@patchbay/core'

const ALGORITHM = 'aes-256-gcm'
/** The first byte of everything sealed; another layout gets another number. */
const FORMAT = 1
const IV_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 1 + IV_BYTES + TAG_BYTES

/**
 * Derives a key for one purpose from the server's secret key (HKDF-SHA-256, RFC 5869).
 *
 * @param purpose Names what it is for and whose it is; two purposes never share a key.
 */
export function deriveKey(secretKey: Buffer, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secretKey, Buffer.alloc(0), `patchbay/${purpose}`, 32)))
}

/**
 * Seals bytes with AES-256-GCM.
 *
 * @param place Where the sealed bytes are stored; they cannot be opened anywhere else.
 * @returns Format, initialisation vector, tag and text in one.
 */
export function seal(key: KeyObject, plain: Buffer, place: string): Buffer {
  const iv = nextIv()
  const cipher = createCipheriv(ALGORITHM, key, iv)
  cipher.setAAD(Buffer.from(place))
  const text = cipher.update(plain)
  const rest = cipher.final()
  return Buffer.concat([Buffer.of(FORMAT), iv, cipher.getAuthTag(), text, rest])
}

/** Random bytes are drawn for many at a time: one draw costs as much as the sealing of a hundred bytes. Each part is used once. */
const drawn = Buffer.alloc(IV_BYTES * 512)
let used = drawn.length

function nextIv(): Buffer {
  if (used === drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  used += IV_BYTES
  return drawn.subarray(used - IV_BYTES, used)
}

/** @throws {AppError} `SEALED_VALUE_NOT_READABLE` for another key, another place, or bytes that were changed. */
export function unseal(key: KeyObject, sealed: Buffer, place: string): Buffer {
  if (sealed.length < HEADER_BYTES || sealed[0] !== FORMAT) throw notReadable(place)
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(1, 1 + IV_BYTES))
  decipher.setAAD(Buffer.from(place))
  decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, HEADER_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()])
  } catch (thrown) {
    throw notReadable(place, thrown)
  }
}

const notReadable = (place: string, cause?: unknown) =>
  new AppError('SEALED_VALUE_NOT_READABLE', 'A sealed value cannot be opened with this key', { details: { place }, cause })

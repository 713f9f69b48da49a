import { crc32 } from 'node:zlib'

const CHECKSUM_BYTES = 4

/** A stored document that is not what was written: the disk, or another program, has changed it. */
export class DamagedDocument extends Error {
  override readonly name = 'DamagedDocument'
  /** The table that it lies in. */
  readonly tableName: string

  constructor(tableName: string) {
    super('a document is not what was written')
    this.tableName = tableName
  }
}

/** The document's bytes with a checksum over its key and itself. */
export function sealed(key: Buffer, document: Buffer): Buffer {
  const value = Buffer.allocUnsafe(document.length + CHECKSUM_BYTES)
  document.copy(value)
  value.writeUInt32LE(checksumOf(key, document), document.length)
  return value
}

/**
 * The document in a stored value; undefined when it is damaged. Documents of format 1 have no checksum: they end where their
 * first four bytes say.
 */
export function unsealed(key: Buffer, value: Buffer): Buffer | undefined {
  if (value.length <= CHECKSUM_BYTES) return undefined
  const length = value.readInt32LE(0)
  if (length === value.length) return value
  if (length + CHECKSUM_BYTES !== value.length) return undefined
  const document = value.subarray(0, length)
  return value.readUInt32LE(length) === checksumOf(key, document) ? document : undefined
}

function checksumOf(key: Buffer, document: Buffer): number {
  return crc32(document, crc32(key))
}

import type { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { outsideFault } from './outside-fault.ts'

/** The largest reply that is read, as sent and after decompression, unless more is asked for. */
export const REPLY_MAX_BYTES = 256 * 1024

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/**
 * Reads a body up to the limit. We ask for plain replies; one that comes compressed all the same is unpacked as it arrives, so
 * that a small one cannot become a large one in memory.
 *
 * @throws {AppError} `REQUEST_FAILED`: `tooLarge`, `replyNotReadable`. Otherwise what the stream was destroyed with.
 */
export async function readReply(body: Readable, encoding: string, maxBytes = REPLY_MAX_BYTES): Promise<Buffer> {
  const parts: Buffer[] = []
  const keep = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of counted(chunks, maxBytes)) parts.push(chunk)
  }
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity') {
    await keep(body)
    return Buffer.concat(parts)
  }
  const decoder = DECODERS[name]?.()
  if (decoder === undefined) {
    discard(body)
    throw outsideFault('replyNotReadable', true)
  }
  try {
    await pipeline(counted(body, maxBytes), decoder, keep)
  } catch (thrown) {
    // what zlib finds wrong is the sender's mistake
    const spoiled =
      thrown instanceof Error && 'code' in thrown && /^(Z_|ERR__?ERROR_FORMAT|ERR_PADDING)/.test(String(thrown.code))
    throw spoiled ? outsideFault('replyNotReadable', true, thrown) : thrown
  }
  return Buffer.concat(parts)
}

/** Takes no more of a reply. */
export function discard(body: Readable): void {
  body.on('error', () => undefined).destroy()
}

async function* counted(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > maxBytes) throw outsideFault('tooLarge', true)
    yield chunk
  }
}

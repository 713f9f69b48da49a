import type { IncomingMessage } from 'node:http'
import { AppError } from '@patchbay/core'

/**
 * Reads a body as the bytes that were sent: a signature covers those, not what they parse to.
 *
 * @throws {AppError} `BODY_TOO_LARGE`
 */
export function readRawBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      // read to its end, and thrown away: who is still sending would not hear the answer
      if (length > limitBytes) chunks.length = 0
      else chunks.push(chunk)
    })
    request.once('end', () => {
      if (length > limitBytes) reject(tooLarge(limitBytes))
      else resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks))
    })
    request.once('error', reject)
  })
}

const tooLarge = (limitBytes: number) =>
  new AppError('BODY_TOO_LARGE', `The body is too large: at most ${limitBytes.toLocaleString('en')} bytes are read here`, {
    details: { limitBytes },
  })

/** @returns The parsed text, or undefined when it is not JSON. */
export function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString())
  } catch {
    return undefined
  }
}

import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKey } from '../sealing/seal.ts'

/** Addresses of pages that anybody may open who was given one: each proves that we gave it out, so nothing has to be looked up for a guess. */
export interface PageAddresses {
  /** @param parts What the page is about: ids, and never anything of a customer; an address is read by whoever holds the telephone. */
  of(...parts: readonly string[]): string
  /** The parts of what stands behind the path; undefined for what we never gave out. */
  read(token: string): string[] | undefined
}

const PROOF_BYTES = 16
const PLAIN = /^[A-Za-z0-9_-]+$/

/** @param path The first part of the path. An address of one path proves nothing in another. */
export function createPageAddresses({
  secretKey,
  publicUrl,
  path,
}: {
  secretKey: Buffer
  publicUrl: string
  path: 'pay' | 'survey'
}): PageAddresses {
  const key = deriveKey(secretKey, `${path}-addresses`)
  const prove = (what: string) => createHmac('sha256', key).update(what).digest().subarray(0, PROOF_BYTES)
  return {
    of(...parts) {
      const what = parts.map(toPlain).join('.')
      return `${publicUrl}/${path}/${what}.${prove(what).toString('base64url')}`
    },
    read(token) {
      const end = token.lastIndexOf('.')
      const what = token.slice(0, Math.max(end, 0))
      const given = Buffer.from(token.slice(end + 1), 'base64url')
      if (given.length !== PROOF_BYTES || !timingSafeEqual(given, prove(what))) return undefined
      return what.split('.').map(fromPlain)
    },
  }
}

// ids are short and stand as they are: a link may have to fit into a text message
const toPlain = (part: string): string => (PLAIN.test(part) ? part : `~${Buffer.from(part).toString('base64url')}`)
const fromPlain = (part: string): string => (part.startsWith('~') ? Buffer.from(part.slice(1), 'base64url').toString() : part)

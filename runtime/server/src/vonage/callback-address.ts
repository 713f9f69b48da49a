import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKey } from '../sealing/seal.ts'
import type { Attempt } from '../storage/callback-store.ts'

/** Where Vonage asks what a customer hears who was called back, and tells what becomes of the call. Proven to be ours. */
export interface CallbackAddresses {
  of(attempt: Attempt): string
  /** Reads the parts of a path and its proof; undefined for an address that we never gave out. */
  read(parts: { id?: string | undefined; attempt?: string | undefined }, proof: unknown): Attempt | undefined
  /** Reads a whole URL, as `original_request` of a fallback request repeats it (V2.7-3). */
  readUrl(url: string): Attempt | undefined
}

const PROOF_BYTES = 16

export function createCallbackAddresses({ secretKey, publicUrl }: { secretKey: Buffer; publicUrl: string }): CallbackAddresses {
  const key = deriveKey(secretKey, 'callback-addresses')
  const prove = ({ id, attempt }: Attempt) =>
    createHmac('sha256', key).update(`${id}/${attempt}`).digest().subarray(0, PROOF_BYTES)

  const read: CallbackAddresses['read'] = ({ id, attempt }, proof) => {
    if (id === undefined || attempt === undefined || !/^\d{1,9}$/.test(attempt) || typeof proof !== 'string') return undefined
    const address = { id, attempt: Number(attempt) }
    const given = Buffer.from(proof, 'base64url')
    return given.length === PROOF_BYTES && timingSafeEqual(given, prove(address)) ? address : undefined
  }

  return {
    read,
    of: (at) => `${publicUrl}/vonage/voice/callbacks/${at.id}/${at.attempt}?t=${prove(at).toString('base64url')}`,
    readUrl(url) {
      if (!URL.canParse(url)) return undefined
      const { pathname, searchParams } = new URL(url)
      const [, id, attempt] = /\/vonage\/voice\/callbacks\/([^/]+)\/([^/]+)$/.exec(pathname) ?? []
      return read({ id, attempt }, searchParams.get('t'))
    },
  }
}

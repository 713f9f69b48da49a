import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKey } from '../sealing/seal.ts'
import type { FlowPlace } from '../storage/flow-store.ts'

/**
 * Where recordings that were uploaded are fetched. An address says whose recording it is and proves that we gave it out; it
 * holds for as long as the recording is there, since Vonage keeps what it fetched under its address (V1.3-1).
 */
export interface MediaAddresses {
  /** Absolute, for Vonage. */
  of(place: FlowPlace, id: string): string
  /** Within this server, for the editor: it may know the server by another name than Vonage does. */
  path(place: FlowPlace, id: string): string
  /** Whose recording an address means; undefined for an address that we never gave out. */
  read(id: string, query: Readonly<Record<string, unknown>>): FlowPlace | undefined
}

const PROOF_BYTES = 16

export function createMediaAddresses({ secretKey, publicUrl }: { secretKey: Buffer; publicUrl: string }): MediaAddresses {
  const key = deriveKey(secretKey, 'media-addresses')
  const prove = ({ tenantId, environmentId }: FlowPlace, id: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([tenantId, environmentId, id]))
      .digest()
      .subarray(0, PROOF_BYTES)
  const path: MediaAddresses['path'] = ({ tenantId, environmentId }, id) => {
    const sig = prove({ tenantId, environmentId }, id).toString('base64url')
    return `/media/${encodeURIComponent(id)}?${new URLSearchParams({ t: tenantId, e: environmentId, sig })}`
  }
  return {
    path,
    of: (place, id) => `${publicUrl}${path(place, id)}`,
    read(id, { t: tenantId, e: environmentId, sig }) {
      if (typeof tenantId !== 'string' || typeof environmentId !== 'string' || typeof sig !== 'string') return undefined
      const given = Buffer.from(sig, 'base64url')
      const place = { tenantId, environmentId }
      return given.length === PROOF_BYTES && timingSafeEqual(given, prove(place, id)) ? place : undefined
    },
  }
}

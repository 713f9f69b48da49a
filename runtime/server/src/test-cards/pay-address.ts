import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKey } from '../sealing/seal.ts'
import type { FlowPlace } from '../storage/flow-store.ts'

/** Where customers pay, or say to their bank that it is they. An address says whose it is and proves that we gave it out. */
export interface PayAddresses {
  of(place: FlowPlace, id: string): string
  /** What the last part of an address means; undefined for one that we never gave out. */
  read(part: string): { place: FlowPlace; id: string } | undefined
}

const PROOF_BYTES = 16

export function createPayAddresses({ secretKey, publicUrl }: { secretKey: Buffer; publicUrl: string }): PayAddresses {
  const key = deriveKey(secretKey, 'pay-addresses')
  const prove = (what: string) => createHmac('sha256', key).update(what).digest().subarray(0, PROOF_BYTES)
  return {
    of({ tenantId, environmentId }, id) {
      const what = Buffer.from(JSON.stringify([id, tenantId, environmentId])).toString('base64url')
      return `${publicUrl}/pay/${what}.${prove(what).toString('base64url')}`
    },
    read(part) {
      const [what = '', sig = ''] = part.split('.')
      const given = Buffer.from(sig, 'base64url')
      if (given.length !== PROOF_BYTES || !timingSafeEqual(given, prove(what))) return undefined
      const [id, tenantId, environmentId] = JSON.parse(Buffer.from(what, 'base64url').toString()) as [string, string, string]
      return { id, place: { tenantId, environmentId } }
    },
  }
}

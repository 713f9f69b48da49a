import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { deriveKey } from '../sealing/seal.ts'
import type { FlowPlace } from '../storage/flow-store.ts'

/**
 * Where a message is fetched to be played back to the caller who left it. Vonage cannot sign in, so the address proves that we
 * gave it out, and soon leads nowhere.
 */
export interface RecordingAddresses {
  /** Absolute, for Vonage. */
  of(place: FlowPlace, recordingUuid: string): string
  /** Whose recording an address means; undefined for one that we never gave out, or that is over. */
  read(recordingUuid: string, query: Readonly<Record<string, unknown>>): FlowPlace | undefined
}

/** The call goes on at once; nobody fetches it later. */
const VALID_MS = 5 * 60 * 1000
const PROOF_BYTES = 16

export function createRecordingAddresses({
  secretKey,
  publicUrl,
  clock,
}: {
  secretKey: Buffer
  publicUrl: string
  clock: Clock
}): RecordingAddresses {
  const key = deriveKey(secretKey, 'recording-addresses')
  const prove = (...parts: string[]) => createHmac('sha256', key).update(JSON.stringify(parts)).digest().subarray(0, PROOF_BYTES)
  return {
    of({ tenantId, environmentId }, recordingUuid) {
      const until = String(clock() + VALID_MS)
      const sig = prove(tenantId, environmentId, recordingUuid, until).toString('base64url')
      const query = new URLSearchParams({ t: tenantId, e: environmentId, until, sig })
      return `${publicUrl}/vonage/voice/messages/${encodeURIComponent(recordingUuid)}?${query}`
    },
    read(recordingUuid, { t: tenantId, e: environmentId, until, sig }) {
      if (typeof tenantId !== 'string' || typeof environmentId !== 'string') return undefined
      if (typeof until !== 'string' || typeof sig !== 'string' || !/^\d{1,15}$/.test(until)) return undefined
      const given = Buffer.from(sig, 'base64url')
      const ours = given.length === PROOF_BYTES && timingSafeEqual(given, prove(tenantId, environmentId, recordingUuid, until))
      return ours && Number(until) > clock() ? { tenantId, environmentId } : undefined
    },
  }
}

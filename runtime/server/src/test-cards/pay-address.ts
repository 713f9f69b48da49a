import { createPageAddresses } from '../public-pages/page-address.ts'
import type { FlowPlace } from '../storage/flow-store.ts'

/** Where customers pay, or say to their bank that it is they. An address says whose it is and proves that we gave it out. */
export interface PayAddresses {
  of(place: FlowPlace, id: string): string
  /** What the last part of an address means; undefined for one that we never gave out. */
  read(part: string): { place: FlowPlace; id: string } | undefined
}

export function createPayAddresses(given: { secretKey: Buffer; publicUrl: string }): PayAddresses {
  const addresses = createPageAddresses({ ...given, path: 'pay' })
  return {
    of: ({ tenantId, environmentId }, id) => addresses.of(id, tenantId, environmentId),
    read(part) {
      const [id, tenantId, environmentId] = addresses.read(part) ?? []
      return id === undefined || tenantId === undefined || environmentId === undefined
        ? undefined
        : { id, place: { tenantId, environmentId } }
    },
  }
}

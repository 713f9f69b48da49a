import { onceReachable } from '../runs/patience.ts'
import type { EmergencyStore } from '../storage/emergency-store.ts'
import type { Perform } from './perform.ts'

/** Reads the tenant's switch. A drill is one for test callers; to anybody else, nothing is the matter. */
export function emergencyState(emergency: Pick<EmergencyStore, 'latest'>): Perform<'emergency'> {
  return async (_request, { place, isTest }) => {
    const latest = await onceReachable(() => emergency.latest(place.tenantId))
    const state = latest?.state ?? 'off'
    return { outcome: state === 'drill' && !isTest ? 'off' : state, values: {} }
  }
}

import { calendarSchema, nextOpening } from '@patchbay/core'
import type { BindingStore } from '../storage/binding-store.ts'
import type { FlowPlace } from '../storage/flow-store.ts'

/** When a calendar is open next, or `at` itself; undefined when it is not there, or does not open for two weeks. */
export type Openings = (place: FlowPlace, calendar: string, at: number) => Promise<number | undefined>

export const createOpenings =
  (bindings: Pick<BindingStore, 'get'>): Openings =>
  async ({ tenantId, environmentId }, calendar, at) => {
    const binding = await bindings.get({ tenantId, environmentId, kind: 'calendar', name: calendar })
    return binding === undefined ? undefined : nextOpening(calendarSchema.parse(JSON.parse(binding.valueText)), at)
  }

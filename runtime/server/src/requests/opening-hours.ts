import { AppError, calendarSchema, calendarStatus } from '@patchbay/core'
import type { Clock } from '../clock.ts'
import { onceReachable } from '../runs/patience.ts'
import type { BindingStore } from '../storage/binding-store.ts'
import type { Perform } from './perform.ts'

/** Looks at the environment's calendar. One that is not there is a failure: nobody may be told that we are closed for it. */
export function openingHours(bindings: Pick<BindingStore, 'get'>, clock: Clock): Perform<'openingHours'> {
  return async ({ calendar }, { place }) => {
    const binding = await onceReachable(() => bindings.get({ ...place, kind: 'calendar', name: calendar }))
    if (binding === undefined)
      throw new AppError('REQUEST_FAILED', 'There is no such calendar', { details: { reason: 'calendarMissing', calendar } })
    return { outcome: calendarStatus(calendarSchema.parse(JSON.parse(binding.valueText)), clock()), values: {} }
  }
}

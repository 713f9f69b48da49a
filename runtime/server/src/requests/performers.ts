import type { Clock } from '../clock.ts'
import type { Stores } from '../storage/stores.ts'
import { openingHours } from './opening-hours.ts'
import type { Performers } from './perform.ts'

/** Who performs what flows ask. The only list. */
export const createPerformers = ({ stores, clock }: { stores: Stores; clock: Clock }): Performers => ({
  openingHours: openingHours(stores.bindings, clock),
})

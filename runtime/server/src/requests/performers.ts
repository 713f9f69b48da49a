import type { Clock } from '../clock.ts'
import type { GuardedFetch } from '../outside/guarded-fetch.ts'
import type { Stores } from '../storage/stores.ts'
import { http } from './http.ts'
import { openingHours } from './opening-hours.ts'
import type { Performers } from './perform.ts'

/** Who performs what flows ask. The only list. */
export const createPerformers = ({
  stores,
  reach,
  clock,
}: {
  stores: Stores
  reach: GuardedFetch
  clock: Clock
}): Performers => ({
  openingHours: openingHours(stores.bindings, clock),
  http: http(stores.outsideHosts, reach),
})

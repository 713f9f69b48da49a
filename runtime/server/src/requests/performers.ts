import type { Clock } from '../clock.ts'
import type { Conferences } from '../conferences/conferences.ts'
import type { Queues } from '../queues/queues.ts'
import type { Stores } from '../storage/stores.ts'
import { conference } from './conference.ts'
import { openingHours } from './opening-hours.ts'
import type { Performers } from './perform.ts'
import { queue } from './queue.ts'

interface Deps {
  stores: Stores
  queues: Queues
  conferences: Conferences
  clock: Clock
}

/** Who performs what flows ask. The only list. */
export const createPerformers = ({ stores, queues, conferences, clock }: Deps): Performers => ({
  openingHours: openingHours(stores.bindings, clock),
  queue: queue(queues),
  conference: conference(conferences),
})

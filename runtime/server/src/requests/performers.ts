import type { Clock } from '../clock.ts'
import type { Queues } from '../queues/queues.ts'
import type { Stores } from '../storage/stores.ts'
import { openingHours } from './opening-hours.ts'
import type { Performers } from './perform.ts'
import { queue } from './queue.ts'

/** Who performs what flows ask. The only list. */
export const createPerformers = ({ stores, queues, clock }: { stores: Stores; queues: Queues; clock: Clock }): Performers => ({
  openingHours: openingHours(stores.bindings, clock),
  queue: queue(queues),
})

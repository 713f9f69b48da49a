import type { Clock } from '../clock.ts'
import type { Conferences } from '../conferences/conferences.ts'
import type { Queues } from '../queues/queues.ts'
import type { Stores } from '../storage/stores.ts'
import { conference } from './conference.ts'
import { openingHours } from './opening-hours.ts'
import type { Performers } from './perform.ts'
import { queue } from './queue.ts'
import { recording } from './recording.ts'

interface PerformerDeps {
  stores: Stores
  clock: Clock
  recordings: Parameters<typeof recording>[0]
  queues: Queues
  conferences: Conferences
}

/** Who performs what flows ask. The only list. */
export const createPerformers = ({ stores, clock, recordings, queues, conferences }: PerformerDeps): Performers => ({
  openingHours: openingHours(stores.bindings, clock),
  recording: recording(recordings),
  queue: queue(queues),
  conference: conference(conferences),
})

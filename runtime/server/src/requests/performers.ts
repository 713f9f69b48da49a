import type { Clock } from '../clock.ts'
import type { Stores } from '../storage/stores.ts'
import { openingHours } from './opening-hours.ts'
import type { Performers } from './perform.ts'
import { recording } from './recording.ts'

interface PerformerDeps {
  stores: Stores
  clock: Clock
  recordings: Parameters<typeof recording>[0]
}

/** Who performs what flows ask. The only list. */
export const createPerformers = ({ stores, clock, recordings }: PerformerDeps): Performers => ({
  openingHours: openingHours(stores.bindings, clock),
  recording: recording(recordings),
})

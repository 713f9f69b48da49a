import type { Clock } from '../clock.ts'
import type { Conferences } from '../conferences/conferences.ts'
import type { GuardedFetch } from '../outside/guarded-fetch.ts'
import type { PluginPort } from '../outside/plugin-port.ts'
import type { Queues } from '../queues/queues.ts'
import type { Stores } from '../storage/stores.ts'
import { conference } from './conference.ts'
import { http } from './http.ts'
import { openingHours } from './opening-hours.ts'
import type { Performers } from './perform.ts'
import { plugin } from './plugin.ts'
import { queue } from './queue.ts'
import { recording } from './recording.ts'

interface PerformerDeps {
  stores: Stores
  reach: GuardedFetch
  plugins: PluginPort
  recordings: Parameters<typeof recording>[0]
  queues: Queues
  conferences: Conferences
  clock: Clock
}

/** Who performs what flows ask. The only list. */
export const createPerformers = ({
  stores,
  reach,
  plugins,
  recordings,
  queues,
  conferences,
  clock,
}: PerformerDeps): Performers => ({
  openingHours: openingHours(stores.bindings, clock),
  http: http(stores.outsideHosts, reach),
  plugin: plugin(plugins),
  recording: recording(recordings),
  queue: queue(queues),
  conference: conference(conferences),
})

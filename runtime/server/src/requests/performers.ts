import type { Clock } from '../clock.ts'
import type { GuardedFetch } from '../outside/guarded-fetch.ts'
import type { PluginPort } from '../outside/plugin-port.ts'
import type { Stores } from '../storage/stores.ts'
import { http } from './http.ts'
import { openingHours } from './opening-hours.ts'
import type { Performers } from './perform.ts'
import { plugin } from './plugin.ts'
import { recording } from './recording.ts'

interface PerformerDeps {
  stores: Stores
  reach: GuardedFetch
  plugins: PluginPort
  recordings: Parameters<typeof recording>[0]
  clock: Clock
}

/** Who performs what flows ask. The only list. */
export const createPerformers = ({ stores, reach, plugins, recordings, clock }: PerformerDeps): Performers => ({
  openingHours: openingHours(stores.bindings, clock),
  http: http(stores.outsideHosts, reach),
  plugin: plugin(plugins),
  recording: recording(recordings),
})

import type { GuardedFetch } from '@patchbay/sandbox'
import type { Callbacks } from '../callbacks/callbacks.ts'
import type { Clock } from '../clock.ts'
import type { Conferences } from '../conferences/conferences.ts'
import type { PluginPort } from '../outside/plugin-port.ts'
import type { PluginLocks } from '../plugins/plugin-locks.ts'
import type { TriggerWaits } from '../plugins/trigger-waits.ts'
import type { Queues } from '../queues/queues.ts'
import type { OutboundFence } from '../runs/outbound-fence.ts'
import type { Stores } from '../storage/stores.ts'
import type { TextMessages } from '../vonage/text-messages.ts'
import { callback } from './callback.ts'
import { conference } from './conference.ts'
import { emergencyState } from './emergency.ts'
import { http } from './http.ts'
import { notifyTeam } from './notify-team.ts'
import { openingHours } from './opening-hours.ts'
import type { Performers } from './perform.ts'
import { plugin } from './plugin.ts'
import { queue } from './queue.ts'
import { recording } from './recording.ts'
import { sendMessage } from './send-message.ts'
import { createTextMessageDesk } from './text-message-desk.ts'

interface Deps {
  stores: Stores
  reach: GuardedFetch
  plugins: PluginPort
  locks: PluginLocks
  triggerWaits: TriggerWaits
  recordings: Parameters<typeof recording>[0]
  queues: Queues
  conferences: Conferences
  callbacks: Callbacks
  textMessages: TextMessages
  fence: OutboundFence
  clock: Clock
}

/** Who performs what flows ask. The only list. */
export function createPerformers({
  stores,
  reach,
  plugins,
  locks,
  triggerWaits,
  textMessages,
  fence,
  recordings,
  queues,
  conferences,
  callbacks,
  clock,
}: Deps): Performers {
  const desk = createTextMessageDesk({ stores, textMessages, fence, clock })
  return {
    openingHours: openingHours(stores.bindings, clock),
    emergency: emergencyState(stores.emergency),
    http: http(stores.outsideHosts, reach),
    plugin: plugin(plugins, triggerWaits, locks),
    recording: recording(recordings),
    queue: queue(queues),
    conference: conference(conferences),
    callback: callback(callbacks, fence, clock),
    sendMessage: sendMessage(stores.bindings, desk),
    notifyTeam: notifyTeam(stores.bindings, desk),
  }
}

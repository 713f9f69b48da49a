import type { Clock } from '../clock.ts'
import type { OutboundFence } from '../runs/outbound-fence.ts'
import type { Stores } from '../storage/stores.ts'
import type { TextMessages } from '../vonage/text-messages.ts'
import { emergencyState } from './emergency.ts'
import { notifyTeam } from './notify-team.ts'
import { openingHours } from './opening-hours.ts'
import type { Performers } from './perform.ts'
import { recording } from './recording.ts'
import { sendMessage } from './send-message.ts'
import { createTextMessageDesk } from './text-message-desk.ts'

interface Deps {
  stores: Stores
  textMessages: TextMessages
  fence: OutboundFence
  recordings: Parameters<typeof recording>[0]
  clock: Clock
}

/** Who performs what flows ask. The only list. */
export function createPerformers({ stores, textMessages, fence, recordings, clock }: Deps): Performers {
  const desk = createTextMessageDesk({ stores, textMessages, fence, clock })
  return {
    openingHours: openingHours(stores.bindings, clock),
    recording: recording(recordings),
    emergency: emergencyState(stores.emergency),
    sendMessage: sendMessage(stores.bindings, desk),
    notifyTeam: notifyTeam(stores.bindings, desk),
  }
}

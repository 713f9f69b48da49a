import type { Clock } from '../clock.ts'
import type { Stores } from '../storage/stores.ts'
import type { TextMessages } from '../vonage/text-messages.ts'
import { emergencyState } from './emergency.ts'
import { notifyTeam } from './notify-team.ts'
import { openingHours } from './opening-hours.ts'
import type { Performers } from './perform.ts'
import { sendMessage } from './send-message.ts'
import { createTextMessageDesk } from './text-message-desk.ts'

interface Deps {
  stores: Stores
  textMessages: TextMessages
  clock: Clock
}

/** Who performs what flows ask. The only list. */
export function createPerformers({ stores, textMessages, clock }: Deps): Performers {
  const desk = createTextMessageDesk({ stores, textMessages, clock })
  return {
    openingHours: openingHours(stores.bindings, clock),
    emergency: emergencyState(stores.emergency),
    sendMessage: sendMessage(stores.bindings, desk),
    notifyTeam: notifyTeam(stores.bindings, desk),
  }
}

import type { NccoAction } from '@patchbay/core'
import type { Logger } from 'pino'
import type { VonageSettings } from '../settings.ts'
import type { StoredLeg } from '../storage/leg-store.ts'
import { createVonageClient } from './vonage-client.ts'

/** What we do to a leg of our own accord, by REST. Failures are logged: the call may be over, and nobody waits for us. */
export interface LegControl {
  /** Replaces what the leg hears. */
  play(leg: StoredLeg, actions: readonly NccoAction[]): Promise<void>
}

export function createLegControl(settings: VonageSettings, log: Logger): LegControl {
  return {
    async play({ _id, runId, regionUrl }, actions) {
      try {
        // a call is known in its own region only (V2.9-7)
        const { voice } = createVonageClient(settings, regionUrl)
        // the SDK's own action types know fewer fields than Vonage does; what is sent is JSON as it stands
        await voice.transferCallWithNCCO(_id, actions as unknown as Parameters<typeof voice.transferCallWithNCCO>[1])
      } catch (thrown) {
        log.warn({ runId, cause: thrown instanceof Error ? thrown.name : 'unknown' }, 'A leg could not be led on')
      }
    },
  }
}

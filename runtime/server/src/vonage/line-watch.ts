import type { Logger } from 'pino'
import type { VonageSettings } from '../settings.ts'
import { statusOf } from './leg-orders.ts'
import { createVonageClient } from './vonage-client.ts'

/** After these a leg is gone (spec §2.2). */
const GONE: readonly string[] = ['completed', 'busy', 'cancelled', 'unanswered', 'rejected', 'failed', 'timeout']

/** What Vonage knows of a call (V3-4). */
export interface LineWatch {
  /** Whether somebody is on the line still; undefined when Vonage could not be asked. */
  isThere(vonageCallId: string, regionUrl: string | null): Promise<boolean | undefined>
}

export function createLineWatch(settings: VonageSettings, log: Logger): LineWatch {
  return {
    async isThere(vonageCallId, regionUrl) {
      try {
        // a call is known in its own region only (V2.9-7)
        const { status } = await createVonageClient(settings, regionUrl).voice.getCall(vonageCallId)
        return !GONE.includes(String(status))
      } catch (thrown) {
        const status = statusOf(thrown)
        if (status === 404) return false
        log.warn({ status, cause: thrown instanceof Error ? thrown.name : 'unknown' }, 'Vonage could not be asked about a call')
        return undefined
      }
    },
  }
}

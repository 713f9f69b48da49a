import { setTimeout as wait } from 'node:timers/promises'
import { CALLS_PER_SECOND, type DialEffect, type NccoAction, nccoEndpoint } from '@patchbay/core'
import type { Logger } from 'pino'
import type { VonageSettings } from '../settings.ts'
import { createPace } from './pace.ts'
import { createVonageClient } from './vonage-client.ts'

/** What became of an order that may be repeated. `gone`: there is no such line any more. `later`: it may work in a while. */
export type Obeyed = 'done' | 'gone' | 'later'

/** What became of a call that we asked for. `unknown`: nobody can say whether it rings. */
export type Dialled = { became: 'made'; vonageCallId: string } | { became: 'refused' | 'unwanted' | 'unknown' }

/** What Vonage does to single legs for us, by REST (spec §3). */
export interface LegOrders {
  /** Replaces what a leg hears. */
  play(vonageCallId: string, regionUrl: string | null, actions: readonly NccoAction[]): Promise<Obeyed>
  hangUp(vonageCallId: string, regionUrl: string | null): Promise<Obeyed>
  /**
   * Rings somebody.
   *
   * @param at Where Vonage asks what the one who answers hears, and tells what becomes of the leg.
   * @param wanted Asked when its turn has come: Vonage makes three calls in a second.
   */
  dial(effect: DialEffect, to: { at: string; regionUrl: string | null; wanted(): Promise<boolean> }): Promise<Dialled>
}

/** How long we try to make a call that Vonage does not make because there are too many at once (V3-13). */
const DIAL_PATIENCE_MS = 15_000
const TRY_AGAIN_MS = 500
/** A transfer is tried again at once: somebody waits in silence. */
const ATTEMPTS = 3

export function createLegOrders(settings: VonageSettings, log: Logger): LegOrders {
  const pace = createPace(CALLS_PER_SECOND, 1000)

  const repeat = async (order: () => Promise<unknown>): Promise<Obeyed> => {
    for (let tried = 1; ; tried++) {
      try {
        await order()
        return 'done'
      } catch (thrown) {
        const status = statusOf(thrown)
        // it has ended, or is not in a state to be led on (V3-5)
        if (status !== undefined && status !== 429 && status < 500) return 'gone'
        if (tried === ATTEMPTS) {
          log.warn({ status, cause: thrown instanceof Error ? thrown.name : 'unknown' }, 'A leg could not be led on')
          return 'later'
        }
        await wait(TRY_AGAIN_MS)
      }
    }
  }

  return {
    play: (id, regionUrl, actions) =>
      repeat(() => {
        // a call is known in its own region only (V2.9-7)
        const { voice } = createVonageClient(settings, regionUrl)
        return voice.transferCallWithNCCO(id, actions as unknown as Parameters<typeof voice.transferCallWithNCCO>[1])
      }),
    hangUp: (id, regionUrl) => repeat(() => createVonageClient(settings, regionUrl).voice.hangupCall(id)),

    async dial({ endpoint, from, ringSeconds, limitSeconds, hangUpOnMachine }, { at, regionUrl, wanted }) {
      const { voice } = createVonageClient(settings, regionUrl)
      const call = {
        to: [nccoEndpoint(endpoint)],
        from: { type: 'phone', number: from },
        answerUrl: [at],
        answerMethod: 'POST',
        eventUrl: [at],
        eventMethod: 'POST',
        ringingTimer: ringSeconds,
        lengthTimer: limitSeconds,
        ...(hangUpOnMachine ? { machineDetection: 'hangup' } : {}),
      }
      const startedAt = performance.now()
      for (;;) {
        await pace()
        if (!(await wanted())) return { became: 'unwanted' }
        try {
          const { uuid } = await voice.createOutboundCall(call as unknown as Parameters<typeof voice.createOutboundCall>[0])
          return { became: 'made', vonageCallId: uuid }
        } catch (thrown) {
          const status = statusOf(thrown)
          if (status === 429 && performance.now() - startedAt < DIAL_PATIENCE_MS) await wait(TRY_AGAIN_MS)
          else {
            log.warn({ status, cause: thrown instanceof Error ? thrown.name : 'unknown' }, 'Somebody could not be rung')
            return { became: status !== undefined && status < 500 ? 'refused' : 'unknown' }
          }
        }
      }
    },
  }
}

/** The HTTP status of what the SDK throws; undefined when there was no reply. */
export function statusOf(thrown: unknown): number | undefined {
  const response = typeof thrown === 'object' && thrown !== null && 'response' in thrown ? thrown.response : undefined
  return typeof response === 'object' && response !== null && 'status' in response && typeof response.status === 'number'
    ? response.status
    : undefined
}

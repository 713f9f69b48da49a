import { CALLER } from '@patchbay/core'
import type { Callbacks } from '../callbacks/callbacks.ts'
import type { Clock } from '../clock.ts'
import type { OutboundFence } from '../runs/outbound-fence.ts'
import type { Perform } from './perform.ts'
import { dialable } from './text-message-desk.ts'

/** Has somebody called back, if the number may be rung at all. */
export function callback(callbacks: Pick<Callbacks, 'arrange'>, fence: OutboundFence, clock: Clock): Perform<'callback'> {
  return async ({ number: written, flowId, afterMinutes, attempts, minutesBetween }, context) => {
    const { place, runId, state } = context
    const number = dialable(written)
    if (number === undefined) return { outcome: 'refused', values: { reason: 'notANumber' } }
    const reason = await fence.refusal({ place, runId, legsOfRun: 0, now: clock(), uncounted: true }, number)
    if (reason !== undefined) return { outcome: 'refused', values: { reason } }
    const regionUrl = state.legs[CALLER]?.regionUrl ?? null
    const notBefore = clock() + afterMinutes * 60_000
    const wanted = { number, flowId, notBefore, attempts, minutesBetween, callerId: state.calledNumber, regionUrl }
    await callbacks.arrange({ place, isTest: context.isTest, runId, key: context.key }, wanted)
    return { outcome: 'arranged', values: {} }
  }
}

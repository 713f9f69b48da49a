import {
  countryOf,
  DEFAULT_OUTBOUND_POLICY,
  isLegRefused,
  judgeOutbound,
  type OutboundPolicy,
  type OutboundRefusal,
  priceOf,
  type RunState,
  refusalOfNumber,
} from '@patchbay/core'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import type { OutboundRefusalStore } from '../storage/outbound-refusal-store.ts'
import { type OutboundCountStore, type OutboundPolicyStore, readPolicy } from '../storage/outbound-store.ts'

/** Stands between a flow and whoever it wants to ring. */
export interface OutboundFence {
  /**
   * Whether a number may be rung, or written to, now; if so, it is counted before, in one step, so that several processes
   * together never do it more often than they may.
   *
   * @param at `runId`: the call that wants it. `anyCountry`: for who called us, or was put down under Settings; all the other limits hold. `uncounted`: only
   *   whether the number is one that is ever rung, for a call that is to be made later.
   * @returns Why not; undefined when it may.
   */
  refusal(
    at: { place: FlowPlace; legsOfRun: number; now: number; runId?: string; anyCountry?: boolean; uncounted?: boolean },
    number: string,
  ): Promise<OutboundRefusal | undefined>
}

interface Deps {
  policies: Pick<OutboundPolicyStore, 'get'>
  counts: Pick<OutboundCountStore, 'add'>
  numbers: Pick<NumberStore, 'list'>
  refusals: Pick<OutboundRefusalStore, 'add'>
}

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS

export function createOutboundFence({ policies, counts, numbers, refusals }: Deps): OutboundFence {
  /** Counts a leg, and takes it back when it was one too many. */
  const count = async (
    { place, now, legsOfRun }: Parameters<OutboundFence['refusal']>[0],
    policy: OutboundPolicy,
    request: { number: string; ownNumbers: readonly string[] },
  ): Promise<OutboundRefusal | undefined> => {
    const iso = new Date(now).toISOString()
    const hour = { ...place, window: iso.slice(0, 13), purgeAt: new Date(now + 2 * HOUR_MS) }
    const day = { ...place, window: iso.slice(0, 10), purgeAt: new Date(now + 2 * DAY_MS) }
    const leg = { legs: 1, spent: priceOf(policy, request.number) ?? 0 }
    const [ofHour, ofDay] = await Promise.all([counts.add(hour, leg), counts.add(day, leg)])
    const verdict = judgeOutbound(policy, request, {
      legsOfRun,
      legsThisHour: ofHour.legs - leg.legs,
      legsToday: ofDay.legs - leg.legs,
      spentToday: ofDay.spent - leg.spent,
    })
    if (verdict.allowed) return undefined
    const back = { legs: -leg.legs, spent: -leg.spent }
    await Promise.all([counts.add(hour, back), counts.add(day, back)])
    return verdict.reason
  }

  return {
    async refusal(at, number) {
      const [stored, own] = await Promise.all([policies.get(at.place), numbers.list(at.place)])
      const kept = stored === undefined ? DEFAULT_OUTBOUND_POLICY : readPolicy(stored)
      const country = at.anyCountry === true ? countryOf(number) : undefined
      const policy = country === undefined ? kept : { ...kept, countries: [country] }
      const request = { number, ownNumbers: own.map(({ _id }) => _id) }
      // whoever is never rung is not counted either
      const reason = refusalOfNumber(policy, request) ?? (at.uncounted === true ? undefined : await count(at, policy, request))
      if (reason === undefined) return undefined
      const refused = { reason, country: countryOf(number) ?? null, runId: at.runId ?? null }
      // it is refused all the same when it cannot be written down
      await refusals.add(at.place, refused, new Date(at.now)).catch(() => undefined)
      return reason
    },
  }
}

/** How many telephones a run has rung. */
export function legsRung(state: RunState): number {
  return Object.entries(state.legs).filter(
    ([name, { direction, number }]) => direction === 'outbound' && /^\d+$/.test(number) && !isLegRefused(state, name),
  ).length
}

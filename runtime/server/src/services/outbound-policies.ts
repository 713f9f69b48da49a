import { DEFAULT_OUTBOUND_POLICY, type OutboundPolicy } from '@patchbay/core'
import type { OutboundRefusalList } from '@patchbay/core/http-contract'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import type { OutboundRefusalStore } from '../storage/outbound-refusal-store.ts'
import { type OutboundPolicyStore, readPolicy } from '../storage/outbound-store.ts'
import { placeOf } from './flows.ts'

/** Whom flows may ring, and how often. */
export interface OutboundPolicies {
  /** The usual one where nobody has said anything. */
  get(context: RequestContext): Promise<OutboundPolicy>
  /** Takes effect with the next number that is rung. */
  save(context: RequestContext, policy: OutboundPolicy): Promise<OutboundPolicy>
  /** What was not rung in the last days. */
  refused(context: RequestContext): Promise<OutboundRefusalList>
}

interface Deps {
  policies: OutboundPolicyStore
  refusals: Pick<OutboundRefusalStore, 'since'>
  clock: Clock
}

const SHOWN_DAYS = 7
const DAY_MS = 24 * 60 * 60 * 1000

export function createOutboundPolicies({ policies, refusals, clock }: Deps): OutboundPolicies {
  return {
    async get(context) {
      const stored = await policies.get(placeOf(context))
      return stored === undefined ? DEFAULT_OUTBOUND_POLICY : readPolicy(stored)
    },
    async save(context, policy) {
      const policyText = JSON.stringify(policy)
      await policies.save({ ...placeOf(context), policyText, updatedAt: new Date(clock()), updatedBy: context.actor })
      return policy
    },
    async refused(context) {
      const found = await refusals.since(placeOf(context), new Date(clock() - (SHOWN_DAYS - 1) * DAY_MS))
      return { days: SHOWN_DAYS, refused: found.map((one) => ({ ...one, latest: one.latest.toISOString() })) }
    },
  }
}

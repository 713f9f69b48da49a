import { DEFAULT_OUTBOUND_POLICY, type OutboundPolicy } from '@patchbay/core'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { type OutboundPolicyStore, readPolicy } from '../storage/outbound-store.ts'
import { placeOf } from './flows.ts'

/** Whom flows may ring, and how often. */
export interface OutboundPolicies {
  /** The usual one where nobody has said anything. */
  get(context: RequestContext): Promise<OutboundPolicy>
  /** Takes effect with the next number that is rung. */
  save(context: RequestContext, policy: OutboundPolicy): Promise<OutboundPolicy>
}

export function createOutboundPolicies({ policies, clock }: { policies: OutboundPolicyStore; clock: Clock }): OutboundPolicies {
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
  }
}

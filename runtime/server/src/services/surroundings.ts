import {
  type CallableFlow,
  callableFlow,
  DEFAULT_OUTBOUND_POLICY,
  type FlowDefinition,
  flowsEntered,
  type Surroundings,
} from '@patchbay/core'
import type { BindingStore } from '../storage/binding-store.ts'
import type { FlowPlace, FlowStore } from '../storage/flow-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import { type OutboundPolicyStore, readPolicy } from '../storage/outbound-store.ts'
import type { VersionStore } from '../storage/version-store.ts'
import { parseDefinition } from './flow-text.ts'

interface SurroundingStores {
  flows: Pick<FlowStore, 'get'>
  versions: Pick<VersionStore, 'get'>
  bindings: Pick<BindingStore, 'names'>
}

/**
 * What a flow leans on, as it stands now: the live versions of the flows that it enters (one without a live version is left
 * out), and the names that the environment has bound.
 */
export async function surroundingsOf(
  { flows, versions, bindings }: SurroundingStores,
  { tenantId, environmentId }: FlowPlace,
  definition: FlowDefinition,
): Promise<Surroundings> {
  const known: Record<string, CallableFlow> = {}
  for (const flowId of flowsEntered(definition)) {
    const flow = await flows.get({ tenantId, environmentId, flowId })
    if (flow?.liveVersion == null) continue
    const live = await versions.get({ tenantId, environmentId, flowId }, String(flow.liveVersion))
    if (live !== undefined) known[flowId] = callableFlow(parseDefinition(live.definitionText), String(flow.liveVersion))
  }
  return { flows: known, bindings: await bindings.names({ tenantId, environmentId }) }
}

/** The same, with whom the environment may ring: for what is published. */
export async function publishedSurroundings(
  stores: SurroundingStores & { numbers: Pick<NumberStore, 'list'>; outboundPolicies: Pick<OutboundPolicyStore, 'get'> },
  { tenantId, environmentId }: FlowPlace,
  definition: FlowDefinition,
): Promise<Surroundings> {
  const place = { tenantId, environmentId }
  const [known, stored, own] = await Promise.all([
    surroundingsOf(stores, place, definition),
    stores.outboundPolicies.get(place),
    stores.numbers.list(place),
  ])
  const policy = stored === undefined ? DEFAULT_OUTBOUND_POLICY : readPolicy(stored)
  return { ...known, outbound: { policy, ownNumbers: own.map(({ _id }) => _id) } }
}

import {
  type CallableFlow,
  callableFlow,
  DEFAULT_OUTBOUND_POLICY,
  type FlowDefinition,
  flowsEntered,
  type Surroundings,
} from '@patchbay/core'
import type { PluginPort } from '../outside/plugin-port.ts'
import type { FlowPlace, FlowStore } from '../storage/flow-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import { type OutboundPolicyStore, readPolicy } from '../storage/outbound-store.ts'
import type { OutsideHostStore } from '../storage/outside-host-store.ts'
import type { VersionStore } from '../storage/version-store.ts'
import { parseDefinition } from './flow-text.ts'

interface FlowStores {
  flows: Pick<FlowStore, 'get'>
  versions: Pick<VersionStore, 'get'>
}

/** What a flow leans on, as it stands now: the live versions of the flows that it enters. One without a live version is left out. */
export async function surroundingsOf(
  { flows, versions }: FlowStores,
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
  return { flows: known }
}

interface PublishedSources {
  numbers: Pick<NumberStore, 'list'>
  outboundPolicies: Pick<OutboundPolicyStore, 'get'>
  outsideHosts: Pick<OutsideHostStore, 'get'>
  /** As in the settings. */
  testHosts: readonly string[]
  plugins: Pick<PluginPort, 'manifests'>
}

/** The same, with whom the environment may ring, what it may reach and which plugins it has: for what is published. */
export async function publishedSurroundings(
  sources: FlowStores & PublishedSources,
  { tenantId, environmentId }: FlowPlace,
  definition: FlowDefinition,
): Promise<Surroundings> {
  const place = { tenantId, environmentId }
  const [known, stored, own, { hosts }, manifests] = await Promise.all([
    surroundingsOf(sources, place, definition),
    sources.outboundPolicies.get(place),
    sources.numbers.list(place),
    sources.outsideHosts.get(place),
    sources.plugins.manifests(place),
  ])
  const policy = stored === undefined ? DEFAULT_OUTBOUND_POLICY : readPolicy(stored)
  return {
    ...known,
    outbound: { policy, ownNumbers: own.map(({ _id }) => _id) },
    outside: { hosts, testHosts: sources.testHosts },
    plugins: Object.fromEntries(manifests.map((manifest) => [manifest.name, manifest])),
  }
}

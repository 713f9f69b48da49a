import { type CallableFlow, callableFlow, type FlowDefinition, flowsEntered, type Surroundings } from '@patchbay/core'
import type { PluginPort } from '../outside/plugin-port.ts'
import type { FlowPlace, FlowStore } from '../storage/flow-store.ts'
import type { OutsideHostStore } from '../storage/outside-host-store.ts'
import type { VersionStore } from '../storage/version-store.ts'
import { parseDefinition } from './flow-text.ts'

interface Sources {
  flows: Pick<FlowStore, 'get'>
  versions: Pick<VersionStore, 'get'>
  outsideHosts: Pick<OutsideHostStore, 'get'>
  /** As in the settings. */
  testHosts: readonly string[]
  plugins: Pick<PluginPort, 'manifests'>
}

/**
 * What a flow leans on, as it stands now: the live versions of the flows that it enters (one without a live version is left out),
 * the web services that it may reach, and the installed plugins.
 */
export async function surroundingsOf(
  { flows, versions, outsideHosts, testHosts, plugins }: Sources,
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
  const place = { tenantId, environmentId }
  const [{ hosts }, manifests] = await Promise.all([outsideHosts.get(place), plugins.manifests(place)])
  const installed = Object.fromEntries(manifests.map((manifest) => [manifest.name, manifest]))
  return { flows: known, outside: { hosts, testHosts }, plugins: installed }
}

import { type PluginPin, pluginsUsed } from '@patchbay/core'
import type { RequestContext } from '../context.ts'
import { parseDefinition } from '../services/flow-text.ts'
import { keyOf, placeOf } from '../services/flows.ts'
import type { FlowStore } from '../storage/flow-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import type { PlaceStore } from '../storage/place-store.ts'
import type { TurnStore } from '../storage/turn-store.ts'
import type { StoredVersion, VersionStore } from '../storage/version-store.ts'

/** A flow that callers reach, and what it uses of a plugin; no pin where the flow is older than locks are. */
export interface PluginUse {
  id: string
  name: string
  pin: PluginPin | undefined
}

interface Stores {
  flows: Pick<FlowStore, 'list' | 'get'>
  versions: Pick<VersionStore, 'get'>
  numbers: Pick<NumberStore, 'list'>
  places: Pick<PlaceStore, 'inside'>
  turns: Pick<TurnStore, 'at'>
}

interface Reached {
  flowId: string
  version: string
}

/** The flows that use a plugin and that callers reach: live ones, versions that numbers lead to for good, and those of calls that go on. */
export async function usesOf(stores: Stores, context: RequestContext, plugin: string): Promise<PluginUse[]> {
  const { flows, versions } = stores
  const names = new Map((await flows.list(placeOf(context))).map(({ flowId, name }) => [flowId, name]))
  const seen = new Set<string>()
  const uses = new Map<string, PluginUse>()
  const open = await reached(stores, context)
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const key = `${next.flowId}/${next.version}`
    if (seen.has(key)) continue
    seen.add(key)
    const version = await versions.get(keyOf(context, next.flowId), next.version)
    if (version === undefined) continue
    for (const [flowId, locked] of Object.entries(version.lock.subflows)) open.push({ flowId, version: locked })
    const pin = Object.values(version.lock.plugins).find((one) => one.plugin === plugin)
    if (pin === undefined && !isNamed(version, plugin)) continue
    const id = next.flowId
    uses.set(`${id}/${pin?.codeHash ?? ''}`, { id, name: names.get(id) ?? id, pin })
  }
  return [...uses.values()]
}

async function reached({ flows, numbers, places, turns }: Stores, context: RequestContext): Promise<Reached[]> {
  const place = placeOf(context)
  const live = (await flows.list(place)).flatMap(({ flowId, liveVersion }) =>
    liveVersion === null ? [] : [{ flowId, version: String(liveVersion) }],
  )
  const fixed = (await numbers.list(place)).flatMap(({ rules }) =>
    rules.flatMap(({ target }) => (target.use === 'version' ? [{ flowId: target.flowId, version: String(target.version) }] : [])),
  )
  const begun = await Promise.all((await places.inside(place)).map((runId) => turns.at(context.tenantId, runId, 0)))
  const running = begun.flatMap((turn) => (turn === undefined ? [] : [turn.entered ?? turn]))
  return [...live, ...fixed, ...running.map(({ flowId, version }) => ({ flowId, version }))]
}

/** Of a flow that was published before locks held plugins. */
const isNamed = ({ definitionText, lock }: StoredVersion, plugin: string): boolean =>
  Object.keys(lock.plugins).length === 0 && pluginsUsed(parseDefinition(definitionText)).includes(plugin)

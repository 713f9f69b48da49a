import {
  type CallableFlow,
  callableFlow,
  DEFAULT_OUTBOUND_POLICY,
  type FlowDefinition,
  flowsEntered,
  type Manifest,
  mediaIdsOf,
  mediaUsed,
  type PluginPin,
  type PromptLibrary,
  pluginsByName,
  pluginsUsed,
  promptsUsed,
  type SharedPrompt,
  type Surroundings,
} from '@patchbay/core'
import type { PluginPort } from '../outside/plugin-port.ts'
import { findPlugin } from '../plugins/find-plugin.ts'
import type { PluginLocks } from '../plugins/plugin-locks.ts'
import type { BindingStore } from '../storage/binding-store.ts'
import type { FlowPlace, FlowStore } from '../storage/flow-store.ts'
import type { MediaFileStore } from '../storage/media-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import { type OutboundPolicyStore, readPolicy } from '../storage/outbound-store.ts'
import type { OutsideHostStore } from '../storage/outside-host-store.ts'
import type { PromptStore, StoredPrompt } from '../storage/prompt-store.ts'
import type { StoredVersion, VersionLock, VersionStore } from '../storage/version-store.ts'
import { parseDefinition } from './flow-text.ts'

export interface SurroundingStores {
  flows: Pick<FlowStore, 'get'>
  versions: Pick<VersionStore, 'get'>
  prompts: Pick<PromptStore, 'newest' | 'at'>
  media: Pick<MediaFileStore, 'known'>
  bindings: Pick<BindingStore, 'names'>
}

/**
 * What a flow leans on, as it stands now: the live versions of the flows that it enters, the newest versions of the prompts
 * that it names, the recordings that are there, and the names that the environment has bound. What is not there is left out.
 */
export function surroundingsOf(stores: SurroundingStores, at: FlowPlace, definition: FlowDefinition): Promise<Surroundings> {
  const place = { tenantId: at.tenantId, environmentId: at.environmentId }
  return gather(stores, place, definition, {
    flowVersion: async (flowId) => (await stores.flows.get({ ...place, flowId }))?.liveVersion?.toString(),
    prompt: (promptId) => stores.prompts.newest({ ...place, promptId }),
  })
}

/** What is asked when a flow is published: beside the rest, whom the environment may ring, what it may reach, its plugins. */
export interface PublishingSources extends SurroundingStores {
  numbers: Pick<NumberStore, 'list'>
  outboundPolicies: Pick<OutboundPolicyStore, 'get'>
  outsideHosts: Pick<OutsideHostStore, 'get'>
  /** As in the settings. */
  testHosts: readonly string[]
  plugins: Pick<PluginPort, 'manifests'>
  locks: PluginLocks
  /** Names of plugins that are switched off. */
  pluginsOff(place: FlowPlace): Promise<readonly string[]>
}

/** The same, with whom the environment may ring, what it may reach and which plugins it has: for what is published. */
export async function publishedSurroundings(
  stores: PublishingSources,
  place: FlowPlace,
  definition: FlowDefinition,
): Promise<Surroundings> {
  const [known, reach] = await Promise.all([surroundingsOf(stores, place, definition), reachOf(stores, place, definition)])
  return { ...known, ...reach }
}

/** What a published version leans on, as it stood then; whom the environment may ring, as it stands now. */
export async function lockedSurroundings(
  stores: PublishingSources,
  { tenantId, environmentId }: FlowPlace,
  definition: FlowDefinition,
  lock: VersionLock,
): Promise<Surroundings> {
  const place = { tenantId, environmentId }
  const [known, reach] = await Promise.all([
    gather(stores, place, definition, {
      // a flow that customers are called back with is no part of the version: it is the live one that counts
      flowVersion: async (flowId) =>
        lock.subflows[flowId] ?? (await stores.flows.get({ ...place, flowId }))?.liveVersion?.toString(),
      prompt: async (promptId) => {
        const version = lock.prompts[promptId]
        return version === undefined ? undefined : stores.prompts.at({ ...place, promptId }, version)
      },
    }),
    reachOf(stores, place, definition),
  ])
  const { plugins, pluginPins } = await lockedPlugins(stores, place, lock)
  return {
    ...known,
    ...reach,
    plugins: { ...reach.plugins, ...plugins },
    pluginPins: { ...reach.pluginPins, ...pluginPins },
  }
}

/** The plugins of a lock; one that is gone meanwhile is as it is installed, or not there. */
async function lockedPlugins(
  { locks }: Pick<PublishingSources, 'locks'>,
  place: FlowPlace,
  lock: VersionLock,
): Promise<{ plugins: Record<string, Manifest>; pluginPins: Record<string, PluginPin> }> {
  const plugins: Record<string, Manifest> = {}
  const pluginPins: Record<string, PluginPin> = {}
  for (const [name, pin] of Object.entries(lock.plugins)) {
    const manifest = await locks.manifest(place, pin)
    // under a category's name it is what the category agrees on
    const known = manifest && pluginsByName([manifest])[name]
    if (known === undefined) continue
    plugins[name] = known
    pluginPins[name] = pin
  }
  return { plugins, pluginPins }
}

/** Whom the environment may ring, what it may reach and which plugins it has, as it stands now. */
async function reachOf(
  { numbers, outboundPolicies, outsideHosts, testHosts, plugins, locks, pluginsOff }: PublishingSources,
  { tenantId, environmentId }: FlowPlace,
  definition: FlowDefinition,
): Promise<Pick<Surroundings, 'outbound' | 'outside' | 'plugins' | 'pluginsOff' | 'pluginPins'>> {
  const place = { tenantId, environmentId }
  const [stored, own, { hosts }, manifests, pins, off] = await Promise.all([
    outboundPolicies.get(place),
    numbers.list(place),
    outsideHosts.get(place),
    plugins.manifests(place),
    locks.now(place),
    pluginsOff(place),
  ])
  const policy = stored === undefined ? DEFAULT_OUTBOUND_POLICY : readPolicy(stored)
  return {
    outbound: { policy, ownNumbers: own.map(({ _id }) => _id) },
    outside: { hosts, testHosts },
    plugins: pluginsByName(manifests),
    pluginPins: pinsOf(pluginsUsed(definition), manifests, pins),
    pluginsOff: off,
  }
}

/** What a flow is locked to by the names that it uses, of plugins and of categories. */
function pinsOf(names: readonly string[], manifests: readonly Manifest[], pins: readonly PluginPin[]): Record<string, PluginPin> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const meant = findPlugin(manifests, name)?.name
      const pin = pins.find(({ plugin }) => plugin === meant)
      return pin === undefined ? [] : [[name, pin]]
    }),
  )
}

interface Choice {
  flowVersion(flowId: string): Promise<string | undefined>
  prompt(promptId: string): Promise<StoredPrompt | undefined>
}

async function gather(
  { versions, media, bindings }: SurroundingStores,
  place: FlowPlace,
  definition: FlowDefinition,
  choice: Choice,
): Promise<Surroundings> {
  const flows: Record<string, CallableFlow> = {}
  const treatments = flowsEntered(definition, 'whileWaiting')
  for (const flowId of flowsEntered(definition)) {
    const version = await choice.flowVersion(flowId)
    const entered = version === undefined ? undefined : await versions.get({ ...place, flowId }, version)
    if (entered === undefined) continue
    // of what is heard in a queue every card counts, however deep
    const nested = treatments.includes(flowId) ? await flowsWithin(versions, place, entered) : []
    flows[flowId] = callableFlow(parseDefinition(entered.definitionText), entered.version, nested)
  }
  const prompts: Record<string, SharedPrompt> = {}
  for (const promptId of promptsUsed(definition)) {
    const stored = await choice.prompt(promptId)
    if (stored !== undefined && !stored.deleted) prompts[promptId] = sharedPrompt(stored)
  }
  const [known, bound] = await Promise.all([media.known(place, mediaOf(definition, prompts)), bindings.names(place)])
  return { flows, prompts, media: new Set(known), bindings: bound }
}

/** The flows that a version enters, and those that they enter, each as it was when it was published. */
async function flowsWithin(
  versions: SurroundingStores['versions'],
  place: FlowPlace,
  version: Pick<StoredVersion, 'lock'>,
  seen: Set<string> = new Set(),
): Promise<CallableFlow[]> {
  const found: CallableFlow[] = []
  for (const [flowId, locked] of Object.entries(version.lock.subflows)) {
    const key = `${flowId}/${locked}`
    if (seen.has(key)) continue
    seen.add(key)
    const entered = await versions.get({ ...place, flowId }, locked)
    if (entered === undefined) continue
    found.push(callableFlow(parseDefinition(entered.definitionText), locked))
    found.push(...(await flowsWithin(versions, place, entered, seen)))
  }
  return found
}

const sharedPrompt = ({ text, recording, version }: StoredPrompt): SharedPrompt => ({ text, recording, version })

const mediaOf = (definition: FlowDefinition, prompts: PromptLibrary): string[] => [
  ...mediaUsed(definition),
  ...mediaIdsOf(Object.values(prompts).flatMap(({ recording }) => Object.values(recording ?? {}))),
]

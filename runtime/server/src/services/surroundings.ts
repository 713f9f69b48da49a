import {
  type CallableFlow,
  callableFlow,
  DEFAULT_OUTBOUND_POLICY,
  type FlowDefinition,
  flowsEntered,
  mediaIdsOf,
  mediaUsed,
  type PromptLibrary,
  promptsUsed,
  type SharedPrompt,
  type Surroundings,
} from '@patchbay/core'
import type { BindingStore } from '../storage/binding-store.ts'
import type { FlowPlace, FlowStore } from '../storage/flow-store.ts'
import type { MediaFileStore } from '../storage/media-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import { type OutboundPolicyStore, readPolicy } from '../storage/outbound-store.ts'
import type { PromptStore, StoredPrompt } from '../storage/prompt-store.ts'
import type { VersionLock, VersionStore } from '../storage/version-store.ts'
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

/** What is asked when a flow is published: beside the rest, whom the environment may ring. */
export interface PublishingStores extends SurroundingStores {
  numbers: Pick<NumberStore, 'list'>
  outboundPolicies: Pick<OutboundPolicyStore, 'get'>
}

/** The same, with whom the environment may ring: for what is published. */
export async function publishedSurroundings(
  stores: PublishingStores,
  place: FlowPlace,
  definition: FlowDefinition,
): Promise<Surroundings> {
  const [known, outbound] = await Promise.all([surroundingsOf(stores, place, definition), outboundOf(stores, place)])
  return { ...known, outbound }
}

/** What a published version leans on, as it stood then; whom the environment may ring, as it stands now. */
export async function lockedSurroundings(
  stores: PublishingStores,
  { tenantId, environmentId }: FlowPlace,
  definition: FlowDefinition,
  lock: VersionLock,
): Promise<Surroundings> {
  const place = { tenantId, environmentId }
  const [known, outbound] = await Promise.all([
    gather(stores, place, definition, {
      flowVersion: async (flowId) => lock.subflows[flowId],
      prompt: async (promptId) => {
        const version = lock.prompts[promptId]
        return version === undefined ? undefined : stores.prompts.at({ ...place, promptId }, version)
      },
    }),
    outboundOf(stores, place),
  ])
  return { ...known, outbound }
}

async function outboundOf(
  { numbers, outboundPolicies }: Pick<PublishingStores, 'numbers' | 'outboundPolicies'>,
  { tenantId, environmentId }: FlowPlace,
): Promise<NonNullable<Surroundings['outbound']>> {
  const place = { tenantId, environmentId }
  const [stored, own] = await Promise.all([outboundPolicies.get(place), numbers.list(place)])
  const policy = stored === undefined ? DEFAULT_OUTBOUND_POLICY : readPolicy(stored)
  return { policy, ownNumbers: own.map(({ _id }) => _id) }
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
  for (const flowId of flowsEntered(definition)) {
    const version = await choice.flowVersion(flowId)
    const entered = version === undefined ? undefined : await versions.get({ ...place, flowId }, version)
    if (entered !== undefined) flows[flowId] = callableFlow(parseDefinition(entered.definitionText), entered.version)
  }
  const prompts: Record<string, SharedPrompt> = {}
  for (const promptId of promptsUsed(definition)) {
    const stored = await choice.prompt(promptId)
    if (stored !== undefined && !stored.deleted) prompts[promptId] = sharedPrompt(stored)
  }
  const [known, bound] = await Promise.all([media.known(place, mediaOf(definition, prompts)), bindings.names(place)])
  return { flows, prompts, media: new Set(known), bindings: bound }
}

const sharedPrompt = ({ text, recording, version }: StoredPrompt): SharedPrompt => ({ text, recording, version })

const mediaOf = (definition: FlowDefinition, prompts: PromptLibrary): string[] => [
  ...mediaUsed(definition),
  ...mediaIdsOf(Object.values(prompts).flatMap(({ recording }) => Object.values(recording ?? {}))),
]

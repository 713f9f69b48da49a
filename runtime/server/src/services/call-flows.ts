import { type FlowDefinition, type FlowNode, type OutletSpec, outletsOf, readFlow, type StatePlan } from '@patchbay/core'
import type { CallNode } from '@patchbay/core/http-contract'
import { type AuthoredTexts, createAuthoredTexts } from '../masking/authored-texts.ts'
import type { TurnContent } from '../runs/turn-content.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { StoredTurn } from '../storage/turn-store.ts'
import type { StoredVersion, VersionStore } from '../storage/version-store.ts'

/** The flows that a call went through, in the versions that it executed. */
export interface CallFlows {
  /** A card by its name then; only its id is left when the version cannot be read. */
  node(flowId: string, nodeId: string): CallNode
  /** What an outlet was called on its card. */
  label(flowId: string, nodeId: string, outlet: string): string | null
  authored: AuthoredTexts
}

interface Seen {
  turn: Pick<StoredTurn, 'flowId' | 'version' | 'entered'>
  content: Pick<TurnContent, 'state'> | null
}

/** More flows within each other are not looked up: publishing allows far fewer. */
const MOST_FLOWS = 100

export async function loadCallFlows(
  versions: Pick<VersionStore, 'get'>,
  place: FlowPlace,
  turns: readonly Seen[],
): Promise<CallFlows> {
  const loaded = new Map<string, StoredVersion | undefined>()
  const open = turns.flatMap(({ turn, content }) => [
    ...(turn.entered ? [turn.entered] : []),
    turn,
    ...(content?.state.frames ?? []),
  ])
  for (let next = open.shift(); next !== undefined && loaded.size < MOST_FLOWS; next = open.shift()) {
    const { flowId, version } = next
    // a call keeps to one version of each flow: they were fixed when the first was published
    if (flowId === '' || loaded.has(flowId)) continue
    const stored = await versions.get({ ...place, flowId }, version)
    loaded.set(flowId, stored)
    for (const [inner, of] of Object.entries(stored?.lock.subflows ?? {})) open.push({ flowId: inner, version: of })
  }

  const stored = [...loaded.values()].filter((version) => version !== undefined)
  const definitions = new Map(stored.map(({ flowId, definitionText }) => [flowId, definitionOf(definitionText)]))
  const nodes = new Map<string, FlowNode>()
  for (const [flowId, definition] of definitions)
    for (const node of definition?.nodes ?? []) nodes.set(`${flowId}/${node.id}`, node)
  const outlets = new Map<string, readonly OutletSpec[]>()
  const outletsAt = (at: string): readonly OutletSpec[] => {
    const node = nodes.get(at)
    const known = outlets.get(at) ?? (node === undefined ? undefined : outletsOf(node)) ?? []
    outlets.set(at, known)
    return known
  }

  return {
    node(flowId, nodeId) {
      const node = nodes.get(`${flowId}/${nodeId}`)
      const flowName = definitions.get(flowId)?.name ?? flowId
      return { flowId, flowName, nodeId, name: node?.name ?? nodeId, type: node?.type ?? null }
    },
    label: (flowId, nodeId, outlet) => outletsAt(`${flowId}/${nodeId}`).find(({ name }) => name === outlet)?.label ?? null,
    authored: createAuthoredTexts(stored.map(({ planText }) => JSON.parse(planText) as StatePlan)),
  }
}

/** Undefined for one that a newer release wrote: the call is shown all the same. */
function definitionOf(text: string): FlowDefinition | undefined {
  const read = readFlow(JSON.parse(text))
  return read.type === 'success' ? read.flow : undefined
}

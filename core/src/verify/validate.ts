import { compileFlow } from '../engine/compile-flow.ts'
import { MAX_VARIABLES_BYTES, tooMuchKept } from '../engine/limits.ts'
import type { ActionPlan, StatePlan } from '../engine/state-plan.ts'
import type { NodeId } from '../flow/ids.ts'
import { type Issue, issue } from '../flow/issue.ts'
import { type FlowDefinition, type FlowEdge, type FlowNode, MAX_NODES } from '../flow/schema.ts'
import type { Surroundings } from '../flow/surroundings.ts'
import type { OutletSpec } from '../nodes/define-node-type.ts'
import { nodeTypeOf } from '../nodes/registry.ts'
import { bindingIssues } from './binding-issues.ts'
import { configIssues } from './config-issues.ts'
import { cyclesWithoutAsking, reachableNodes } from './flow-graph.ts'
import { flowReferenceIssues } from './flow-reference-issues.ts'
import { fallbackNumberIssues, outboundIssues } from './outbound-issues.ts'
import { outsideIssues } from './outside-issues.ts'
import { pluginIssues } from './plugin-issues.ts'
import { secretIssues } from './secret-issues.ts'
import { flowMediaIssues, mediaIssues } from './shared-references.ts'
import { fallbackIssues, questionIssues, speechIssues } from './speech-issues.ts'

/**
 * Everything that can be found wrong with a flow without running it, in the order of its nodes.
 *
 * @param surroundings Shared prompts and other flows that the flow may name.
 * @returns Findings as data; a flow with one of severity `error` cannot be published.
 */
export function validate(flow: FlowDefinition, surroundings: Surroundings = {}): Issue[] {
  const duplicates = duplicateIds(flow.nodes)
  const edges = Map.groupBy(flow.edges, ({ source }): string => source)
  return [
    ...flowIssues(flow),
    ...duplicates,
    ...flow.nodes.flatMap((node) => nodeIssues(node, edges.get(node.id) ?? [], flow, surroundings)),
    ...secretIssues(flow, surroundings),
    ...fallbackIssues(flow),
    ...questionIssues(flow, surroundings.prompts),
    ...flowMediaIssues(flow, surroundings),
    ...fallbackNumberIssues(flow, surroundings),
    // with two nodes of one id, which one a cord leads to is anybody's guess
    ...(duplicates.length > 0 ? [] : graphIssues(flow, edges, surroundings)),
  ]
}

function flowIssues(flow: FlowDefinition): Issue[] {
  const found: Issue[] = []
  const { default: language, enabled } = flow.languages
  if (flow.nodes.length === 0) found.push(issue('FLOW_EMPTY'))
  else if (flow.startNodeId === null) found.push(issue('START_MISSING'))
  else if (!flow.nodes.some(({ id }) => id === flow.startNodeId)) found.push(issue('START_UNKNOWN'))
  if (flow.nodes.length > MAX_NODES) found.push(issue('TOO_MANY_NODES', { data: { count: flow.nodes.length, limit: MAX_NODES } }))
  if (!enabled.includes(language)) found.push(issue('DEFAULT_LANGUAGE_OFF', { path: ['languages'], data: { language } }))
  const names = flow.variables.map(({ name }) => name)
  const ids = new Set<string>(flow.nodes.map(({ id }) => id))
  for (const { source, outlet, target } of flow.edges) {
    if (!ids.has(source) || !ids.has(target))
      found.push(issue('EDGE_NOT_VALID', { ...(ids.has(source) ? { nodeId: source } : {}), data: { outlet } }))
  }
  for (const variable of new Set(names.filter((name, index) => names.indexOf(name) !== index))) {
    found.push(issue('VARIABLE_TWICE', { path: ['variables'], data: { variable } }))
  }
  const first = Object.fromEntries(flow.variables.map(({ name, initial }) => [name, initial ?? null]))
  if (tooMuchKept([first])) {
    found.push(issue('VARIABLES_TOO_LARGE', { path: ['variables'], data: { limit: MAX_VARIABLES_BYTES / 1024 } }))
  }
  return found
}

function duplicateIds(nodes: readonly FlowNode[]): Issue[] {
  const seen = new Set<string>()
  return nodes.flatMap(({ id }) => {
    if (seen.has(id)) return [issue('NODE_ID_TWICE', { nodeId: id, data: { id } })]
    seen.add(id)
    return []
  })
}

function nodeIssues(node: FlowNode, edges: readonly FlowEdge[], flow: FlowDefinition, surroundings: Surroundings): Issue[] {
  const nodeType = nodeTypeOf(node.type)
  const at = { nodeId: node.id, data: { type: node.type, version: node.typeVersion } }
  if (nodeType === undefined) return [issue('NODE_TYPE_UNKNOWN', at)]
  if (nodeType.version !== node.typeVersion) return [issue('NODE_TYPE_VERSION_UNKNOWN', at)]
  const outlets = outletsOf(node)
  return [
    ...configIssues(node, nodeType),
    ...flowReferenceIssues(node, nodeType, surroundings),
    ...outsideIssues(node, nodeType, flow, surroundings),
    ...pluginIssues(node, nodeType, surroundings),
    ...bindingIssues(node, nodeType, surroundings),
    ...outboundIssues(node, nodeType, surroundings),
    ...speechIssues(node, nodeType, flow, surroundings.prompts),
    ...mediaIssues(node, nodeType, surroundings),
    // a half-filled form has no outlets yet: that it is half-filled was said above
    ...(outlets === undefined ? [] : outletIssues(node, outlets, edges)),
  ]
}

/** A node's outlets, or undefined while its form is not filled in. */
export function outletsOf(node: FlowNode): OutletSpec[] | undefined {
  const nodeType = nodeTypeOf(node.type)
  const config = nodeType?.config.safeParse(node.config)
  return config?.success ? nodeType?.outlets(config.data) : undefined
}

function outletIssues(node: FlowNode, outlets: readonly OutletSpec[], edges: readonly FlowEdge[]): Issue[] {
  const stray = edges.filter(({ outlet }) => !outlets.some(({ name }) => name === outlet))
  const unconnected = outlets.filter(({ name }) => !edges.some(({ outlet }) => outlet === name))
  return [
    ...stray.map(({ outlet }) => issue('EDGE_NOT_VALID', { nodeId: node.id, data: { outlet } })),
    ...unconnected.map(({ name, label }) => issue('OUTLET_UNCONNECTED', { nodeId: node.id, data: { outlet: label, name } })),
  ]
}

function graphIssues(flow: FlowDefinition, edges: ReadonlyMap<string, FlowEdge[]>, surroundings: Surroundings): Issue[] {
  const targets = (id: string) => (edges.get(id) ?? []).map(({ target }) => target)
  const plan = compileFlow(flow, surroundings)
  const entries = flow.nodes.filter(({ type }) => nodeTypeOf(type)?.entry !== undefined)
  const reachable = new Set(
    [flow.startNodeId, ...entries.map(({ id }) => id)].flatMap((id) => (id === null ? [] : [...reachableNodes(id, targets)])),
  )
  const unreachable = flow.startNodeId === null ? [] : flow.nodes.filter(({ id }) => !reachable.has(id))

  const names = new Map<string, string>(flow.nodes.map(({ id, name }) => [id, name]))
  const cycles = plan === undefined ? [] : cyclesWithoutAsking(plan.nodes)
  return [
    ...unreachable.map(({ id }) => issue('NODE_UNREACHABLE', { nodeId: id })),
    ...entryIssues(flow, entries),
    ...(plan === undefined ? [] : speaksAfterCall(plan, targets)),
    ...cycles.map((cycle) =>
      issue('CYCLE_WITHOUT_ASKING', {
        ...(cycle[0] === undefined ? {} : { nodeId: cycle[0] as NodeId }),
        data: { names: cycle.map((id) => names.get(id) ?? id).join(' → ') },
      }),
    ),
  ]
}

/** Cards that begin by themselves: one of each kind, and no cord to them. */
function entryIssues(flow: FlowDefinition, entries: readonly FlowNode[]): Issue[] {
  const title = (node: FlowNode) => ({ title: nodeTypeOf(node.type)?.editor.title ?? node.type })
  const same = (one: FlowNode, other: FlowNode) =>
    one.type === other.type && (nodeTypeOf(one.type)?.entry !== 'globalKey' || one.config['key'] === other.config['key'])
  const twice = entries.filter((node, index) => entries.findIndex((other) => same(node, other)) < index)
  const entered = entries.filter(({ id }) => id === flow.startNodeId || flow.edges.some(({ target }) => target === id))
  return [
    ...twice.map((node) => issue('ENTRY_TWICE', { nodeId: node.id, data: title(node) })),
    ...entered.map((node) => issue('ENTRY_ENTERED', { nodeId: node.id, data: title(node) })),
  ]
}

/** What the part after the call would say or ask, with nobody there. */
function speaksAfterCall(plan: StatePlan, targets: (id: string) => string[]): Issue[] {
  const { afterCall } = plan.entries
  if (afterCall === undefined) return []
  const audible = (id: string) =>
    Object.values(plan.nodes[id]?.states ?? {}).some(({ entry = [] }) => entry.some(({ type }) => AUDIBLE.includes(type)))
  return [...reachableNodes(afterCall, targets)].filter(audible).map((id) => issue('SPEAKS_AFTER_CALL', { nodeId: id as NodeId }))
}

const AUDIBLE: readonly ActionPlan['type'][] = [
  'say',
  'collectInput',
  'connect',
  'ringAll',
  'waitInQueue',
  'joinConference',
  'wait',
  'hold',
  'record',
  'playAnswer',
]

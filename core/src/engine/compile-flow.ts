import type { NodeId } from '../flow/ids.ts'
import { type InlinePrompt, inlineOf } from '../flow/prompt.ts'
import { withFlowDefaults } from '../flow/questions.ts'
import type { FlowDefinition, FlowEdge, FlowNode, Key } from '../flow/schema.ts'
import type { Surroundings } from '../flow/surroundings.ts'
import { toVariableValue, type VariableType } from '../flow/variable.ts'
import type { CompileContext } from '../nodes/define-node-type.ts'
import { nodeTypeOf } from '../nodes/registry.ts'
import { type NodePlan, PLAN_FORMAT, type PlannedPrompt, type StatePlan } from './state-plan.ts'

/**
 * Compiles a flow to what is executed. Publishing validates first; a draft is compiled as it stands, so that it can be
 * tried: nodes that are not filled in are left out, and what leads to them leads to the fallback.
 *
 * @param surroundings Shared prompts and other flows that the flow may name.
 * @returns The plan as JSON, or undefined when there is no node to begin with.
 */
export function compileFlow(flow: FlowDefinition, { prompts = {}, flows = {} }: Surroundings = {}): StatePlan | undefined {
  const types = new Map<string, VariableType>(flow.variables.map(({ name, type }) => [name, type]))
  const context: Omit<CompileContext, 'nodeId'> = {
    outlet: (name) => ({ outlet: name }),
    prompt: (prompt) => plannedPrompt(inlineOf(prompt, prompts)),
    typeOf: (variable) => types.get(variable) ?? 'text',
    speaks: (language) => flow.languages.enabled.includes(language),
  }

  const edges = Map.groupBy(flow.edges, ({ source }): string => source)
  const nodes: Record<string, NodePlan> = {}
  for (const node of flow.nodes) {
    const plan = nodePlan(node, edges.get(node.id) ?? [], { ...context, questions: flow.questions })
    if (plan !== undefined) nodes[node.id] = plan
  }
  if (flow.startNodeId === null || nodes[flow.startNodeId] === undefined) return undefined

  return {
    planFormat: PLAN_FORMAT,
    flowId: flow.id,
    start: flow.startNodeId,
    entries: entriesOf(flow, nodes),
    subflows: subflowsOf(nodes, flows),
    nodes: withoutDeadExits(nodes),
    variables: flow.variables.map(({ name, type, initial, sensitive }) => ({
      name,
      type,
      initial: initial === undefined ? null : toVariableValue(String(initial), type).value,
      sensitive,
    })),
    languages: { ...flow.languages, voices: flow.languages.voices ?? {} },
    fallback: {
      prompt: plannedPrompt(flow.fallback.prompt),
      ...(flow.fallback.connectTo === undefined ? {} : { connectTo: flow.fallback.connectTo }),
    },
  }
}

function nodePlan(
  node: FlowNode,
  edges: readonly FlowEdge[],
  { questions, ...context }: Omit<CompileContext, 'nodeId'> & Pick<FlowDefinition, 'questions'>,
): NodePlan | undefined {
  const nodeType = nodeTypeOf(node.type)
  if (nodeType === undefined || nodeType.version !== node.typeVersion) return undefined
  const config = nodeType.config.safeParse(withFlowDefaults(node.config, nodeType.config, questions))
  if (!config.success) return undefined
  const exits: Record<string, NodeId> = Object.fromEntries(edges.map(({ outlet, target }) => [outlet, target]))
  return { ...nodeType.compile(config.data, { ...context, nodeId: node.id }), exits }
}

/** Nodes of an entry type begin a part of the flow; the first of each kind counts, and validation finds a second. */
function entriesOf(flow: FlowDefinition, nodes: Record<string, NodePlan>): StatePlan['entries'] {
  const entries: StatePlan['entries'] = {}
  const keys: Partial<Record<Key, NodeId>> = {}
  for (const { id, type, config } of flow.nodes) {
    const entry = nodeTypeOf(type)?.entry
    if (entry === undefined || nodes[id] === undefined) continue
    if (entry === 'globalKey') keys[config['key'] as Key] ??= id
    else entries[entry] ??= id
  }
  return Object.keys(keys).length === 0 ? entries : { ...entries, globalKeys: keys }
}

function subflowsOf(nodes: Record<string, NodePlan>, flows: NonNullable<Surroundings['flows']>): StatePlan['subflows'] {
  const entered = Object.values(nodes).flatMap(({ states }) =>
    Object.values(states).flatMap(({ entry = [] }) =>
      entry.flatMap((action) => (action.type === 'enterFlow' ? [action.flowId] : [])),
    ),
  )
  return Object.fromEntries(
    entered.flatMap((flowId) => {
      const flow = flows[flowId]
      return flow === undefined ? [] : [[flowId, flow.version]]
    }),
  )
}

/** An exit to a node that was left out is no exit. */
function withoutDeadExits(nodes: Record<string, NodePlan>): Record<string, NodePlan> {
  const live = ([, target]: [string, string]) => nodes[target] !== undefined
  return Object.fromEntries(
    Object.entries(nodes).map(([id, plan]) => [
      id,
      { ...plan, exits: Object.fromEntries(Object.entries(plan.exits).filter(live)) },
    ]),
  )
}

function plannedPrompt(prompt: InlinePrompt | undefined): PlannedPrompt {
  const planned: PlannedPrompt = {}
  for (const language of Object.keys(prompt?.text ?? {}) as (keyof InlinePrompt['text'])[]) {
    const text = prompt?.text[language]
    if (text !== undefined && text.trim() !== '') planned[language] = { text }
  }
  for (const language of Object.keys(prompt?.recording ?? {}) as (keyof InlinePrompt['text'])[]) {
    const recording = prompt?.recording?.[language]
    if (recording !== undefined) planned[language] = { ...planned[language], recording }
  }
  return planned
}

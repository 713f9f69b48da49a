import { type Issue, issue } from '../flow/issue.ts'
import type { FlowNode } from '../flow/schema.ts'
import type { Surroundings } from '../flow/surroundings.ts'
import { configSchemaOf, markedFields } from '../flow/walk-config.ts'
import type { NodeType } from '../nodes/define-node-type.ts'
import { nodeTypeOf } from '../nodes/registry.ts'

/** Whether the flows that a node leads to are there, with the variables and outcomes that it counts on. */
export function flowReferenceIssues(node: FlowNode, nodeType: NodeType, { flows }: Surroundings): Issue[] {
  // where other flows are not known, as on the canvas, publishing will say
  if (flows === undefined) return []
  const schema = configSchemaOf(nodeType.config)
  return markedFields(schema, node.config, ({ ui }) => ui === 'flow').flatMap(({ path, value }) => {
    const flow = String(value)
    if (flow === '') return []
    const known = flows[flow]
    const at = { nodeId: node.id, path }
    if (known === undefined) return [issue('FLOW_UNKNOWN', { ...at, data: { flow } })]

    const {
      inputs = [],
      outputs = [],
      outcomes = [],
    } = node.config as {
      inputs?: { variable?: string }[]
      outputs?: { from?: string }[]
      outcomes?: { id?: string }[]
    }
    const variables = [...inputs.map(({ variable }) => variable), ...outputs.map(({ from }) => from)]
    const missing = variables.filter((name) => name !== undefined && name !== '' && !known.variables.includes(name))
    const never = outcomes.filter(({ id }) => id !== undefined && !known.outcomes.includes(id))
    return [
      ...missing.map((variable) =>
        issue('FLOW_VARIABLE_UNKNOWN', { ...at, data: { flow: known.name, variable: variable ?? '' } }),
      ),
      ...never.map(({ id }) => issue('FLOW_OUTCOME_UNKNOWN', { ...at, data: { flow: known.name, outcome: id ?? '' } })),
    ]
  })
}

/** The flows that a flow's nodes lead to, each once. */
export function flowsEntered(flow: { nodes: readonly FlowNode[] }): string[] {
  const entered = flow.nodes.flatMap(({ type, config }) => {
    const nodeType = nodeTypeOf(type)
    if (nodeType === undefined) return []
    return markedFields(configSchemaOf(nodeType.config), config, ({ ui }) => ui === 'flow').map(({ value }) => String(value))
  })
  return [...new Set(entered)].filter((flowId) => flowId !== '')
}

/** A flow as others can enter it. */
export function callableFlow(
  flow: { name: string; nodes: readonly FlowNode[]; variables: readonly { name: string }[] },
  version: string,
) {
  const outcomes = flow.nodes.flatMap(({ type, config }) =>
    type === 'return' && typeof config['outcome'] === 'string' ? [config['outcome']] : [],
  )
  return { version, name: flow.name, outcomes: [...new Set(outcomes)], variables: flow.variables.map(({ name }) => name) }
}

import { compileFlow } from '../engine/compile-flow.ts'
import type { ActionPlan, NodePlan } from '../engine/state-plan.ts'
import { ROUND_OVER } from '../engine/wait-treatment.ts'
import { type Issue, type IssueCode, issue } from '../flow/issue.ts'
import type { FlowDefinition, FlowNode } from '../flow/schema.ts'
import type { CallableFlow, Surroundings } from '../flow/surroundings.ts'
import { type ConfigSchema, configSchemaOf, markedFields } from '../flow/walk-config.ts'
import type { NodeType, NotWhileWaiting } from '../nodes/define-node-type.ts'
import { nodeTypeOf } from '../nodes/registry.ts'
import { reachableNodes } from './flow-graph.ts'

/** Whether the flows that a node leads to are there, with the variables and outcomes that it counts on. */
export function flowReferenceIssues(node: FlowNode, nodeType: NodeType, { flows }: Surroundings): Issue[] {
  // where other flows are not known, as on the canvas, publishing will say
  if (flows === undefined) return []
  const schema = configSchemaOf(nodeType.config)
  return markedFields(schema, node.config, ({ ui }) => ui === 'flow').flatMap(({ path, value, schema: field }) => {
    const flow = String(value)
    if (flow === '') return []
    const known = flows[flow]
    const at = { nodeId: node.id, path }
    if (known === undefined) return [issue('FLOW_UNKNOWN', { ...at, data: { flow } })]

    const {
      inputs = [],
      outputs = [],
      outcomes = [],
    } = besideOf(node.config, path) as {
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
      ...(field.whileWaiting === true ? treatmentIssues(known, outcomes, at) : []),
    ]
  })
}

/** The part of a form that a field stands in. */
const besideOf = (config: unknown, path: readonly (string | number)[]): object =>
  path.slice(0, -1).reduce<object>((at, part) => (at as Record<string | number, object>)[part] ?? {}, config as object)

const REFUSED: Readonly<Record<NotWhileWaiting, IssueCode>> = {
  connects: 'TREATMENT_CONNECTS',
  records: 'TREATMENT_RECORDS',
  leads: 'TREATMENT_LEADS_OUT',
  secret: 'TREATMENT_ASKS_SECRET',
  money: 'TREATMENT_TAKES_MONEY',
  part: 'TREATMENT_PART',
}

/** What callers could not go through who wait in a queue, and where they would wait on although the flow says otherwise. */
function treatmentIssues(
  { name: flow, notWhileWaiting, outcomes: returns, silentOutcomes }: CallableFlow,
  ways: readonly { id?: string }[],
  at: Pick<Issue, 'path'> & { nodeId: FlowNode['id'] },
): Issue[] {
  const leadsOut = (outcome: string) => ways.some(({ id }) => id === outcome)
  const stays = returns.filter((outcome) => outcome !== ROUND_OVER && !leadsOut(outcome))
  return [
    ...notWhileWaiting.map(({ card, why }) => issue(REFUSED[why], { ...at, data: { flow, card } })),
    ...stays.map((outcome) => issue('TREATMENT_OUTCOME_STAYS', { ...at, data: { flow, outcome, again: ROUND_OVER } })),
    ...(silentOutcomes.every(leadsOut) ? [] : [issue('TREATMENT_SILENT', { ...at, data: { flow } })]),
  ]
}

/** The flows that a flow's nodes lead to, each once; of these, those that callers go through while they wait in a queue. */
export function flowsEntered(flow: { nodes: readonly FlowNode[] }, which: 'all' | 'whileWaiting' = 'all'): string[] {
  const entered = flow.nodes.flatMap(({ type, config }) => {
    const nodeType = nodeTypeOf(type)
    if (nodeType === undefined) return []
    const isMeant = ({ ui, whileWaiting }: ConfigSchema) => ui === 'flow' && (which === 'all' || whileWaiting === true)
    return markedFields(configSchemaOf(nodeType.config), config, isMeant).map(({ value }) => String(value))
  })
  return [...new Set(entered)].filter((flowId) => flowId !== '')
}

/**
 * A flow as others can enter it.
 *
 * @param nested Those that it enters itself, as far as it matters what is in them.
 */
export function callableFlow(flow: FlowDefinition, version: string, nested: readonly CallableFlow[] = []): CallableFlow {
  const outcomes = flow.nodes.flatMap(({ type, config }) =>
    type === 'return' && typeof config['outcome'] === 'string' ? [config['outcome']] : [],
  )
  return {
    version,
    name: flow.name,
    outcomes: [...new Set(outcomes)],
    variables: flow.variables.map(({ name }) => name),
    notWhileWaiting: [...flow.nodes.flatMap(refusedWhileWaiting), ...nested.flatMap(({ notWhileWaiting }) => notWhileWaiting)],
    silentOutcomes: silentOutcomes(flow),
  }
}

/** Speaks, plays or asks; what another flow does that is entered is its own matter. */
const HEARD: readonly ActionPlan['type'][] = ['say', 'playAnswer', 'hold', 'collectInput', 'enterFlow']

function silentOutcomes(flow: FlowDefinition): string[] {
  const plan = compileFlow(flow)
  if (plan === undefined) return []
  const actionsOf = ({ states }: NodePlan) => Object.values(states).flatMap(({ entry = [] }) => entry)
  const silent = Object.entries(plan.nodes).filter(([, node]) => actionsOf(node).every(({ type }) => !HEARD.includes(type)))
  const byId = new Map(silent)
  const next = (id: string) => Object.values(byId.get(id)?.exits ?? {}).filter((target) => byId.has(target))
  const passed = byId.has(plan.start) ? [...reachableNodes(plan.start, next)] : []
  const outcomes = passed.flatMap((id) =>
    actionsOf(byId.get(id) as NodePlan).flatMap((action) => (action.type === 'returnFrom' ? [action.outcome] : [])),
  )
  return [...new Set(outcomes)]
}

function refusedWhileWaiting({ type, name, config }: FlowNode): CallableFlow['notWhileWaiting'] {
  const nodeType = nodeTypeOf(type)
  const refused = nodeType?.notWhileWaiting
  if (nodeType === undefined || refused === undefined) return []
  const parsed = nodeType.config.safeParse(config)
  const why = typeof refused === 'string' ? refused : parsed.success ? refused(parsed.data) : undefined
  return why === undefined ? [] : [{ card: name === '' ? nodeType.editor.title : name, why }]
}

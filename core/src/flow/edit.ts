import { assertNever } from '../errors/app-error.ts'
import { nodeTypeOf } from '../nodes/registry.ts'
import type { NodeId, Outlet } from './ids.ts'
import type { FlowDefinition, FlowEdge, FlowNode, Position } from './schema.ts'
import type { Variable } from './variable.ts'

export type FlowEdit =
  | { type: 'addNode'; node: FlowNode; position: Position }
  | { type: 'moveNodes'; positions: Readonly<Record<string, Position>> }
  | { type: 'removeNodes'; ids: readonly NodeId[] }
  | { type: 'renameNode'; id: NodeId; name: string }
  | { type: 'configureNode'; id: NodeId; config: Record<string, unknown> }
  | { type: 'connect'; edge: FlowEdge }
  | { type: 'disconnect'; source: NodeId; outlet: Outlet }
  | { type: 'setStart'; id: NodeId }
  | { type: 'renameFlow'; name: string }
  | { type: 'setVariables'; variables: readonly Variable[] }
  | { type: 'setLanguages'; languages: FlowDefinition['languages'] }
  | { type: 'setFallback'; fallback: FlowDefinition['fallback'] }
  | { type: 'setQuestions'; questions: NonNullable<FlowDefinition['questions']> }

/** Applies one edit. Returns the same object when nothing changes, so callers can skip a save with `===`. */
export function editFlow(flow: FlowDefinition, edit: FlowEdit): FlowDefinition {
  switch (edit.type) {
    case 'addNode':
      if (flow.nodes.some(({ id }) => id === edit.node.id)) return flow
      return {
        ...flow,
        nodes: [...flow.nodes, edit.node],
        layout: { ...flow.layout, [edit.node.id]: edit.position },
        startNodeId: flow.startNodeId ?? (nodeTypeOf(edit.node.type)?.entry === undefined ? edit.node.id : null),
      }
    case 'moveNodes':
      return moveNodes(flow, edit.positions)
    case 'removeNodes':
      return removeNodes(flow, new Set(edit.ids))
    case 'renameNode':
      return changeNode(flow, edit.id, (node) => (node.name === edit.name ? node : { ...node, name: edit.name }))
    case 'configureNode':
      return changeNode(flow, edit.id, (node) => (node.config === edit.config ? node : { ...node, config: edit.config }))
    case 'connect':
      return connect(flow, edit.edge)
    case 'disconnect': {
      const edges = flow.edges.filter(({ source, outlet }) => source !== edit.source || outlet !== edit.outlet)
      return edges.length === flow.edges.length ? flow : { ...flow, edges }
    }
    case 'setStart':
      if (flow.startNodeId === edit.id || !flow.nodes.some(({ id }) => id === edit.id)) return flow
      return { ...flow, startNodeId: edit.id }
    case 'renameFlow':
      return flow.name === edit.name ? flow : { ...flow, name: edit.name }
    case 'setVariables':
      return { ...flow, variables: [...edit.variables] }
    case 'setLanguages':
      return { ...flow, languages: edit.languages }
    case 'setFallback':
      return { ...flow, fallback: edit.fallback }
    case 'setQuestions': {
      const { questions: _before, ...rest } = flow
      return Object.keys(edit.questions).length === 0 ? rest : { ...rest, questions: edit.questions }
    }
    default:
      return assertNever(edit)
  }
}

function changeNode(flow: FlowDefinition, id: NodeId, change: (node: FlowNode) => FlowNode): FlowDefinition {
  const before = flow.nodes.find((node) => node.id === id)
  if (before === undefined) return flow
  const after = change(before)
  return after === before ? flow : { ...flow, nodes: flow.nodes.map((node) => (node === before ? after : node)) }
}

function moveNodes(flow: FlowDefinition, positions: Readonly<Record<string, Position>>): FlowDefinition {
  const known = new Set<string>(flow.nodes.map(({ id }) => id))
  const moved = Object.entries(positions).filter(([id, { x, y }]) => {
    const now = flow.layout[id]
    return known.has(id) && (now?.x !== x || now.y !== y)
  })
  return moved.length === 0 ? flow : { ...flow, layout: { ...flow.layout, ...Object.fromEntries(moved) } }
}

function removeNodes(flow: FlowDefinition, ids: ReadonlySet<string>): FlowDefinition {
  const nodes = flow.nodes.filter((node) => !ids.has(node.id))
  if (nodes.length === flow.nodes.length) return flow
  return {
    ...flow,
    nodes,
    edges: flow.edges.filter(({ source, target }) => !ids.has(source) && !ids.has(target)),
    layout: Object.fromEntries(Object.entries(flow.layout).filter(([id]) => !ids.has(id))),
    // a flow whose start was removed has none: publishing says so, and the author picks the next one
    startNodeId: flow.startNodeId !== null && ids.has(flow.startNodeId) ? null : flow.startNodeId,
  }
}

function connect(flow: FlowDefinition, edge: FlowEdge): FlowDefinition {
  const known = new Set<string>(flow.nodes.map(({ id }) => id))
  if (!known.has(edge.source) || !known.has(edge.target)) return flow
  const sameOutlet = ({ source, outlet }: FlowEdge) => source === edge.source && outlet === edge.outlet
  if (flow.edges.some((other) => sameOutlet(other) && other.target === edge.target)) return flow
  // an outlet leads to one place: a new cord replaces the old one
  return { ...flow, edges: [...flow.edges.filter((other) => !sameOutlet(other)), edge] }
}

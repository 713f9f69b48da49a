import type { FlowDefinition, FlowEdge, FlowEdit, FlowNode, NodeId, Position } from '@patchbay/core'
import { freshNodeId } from './new-node.ts'

/** Cards as they lie in the clipboard: with the cords between them, not those that leave. */
export interface CopiedCards {
  patchbay: 'cards'
  nodes: FlowNode[]
  edges: FlowEdge[]
  layout: Record<string, Position>
}

export function copyCards(flow: FlowDefinition, ids: ReadonlySet<string>): CopiedCards {
  const nodes = flow.nodes.filter(({ id }) => ids.has(id))
  return {
    patchbay: 'cards',
    nodes,
    edges: flow.edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
    layout: Object.fromEntries(nodes.map(({ id }) => [id, flow.layout[id] ?? { x: 0, y: 0 }])),
  }
}

/** Reads what was copied; undefined when the clipboard holds something else. */
export function readCopied(text: string): CopiedCards | undefined {
  try {
    const copied = JSON.parse(text) as Partial<CopiedCards> | null
    const whole =
      copied?.patchbay === 'cards' &&
      Array.isArray(copied.nodes) &&
      Array.isArray(copied.edges) &&
      typeof copied.layout === 'object'
    const named =
      whole &&
      copied.nodes?.every(
        (node) => typeof node.id === 'string' && typeof node.type === 'string' && typeof node.config === 'object',
      )
    return named === true ? (copied as CopiedCards) : undefined
  } catch {
    return undefined
  }
}

/** The edits that paste cards under new ids, a little aside of where they were. */
export function pasteCards(flow: FlowDefinition, copied: CopiedCards, offset: Position): { edits: FlowEdit[]; ids: NodeId[] } {
  const renamed = new Map<string, NodeId>()
  for (const { id, type } of copied.nodes) renamed.set(id, freshNodeId(flow, type))
  const at = (id: string): Position => copied.layout[id] ?? { x: 0, y: 0 }
  const added = copied.nodes.flatMap((node): FlowEdit[] => {
    const id = renamed.get(node.id)
    if (id === undefined) return []
    const position = { x: at(node.id).x + offset.x, y: at(node.id).y + offset.y }
    return [{ type: 'addNode', node: { ...structuredClone(node), id }, position }]
  })
  const connected = copied.edges.flatMap(({ source, outlet, target }): FlowEdit[] => {
    const [from, to] = [renamed.get(source), renamed.get(target)]
    return from === undefined || to === undefined ? [] : [{ type: 'connect', edge: { source: from, outlet, target: to } }]
  })
  return { edits: [...added, ...connected], ids: [...renamed.values()] }
}

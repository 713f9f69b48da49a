import type { FlowDefinition, FlowNode, Position } from '@patchbay/core'
import type { ElkNode } from 'elkjs/lib/elk-api.js'
import { cardModel } from './card-model.ts'
import { arrivalAt, CARD, cardHeight, outletAt } from './geometry.ts'

const OPTIONS: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.spacing.nodeNodeBetweenLayers': '96',
  'elk.spacing.nodeNode': '36',
  'elk.spacing.edgeNode': '24',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.separateConnectedComponents': 'true',
}

// sizes do not depend on the language of the words
const words = {
  kind: (_: string, english: string) => english,
  outlet: (_type: string, _name: string, label: string) => label,
  notFilledIn: '-',
}

/** A flow for ELK: dots are ports at their places, so that outlets keep their order. */
export function elkGraphOf(flow: FlowDefinition): ElkNode {
  const ids = new Set<string>(flow.nodes.map(({ id }) => id))
  const outlets = new Map(flow.nodes.map((node) => [node.id as string, cardModel(node, flow, words)]))
  return {
    id: 'flow',
    layoutOptions: { ...OPTIONS },
    children: flow.nodes
      .toSorted((a, b) => Number(b.id === flow.startNodeId) - Number(a.id === flow.startNodeId))
      .map((node) => elkNodeOf(node, flow)),
    edges: flow.edges
      .filter(
        ({ source, target, outlet }) =>
          ids.has(source) && ids.has(target) && outlets.get(source)?.outlets.some(({ name }) => name === outlet),
      )
      .map(({ source, outlet, target }) => ({
        id: `${source}/${outlet}`,
        sources: [`${source}/${outlet}`],
        targets: [`${target}/`],
      })),
  }
}

function elkNodeOf(node: FlowNode, flow: FlowDefinition): ElkNode {
  const model = cardModel(node, flow, words)
  const rows = { summaryLines: model.summaryLines, outlets: model.outlets.length }
  const dot = { width: 0, height: 0 }
  return {
    id: node.id,
    width: CARD.width,
    height: cardHeight(rows),
    layoutOptions: {
      'elk.portConstraints': 'FIXED_POS',
      ...(node.id === flow.startNodeId ? { 'elk.layered.layering.layerConstraint': 'FIRST' } : {}),
    },
    ports: [
      { id: `${node.id}/`, ...arrivalAt, ...dot, layoutOptions: { 'elk.port.side': 'WEST' } },
      ...model.outlets.map(({ name }, index) => ({
        id: `${node.id}/${name}`,
        ...outletAt(index, rows),
        ...dot,
        layoutOptions: { 'elk.port.side': 'EAST' },
      })),
    ],
  }
}

/** ELK's places, moved so that the first card stays where it was: the picture does not jump. */
export function positionsOf(laidOut: ElkNode, flow: FlowDefinition): Record<string, Position> {
  const placed = laidOut.children ?? []
  const anchor = flow.startNodeId ?? flow.nodes[0]?.id
  const stayed = anchor === undefined ? undefined : flow.layout[anchor]
  const now = placed.find(({ id }) => id === anchor)
  const shift = { x: (stayed?.x ?? 0) - (now?.x ?? 0), y: (stayed?.y ?? 0) - (now?.y ?? 0) }
  return Object.fromEntries(
    placed.map(({ id, x = 0, y = 0 }) => [id, { x: Math.round(x + shift.x), y: Math.round(y + shift.y) }]),
  )
}

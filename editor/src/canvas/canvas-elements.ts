import type { FlowDefinition, FlowEdge, Position } from '@patchbay/core'
import type { Edge, Node, NodeHandle } from '@xyflow/react'
import { type CardModel, type CardWords, cardModel } from './card-model.ts'
import { type Box, cordCorners } from './cord-path.ts'
import { arrivalAt, CARD, type CardRows, cardHeight, outletAt, START } from './geometry.ts'
import { Kept } from './keep.ts'

export type Lit = 'now' | 'passed' | null

export type CardData = {
  model: CardModel
  errors: number
  warnings: number
  lit: Lit
  /** The way that the call left by, as far as it went. */
  litOutlets: readonly string[]
}
export type CardNode = Node<CardData, 'card'>
export type StartNode = Node<{ lit: boolean }, 'start'>
export type CanvasNode = CardNode | StartNode

export type CordData = { corners: readonly Position[]; trouble: boolean; lit: boolean; label: string }
export type CordEdge = Edge<CordData, 'cord'>

export const START_ID = '·start'
export const cordId = (source: string, outlet: string): string => `${source}·${outlet}`

/** The way of a call on the canvas. */
export interface CallPath {
  nodes: ReadonlySet<string>
  cords: ReadonlySet<string>
  now: string | null
}

export interface CanvasInput {
  flow: FlowDefinition
  words: CardWords
  selected: ReadonlySet<string>
  selectedCord: string | null
  current: string | null
  problems: ReadonlyMap<string, { errors: number; warnings: number }>
  path: CallPath
  /** Cards that are being dragged, where they are just now. */
  dragged: Readonly<Record<string, { x: number; y: number }>>
  /** “Menu: Main menu, 2 choices”. */
  cardLabel(model: CardModel, problems: number): string
  cordLabel(from: CardModel, outlet: string, to: CardModel): string
}

const dotHandle = (id: string, type: 'source' | 'target', at: { x: number; y: number }): NodeHandle => ({
  id,
  type,
  position: (type === 'source' ? 'right' : 'left') as NodeHandle['position'],
  x: at.x - CARD.dot / 2,
  y: at.y - CARD.dot / 2,
  width: CARD.dot,
  height: CARD.dot,
})

/** Turns a flow into what React Flow draws. An element that did not change is the same object as before. */
export function createCanvasElements(): (input: CanvasInput) => { nodes: CanvasNode[]; edges: CordEdge[] } {
  const keptModels = new Kept<CardModel>()
  const keptNodes = new Kept<CanvasNode>()
  const keptEdges = new Kept<CordEdge>()
  const keptBoxes = new Kept<readonly Box[]>()

  return (input) => {
    const { flow, words, path } = input
    const models = new Map<string, CardModel>()
    const cords = Map.groupBy(flow.edges, ({ source }): string => source)
    for (const node of flow.nodes) {
      const own = (cords.get(node.id) ?? []).map(({ outlet }) => outlet)
      models.set(
        node.id,
        keptModels.get(node.id, [node, own.join(), flow.languages.default, words], () => cardModel(node, flow, words)),
      )
    }
    keptModels.take()

    const start = flow.startNodeId === null || !models.has(flow.startNodeId) ? null : flow.startNodeId
    if (start !== null) {
      const at = positionOf(input, start)
      const lit = path.nodes.has(start)
      keptNodes.get(START_ID, [at.x, at.y, lit], () => startNode(at, lit))
      keptEdges.get(START_ID, [at.x, at.y, start, lit], () => startEdge(start, at, lit))
    }
    for (const model of models.values()) keepCard(keptNodes, input, model)
    const looked = models.size > LOOKED_AT ? [] : [...models].map(([id, model]) => boxOf(model, positionOf(input, id)))
    const boxes = keptBoxes.get(
      'all',
      looked.flatMap(({ left, top, bottom }) => [left, top, bottom]),
      () => looked,
    )
    keptBoxes.take()
    for (const edge of flow.edges) {
      const from = models.get(edge.source)
      const to = models.get(edge.target)
      if (from !== undefined && to !== undefined) keepCord(keptEdges, input, { edge, from, to, boxes })
    }
    return { nodes: keptNodes.take(), edges: keptEdges.take() }
  }
}

function keepCard(kept: Kept<CanvasNode>, input: CanvasInput, model: CardModel): void {
  const { id } = model
  const at = positionOf(input, id)
  const { errors, warnings } = input.problems.get(id) ?? { errors: 0, warnings: 0 }
  const lit: Lit = input.path.now === id ? 'now' : input.path.nodes.has(id) ? 'passed' : null
  const litOutlets = model.outlets.filter(({ name }) => input.path.cords.has(cordId(id, name))).map(({ name }) => name)
  const of = [model, at.x, at.y, errors, warnings, lit, litOutlets.join()]
  kept.get(id, [...of, input.selected.has(id), input.current === id, input.cardLabel], () =>
    cardNode(input, { model, errors, warnings, lit, litOutlets }, at),
  )
}

interface Cord {
  edge: FlowEdge
  from: CardModel
  to: CardModel
  boxes: readonly Box[]
}

function keepCord(kept: Kept<CordEdge>, input: CanvasInput, { edge: { source, outlet, target }, from, to, boxes }: Cord): void {
  const lane = from.outlets.findIndex(({ name }) => name === outlet)
  const spec = from.outlets[lane]
  // a cord of an outlet that is not there any more is a finding, and cannot be drawn
  if (spec === undefined) return
  const id = cordId(source, outlet)
  const [a, b] = [positionOf(input, source), positionOf(input, target)]
  const lit = input.path.cords.has(id)
  const selected = input.selectedCord === id
  const corners = () => {
    const dot = outletAt(lane, rowsOf(from))
    const ends = {
      from: { x: a.x + dot.x, y: a.y + dot.y },
      to: { x: b.x + arrivalAt.x, y: b.y + arrivalAt.y },
      ...{ lane, lanes: from.outlets.length, source: boxOf(from, a), target: boxOf(to, b) },
    }
    return cordCorners(ends, boxes)
  }
  kept.get(id, [from, to, a.x, a.y, b.x, b.y, boxes, lit, selected, lane, input.cordLabel], () => ({
    ...{ id, type: 'cord', source, target, sourceHandle: outlet, targetHandle: 'in', selected },
    zIndex: selected ? 3 : lit ? 2 : 0,
    data: { corners: corners(), trouble: spec.trouble, lit, label: input.cordLabel(from, spec.label, to) },
  }))
}

const positionOf = ({ flow, dragged }: CanvasInput, id: string): { x: number; y: number } =>
  dragged[id] ?? flow.layout[id] ?? { x: 0, y: 0 }

function cardNode(input: CanvasInput, data: CardData, position: { x: number; y: number }): CardNode {
  const { model } = data
  const rows = rowsOf(model)
  const size = { width: CARD.width, height: cardHeight(rows) }
  return {
    id: model.id,
    type: 'card',
    position,
    ...size,
    measured: size,
    handles: [
      ...(model.entry ? [] : [dotHandle('in', 'target', arrivalAt)]),
      ...model.outlets.map(({ name }, index) => dotHandle(name, 'source', outletAt(index, rows))),
    ],
    selected: input.selected.has(model.id),
    ariaRole: 'group',
    ariaLabel: input.cardLabel(model, data.errors + data.warnings),
    // one tab stop for the whole canvas: the card that the keyboard is on
    domAttributes: { tabIndex: input.current === model.id ? 0 : -1 },
    data,
  }
}

function startNode(start: { x: number; y: number }, lit: boolean): StartNode {
  const size = { width: START.width, height: START.height }
  return {
    id: START_ID,
    type: 'start',
    position: { x: start.x - START.gap - START.width, y: start.y + arrivalAt.y - START.height / 2 },
    ...size,
    measured: size,
    handles: [
      {
        id: 'out',
        type: 'source',
        position: 'right' as NodeHandle['position'],
        x: START.width - 2,
        y: START.height / 2 - 1,
        width: 2,
        height: 2,
      },
    ],
    draggable: false,
    selectable: false,
    deletable: false,
    data: { lit },
  }
}

function startEdge(target: string, start: { x: number; y: number }, lit: boolean): CordEdge {
  const y = start.y + arrivalAt.y
  const corners = [
    { x: start.x - START.gap, y },
    { x: start.x, y },
  ]
  return {
    id: START_ID,
    type: 'cord',
    source: START_ID,
    sourceHandle: 'out',
    target,
    targetHandle: 'in',
    selectable: false,
    deletable: false,
    data: { corners, trouble: false, lit, label: '' },
  }
}

/** Up to so many cards each cord looks at all of them; in larger flows it takes the plain way. */
const LOOKED_AT = 250

function boxOf(model: CardModel, { x, y }: { x: number; y: number }): Box {
  return { left: x, top: y, right: x + CARD.width, bottom: y + cardHeight(rowsOf(model)) }
}

const rowsOf = ({ summaryLines, outlets }: CardModel): CardRows => ({ summaryLines, outlets: outlets.length })

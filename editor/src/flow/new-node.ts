import { type FlowDefinition, type FlowNode, type NodeId, nodeIdSchema, nodeTypeOf, type Position } from '@patchbay/core'
import { CARD } from '../canvas/geometry.ts'

/** Space between cards that are put beside each other. */
const GAP = { x: 88, y: 32 } as const
/** A card is seldom higher; new ones keep clear of this much. */
const ROOM = 220

/** An id that says what the card is and is not used yet: `menu-3f9k`. */
export function freshNodeId(flow: FlowDefinition, type: string, random: () => number = Math.random): NodeId {
  const kind = type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  for (;;) {
    const id = nodeIdSchema.parse(
      `${kind}-${Math.floor(random() * 36 ** 4)
        .toString(36)
        .padStart(4, '0')}`,
    )
    if (!flow.nodes.some((node) => node.id === id)) return id
  }
}

/**
 * A card as it is dropped.
 *
 * @param name Its first name; a second of the same kind gets a number.
 */
export function newNode(flow: FlowDefinition, type: string, name: string): FlowNode | undefined {
  const nodeType = nodeTypeOf(type)
  if (nodeType === undefined) return undefined
  const language = flow.languages.default
  // the sample texts are English: in another language the author begins with an empty field
  const config = nodeType.editor.initial((text) => ({ text: language === 'en' ? { en: text } : {} }))
  const names = new Set(flow.nodes.map((node) => node.name))
  let own = name
  for (let count = 2; names.has(own); count++) own = `${name} ${count}`
  return { id: freshNodeId(flow, type), type, typeVersion: nodeType.version, name: own, config: { ...config } }
}

const overlaps = (a: Position, b: Position): boolean => Math.abs(a.x - b.x) < CARD.width + 16 && Math.abs(a.y - b.y) < ROOM

/** The first free place right of a card, or right of everything. */
export function placeBeside(flow: FlowDefinition, id: string | null): Position {
  const beside = id === null ? undefined : flow.layout[id]
  const taken = flow.nodes.map((node) => flow.layout[node.id] ?? { x: 0, y: 0 })
  if (taken.length === 0) return { x: 0, y: 0 }
  const last = taken.reduce((a, b) => (b.x > a.x ? b : a))
  const from = beside ?? last
  const place = { x: from.x + CARD.width + GAP.x, y: from.y }
  while (taken.some((other) => overlaps(place, other))) place.y += GAP.y
  return place
}

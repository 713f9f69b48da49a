import type { FlowDefinition, Position } from '@patchbay/core'

export type Direction = 'left' | 'right' | 'up' | 'down'

/**
 * The card that an arrow key leads to: right along the first cord, left back to where callers come from, up and down among
 * the ways out of the same card; else the nearest that way on the canvas.
 *
 * @param outletsOf Names of a card's outlets in the order they are drawn.
 */
export function neighbour(
  flow: FlowDefinition,
  from: string,
  direction: Direction,
  outletsOf: (id: string) => readonly string[],
): string | undefined {
  if (direction === 'right') return targets(flow, from, outletsOf)[0] ?? nearest(flow, from, direction)
  const sources = flow.edges.filter(({ target, source }) => target === from && source !== from).map(({ source }) => source)
  if (direction === 'left') return leftmost(flow, sources) ?? nearest(flow, from, direction)
  for (const source of sources) {
    const siblings = targets(flow, source, outletsOf)
    const next = siblings[siblings.indexOf(from) + (direction === 'down' ? 1 : -1)]
    if (next !== undefined) return next
  }
  return nearest(flow, from, direction)
}

function targets(flow: FlowDefinition, id: string, outletsOf: (id: string) => readonly string[]): string[] {
  const cords = flow.edges.filter(({ source }) => source === id)
  const ordered = outletsOf(id).flatMap((outlet) => cords.filter((cord) => cord.outlet === outlet).map(({ target }) => target))
  return [...new Set<string>(ordered)].filter((target) => target !== id)
}

const at = (flow: FlowDefinition, id: string): Position => flow.layout[id] ?? { x: 0, y: 0 }

const leftmost = (flow: FlowDefinition, ids: readonly string[]): string | undefined =>
  ids.toSorted((a, b) => at(flow, a).x - at(flow, b).x)[0]

function nearest(flow: FlowDefinition, from: string, direction: Direction): string | undefined {
  const here = at(flow, from)
  let best: { id: string; cost: number } | undefined
  for (const { id } of flow.nodes) {
    const there = at(flow, id)
    const dx = there.x - here.x
    const dy = there.y - here.y
    const ahead = { left: -dx, right: dx, up: -dy, down: dy }[direction]
    const aside = direction === 'left' || direction === 'right' ? Math.abs(dy) : Math.abs(dx)
    if (id === from || ahead <= 0) continue
    // a card straight ahead is nearer than one far to the side
    const cost = ahead + 2 * aside
    if (best === undefined || cost < best.cost) best = { id, cost }
  }
  return best?.id
}

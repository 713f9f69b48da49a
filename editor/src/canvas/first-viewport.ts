import type { FlowDefinition } from '@patchbay/core'
import { CARD, START } from './geometry.ts'

/** A flow that is opened can be read: where not all of it fits, its beginning is shown, and the overview shows the rest. */
const READABLE = 0.8
const MARGIN = 36
/** A card's usual height. */
const USUAL = 160

export interface Area {
  width: number
  height: number
  /** Taken by the list of cards. */
  left: number
  /** The smallest zoom; where a flow is only looked at, more of it counts for more than its words. */
  least?: number
}

/** The place and zoom that a flow is opened at. */
export function firstViewport(
  flow: FlowDefinition,
  { width, height, left, least = READABLE }: Area,
): { x: number; y: number; zoom: number } {
  const places = flow.nodes.map(({ id }) => flow.layout[id] ?? { x: 0, y: 0 })
  if (places.length === 0) return { x: left + MARGIN + START.gap + START.width, y: height / 3, zoom: 1 }
  const beginning = { left: START.gap + START.width, top: Math.min(...places.map(({ y }) => y)) }
  const box = {
    x: Math.min(...places.map(({ x }) => x)) - beginning.left,
    y: beginning.top,
    width: Math.max(...places.map(({ x }) => x)) - Math.min(...places.map(({ x }) => x)) + CARD.width + beginning.left,
    height: Math.max(...places.map(({ y }) => y)) - beginning.top + USUAL,
  }
  const room = { width: width - left - 2 * MARGIN, height: height - 2 * MARGIN }
  const zoom = Math.min(1, Math.max(least, Math.min(room.width / box.width, room.height / box.height)))
  const start = flow.startNodeId === null ? undefined : flow.layout[flow.startNodeId]
  const fitsWide = box.width * zoom <= room.width
  const fitsHigh = box.height * zoom <= room.height
  const firstX = fitsWide || start === undefined ? box.x : start.x - beginning.left
  const middle = fitsHigh || start === undefined ? box.y + box.height / 2 : start.y + USUAL / 2
  return {
    x: Math.round(left + MARGIN - firstX * zoom + (fitsWide ? (room.width - box.width * zoom) / 2 : 0)),
    y: Math.round(height / 2 - middle * zoom),
    zoom,
  }
}

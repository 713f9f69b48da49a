import type { Position } from '@patchbay/core'

/** A card that cords go round. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** What a cord's way depends on, in pixels of the canvas. */
export interface CordEnds {
  from: Position
  to: Position
  /** Which of the source's outlets it leaves, and how many there are: cords of one card turn in lanes of their own. */
  lane: number
  lanes: number
  source: Box
  target: Box
}

const STUB = 22
const LANE = 9
const RADIUS = 9
/** How near a cord passes a card that it goes round. */
const CLEARANCE = 18
/** Behind a card a cord is lost to the eye: a long way round is better. */
const COST_OF_CARD = 4000
const COST_OF_BEND = 60

/**
 * The corners of a cord: level, up or down, level. Of the ways that it can take, the one behind the fewest cards, and of
 * those the shortest.
 *
 * @param boxes All cards, or none where there are too many to look at each.
 */
export function cordCorners(ends: CordEnds, boxes: readonly Box[] = []): Position[] {
  let best: { corners: Position[]; cost: number } | undefined
  for (const corners of waysOf(ends, boxes)) {
    const cost = costOf(corners, boxes)
    if (best === undefined || cost < best.cost) best = { corners, cost }
  }
  return best?.corners ?? [ends.from, ends.to]
}

function waysOf({ from, to, lane, lanes, source, target }: CordEnds, boxes: readonly Box[]): Position[][] {
  // where cords go down the lowest turns first, where they go up the highest does: so they do not cross
  const order = to.y >= from.y ? lanes - 1 - lane : lane
  const early = from.x + STUB + order * LANE
  const late = to.x - STUB
  const ways: Position[][] = []
  if (late >= from.x + STUB) {
    if (Math.abs(to.y - from.y) < 1) ways.push([from, to])
    else for (const x of new Set([Math.min(early, late), Math.max(early, late)])) ways.push(turned(from, to, x))
  }
  const edges = [
    source,
    target,
    ...boxes.filter(({ right, left }) => right > Math.min(from.x, to.x) && left < Math.max(from.x, to.x)),
  ]
  for (const y of edges.flatMap(({ top, bottom }) => [top - CLEARANCE - order * LANE, bottom + CLEARANCE + order * LANE])) {
    ways.push([from, { x: early, y: from.y }, { x: early, y }, { x: late, y }, { x: late, y: to.y }, to])
  }
  return ways
}

const turned = (from: Position, to: Position, x: number): Position[] => [from, { x, y: from.y }, { x, y: to.y }, to]

function costOf(corners: readonly Position[], boxes: readonly Box[]): number {
  let cost = corners.length * COST_OF_BEND
  for (const [index, a] of corners.entries()) {
    const b = corners[index + 1]
    if (b === undefined) break
    cost += distance(a, b)
    for (const box of boxes) if (passes(a, b, box)) cost += COST_OF_CARD
  }
  return cost
}

/** Whether a level or upright line goes through a card; touching its edge, where dots are, is not through. */
function passes(a: Position, b: Position, { left, top, right, bottom }: Box): boolean {
  const within = 3
  return (
    Math.max(a.x, b.x) > left + within &&
    Math.min(a.x, b.x) < right - within &&
    Math.max(a.y, b.y) > top + within &&
    Math.min(a.y, b.y) < bottom - within
  )
}

/** An SVG path through the corners as they are: far away nobody sees them rounded. */
export function plainPath(corners: readonly Position[]): string {
  return corners.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x},${y}`).join('')
}

/** An SVG path through the corners, rounded where there is room. */
export function roundedPath(corners: readonly Position[]): string {
  const [first, ...rest] = corners
  if (first === undefined) return ''
  let path = `M${first.x},${first.y}`
  for (const [index, corner] of rest.entries()) {
    const before = corners[index] ?? first
    const after = rest[index + 1]
    if (after === undefined) {
      path += `L${corner.x},${corner.y}`
      continue
    }
    const radius = Math.min(RADIUS, distance(before, corner) / 2, distance(corner, after) / 2)
    const start = towards(corner, before, radius)
    const end = towards(corner, after, radius)
    path += `L${start.x},${start.y}Q${corner.x},${corner.y} ${end.x},${end.y}`
  }
  return path
}

const distance = (a: Position, b: Position): number => Math.hypot(a.x - b.x, a.y - b.y)

function towards(from: Position, to: Position, length: number): Position {
  const all = distance(from, to)
  return all === 0 ? from : { x: from.x + ((to.x - from.x) * length) / all, y: from.y + ((to.y - from.y) * length) / all }
}

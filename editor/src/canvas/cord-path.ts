import type { Position } from '@patchbay/core'

/** What a cord's way depends on, in pixels of the canvas. */
export interface CordEnds {
  from: Position
  to: Position
  /** Which of the source's outlets it leaves, and how many there are: cords of one card turn in lanes of their own. */
  lane: number
  lanes: number
  /** Lower edges of the two cards, for a way round them. */
  fromBottom: number
  toBottom: number
}

const STUB = 22
const LANE = 9
const RADIUS = 9
const CLEARANCE = 22

/** The corners of a cord: level to a lane, up or down, level to the card. One that leads back goes round below. */
export function cordCorners({ from, to, lane, lanes, fromBottom, toBottom }: CordEnds): Position[] {
  // where cords go down the lowest turns first, where they go up the highest does: so they do not cross
  const order = to.y >= from.y ? lanes - 1 - lane : lane
  const turn = from.x + STUB + order * LANE
  if (to.x - STUB / 2 >= turn) {
    if (Math.abs(to.y - from.y) < 1) return [from, to]
    return [from, { x: turn, y: from.y }, { x: turn, y: to.y }, to]
  }
  const between = to.y > from.y ? (fromBottom + (to.y - 20)) / 2 : (toBottom + (from.y - 20)) / 2
  const fits = to.y > from.y ? to.y - 20 - fromBottom >= 2 * CLEARANCE : from.y - 20 - toBottom >= 3 * CLEARANCE
  const level = (fits ? between : Math.max(fromBottom, toBottom) + CLEARANCE) + order * LANE
  const arrival = to.x - STUB - order * LANE
  return [from, { x: turn, y: from.y }, { x: turn, y: level }, { x: arrival, y: level }, { x: arrival, y: to.y }, to]
}

/** An SVG path through the corners, rounded where there is room. */
export function roundedPath(corners: readonly Position[], radius: number = RADIUS): string {
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
    const r = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2)
    const start = towards(corner, before, r)
    const end = towards(corner, after, r)
    path += `L${start.x},${start.y}Q${corner.x},${corner.y} ${end.x},${end.y}`
  }
  return path
}

const distance = (a: Position, b: Position): number => Math.hypot(a.x - b.x, a.y - b.y)

function towards(from: Position, to: Position, length: number): Position {
  const all = distance(from, to)
  return all === 0 ? from : { x: from.x + ((to.x - from.x) * length) / all, y: from.y + ((to.y - from.y) * length) / all }
}

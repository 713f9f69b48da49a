import { type CallPath, cordId } from '../canvas/canvas-elements.ts'
import type { CallState } from './call-state.ts'

export const NO_PATH: CallPath = { nodes: new Set(), cords: new Set(), now: null }

/** The way of a call through one flow: cards that it left, cords that it took, and the card where it is now. */
export function callPath(call: CallState | null, flowId: string): CallPath {
  const moves = call?.moves.filter((move) => move.flowId === flowId) ?? []
  if (call === null || moves.length === 0) return NO_PATH
  const nodes = new Set<string>()
  const cords = new Set<string>()
  for (const { trace, nodeId } of moves) {
    for (const { nodeId: left, outlet } of trace) {
      nodes.add(left)
      if (outlet !== null) cords.add(cordId(left, outlet))
    }
    if (nodeId !== null) nodes.add(nodeId)
  }
  return { nodes, cords, now: call.line === 'ended' ? null : (moves.at(-1)?.nodeId ?? null) }
}

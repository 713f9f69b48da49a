import { type CallPath, cordId } from '../canvas/canvas-elements.ts'
import type { CallState } from './call-state.ts'

export const NO_PATH: CallPath = { nodes: new Set(), cords: new Set(), now: null }

/**
 * The way of a call through one flow: cards that it left, cords that it took, and the card where it is now. While the call is in
 * another flow, it is at no card of this one.
 */
export function callPath(call: CallState | null, flowId: string): CallPath {
  if (call === null) return NO_PATH
  const nodes = new Set<string>()
  const cords = new Set<string>()
  for (const move of call.moves) {
    for (const { flowId: of, nodeId: left, outlet } of move.trace) {
      if (of !== flowId) continue
      nodes.add(left)
      if (outlet !== null) cords.add(cordId(left, outlet))
    }
    if (move.nodeId !== null && move.flowId === flowId) nodes.add(move.nodeId)
  }
  const last = call.moves.at(-1)
  const now = call.line === 'ended' || last?.flowId !== flowId ? null : last.nodeId
  return nodes.size === 0 ? NO_PATH : { nodes, cords, now }
}

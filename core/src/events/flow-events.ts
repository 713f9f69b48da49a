import type { FlowRef, RunState } from '../engine/run-state.ts'
import type { VoiceEvent } from './contact-event.ts'
import type { ProjectedTurn } from './project-turn.ts'

type Seen = Pick<FlowRef, 'flowId'> & { version: string | undefined }

/** A flow that goes round in a circle within one turn, until it is stopped, would drown all reports. */
const MOST_OF_A_TURN = 200

/**
 * Which flows were entered and left, card by card. The trace says at which depth of the stack of flows a card stood, so the
 * stack before the turn and the trace tell what came and went within it.
 */
export function flowEvents(before: RunState | null, { at, state, trace, faults }: ProjectedTurn): VoiceEvent[] {
  const events: VoiceEvent[] = []
  let leftOut = 0
  const push = (event: VoiceEvent) => {
    if (events.length < MOST_OF_A_TURN) events.push(event)
    else leftOut += 1
  }
  let stack: Seen[] = (before?.frames ?? []).map(({ flowId, version }) => ({ flowId, version }))
  const namesOf = ({ flowId, version }: Seen) => ({ flowId, ...(version === undefined ? {} : { flowVersion: version }) })

  /** What handles errors, and what follows a call, are parts of the flow below: that is not entered anew. */
  const enter = (depth: number, flow: Seen) => {
    const isPart = depth > 0 && stack[depth - 1]?.flowId === flow.flowId
    stack = [...stack.slice(0, depth), flow]
    if (!isPart) push({ type: 'flow.entered', at, ...namesOf(flow), facts: { depth } })
  }
  const versionOf = (depth: number, flowId: string) => {
    const frame = state.frames[depth]
    return frame?.flowId === flowId ? frame.version : undefined
  }

  for (const { frame: depth, flowId, nodeId, outlet } of trace) {
    if (stack[depth]?.flowId !== flowId) enter(depth, { flowId, version: versionOf(depth, flowId) })
    stack = stack.slice(0, depth + 1)
    const flow = namesOf(stack[depth] ?? { flowId, version: undefined })
    push({ type: 'flow.node', at, ...flow, nodeId, facts: { outcome: outlet } })
    if (outlet === null) push({ type: 'flow.completed', at, ...flow, nodeId, facts: { depth } })
  }
  // entered, and waiting at its first card
  for (const [depth, { flowId, version }] of state.frames.entries()) {
    if (stack[depth]?.flowId !== flowId) enter(depth, { flowId, version })
  }
  for (const { frame, nodeId, code, reason } of faults) {
    const flow = stack[frame] ?? stack.at(-1)
    const facts = { error: code, ...(reason === undefined ? {} : { reason }) }
    events.push({ type: 'flow.error', at, ...(flow && namesOf(flow)), ...(nodeId === null ? {} : { nodeId }), facts })
  }
  if (leftOut > 0) events.push({ type: 'flow.error', at, facts: { error: 'EVENTS_LEFT_OUT', leftOut } })
  return events
}

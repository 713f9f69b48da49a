import type { FlowDefinition } from '@patchbay/core'

/** Steps that can be taken back. */
const STEPS_KEPT = 200
/** Edits of one field that follow each other faster than this are one step. */
const MERGE_WITHIN_MS = 1500

/** Everything a flow was since it was opened. Flows share what did not change, so a step costs little. */
export interface History {
  past: readonly FlowDefinition[]
  present: FlowDefinition
  future: readonly FlowDefinition[]
  /** What the last step changed, as long as a further edit of the same may join it. */
  last?: { key: string; at: number }
}

export const historyOf = (flow: FlowDefinition): History => ({ past: [], present: flow, future: [] })

/**
 * Takes a step. Returns the same object when the flow did not change.
 *
 * @param merge What is being typed or dragged: steps of one key that follow each other closely are taken back together.
 * @param at Milliseconds.
 */
export function record(history: History, next: FlowDefinition, at: number, merge?: string): History {
  if (next === history.present) return history
  const last = merge === undefined ? {} : { last: { key: merge, at } }
  const joins = merge !== undefined && history.last?.key === merge && at - history.last.at < MERGE_WITHIN_MS
  const past = joins ? history.past : [...history.past, history.present].slice(-STEPS_KEPT)
  return { past, present: next, future: [], ...last }
}

export function undo({ past, present, future }: History): History {
  const before = past.at(-1)
  return before === undefined
    ? { past, present, future }
    : { past: past.slice(0, -1), present: before, future: [present, ...future] }
}

export function redo({ past, present, future }: History): History {
  const [next, ...rest] = future
  return next === undefined ? { past, present, future } : { past: [...past, present], present: next, future: rest }
}

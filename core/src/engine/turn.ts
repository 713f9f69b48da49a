import type { Effect } from './effect.ts'
import type { RunFact } from './fact.ts'
import type { MoveFlow } from './machine-part.ts'
import type { FlowRef, RunState } from './run-state.ts'
import type { StatePlan } from './state-plan.ts'
import type { Fault, TraceEntry } from './trace.ts'

/** A plan, and how it moves. */
export interface LoadedPlan {
  plan: StatePlan
  move: MoveFlow
}

/** Looks up what a run executes. Everything that the run's frames name must be there: the host loads it first. */
export type Plans = (ref: FlowRef) => LoadedPlan

/** What one event made of a run. */
export interface Turn {
  state: RunState
  effects: readonly Effect[]
  trace: readonly TraceEntry[]
  faults: readonly Fault[]
  /** What the flow wants remembered. */
  recorded: readonly RunFact[]
  /** False when the event belonged to a question that the run has left behind, or came after its end: nothing moved. */
  moved: boolean
}

/** The turn of an event that changes nothing. */
export const unmoved = (state: RunState): Turn => ({ state, effects: [], trace: [], faults: [], recorded: [], moved: false })

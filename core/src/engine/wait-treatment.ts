import { toVariableValue, type Variables, type VariableValue } from '../flow/variable.ts'
import type { Effect } from './effect.ts'
import type { QueueWait } from './queue-wait.ts'
import type { RequestKind } from './request.ts'
import type { FrameEvent, RunEvent } from './run-event.ts'
import type { Frame, RunState } from './run-state.ts'
import type { StatePlan } from './state-plan.ts'

/** What a treatment of our own keeps while its caller stands in a queue. */
export interface TreatmentState {
  /** Its variables as the latest round left them; null before the first one. */
  variables: Variables | null
  /** Something was to be heard in the round at hand. */
  heard: boolean
}

/** Where a caller stands when a round begins. */
export interface QueueStanding {
  /** 1 is next. */
  position: number
  /** Null when nothing can be said. */
  estimatedWaitSeconds: number | null
  waitedSeconds: number
}

/** The outcome by which a treatment returns to begin anew. */
export const ROUND_OVER = 'again'

/** What an event says of where a caller stands; null for one that says nothing of it. */
export function standingOf(event: RunEvent | FrameEvent): QueueStanding | null {
  if (event.type !== 'queue.looked') return null
  const { position, estimatedWaitSeconds, waitedSeconds } = event
  return { position, estimatedWaitSeconds, waitedSeconds }
}

/** The wait with the queue's own sound. */
export function untreated(queue: QueueWait | null): QueueWait | null {
  if (queue === null) return null
  const { treatment: _dropped, ...wait } = queue
  return wait
}

/** The wait with something changed in its treatment, if it has one. */
export const withTreatment = (queue: QueueWait | null, change: Partial<TreatmentState>): QueueWait | null =>
  queue?.treatment === undefined ? queue : { ...queue, treatment: { ...queue.treatment, ...change } }

/** Where in the stack a wait treatment stands; -1 without one. A queue is never entered from within one, so there is one at most. */
export const treatmentAt = (frames: readonly Frame[]): number => frames.findIndex(({ role }) => role === 'waitTreatment')

/**
 * A caller whom somebody takes, or who has waited too long, is in the treatment no more; what it asked for is done, and nobody
 * waits for it.
 */
export function withoutTreatment(state: RunState): RunState {
  const at = treatmentAt(state.frames)
  return at === -1 ? state : { ...state, frames: state.frames.slice(0, at), pending: null }
}

/**
 * The variables of a round: those of the round before, or what was handed in; and where the caller stands by now, in those that
 * have its names.
 */
export function roundVariables(
  plan: StatePlan,
  { variables }: TreatmentState,
  handedIn: Variables,
  standing: QueueStanding,
): Variables {
  const given: Variables = { ...(variables === null ? handedIn : {}), ...standing }
  const values: Record<string, VariableValue> = { ...variables }
  for (const { name, type, initial } of plan.variables) {
    const value = given[name]
    if (value !== undefined) values[name] = value === null ? null : toVariableValue(String(value), type).value
    else if (variables === null) values[name] = initial
  }
  return values
}

/** What a treatment may have done: it speaks, plays, waits, asks, and looks things up. */
const AUDIBLE: readonly Effect['type'][] = ['say', 'play']
const HARMLESS: readonly Effect['type'][] = [...AUDIBLE, 'collectInput', 'wait']
const REFUSED_REQUESTS: readonly RequestKind[] = ['queue', 'conference', 'callback', 'recording']

export const isHeard = ({ type }: Effect): boolean => AUDIBLE.includes(type)

/**
 * Whether something may be done to a caller whom an agent may take at any moment. Publishing says so before; this is for drafts
 * and for whatever got past it.
 */
export function mayBeDoneWhileWaiting(effect: Effect): boolean {
  if (effect.type === 'request') return !REFUSED_REQUESTS.includes(effect.request.kind)
  if (effect.type === 'collectInput') return effect.secret === undefined
  return HARMLESS.includes(effect.type)
}

import { type AnyStateMachine, transition } from 'xstate'
import { AppError, assertNever } from '../errors/app-error.ts'
import { CALLER } from '../flow/ids.ts'
import type { Variables } from '../flow/variable.ts'
import { fault, performFallback, type TurnContext } from './actions.ts'
import type { Effect } from './effect.ts'
import type { RunFact } from './fact.ts'
import { settledOutcome, withLegStatus, withLegsOf } from './legs.ts'
import { answersQuestion, type CallReceived, type LegStatusChanged, type RunEvent } from './run-event.ts'
import { callFacts, type FlowRef, type Frame, type Leg, type RunState, type SnapshotValue } from './run-state.ts'
import type { StatePlan } from './state-plan.ts'
import { END, START, STOPPED } from './to-machine.ts'
import type { Fault, FaultCode, TraceEntry } from './trace.ts'
import type { World } from './world.ts'

/** A plan and the machine built from it. */
export interface LoadedPlan {
  plan: StatePlan
  machine: AnyStateMachine
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

/** Begins a run with the call that came in, and leads it to the first thing that the caller hears. */
export function startRun(plans: Plans, ref: FlowRef, event: CallReceived, world: World): Turn {
  const { plan } = plans(ref)
  const caller: Leg = {
    direction: 'inbound',
    number: event.from,
    vonageCallId: event.vonageCallId,
    vonageConversationId: event.vonageConversationId,
    regionUrl: event.regionUrl ?? null,
    statuses: [],
    askedSeq: null,
  }
  const variables: Variables = Object.fromEntries(plan.variables.map(({ name, initial }) => [name, initial]))
  const state: RunState = {
    stateFormat: 1,
    frames: [{ ...ref, snapshot: { value: START }, variables, returnTo: null }],
    legs: { [CALLER]: caller },
    calledNumber: event.to,
    language: plan.languages.default,
    ended: null,
  }
  return moveTopFrame(plans, state, event, world)
}

/**
 * The engine: what a run does with one event. Pure: no clock, no lot, no I/O; the same arguments give the same turn, in
 * production, in a test, in the browser and in the replay of a real call.
 *
 * @throws {AppError} Only for a plan that cannot be looked up. A fault within a flow ends in the flow's fallback.
 */
export function step(plans: Plans, state: RunState, event: RunEvent, world: World): Turn {
  switch (event.type) {
    case 'leg.statusChanged':
      return legStatusChanged(state, event)
    case 'call.received':
      // answer webhooks are retried: the run that they began is already there
      return unmoved(state)
    case 'digits.received':
    case 'speech.received':
    case 'input.timedOut':
      return isOvertaken(state, event) ? unmoved(state) : moveTopFrame(plans, state, event, world)
    case 'connect.finished': {
      if (isOvertaken(state, event)) return unmoved(state)
      const outcome = event.outcome ?? settledOutcome(state)
      return moveTopFrame(plans, state, { ...event, outcome }, world)
    }
    default:
      return assertNever(event)
  }
}

const unmoved = (state: RunState): Turn => ({ state, effects: [], trace: [], faults: [], recorded: [], moved: false })

/** The event answers a question that is no longer the leg's latest, or nobody is asking any more. */
function isOvertaken(state: RunState, event: RunEvent): boolean {
  if (state.ended !== null) return true
  return answersQuestion(event) && state.legs[event.leg]?.askedSeq !== event.askedSeq
}

function legStatusChanged(state: RunState, event: LegStatusChanged): Turn {
  const next = withLegStatus(state, event)
  if (next === state) return unmoved(state)
  // a flow that has ended stays ended; what still arrives about its legs is kept
  const callerLeft = state.ended === null && event.leg === CALLER && event.status === 'completed'
  const ended = callerLeft ? { reason: 'callerLeft' as const } : state.ended
  return { ...unmoved({ ...next, ended }), moved: true }
}

function moveTopFrame(plans: Plans, state: RunState, event: RunEvent, world: World): Turn {
  const top = state.frames.at(-1)
  if (top === undefined) throw new AppError('INTERNAL', 'A run without a frame')
  const loaded = plans(top)
  const context: TurnContext = {
    plan: loaded.plan,
    frame: state.frames.length - 1,
    language: state.language,
    facts: callFacts(state),
    callees: Object.keys(state.legs).length - 1,
    variables: top.variables,
    effects: [],
    trace: [],
    faults: [],
    recorded: [],
    world,
  }
  return turnOf(state, top, transitionOf(loaded, top, context, event), world)
}

/** Runs the machine; whatever goes wrong in there ends in the fallback, so that a caller never meets silence. */
function transitionOf(
  { machine }: LoadedPlan,
  top: Frame,
  context: TurnContext,
  event: RunEvent,
): { value: SnapshotValue; context: TurnContext } {
  const before = machine.resolveState({ value: top.snapshot.value, context })
  try {
    const [after] = transition(machine, before, event)
    return { value: after.value as SnapshotValue, context: after.context as TurnContext }
  } catch (thrown) {
    const endless = thrown instanceof Error && /infinite loop/i.test(thrown.message)
    const code: FaultCode = endless ? 'STEPS_WITHOUT_WAITING' : 'PLAN_BROKEN'
    return { value: STOPPED, context: performFallback(fault(context, null, code)) }
  }
}

function turnOf(
  state: RunState,
  top: Frame,
  { value, context }: { value: SnapshotValue; context: TurnContext },
  world: World,
): Turn {
  // an answer to a question of another kind: nothing in the flow waits for it
  if (context.effects.length + context.trace.length + context.faults.length === 0) return unmoved(state)
  const ended = value === END ? { reason: 'completed' as const } : value === STOPPED ? { reason: 'fault' as const } : null
  const frame: Frame = { ...top, snapshot: { value }, variables: context.variables }
  const next: RunState = {
    ...state,
    frames: [...state.frames.slice(0, -1), frame],
    legs: withLegsOf(state.legs, context.effects, world.seq),
    language: context.language,
    ended,
  }
  const { effects, trace, faults, recorded } = context
  return { state: next, effects, trace, faults, recorded, moved: true }
}

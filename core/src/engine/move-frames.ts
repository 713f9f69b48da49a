import { transition } from 'xstate'
import { AppError } from '../errors/app-error.ts'
import { type FrameLead, fault, performFallback, performHangUp, type TurnContext } from './actions.ts'
import { MAX_FRAME_MOVES, MAX_FRAMES, newFrame, partOf, replaceTop } from './frames.ts'
import { withLegsOf } from './legs.ts'
import type { FrameEvent, RunEvent } from './run-event.ts'
import { callFacts, END, type EndReason, type Frame, type RunState, type SnapshotValue, STOPPED } from './run-state.ts'
import type { StatePlan } from './state-plan.ts'
import type { FaultCode } from './trace.ts'
import { type LoadedPlan, type Plans, type Turn, unmoved } from './turn.ts'
import type { World } from './world.ts'

/**
 * Gives an event to the top frame, and goes on while that leads to another frame: a flow that is entered, one that returns,
 * an error handler. Whatever goes wrong ends in the fallback, so that a caller never meets silence.
 */
export function moveFrames(plans: Plans, state: RunState, event: RunEvent | FrameEvent, world: World): Turn {
  let frames = state.frames
  let next: RunEvent | FrameEvent = event
  let context: TurnContext | undefined
  for (let moves = 0; ; moves++) {
    const top = frames.at(-1)
    if (top === undefined) throw new AppError('INTERNAL', 'A run without a frame')
    const loaded = plans(top)
    context = {
      ...(context ?? newContext(state, world)),
      plan: loaded.plan,
      variables: top.variables,
      frame: frames.length - 1,
      leads: null,
    }
    const moved = moveTop(loaded, top, context, next)
    // an answer to a question of another kind: nothing in the flow waits for it
    if (moves === 0 && isSilent(moved.context)) return unmoved(state)
    context = moved.context
    frames = replaceTop(frames, { ...top, snapshot: { value: moved.value }, variables: context.variables })

    const lead =
      moves < MAX_FRAME_MOVES
        ? leadOf(plans, frames, moved)
        : { frames, ended: 'fault' as const, code: 'STEPS_WITHOUT_WAITING' as const }
    if (lead.code !== undefined) context = fault(context, null, lead.code)
    if (lead.next === undefined) {
      const last = lead.callOver ? performHangUp(context) : context
      return turnOf({ ...state, frames: lead.frames }, last, lead.ended ?? null, world)
    }
    frames = lead.frames
    next = lead.next
  }
}

interface Lead {
  frames: readonly Frame[]
  /** What the top frame is given now; absent when the run waits or is over. */
  next?: FrameEvent
  ended?: EndReason | null
  /** Nothing is left to say: a caller who is not hung up on would hear the last question for ever. */
  callOver?: true
  code?: FaultCode
}

/** Where the stack of frames goes now that its top has come to rest. */
function leadOf(
  plans: Plans,
  frames: readonly Frame[],
  { value, context }: { value: SnapshotValue; context: TurnContext },
): Lead {
  if (value === STOPPED) return faulted(plans, frames)
  const { leads } = context
  if (leads?.type === 'enter') return entered(plans, frames, context.plan, leads)
  if (value !== END) return { frames }
  const returns = leads?.type === 'return' && frames.length > 1 && frames.at(-1)?.role === 'main'
  if (returns)
    return { frames: frames.slice(0, -1), next: { type: 'flow.returned', outcome: leads.outcome, values: context.variables } }

  const [first] = frames
  const afterwards =
    first !== undefined && frames.at(-1)?.role !== 'afterCall' && plans(first).plan.entries.afterCall !== undefined
  // with an after-call part, the run goes on until the caller has gone and that is done
  return afterwards
    ? { frames: [{ ...first, snapshot: { value: END } }], callOver: true }
    : { frames, ended: 'completed', callOver: true }
}

function entered(
  plans: Plans,
  frames: readonly Frame[],
  plan: StatePlan,
  { flowId, handedIn, transfer }: Extract<FrameLead, { type: 'enter' }>,
): Lead {
  const version = plan.subflows[flowId]
  if (version === undefined) return { ...faulted(plans, frames), code: 'FLOW_NOT_ENTERED' }
  if (frames.length >= MAX_FRAMES && !transfer) return { ...faulted(plans, frames), code: 'FLOWS_TOO_DEEP' }
  const frame = newFrame(
    { flowId, version, role: frames.at(-1)?.role ?? 'main', plan: plans({ flowId, version }).plan },
    handedIn,
  )
  return {
    frames: transfer ? replaceTop(frames, frame) : [...frames, { ...frame, role: 'main' }],
    next: { type: 'flow.entered' },
  }
}

/** The nearest error handler takes over, with the variables of its flow; a fault within one ends in the fallback. */
function faulted(plans: Plans, frames: readonly Frame[]): Lead {
  const at = frames.findLastIndex((frame) => frame.role === 'main' && plans(frame).plan.entries.errorHandler !== undefined)
  const frame = frames[at]
  const handled = frames.some(({ role }) => role === 'errorHandler')
  if (frame === undefined || handled) return { frames, ended: 'fault' }
  return { frames: [...frames.slice(0, at + 1), partOf(frame, 'errorHandler')], next: { type: 'fault.raised' } }
}

function newContext(state: RunState, world: World): Omit<TurnContext, 'plan' | 'variables' | 'frame' | 'leads'> {
  return {
    language: state.language,
    facts: callFacts(state),
    callees: Object.keys(state.legs).length - 1,
    requests: state.requests,
    intents: state.intents ?? {},
    pending: null,
    group: state.group,
    queue: state.queue,
    conference: state.conference,
    effects: [],
    trace: [],
    faults: [],
    recorded: [],
    world,
  }
}

const isSilent = ({ effects, trace, faults, leads }: TurnContext): boolean =>
  effects.length + trace.length + faults.length === 0 && leads === null

function moveTop(
  { machine }: LoadedPlan,
  top: Frame,
  context: TurnContext,
  event: RunEvent | FrameEvent,
): { value: SnapshotValue; context: TurnContext } {
  try {
    const [after] = transition(machine, machine.resolveState({ value: top.snapshot.value, context }), event)
    return { value: after.value as SnapshotValue, context: after.context as TurnContext }
  } catch (thrown) {
    const endless = thrown instanceof Error && /infinite loop/i.test(thrown.message)
    const code: FaultCode = endless ? 'STEPS_WITHOUT_WAITING' : 'PLAN_BROKEN'
    return { value: STOPPED, context: fault(context, null, code) }
  }
}

function turnOf(state: RunState, made: TurnContext, reason: EndReason | null, world: World): Turn {
  const {
    effects: all,
    trace,
    faults,
    recorded,
    language,
    requests,
    pending,
    group,
    queue,
    conference,
  } = reason === 'fault' ? performFallback(made) : made
  // nothing is played to a line that is no more
  const effects = all.filter(({ type, leg }) => type === 'request' || !state.legs[leg]?.statuses.includes('completed'))
  const legs = withLegsOf(state.legs, effects, world.seq)
  return {
    state: {
      ...state,
      legs,
      language,
      requests,
      pending: reason === null ? pending : null,
      group: reason === null ? group : null,
      queue: reason === null ? queue : null,
      conference: reason === null ? conference : null,
      ended: reason === null ? null : { reason },
    },
    effects,
    trace,
    faults,
    recorded,
    moved: true,
  }
}

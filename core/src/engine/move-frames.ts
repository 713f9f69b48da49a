import { AppError } from '../errors/app-error.ts'
import type { NodeId } from '../flow/ids.ts'
import { type FrameLead, fault, performFallback, performHangUp, type TurnContext } from './actions.ts'
import { newFrame, partOf, replaceTop } from './frames.ts'
import { withLegsOf } from './legs.ts'
import { MAX_FRAME_MOVES, MAX_FRAMES, tooMuchKept, turnsLeft } from './limits.ts'
import type { Moved } from './machine-part.ts'
import type { QueueWait } from './queue-wait.ts'
import type { FrameEvent, RunEvent } from './run-event.ts'
import { callFacts, END, type EndReason, type Frame, type RunState, STOPPED } from './run-state.ts'
import { EndlessFlow } from './to-machine.ts'
import type { Fault, FaultCode } from './trace.ts'
import { type LoadedPlan, type Plans, type Turn, unmoved } from './turn.ts'
import { isHeard, mayBeDoneWhileWaiting, roundVariables, treatmentAt, withTreatment } from './wait-treatment.ts'
import type { World } from './world.ts'

/**
 * Gives an event to the top frame, and goes on while that leads to another frame: a flow that is entered, one that returns,
 * an error handler. Whatever goes wrong ends in the fallback, so that a caller never meets silence; what goes wrong in the
 * treatment of a queue only ends the treatment.
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
      goesTo: null,
      steps: 0,
    }
    const moved = whileWaiting(frames, context, moveTop(loaded, top, context, next))
    // an answer to a question of another kind: nothing in the flow waits for it
    if (moves === 0 && isSilent(moved.context)) return unmoved(state)
    const exceeded = limitExceeded(moves === 0 ? world.seq : 0, frames, moved.context)
    context = exceeded === undefined ? moved.context : withoutOutput(context, moved.context)
    frames = replaceTop(frames, { ...top, snapshot: { value: moved.value }, variables: context.variables })

    const lead =
      exceeded !== undefined
        ? stopped(plans, frames, exceeded)
        : moves < MAX_FRAME_MOVES
          ? leadOf(plans, frames, moved)
          : endless(frames)
    if (lead.code !== undefined) context = fault(context, null, lead.code)
    if (lead.next?.type === 'treatment.failed') {
      // one that is left cannot be entered again within the turn
      moves = 0
      context = { ...context, faults: lastInQueue(context.faults) }
    }
    if (lead.queue !== undefined) context = { ...context, queue: lead.queue }
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
  /** What the run knows of its queue from now on. */
  queue?: QueueWait | null
}

/** What a run is stopped for, and whether not even its error handler may go on. */
interface Exceeded {
  code: FaultCode
  over: boolean
}

function limitExceeded(seq: number, frames: readonly Frame[], { variables }: TurnContext): Exceeded | undefined {
  const turns = turnsLeft(seq, frames)
  if (turns !== 'go') return { code: 'TOO_MANY_TURNS', over: turns === 'over' }
  const below = frames.slice(0, -1).map((frame) => frame.variables)
  return tooMuchKept([...below, variables]) ? { code: 'VARIABLES_TOO_LARGE', over: false } : undefined
}

const stopped = (plans: Plans, frames: readonly Frame[], { code, over }: Exceeded): Lead =>
  over ? { frames, ended: 'fault', code } : { ...faulted(plans, frames), code }

/** The turn goes on from before: what was asked for beyond a limit is not done, and what was kept is as it was. */
const withoutOutput = (before: TurnContext, { trace, faults }: TurnContext): TurnContext => ({ ...before, trace, faults })

/** Where the stack of frames goes now that its top has come to rest. */
function leadOf(plans: Plans, frames: readonly Frame[], { value, context }: Moved): Lead {
  if (value === STOPPED) return faulted(plans, frames)
  const { leads } = context
  if (leads?.type === 'enter') return entered(plans, frames, context, leads)
  if (value !== END) return { frames }
  const role = frames.at(-1)?.role
  if (leads?.type === 'return' && frames.length > 1 && (role === 'main' || role === 'waitTreatment'))
    return returned(frames, context, leads.outcome)
  if (treatmentAt(frames) !== -1) return faulted(plans, frames)

  const [first] = frames
  const afterwards =
    first !== undefined && frames.at(-1)?.role !== 'afterCall' && plans(first).plan.entries.afterCall !== undefined
  // with an after-call part, the run goes on until the caller has gone and that is done
  return afterwards
    ? { frames: [{ ...first, snapshot: { value: END } }], callOver: true }
    : { frames, ended: 'completed', callOver: true }
}

/** The frame below goes on. What a treatment knows is kept for its next round. */
function returned(frames: readonly Frame[], { variables, queue }: TurnContext, outcome: string): Lead {
  const isRound = frames.at(-1)?.role === 'waitTreatment'
  const silent = isRound && queue?.treatment?.heard !== true
  return {
    frames: frames.slice(0, -1),
    next: { type: 'flow.returned', outcome, values: variables, silent },
    ...(isRound ? { queue: withTreatment(queue, { variables }) } : {}),
  }
}

function entered(
  plans: Plans,
  frames: readonly Frame[],
  { plan, queue }: TurnContext,
  { flowId, handedIn, transfer, standing }: Extract<FrameLead, { type: 'enter' }>,
): Lead {
  const refused = (code: FaultCode): Lead =>
    standing === null ? { ...faulted(plans, frames), code } : { frames, next: { type: 'treatment.failed' }, code }
  const version = plan.subflows[flowId]
  if (version === undefined) return refused('FLOW_NOT_ENTERED')
  if (frames.length >= MAX_FRAMES && !transfer) return refused('FLOWS_TOO_DEEP')
  const into = { flowId, version, plan: plans({ flowId, version }).plan }
  if (standing !== null && queue?.treatment !== undefined) {
    const round = newFrame({ ...into, role: 'waitTreatment' }, {})
    const variables = roundVariables(into.plan, queue.treatment, handedIn, standing)
    return {
      frames: [...frames, { ...round, variables }],
      next: { type: 'flow.entered' },
      queue: withTreatment(queue, { heard: false }),
    }
  }
  const frame = newFrame({ ...into, role: frames.at(-1)?.role ?? 'main' }, handedIn)
  return {
    frames: transfer ? replaceTop(frames, frame) : [...frames, { ...frame, role: 'main' }],
    next: { type: 'flow.entered' },
  }
}

/** A flow and those that it enters led to each other without end. */
function endless(frames: readonly Frame[]): Lead {
  const code = 'STEPS_WITHOUT_WAITING'
  return { ...(treatmentFailed(frames) ?? { frames, ended: 'fault' }), code }
}

/** What went wrong last ended the treatment only. */
const lastInQueue = (faults: readonly Fault[]): Fault[] =>
  faults.map((found, index) => (index === faults.length - 1 ? { ...found, inQueue: true } : found))

/** Out of the treatment that the stack has, to the queue that it belongs to. */
function treatmentFailed(frames: readonly Frame[]): Lead | undefined {
  const at = treatmentAt(frames)
  return at === -1 ? undefined : { frames: frames.slice(0, at), next: { type: 'treatment.failed' } }
}

/**
 * The nearest error handler takes over, with the variables of its flow; a fault within one ends in the fallback. One in the
 * treatment of a queue leads back to the queue.
 */
function faulted(plans: Plans, frames: readonly Frame[]): Lead {
  const treated = treatmentFailed(frames)
  if (treated !== undefined) return treated
  const at = frames.findLastIndex((frame) => frame.role === 'main' && plans(frame).plan.entries.errorHandler !== undefined)
  const frame = frames[at]
  const handled = frames.some(({ role }) => role === 'errorHandler')
  if (frame === undefined || handled) return { frames, ended: 'fault' }
  return { frames: [...frames.slice(0, at + 1), partOf(frame, 'errorHandler')], next: { type: 'fault.raised' } }
}

function newContext(
  state: RunState,
  world: World,
): Omit<TurnContext, 'plan' | 'variables' | 'frame' | 'leads' | 'goesTo' | 'steps'> {
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

/** Within the treatment of a queue: whether something was to be heard, and that nothing is done that an agent must not cut off. */
function whileWaiting(frames: readonly Frame[], before: TurnContext, moved: Moved): Moved {
  if (treatmentAt(frames) === -1) return moved
  const { value, context } = moved
  const made = context.effects.slice(before.effects.length)
  const handsOver = context.leads?.type === 'enter' && context.leads.transfer
  if (handsOver || !made.every(mayBeDoneWhileWaiting)) {
    const at = typeof value === 'string' ? context.trace.at(-1)?.nodeId : (Object.keys(value)[0] as NodeId | undefined)
    return { value: STOPPED, context: fault({ ...before, trace: context.trace }, at ?? null, 'NOT_WHILE_WAITING') }
  }
  return made.some(isHeard) ? { value, context: { ...context, queue: withTreatment(context.queue, { heard: true }) } } : moved
}

function moveTop({ move }: LoadedPlan, top: Frame, context: TurnContext, event: RunEvent | FrameEvent): Moved {
  try {
    return move(top.snapshot.value, context, event)
  } catch (thrown) {
    const code: FaultCode = thrown instanceof EndlessFlow ? 'STEPS_WITHOUT_WAITING' : 'PLAN_BROKEN'
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

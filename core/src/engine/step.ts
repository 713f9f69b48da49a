import { assertNever } from '../errors/app-error.ts'
import { takenOver } from '../flow/handed-value.ts'
import { CALLER } from '../flow/ids.ts'
import { calleeMoved, ringExpired, withoutGroup, withoutUnwanted } from './callees.ts'
import { conferenceOver } from './conference.ts'
import { newFrame, partOf } from './frames.ts'
import { isLateHash, withEntry } from './late-hash.ts'
import { refusalFaults, settledOutcome, withLegRefused, withLegStatus } from './legs.ts'
import { moveFrames } from './move-frames.ts'
import { agentOffered, queueLooked, queueOver } from './queue-wait.ts'
import { intentsAfter, type PendingRequest } from './request.ts'
import { answersQuestion, type CallReceived, type LegStatusChanged, type RecordingReceived, type RunEvent } from './run-event.ts'
import { END, type EndReason, type FlowRef, type Frame, type Leg, placeIn, type RunState, whereIs } from './run-state.ts'
import { type Plans, type Turn, unmoved } from './turn.ts'
import type { World } from './world.ts'

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
  const state: RunState = {
    stateFormat: 1,
    frames: [newFrame({ ...ref, role: 'main', plan }, takenOver(plan.variables, event.handed ?? []))],
    legs: { [CALLER]: caller },
    calledNumber: event.to,
    language: plan.languages.default,
    requests: 0,
    pending: null,
    group: null,
    queue: null,
    conference: null,
    ended: null,
  }
  return moveFrames(plans, state, { type: 'flow.entered' }, world)
}

/**
 * The engine: what a run does with one event. Pure: no clock, no lot, no I/O; the same arguments give the same turn, in
 * production, in a test, in the browser and in the replay of a real call.
 *
 * @throws {AppError} Only for a plan that cannot be looked up. A fault within a flow ends in the flow's fallback.
 */
export function step(plans: Plans, state: RunState, event: RunEvent, world: World): Turn {
  return withoutUnwanted(state, moved(plans, state, event, world), 'leg' in event ? event.leg : undefined)
}

function moved(plans: Plans, state: RunState, event: RunEvent, world: World): Turn {
  if ('leg' in event && isCallee(event) && state.legs[event.leg]?.ours) return calleeMoved(plans, state, event, world)
  switch (event.type) {
    case 'leg.statusChanged':
      return legStatusChanged(plans, state, event, world)
    case 'leg.dialled':
    case 'callee.answered':
      // a leg that the run does not have
      return unmoved(state)
    case 'agent.offered':
      return agentOffered(state, event, world)
    case 'conference.over':
      return conferenceOver(plans, state, event, world)
    case 'queue.over':
      return queueOver(plans, state, event, world)
    case 'queue.looked':
      return queueLooked(plans, state, event, world)
    case 'ring.expired':
      return ringExpired(plans, state, event, world)
    case 'leg.refused': {
      const next = withLegRefused(state, event)
      return next === state ? unmoved(state) : { ...unmoved(next), faults: refusalFaults(state, event), moved: true }
    }
    case 'request.answered': {
      const { pending } = state
      const awaited = state.ended === null && pending?.id === event.requestId
      return awaited ? moveFrames(plans, withIntent(state, pending, event.outcome), event, world) : unmoved(state)
    }
    case 'recording.received':
      return recordingReceived(plans, state, event, world)
    case 'transcription.received': {
      const { transcripts = [] } = state
      if (transcripts.includes(event.recordingUuid)) return unmoved(state)
      return { ...unmoved({ ...state, transcripts: [...transcripts, event.recordingUuid] }), moved: true }
    }
    case 'call.received':
      // answer webhooks are retried: the run that they began is already there
      return unmoved(state)
    case 'digits.received':
    case 'secret.received':
    case 'speech.received':
    case 'input.timedOut':
      if (isOvertaken(state, event) || isLateHash(plans, state, event, world)) return unmoved(state)
      return withEntry(plans, state, event, moveFrames(plans, state, event, world), world)
    case 'recording.missed':
      return isOvertaken(state, event) ? unmoved(state) : moveFrames(plans, state, event, world)
    case 'connect.finished': {
      if (isOvertaken(state, event)) return unmoved(state)
      const outcome = event.outcome ?? settledOutcome(state)
      return moveFrames(plans, withoutGroup(state), { ...event, outcome }, world)
    }
    default:
      return assertNever(event)
  }
}

/** Remembers, or forgets, that something was asked for of which nobody knows what became of it. */
function withIntent(state: RunState, pending: PendingRequest, outcome: string): RunState {
  const at = whereIs(state)
  const flowId = state.frames.at(-1)?.flowId
  if (at === undefined || flowId === undefined) return state
  const { intents: before = {}, ...rest } = state
  const intents = intentsAfter(before, placeIn(at.frame, flowId, at.nodeId), pending, outcome)
  return Object.keys(intents).length === 0 ? rest : { ...rest, intents }
}

/** Of the events that name a leg, those that can be about one that we rang ourselves. */
const CALLEE_EVENTS: readonly RunEvent['type'][] = [
  'callee.answered',
  'leg.dialled',
  'leg.refused',
  'leg.statusChanged',
  'digits.received',
  'input.timedOut',
]
const isCallee = (event: RunEvent): event is Parameters<typeof calleeMoved>[2] => CALLEE_EVENTS.includes(event.type)

/** Kept once, whenever it comes; it moves the run only while the leg waits for this very recording. */
function recordingReceived(plans: Plans, state: RunState, event: RecordingReceived, world: World): Turn {
  const { recordings = [] } = state
  if (recordings.includes(event.recordingUuid)) return unmoved(state)
  const next = { ...state, recordings: [...recordings, event.recordingUuid] }
  const awaited = state.ended === null && state.legs[event.leg]?.askedSeq === event.askedSeq
  return { ...(awaited ? moveFrames(plans, next, event, world) : unmoved(next)), moved: true }
}

/** The event answers a question that is no longer the leg's latest, or nobody is asking any more. */
function isOvertaken(state: RunState, event: RunEvent): boolean {
  if (state.ended !== null) return true
  return answersQuestion(event) && state.legs[event.leg]?.askedSeq !== event.askedSeq
}

function legStatusChanged(plans: Plans, state: RunState, event: LegStatusChanged, world: World): Turn {
  const next = withLegStatus(state, event)
  if (next === state) return unmoved(state)
  const kept = { ...unmoved(next), moved: true }
  // a run that has ended stays ended; what still arrives about its legs is kept
  if (state.ended !== null || event.leg !== CALLER || event.status !== 'completed') return kept

  const [first] = next.frames
  const reason: EndReason = isOver(first) ? 'completed' : 'callerLeft'
  if (first === undefined || plans(first).plan.entries.afterCall === undefined)
    return { ...kept, state: { ...next, ended: { reason } } }
  const frames = [first, partOf(first, 'afterCall')]
  const after = moveFrames(plans, { ...next, frames }, { type: 'caller.left' }, world)
  const ended = after.state.ended === null ? null : { reason }
  return { ...after, state: { ...after.state, ended }, moved: true }
}

const isOver = (frame: Frame | undefined): boolean => frame?.snapshot.value === END

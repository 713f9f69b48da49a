import { CALLER } from '../flow/ids.ts'
import type { Key } from '../flow/schema.ts'
import type { Effect, TicketEffect, Whisper } from './effect.ts'
import { withLegsOf } from './legs.ts'
import { moveFrames } from './move-frames.ts'
import { ringUntil } from './ring-group.ts'
import type { AgentOffered, QueueLooked, QueueOver } from './run-event.ts'
import type { RunState } from './run-state.ts'
import { type Plans, type Turn, unmoved } from './turn.ts'
import { type TreatmentState, treatmentAt, withoutTreatment } from './wait-treatment.ts'
import type { World } from './world.ts'

/** What a run knows of the queue that its caller waits in. Place and time are the queue's own, and no part of the run. */
export interface QueueWait {
  /** The caller's ticket; its name within the run. */
  ticket: string
  queue: string
  /** What the agent who answers hears first. */
  whisper: Whisper | null
  /** Keys that the caller can leave it by, with the word for what follows. */
  keys: readonly { key: Key; offers: 'callback' | 'voicemail' }[]
  /** A flow of our own says what is heard, round by round; absent where it is the queue. */
  treatment?: TreatmentState
}

/**
 * Whose turn it is to say what a waiting caller hears: the `queue` its sound, or a `round` of the treatment begins. Null for one
 * who is within a round, or does not wait.
 */
export function heardNext({ queue, frames }: Pick<RunState, 'queue' | 'frames'>): 'queue' | 'round' | null {
  if (queue === null || treatmentAt(frames) !== -1) return null
  return queue.treatment === undefined ? 'queue' : 'round'
}

/** Rings the agent who is offered the caller. */
export function agentOffered(state: RunState, event: AgentOffered, world: World): Turn {
  const { queue, group } = state
  // one who rings and of whom nothing is heard any more stands in nobody's way
  const isTaken = group !== null && (group.joined !== null || world.now < group.until)
  if (state.ended !== null || queue?.ticket !== event.ticket || isTaken) return unmoved(state)
  const { endpoint, ringSeconds, acceptKey, agent, music } = event
  const callee = `callee${Object.keys(state.legs).length}`
  const effect: Effect = {
    type: 'dial',
    leg: callee,
    delivery: 'push',
    endpoint,
    from: state.calledNumber,
    ringSeconds,
    limitSeconds: event.limitSeconds,
    hangUpOnMachine: false,
  }
  const rung = {
    seq: world.seq,
    callees: [callee],
    joined: null,
    acceptKey,
    asked: {},
    whisper: queue.whisper,
    ringback: music,
    until: ringUntil(world.now, ringSeconds, 1),
    offer: { agent },
  }
  const next = { ...state, legs: withLegsOf(state.legs, [effect], world.seq), group: rung }
  return { ...unmoved(next), effects: [effect], moved: true }
}

/** The queue lets a caller go that nobody has taken. */
export function queueOver(plans: Plans, state: RunState, { ticket, outcome }: QueueOver, world: World): Turn {
  const talks = state.group !== null && state.group.joined !== null
  if (state.ended !== null || state.queue?.ticket !== ticket || talks) return unmoved(state)
  const answer = { type: 'request.answered', requestId: ticket, outcome, values: {} } as const
  return { ...moveFrames(plans, { ...withoutTreatment(state), queue: null, group: null }, answer, world), moved: true }
}

/** Begins a round of the treatment, for a caller who has heard the one before to its end. */
export function queueLooked(plans: Plans, state: RunState, event: QueueLooked, world: World): Turn {
  const talks = state.group !== null && state.group.joined !== null
  const waits = state.ended === null && state.queue?.ticket === event.ticket && heardNext(state) === 'round'
  return waits && !talks ? moveFrames(plans, state, event, world) : unmoved(state)
}

/** What the queue has to know of a turn. */
export function ticketEffects(before: RunState, after: RunState): TicketEffect[] {
  const { queue, group } = before
  const told = (ticket: string, change: TicketEffect['change'], agent: string | null): TicketEffect => ({
    type: 'ticket',
    leg: CALLER,
    delivery: 'push',
    ticket,
    change,
    agent,
  })
  const agent = group?.offer?.agent ?? null
  if (queue !== null && after.queue?.ticket !== queue.ticket) {
    if (agent !== null && group?.joined != null) return [told(queue.ticket, 'served', agent)]
    const gone = after.legs[CALLER]?.statuses.includes('completed') === true
    return [told(queue.ticket, gone ? 'abandoned' : 'left', agent)]
  }
  if (queue === null || after.queue === null) return []
  if (agent !== null && group?.joined == null) {
    if (after.group === null) return [told(queue.ticket, 'declined', agent)]
    if (after.group.joined !== null) return [told(queue.ticket, 'accepted', agent)]
  }
  return []
}

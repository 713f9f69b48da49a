import { CALLER, type LegName } from '../flow/ids.ts'
import { conferenceEffects } from './conference.ts'
import type { Effect, Whisper } from './effect.ts'
import { isLegOver, refusalFaults, withLegDialled, withLegRefused, withLegStatus, withLegsOf } from './legs.ts'
import { moveFrames } from './move-frames.ts'
import { ticketEffects } from './queue-wait.ts'
import type { RingGroup } from './ring-group.ts'
import type {
  CalleeAnswered,
  ConnectOutcome,
  DigitsReceived,
  InputTimedOut,
  LegDialled,
  LegRefused,
  LegStatusChanged,
  RingExpired,
} from './run-event.ts'
import type { RunState } from './run-state.ts'
import { type Plans, type Turn, unmoved } from './turn.ts'
import { withoutTreatment } from './wait-treatment.ts'
import type { World } from './world.ts'

/** How often one who answers is asked for the key that takes the call. */
const MOST_ASKED = 3
const ACCEPT_SECONDS = 5

/** The conversation in which a group and its caller meet; its name within the run. */
const roomOf = ({ seq }: RingGroup): string => `ring${seq}`

/** What can be told of a leg that we rang ourselves. */
type CalleeEvent = CalleeAnswered | LegDialled | LegRefused | LegStatusChanged | DigitsReceived | InputTimedOut

/** Moves a run by what became of somebody whom we rang ourselves. */
export function calleeMoved(plans: Plans, state: RunState, event: CalleeEvent, world: World): Turn {
  switch (event.type) {
    case 'leg.dialled':
      return kept(state, withLegDialled(state, event))
    case 'leg.refused':
      return refused(plans, state, event, world)
    case 'leg.statusChanged':
      return settled(plans, state, withLegStatus(state, event), world)
    case 'callee.answered': {
      const leg = state.legs[event.leg]
      // told what to do already: the webhook came twice
      if (leg === undefined || leg.askedSeq !== null) return unmoved(state)
      const next = withLegDialled(state, event)
      const group = wantedIn(next, event.leg)
      if (group === undefined) return led(next, [hangUp(event.leg)], world)
      return group.acceptKey === null ? accepted(next, group, event.leg, world) : asked(next, group, event.leg, world)
    }
    case 'digits.received':
    case 'input.timedOut': {
      if (state.legs[event.leg]?.askedSeq !== event.askedSeq) return unmoved(state)
      const group = wantedIn(state, event.leg)
      if (group === undefined) return led(state, [hangUp(event.leg)], world)
      const takes = event.type === 'digits.received' && event.digits === group.acceptKey
      return takes ? accepted(state, group, event.leg, world) : asked(state, group, event.leg, world)
    }
  }
}

/** Vonage, or our own fence, does not ring one of them: the author learns why. */
function refused(plans: Plans, state: RunState, event: LegRefused, world: World): Turn {
  const turn = settled(plans, state, withLegRefused(state, event), world)
  return turn.moved ? { ...turn, faults: [...refusalFaults(state, event), ...turn.faults] } : turn
}

/** Goes on without those of whom nothing was heard for too long: their webhooks were lost, or the one who rang them was. */
export function ringExpired(plans: Plans, state: RunState, _event: RingExpired, world: World): Turn {
  const { group } = state
  const due = state.ended === null && group !== null && group.joined === null && world.now >= group.until
  return due ? finished(plans, state, 'noAnswer', world) : unmoved(state)
}

/**
 * Hangs up on those whom nobody wants any more: the others when one took the call, all when the caller has gone; and one that
 * shows a sign of life after that.
 */
export function withoutUnwanted(before: RunState, turn: Turn, heardOf: LegName | undefined): Turn {
  if (!turn.moved) return turn
  const { legs } = turn.state
  const gone = turn.state.ended !== null || legs[CALLER]?.statuses.includes('completed') === true
  const { group, queue } = turn.state
  // an agent is not rung any longer for a caller who waits no more
  const idle = group !== null && group.offer !== null && queue === null
  const state =
    gone || idle
      ? { ...turn.state, group: null, queue: gone ? null : queue, conference: gone ? null : turn.state.conference }
      : turn.state
  const told = new Set(turn.effects.flatMap(({ type, leg }) => (type === 'hangUp' ? [leg] : [])))
  const unwanted = Object.keys(legs).filter((name) => {
    const leg = legs[name]
    if (leg?.ours === undefined || isLegOver(leg) || told.has(name) || isWanted(state, name)) return false
    return name === heardOf || isWanted(before, name)
  })
  return {
    ...turn,
    state,
    effects: [...turn.effects, ...unwanted.map(hangUp), ...ticketEffects(before, state), ...conferenceEffects(before, state)],
  }
}

function isWanted({ group }: RunState, leg: LegName): boolean {
  if (group === null || !group.callees.includes(leg)) return false
  return group.joined === null || group.joined === leg
}

/** The group that still waits for this one to take the call. */
function wantedIn(state: RunState, leg: LegName): RingGroup | undefined {
  const { group } = state
  return group !== null && group.joined === null && isWanted(state, leg) ? group : undefined
}

const hangUp = (leg: LegName): Effect => ({ type: 'hangUp', leg, delivery: 'push' })

/** A turn that keeps a fact; unmoved when there was nothing new in it. */
const kept = (before: RunState, next: RunState): Turn => (next === before ? unmoved(before) : { ...unmoved(next), moved: true })

/** A turn that tells some legs something, and leaves the flow where it waits. */
const led = (state: RunState, effects: readonly Effect[], { seq }: World): Turn => ({
  ...unmoved({ ...state, legs: withLegsOf(state.legs, effects, seq) }),
  effects,
  moved: true,
})

/** `bargeIn`: whoever knows what is asked need not hear it out. */
function whispered(leg: LegName, whisper: Whisper | null, bargeIn = false): Effect[] {
  if (whisper === null) return []
  const heard = { leg, delivery: 'reply', bargeIn, loop: 1, level: 0 } as const
  return 'recording' in whisper ? [{ type: 'play', url: whisper.recording, ...heard }] : [{ type: 'say', ...whisper, ...heard }]
}

/** Whoever takes the call hears the whisper; the caller goes on hearing the same sound until both are joined. */
function accepted(state: RunState, group: RingGroup, leg: LegName, world: World): Turn {
  const room = roomOf(group)
  const effects: Effect[] = [
    ...(group.acceptKey === null ? whispered(leg, group.whisper) : []),
    { type: 'join', leg, delivery: 'reply', room, begins: true, ends: false, music: null },
    { type: 'join', leg: CALLER, delivery: 'push', room, begins: false, ends: true, music: group.ringback },
  ]
  return led({ ...withoutTreatment(state), group: { ...group, joined: leg } }, effects, world)
}

function asked(state: RunState, group: RingGroup, leg: LegName, world: World): Turn {
  const times = (group.asked[leg] ?? 0) + 1
  if (times > MOST_ASKED) return led(state, [hangUp(leg)], world)
  const effects: Effect[] = [
    ...whispered(leg, group.whisper, true),
    {
      type: 'collectInput',
      leg,
      delivery: 'reply',
      digits: { maxDigits: 1, timeoutSeconds: ACCEPT_SECONDS, submitOnHash: false },
      speech: null,
    },
  ]
  return led({ ...state, group: { ...group, asked: { ...group.asked, [leg]: times } } }, effects, world)
}

/** Goes on when that was the end of the conversation, or of the last one who could still answer. */
function settled(plans: Plans, before: RunState, state: RunState, world: World): Turn {
  const { group, legs } = state
  const moved = kept(before, state)
  if (state === before || state.ended !== null || group === null) return moved
  const isOver = (name: LegName) => legs[name] === undefined || isLegOver(legs[name])
  if (group.joined !== null) return isOver(group.joined) ? finished(plans, state, 'ended', world) : moved
  return group.callees.every(isOver) ? finished(plans, state, outcomeOf(state, group), world) : moved
}

function finished(plans: Plans, state: RunState, outcome: ConnectOutcome, world: World): Turn {
  // whom an agent did not take waits on: the queue tries the next one
  if (state.group?.offer && outcome !== 'ended') return { ...unmoved({ ...state, group: null }), moved: true }
  const askedSeq = state.legs[CALLER]?.askedSeq ?? 0
  const turn = moveFrames(plans, withoutGroup(state), { type: 'connect.finished', leg: CALLER, askedSeq, outcome }, world)
  return { ...turn, moved: true }
}

/** Nobody is rung or talked to any more; one whom an agent had taken out of a queue is out of it. */
export const withoutGroup = (state: RunState): RunState => ({
  ...state,
  group: null,
  queue: state.group?.offer ? null : state.queue,
  conference: null,
})

/** What a caller is told when nobody took the call: that it rang, if it rang anywhere; that all are busy, if all are. */
function outcomeOf({ legs }: RunState, { callees }: RingGroup): ConnectOutcome {
  const statuses = callees.map((name) => legs[name]?.statuses ?? [])
  const some = (...any: string[]) => statuses.some((seen) => seen.some((status) => any.includes(status)))
  if (some('timeout', 'unanswered', 'cancelled')) return 'noAnswer'
  if (some('busy')) return 'busy'
  if (some('machine')) return 'machine'
  // answered, and did not take the call
  return some('answered') ? 'noAnswer' : 'failed'
}

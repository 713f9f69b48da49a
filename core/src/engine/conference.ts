import { CALLER } from '../flow/ids.ts'
import type { ConferenceEffect } from './effect.ts'
import { moveFrames } from './move-frames.ts'
import type { ConferenceOver } from './run-event.ts'
import type { RunState } from './run-state.ts'
import { type Plans, type Turn, unmoved } from './turn.ts'
import type { World } from './world.ts'

/** The conference that a run's caller is in. Who else is in it is the conference's own, and no part of the run. */
export interface InConference {
  /** The caller's membership; its name within the run. */
  member: string
}

/** The conference is over for this caller: the flow goes on. */
export function conferenceOver(plans: Plans, state: RunState, { member }: ConferenceOver, world: World): Turn {
  if (state.ended !== null || state.conference?.member !== member) return unmoved(state)
  const answer = { type: 'request.answered', requestId: member, outcome: 'left', values: {} } as const
  return { ...moveFrames(plans, { ...state, conference: null }, answer, world), moved: true }
}

/** What the conference has to know of a turn: that the caller is in it no more. */
export function conferenceEffects(before: RunState, after: RunState): ConferenceEffect[] {
  const { conference } = before
  if (conference === null || after.conference?.member === conference.member) return []
  return [{ type: 'conference', leg: CALLER, delivery: 'push', member: conference.member }]
}

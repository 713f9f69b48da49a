import { endpointText } from '../flow/endpoint.ts'
import type { LegName } from '../flow/ids.ts'
import type { Effect } from './effect.ts'
import type { ConnectOutcome, LegDialled, LegRefused, LegStatus, LegStatusChanged } from './run-event.ts'
import { type Leg, type RunState, whereIs } from './run-state.ts'
import type { Fault } from './trace.ts'

/** Legs after a turn: who heard something is asked by this turn, and who is rung has a leg from now on. */
export function withLegsOf(legs: RunState['legs'], effects: readonly Effect[], seq: number): RunState['legs'] {
  if (effects.length === 0) return legs
  const next: Record<LegName, Leg> = { ...legs }
  for (const effect of effects) {
    const leg = next[effect.leg]
    if (leg !== undefined) next[effect.leg] = asked(leg, effect, seq)
    if (effect.type === 'connect') next[effect.callee] = dialled(endpointText(effect.endpoint))
    if (effect.type === 'dial') next[effect.leg] = { ...dialled(endpointText(effect.endpoint)), ours: true }
  }
  return next
}

/** With the question that it is asked by now: the last effect of a turn says whether it is a secret one. */
function asked({ secret: _before, ...leg }: Leg, effect: Effect, seq: number): Leg {
  const secret = effect.type === 'collectInput' ? effect.secret : undefined
  return { ...leg, askedSeq: seq, ...(secret === undefined ? {} : { secret }) }
}

const dialled = (number: string): Leg => ({
  direction: 'outbound',
  number,
  vonageCallId: null,
  vonageConversationId: null,
  regionUrl: null,
  statuses: [],
  askedSeq: null,
})

/** Keeps a leg's status, once. Returns the same state for a repeated one and for a leg that the run does not have. */
export function withLegStatus(state: RunState, { leg: name, status, vonageCallId, durationSeconds }: LegStatusChanged): RunState {
  const leg = state.legs[name]
  if (leg === undefined || leg.statuses.includes(status)) return state
  // whose call lasted has answered, though that news may come later, or never (V2.3-1)
  const lasted = leg.direction === 'outbound' && (durationSeconds ?? 0) > 0
  const answered = lasted && !leg.statuses.includes('answered') ? (['answered'] as const) : []
  const next: Leg = {
    ...leg,
    vonageCallId: leg.vonageCallId ?? vonageCallId,
    statuses: [...leg.statuses, ...answered, status],
  }
  return { ...state, legs: { ...state.legs, [name]: next } }
}

/** Keeps that a leg was never made. Returns the same state for one that was. */
export function withLegRefused(state: RunState, { leg: name }: LegRefused): RunState {
  const leg = state.legs[name]
  if (leg === undefined || !isUnnamed(leg)) return state
  return { ...state, legs: { ...state.legs, [name]: { ...leg, statuses: ['failed'] } } }
}

/** What the author is told of a leg that our own fence refused: it stands at the card that would have rung it. */
export function refusalFaults(state: RunState, { reason }: LegRefused): Fault[] {
  if (reason === undefined) return []
  const at = whereIs(state)
  return [{ frame: at?.frame ?? 0, nodeId: at?.nodeId ?? null, code: 'OUTBOUND_REFUSED', reason }]
}

/** Whether a leg was never made: nobody was rung, and nothing will be heard of it. */
export const isLegRefused = ({ legs }: RunState, name: LegName): boolean =>
  legs[name]?.vonageCallId === null && legs[name].statuses.includes('failed')

/** The leg that was rung last and of which no webhook has told yet: what Vonage's next unknown `uuid` belongs to. */
export function unnamedCallee(state: RunState): LegName | undefined {
  return Object.keys(state.legs).findLast((name) => {
    const leg = state.legs[name]
    // one that we rang ourselves says who it is: each has an address of its own
    return leg !== undefined && leg.ours === undefined && isUnnamed(leg)
  })
}

const isUnnamed = ({ direction, vonageCallId, statuses }: Leg): boolean =>
  direction === 'outbound' && vonageCallId === null && statuses.length === 0

/** Keeps the id that Vonage gave to a leg that we rang. Returns the same state for one that has it. */
export function withLegDialled(state: RunState, { leg: name, vonageCallId }: Pick<LegDialled, 'leg' | 'vonageCallId'>): RunState {
  const leg = state.legs[name]
  if (leg === undefined || leg.vonageCallId !== null) return state
  return { ...state, legs: { ...state.legs, [name]: { ...leg, vonageCallId } } }
}

const OVER: readonly LegStatus[] = [
  'disconnected',
  'busy',
  'cancelled',
  'unanswered',
  'rejected',
  'failed',
  'timeout',
  'completed',
]

/** Whether a line is there no more, or never came about. */
export const isLegOver = ({ statuses }: Pick<Leg, 'statuses'>): boolean => statuses.some((status) => OVER.includes(status))

/** Which outlet a leg's status means, for a leg that was never joined (spec V1.8-11, §2.2); undefined while it may still be. */
export function outcomeOfStatus(status: LegStatus): ConnectOutcome | undefined {
  switch (status) {
    case 'busy':
      return 'busy'
    case 'machine':
      return 'machine'
    case 'timeout':
    case 'unanswered':
    case 'cancelled':
      return 'noAnswer'
    case 'rejected':
    case 'failed':
      return 'failed'
    default:
      return undefined
  }
}

/**
 * How the latest connection ended when Vonage only says that it is over. An answer that was seen decides; a failure whose
 * own webhook was lost is still among the statuses. Of a leg that never got so far nothing is known: failures are asked
 * about until we answer, so the caller has most likely talked, and is not told otherwise.
 */
export function settledOutcome(state: RunState): ConnectOutcome {
  return knownOutcome(state) ?? 'ended'
}

/** Whether somebody was rung of whom nothing tells yet how it ended: the news may be on its way (spec V2.3-1). */
export function isConnectUnsettled(state: RunState): boolean {
  return lastRung(state) !== undefined && knownOutcome(state) === undefined
}

function knownOutcome(state: RunState): ConnectOutcome | undefined {
  const statuses = lastRung(state)?.statuses ?? []
  if (statuses.includes('machine') && !statuses.includes('human')) return 'machine'
  if (statuses.includes('answered')) return 'ended'
  for (const status of statuses) {
    const outcome = outcomeOfStatus(status)
    if (outcome !== undefined) return outcome
  }
  return statuses.includes('completed') ? 'failed' : undefined
}

const lastRung = ({ legs }: RunState): Leg | undefined =>
  Object.values(legs).findLast(({ direction }) => direction === 'outbound')

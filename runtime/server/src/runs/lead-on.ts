import { type RunEvent, step } from '@patchbay/core'
import { type AnsweredTurn, answerReads } from './answer-reads.ts'
import { legsRung, type OutboundFence } from './outbound-fence.ts'
import type { RunInHand } from './run-in-hand.ts'
import { goneOn } from './take-turn.ts'

type Deps = Parameters<typeof answerReads>[0] & { fence: OutboundFence }

/** Leads a turn on by all that is to be known before it is stored: what it reads, and whether whoever it rings may be rung. */
export async function leadOn(
  deps: Deps,
  run: RunInHand,
  made: AnsweredTurn,
  at: Parameters<typeof answerReads>[3],
): Promise<AnsweredTurn> {
  return fenced(deps.fence, run, await answerReads(deps, run, made, at), at.now)
}

/**
 * A number that may not be rung is a leg that was refused: an input of the same turn, so that a replay asks nobody. The last words
 * of a run are not asked about: the number that they lead to was looked at when the flow was published.
 */
async function fenced(fence: OutboundFence, run: RunInHand, made: AnsweredTurn, now: number): Promise<AnsweredTurn> {
  const { ready, events } = made
  if (made.turn.state.ended !== null) return made
  const world = { now, seed: run.seed, seq: run.seq + 1 }
  const ring = made.turn.effects.findLast((effect) => effect.type === 'connect')
  const rung = [
    ...(ring === undefined ? [] : [{ leg: ring.callee, endpoint: ring.endpoint }]),
    ...made.turn.effects.filter((effect) => effect.type === 'dial'),
  ]
  let turn = made.turn
  const refused: RunEvent[] = []
  for (const [index, { leg, endpoint }] of rung.entries()) {
    if (endpoint.kind !== 'phone') continue
    // those that are still to be asked about have a leg already
    const legsOfRun = legsRung(turn.state) - rung.slice(index).filter((other) => other.endpoint.kind === 'phone').length
    const reason = await fence.refusal({ place: run.place, runId: run.runId, legsOfRun, now }, endpoint.number)
    if (reason === undefined) continue
    const event: RunEvent = { type: 'leg.refused', leg, reason }
    turn = goneOn(turn, step(ready, turn.state, event, world))
    refused.push(event)
  }
  return refused.length === 0 ? made : { ready, turn, events: [...events, ...refused] }
}

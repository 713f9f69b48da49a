import {
  type Answer,
  FAILED,
  type FlowRef,
  type PendingRequest,
  type Plans,
  type RunEvent,
  step,
  type Turn,
} from '@patchbay/core'
import type { RunInHand } from './run-in-hand.ts'
import { goneOn } from './take-turn.ts'

interface Deps {
  answer(run: Pick<RunInHand, 'place' | 'isTest' | 'runId' | 'state'>, pending: PendingRequest): Promise<Answer>
  plans: { load(place: RunInHand['place'], refs: readonly FlowRef[]): Promise<Plans> }
}

/** A turn that has been led on by answers: the plans that it runs by now, and all that came in. */
export interface AnsweredTurn {
  ready: Plans
  turn: Turn
  events: readonly RunEvent[]
}

/** A flow that asks more than this in one turn goes round in a circle. */
const MOST_ANSWERS = 50

/**
 * Performs what a turn only reads and steps on with the answers, as long as there is time: they become inputs of the same
 * turn. What is not answered by then, and whatever writes, waits until the turn is stored.
 *
 * @param budgetMs How long may be read in all.
 */
export async function answerReads(
  { answer, plans }: Deps,
  run: RunInHand,
  made: AnsweredTurn,
  { now, budgetMs }: { now: number; budgetMs: number },
): Promise<AnsweredTurn> {
  const world = { now, seed: run.seed, seq: run.seq + 1 }
  const startedAt = performance.now()
  let { ready, turn, events } = made
  for (let answered = 0; ; answered++) {
    const { pending } = turn.state
    if (pending?.mode !== 'read' || pending.seq !== world.seq) return { ready, turn, events }
    const left = budgetMs - (performance.now() - startedAt)
    const come: Answer | undefined =
      answered < MOST_ANSWERS
        ? await within(left, answer({ ...run, state: turn.state }, pending))
        : { outcome: FAILED, values: { reason: 'tooManyRequests' } }
    if (come === undefined) return { ready, turn, events }
    const event: RunEvent = { type: 'request.answered', requestId: pending.id, ...come }
    ready = await plans.load(run.place, turn.state.frames)
    const effects = turn.effects.filter((effect) => effect.type !== 'request' || effect.requestId !== pending.id)
    turn = goneOn({ ...turn, effects }, step(ready, turn.state, event, world))
    events = [...events, event]
  }
}

async function within(ms: number, work: Promise<Answer>): Promise<Answer | undefined> {
  if (ms <= 0) return undefined
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

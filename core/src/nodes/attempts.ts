import type { ActionPlan, NodeBehaviour, NodeStatePlan, TransitionPlan } from '../engine/state-plan.ts'
import type { CompileContext } from './define-node-type.ts'

/**
 * A question that is asked again when the caller presses nothing, or nothing that fits, and is then left by `noInput` or
 * `noMatch`. Attempts are unrolled into states, so that a stored call needs no counter.
 *
 * @param entry Says and asks; done at the beginning of each attempt.
 * @param accepted Tried in order on what was pressed.
 */
export function inAttempts(
  { entry, attempts, accepted }: { entry: readonly ActionPlan[]; attempts: number; accepted: readonly TransitionPlan[] },
  { outlet }: Pick<CompileContext, 'outlet'>,
): NodeBehaviour {
  const states: Record<string, NodeStatePlan> = {}
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const retry = attempt < attempts ? { state: `attempt${attempt + 1}` } : undefined
    states[`attempt${attempt}`] = {
      entry,
      on: {
        'digits.received': [...accepted, { to: retry ?? outlet('noMatch') }],
        'input.timedOut': [{ to: retry ?? outlet('noInput') }],
      },
    }
  }
  return { initial: 'attempt1', states }
}

import { AppError } from '../errors/app-error.ts'
import { PLAN_FORMAT, type StatePlan } from './state-plan.ts'
import { placesOf, surroundingsOf, toMachine } from './to-machine.ts'
import type { LoadedPlan } from './turn.ts'

/**
 * Makes a stored plan ready to run.
 *
 * @throws {AppError} `PLAN_FORMAT_UNKNOWN` for a plan of another release: this process must leave its runs to others.
 */
export function loadPlan(plan: StatePlan): LoadedPlan {
  if (plan.planFormat !== PLAN_FORMAT) {
    throw new AppError('PLAN_FORMAT_UNKNOWN', 'The plan was made by another release', {
      details: { flowId: plan.flowId, planFormat: plan.planFormat },
    })
  }
  const machine = toMachine(plan)
  return { plan, machine, surroundings: surroundingsOf(machine), at: placesOf(machine) }
}

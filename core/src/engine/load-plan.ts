import { AppError } from '../errors/app-error.ts'
import { createMoveFlow } from './machine-part.ts'
import { PLAN_FORMAT, type StatePlan } from './state-plan.ts'
import type { LoadedPlan } from './turn.ts'

/**
 * Makes a stored plan ready to run. Its machine is built in parts, as calls come to them.
 *
 * @param nodesPerPart For tests: how it is cut changes nothing of what a flow does.
 * @throws {AppError} `PLAN_FORMAT_UNKNOWN` for a plan of another release: this process must leave its runs to others.
 */
export function loadPlan(plan: StatePlan, nodesPerPart?: number): LoadedPlan {
  if (plan.planFormat !== PLAN_FORMAT) {
    throw new AppError('PLAN_FORMAT_UNKNOWN', 'The plan was made by another release', {
      details: { flowId: plan.flowId, planFormat: plan.planFormat },
    })
  }
  return { plan, move: createMoveFlow(plan, nodesPerPart) }
}

import { AppError, type FlowRef, type LoadedPlan, loadPlan, PLAN_FORMAT, type Plans, type StatePlan } from '@patchbay/core'
import { LRUCache } from 'lru-cache'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { VersionStore } from '../storage/version-store.ts'

/** Stored plans kept ready, by the size of their text. A machine takes about ten times as much. */
const KEPT_BYTES = 16 * 1024 * 1024

export interface PlanStore {
  /**
   * Makes the plans of some flows ready and gives a look-up for them.
   *
   * @throws {AppError} `VERSION_NOT_FOUND`; `PLAN_FORMAT_UNKNOWN` for a plan of another release, whose runs are left to others.
   */
  load(place: FlowPlace, refs: readonly FlowRef[]): Promise<Plans>
}

export function createPlanStore(versions: Pick<VersionStore, 'plan'>): PlanStore {
  const kept = new LRUCache<string, LoadedPlan>({ maxSize: KEPT_BYTES })
  const keyOf = ({ tenantId, environmentId }: FlowPlace, { flowId, version }: FlowRef) =>
    `${tenantId}/${environmentId}/${flowId}/${version}`

  const loadOne = async (place: FlowPlace, ref: FlowRef): Promise<LoadedPlan> => {
    const key = keyOf(place, ref)
    const ready = kept.get(key)
    if (ready !== undefined) return ready
    const details = { flowId: ref.flowId, version: ref.version }
    const stored = await versions.plan({ ...place, flowId: ref.flowId }, ref.version)
    if (stored === undefined) throw new AppError('VERSION_NOT_FOUND', 'The flow has no such version', { details })
    if (stored.planFormat !== PLAN_FORMAT) {
      throw new AppError('PLAN_FORMAT_UNKNOWN', 'The plan was made by another release', {
        details: { ...details, planFormat: stored.planFormat },
      })
    }
    const loaded = loadPlan(JSON.parse(stored.planText) as StatePlan)
    kept.set(key, loaded, { size: stored.planText.length })
    return loaded
  }

  return {
    async load(place, refs) {
      const loaded = new Map<string, LoadedPlan>()
      // a step may enter any flow that these lead to, however deep: all must be at hand before it
      const open = [...refs]
      for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
        const key = keyOf(place, ref)
        if (loaded.has(key)) continue
        const one = await loadOne(place, ref)
        loaded.set(key, one)
        for (const [flowId, version] of Object.entries(one.plan.subflows))
          open.push({ flowId: flowId as FlowRef['flowId'], version })
      }
      return (ref) => {
        const plan = loaded.get(keyOf(place, ref))
        if (plan === undefined) throw new AppError('INTERNAL', 'A plan was not loaded before it was needed')
        return plan
      }
    },
  }
}

import type { FlowId, FlowRef, HandedValue } from '@patchbay/core'
import type { NumberRule } from '@patchbay/core/http-contract'
import { compileToText, draftVersionOf, parseDefinition } from '../services/flow-text.ts'
import { type SurroundingStores, surroundingsOf } from '../services/surroundings.ts'
import type { TrialCallers } from '../services/trial-callers.ts'
import { PHONE_CALLERS } from '../settings.ts'
import type { BindingStore } from '../storage/binding-store.ts'
import type { EmergencyStore } from '../storage/emergency-store.ts'
import type { FlowPlace, FlowStore } from '../storage/flow-store.ts'
import type { NumberStore } from '../storage/number-store.ts'
import type { VersionStore } from '../storage/version-store.ts'
import { draftKeptUntil } from './kept-for.ts'

/** What a call to a number executes, and on whose behalf. */
export interface CallTarget extends FlowPlace {
  ref: FlowRef
  /** Calls that somebody makes to try a flow: left out of reports. */
  isTest: boolean
  /** There was no place for the caller, who is led elsewhere. */
  blocked?: 'capacity'
  /** What the flow's variables begin with, of a call that we made. */
  handed?: readonly HandedValue[]
}

interface Stores extends SurroundingStores {
  numbers: NumberStore
  flows: FlowStore
  versions: VersionStore
  bindings: BindingStore
  emergency: Pick<EmergencyStore, 'latest'>
  trialCallers: TrialCallers
}

/**
 * Finds what a caller reaches at a number: where the emergency switch leads, or else the first of the number's rules that
 * fits. Undefined: nobody answers there.
 */
export async function findCallTarget(
  stores: Stores,
  call: { from: string; to: string },
  now: Date,
): Promise<CallTarget | undefined> {
  const number = await stores.numbers.find(call.to)
  if (number === undefined) return undefined
  const caller = number.use === 'tryLine' ? stores.trialCallers(call.from) : call.from
  const rule = number.rules.find(({ callers }) => callers === undefined || callers.includes(caller as never))
  const isTest = number.use === 'tryLine' || rule?.target.use === 'draft' || call.from === PHONE_CALLERS.tester
  // who tries a flow wants that flow, whatever goes on outside
  const emergency = number.use === 'tryLine' ? undefined : await emergencyTarget(stores, number.tenantId, isTest)
  if (emergency !== undefined) return { ...emergency, isTest }

  if (rule === undefined) return undefined
  const place = { tenantId: number.tenantId, environmentId: number.environmentId }
  const ref = await refOf(rule.target, place, stores, now)
  return ref === undefined ? undefined : { ...place, ref, isTest }
}

/** Where the tenant's emergency switch leads a caller; a flow that is gone by now leads nobody astray. */
async function emergencyTarget(
  { emergency, flows }: Pick<Stores, 'emergency' | 'flows'>,
  tenantId: string,
  isTest: boolean,
): Promise<Omit<CallTarget, 'isTest'> | undefined> {
  const latest = await emergency.latest(tenantId)
  if (latest?.flowId == null || latest.state === 'off' || (latest.state === 'drill' && !isTest)) return undefined
  const { environmentId } = latest
  const live = await flows.liveVersion({ tenantId, environmentId, flowId: latest.flowId })
  if (live == null) return undefined
  return { tenantId, environmentId, ref: { flowId: latest.flowId as FlowId, version: String(live) } }
}

async function refOf(
  target: NumberRule['target'],
  place: FlowPlace,
  stores: Omit<Stores, 'numbers' | 'emergency' | 'trialCallers'>,
  now: Date,
): Promise<FlowRef | undefined> {
  const flowId = target.flowId as FlowId
  const { flows, versions } = stores
  if (target.use === 'version') return { flowId, version: String(target.version) }
  if (target.use === 'live') {
    const live = await flows.liveVersion({ ...place, flowId })
    return live == null ? undefined : { flowId, version: String(live) }
  }
  const flow = await flows.get({ ...place, flowId })
  if (flow === undefined) return undefined

  const definition = parseDefinition(flow.definitionText)
  const compiled = compileToText(definition, await surroundingsOf(stores, place, definition))
  if (compiled === undefined) return undefined
  const version = draftVersionOf(compiled)
  await versions.keepDraft(
    {
      ...place,
      flowId,
      version,
      definitionText: compiled.definitionText,
      planText: compiled.planText,
      planFormat: compiled.plan.planFormat,
      lock: compiled.lock,
      contentHash: compiled.contentHash,
      logicHash: compiled.logicHash,
      nodes: flow.nodes,
      publishedAt: now,
      publishedBy: 'draft',
    },
    draftKeptUntil(now.getTime()),
  )
  return { flowId, version }
}

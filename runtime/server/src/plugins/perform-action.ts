import {
  AppError,
  FAILED,
  faultsOf,
  type Manifest,
  type ManifestAction,
  modeOfAction,
  outletsOfAction,
  type PluginPin,
  timeoutOf,
  UNKNOWN,
} from '@patchbay/core'
import type { PluginAnswer, PluginCall, PluginPort } from '../outside/plugin-port.ts'
import type { FlowPlace } from '../storage/flow-store.ts'

/** What came of an action: an outlet of its own, `failed` or `unknown`; of these two there is a reason, and no output. */
export interface ActionOutcome {
  outlet: string
  output: unknown
  reason?: string
}

export interface ActionOrder {
  manifest: Manifest
  /** As a flow is locked to it; absent: as it is installed. */
  pin?: PluginPin | undefined
  action: string
  /** Held against the manifest. */
  input: PluginCall['input']
  /** The same however often it is asked. */
  key: string
  actor?: PluginCall['actor']
  runId?: PluginCall['runId']
  /** Ends when nobody waits any longer. */
  signal: AbortSignal
  /** Whether it was asked before, and nobody knows what became of it. */
  again?: boolean
}

const refuse = (reason: string, sent: 0 | 1) =>
  new AppError('REQUEST_FAILED', 'A plugin could not do what it was asked', { details: { reason, sent } })

const failed = (reason: string): ActionOutcome => ({ outlet: FAILED, output: {}, reason })

/**
 * Lets an installed plugin do an action of its manifest, and holds what it answers against it. Never throws: what goes wrong is
 * `failed`, or `unknown` where something may have been done all the same.
 */
export async function performAction(
  port: Pick<PluginPort, 'invoke'>,
  place: FlowPlace,
  { manifest, pin, action: name, input, key, actor, runId, signal: patience, again = false }: ActionOrder,
): Promise<ActionOutcome> {
  const action = Object.hasOwn(manifest.actions, name) ? manifest.actions[name] : undefined
  if (action === undefined) return failed('actionUnknown')
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutOf(manifest, action)), patience])
  const call = { plugin: manifest.name, ...(pin === undefined ? {} : { pin }), action: name, input, key, actor, runId, signal }
  try {
    if (again && action.askFirst !== undefined) {
      const told = await inTime(port.invoke(place, { ...call, action: action.askFirst, input: {} }), signal)
      // whoever cannot say what became of it must not be asked to do it once more
      if (told.outlet === FAILED) throw refuse('notSaid', 1)
      // an outlet that is none of the action's means that it was not done
      if (hasOutlet(action, told.outlet)) return checked(action, told)
    }
    return checked(action, await inTime(port.invoke(place, call), signal))
  } catch (thrown) {
    const error = AppError.from(thrown)
    const reason = String(error.details['reason'] ?? error.code)
    const mayBeDone = modeOfAction(action) !== 'read' && (again || error.details['sent'] !== 0)
    return mayBeDone && hasOutlet(action, UNKNOWN) ? { outlet: UNKNOWN, output: {}, reason } : failed(reason)
  }
}

const hasOutlet = (action: ManifestAction, outlet: string): boolean => outletsOfAction(action).some(({ name }) => name === outlet)

/** @throws {AppError} For an answer that is not the manifest's: whether something was done is then anybody's guess. */
function checked(action: ManifestAction, { outlet, output }: PluginAnswer): ActionOutcome {
  if (outlet === FAILED) return failed('plugin')
  if (!hasOutlet(action, outlet)) throw refuse('outletUnknown', 1)
  const partly = outlet !== outletsOfAction(action)[0]?.name
  if (faultsOf(action.output, output, { partly }).length > 0) throw refuse('outputNotValid', 1)
  return { outlet, output }
}

/** A plugin that does not listen to its signal is not waited for either. */
async function inTime<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let give: () => void = () => undefined
  const over = new Promise<never>((_resolve, reject) => {
    give = () => reject(refuse('timeout', 1))
    if (signal.aborted) give()
    signal.addEventListener('abort', give, { once: true })
  })
  try {
    return await Promise.race([work, over])
  } finally {
    signal.removeEventListener('abort', give)
    work.catch(() => undefined)
  }
}

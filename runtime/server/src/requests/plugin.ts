import {
  type Answer,
  AppError,
  FAILED,
  faultsOf,
  type ManifestAction,
  modeOfAction,
  outletsOfAction,
  type RequestOf,
  readAnswer,
  timeoutOf,
  UNKNOWN,
  type ValueSchema,
} from '@patchbay/core'
import type { PluginAnswer, PluginPort } from '../outside/plugin-port.ts'
import type { Perform } from './perform.ts'

type PluginRequest = RequestOf<'plugin'>

const refuse = (reason: string, sent: 0 | 1) =>
  new AppError('REQUEST_FAILED', 'A plugin could not do what it was asked', { details: { reason, sent } })

/** Lets an installed plugin do something. What it is given and what it answers is held against its manifest. */
export function plugin(port: PluginPort): Perform<'plugin'> {
  return async (request, { place, key, signal, state, again = false }) => {
    const manifest = (await port.manifests(place)).find(({ name }) => name === request.plugin)
    if (manifest === undefined) return failed('notInstalled')
    const action = Object.hasOwn(manifest.actions, request.action) ? manifest.actions[request.action] : undefined
    if (action === undefined) return failed('actionUnknown')
    // a flow that was published against another manifest must not write as if it only read
    if (state.pending?.mode !== modeOfAction(action)) return failed('actionChanged')
    const input = inputOf(action, request.input)
    if (faultsOf(action.input, input).length > 0) return failed('inputNotValid')

    const limit = AbortSignal.timeout(timeoutOf(manifest, action))
    try {
      const call = { plugin: manifest.name, action: request.action, input, key, signal: AbortSignal.any([limit, signal]) }
      if (again && action.askFirst !== undefined) {
        const told = await inTime(port.invoke(place, { ...call, action: action.askFirst, input: {} }), call.signal)
        // whoever cannot say what became of it must not be asked to do it once more
        if (told.outlet === FAILED) throw refuse('notSaid', 1)
        // an outlet that is none of the action's means that it was not done
        if (hasOutlet(action, told.outlet)) return checked(action, request, told)
      }
      return checked(action, request, await inTime(port.invoke(place, call), call.signal))
    } catch (thrown) {
      const error = AppError.from(thrown)
      const reason = String(error.details['reason'] ?? error.code)
      const mayBeDone = action.sideEffect !== 'read' && (again || error.details['sent'] !== 0)
      return mayBeDone && hasOutlet(action, UNKNOWN) ? { outcome: UNKNOWN, values: { reason } } : failed(reason)
    }
  }
}

const failed = (reason: string): Answer => ({ outcome: FAILED, values: { reason } })

const hasOutlet = (action: ManifestAction, outlet: string): boolean => outletsOfAction(action).some(({ name }) => name === outlet)

/** @throws {AppError} For an answer that is not the manifest's: whether something was done is then anybody's guess. */
function checked(action: ManifestAction, { keep }: PluginRequest, { outlet, output }: PluginAnswer): Answer {
  if (outlet === FAILED) return failed('plugin')
  if (!hasOutlet(action, outlet)) throw refuse('outletUnknown', 1)
  const partly = outlet !== outletsOfAction(action)[0]?.name
  if (faultsOf(action.output, output, { partly }).length > 0) throw refuse('outputNotValid', 1)
  return { outcome: outlet, values: Object.fromEntries(keep.map((path) => [path, readAnswer(output, path)])) }
}

/** A flow holds texts; what is left blank is not given. */
function inputOf(action: ManifestAction, given: PluginRequest['input']): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const { name, value } of given) {
    const schema = Object.hasOwn(action.input.properties, name) ? action.input.properties[name] : undefined
    if (value.trim() !== '') input[name] = schema === undefined ? value : typed(schema, value)
  }
  return input
}

/** What does not read as its type stays a text, and is refused as such. */
function typed(schema: ValueSchema, text: string): unknown {
  if (schema.type === 'string') return text
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return text
  }
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

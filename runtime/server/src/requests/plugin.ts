import {
  type Answer,
  FAILED,
  faultsOf,
  type ManifestAction,
  modeOfAction,
  type RequestOf,
  readAnswer,
  type ValueSchema,
} from '@patchbay/core'
import type { PluginPort } from '../outside/plugin-port.ts'
import { findPlugin } from '../plugins/find-plugin.ts'
import { performAction } from '../plugins/perform-action.ts'
import { onceReachable } from '../runs/patience.ts'
import type { Perform } from './perform.ts'

type PluginRequest = RequestOf<'plugin'>

/** Lets an installed plugin do something. What it is given and what it answers is held against its manifest. */
export function plugin(port: PluginPort): Perform<'plugin'> {
  return async (request, { place, key, signal, state, again = false }) => {
    const manifest = findPlugin(await onceReachable(() => port.manifests(place)), request.plugin)
    if (manifest === undefined) return failed('notInstalled')
    const action = Object.hasOwn(manifest.actions, request.action) ? manifest.actions[request.action] : undefined
    if (action === undefined) return failed('actionUnknown')
    if (action.permission !== undefined) return failed('onlyForPeople')
    // a flow that was published against another manifest must not write as if it only read
    if (state.pending?.mode !== modeOfAction(action)) return failed('actionChanged')
    const input = inputOf(action, request.input)
    if (faultsOf(action.input, input).length > 0) return failed('inputNotValid')

    const { outlet, output, reason } = await performAction(port, place, {
      manifest,
      action: request.action,
      input,
      key,
      signal,
      again,
    })
    if (reason !== undefined) return { outcome: outlet, values: { reason } }
    return { outcome: outlet, values: Object.fromEntries(request.keep.map((path) => [path, readAnswer(output, path)])) }
  }
}

const failed = (reason: string): Answer => ({ outcome: FAILED, values: { reason } })

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

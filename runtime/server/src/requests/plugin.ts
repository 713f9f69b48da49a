import {
  type Answer,
  FAILED,
  faultsOf,
  type Manifest,
  type ManifestAction,
  modeOfAction,
  type PluginPin,
  type RequestOf,
  readAnswer,
  type ValueSchema,
} from '@patchbay/core'
import type { PluginPort } from '../outside/plugin-port.ts'
import { findPlugin } from '../plugins/find-plugin.ts'
import { type ActionOutcome, performAction } from '../plugins/perform-action.ts'
import { noLocks, type PluginLocks } from '../plugins/plugin-locks.ts'
import type { TriggerWaits } from '../plugins/trigger-waits.ts'
import { onceReachable } from '../runs/patience.ts'
import type { Perform } from './perform.ts'

type PluginRequest = RequestOf<'plugin'>

/** For how long a run stays at an action that waits for a webhook; its flow can ask again. No request takes longer than a minute. */
const WAIT_MS = 50_000

/** Lets an installed plugin do something. What it is given and what it answers is held against its manifest. */
export function plugin(
  port: PluginPort,
  waits: Pick<TriggerWaits, 'mark' | 'more'>,
  locks: PluginLocks = noLocks,
): Perform<'plugin'> {
  return async (request, { place, runId, key, signal, state, again = false }) => {
    const flow = state.frames.at(-1)
    const manifestOf = async (pin: PluginPin | undefined) =>
      pin === undefined ? findPlugin(await port.manifests(place), request.plugin) : locks.manifest(place, pin)
    const pin = flow && (await onceReachable(() => locks.of(place, flow, request.plugin)))
    const manifest = await onceReachable(() => manifestOf(pin))
    if (manifest === undefined) return failed('notInstalled')
    const action = Object.hasOwn(manifest.actions, request.action) ? manifest.actions[request.action] : undefined
    if (action === undefined) return failed('actionUnknown')
    if (action.permission !== undefined) return failed('onlyForPeople')
    // a flow that was published against another manifest must not write as if it only read
    if (state.pending?.mode !== modeOfAction(action)) return failed('actionChanged')
    const input = inputOf(action, request.input)
    if (faultsOf(action.input, input).length > 0) return failed('inputNotValid')

    const order = { manifest, pin, action: request.action, input, key, runId, signal }
    const ask = (repeated: boolean) => performAction(port, place, { ...order, again: repeated })
    const awaited = awaitedBy(manifest, action, input)
    const { outlet, output, reason } = await (awaited === undefined
      ? ask(again)
      : askUntilTold(
          ask,
          { again, outlet: action.waits?.outlet, signal },
          {
            mark: () => waits.mark(place, awaited),
            more: (mark, until) => waits.more(place, awaited, mark, until),
          },
        ))
    if (reason !== undefined) return { outcome: outlet, values: { reason } }
    return { outcome: outlet, values: Object.fromEntries(request.keep.map((path) => [path, readAnswer(output, path)])) }
  }
}

/** What the action waits for, where it is one that waits. */
function awaitedBy({ name }: Manifest, { waits }: ManifestAction, input: Readonly<Record<string, unknown>>) {
  const key = waits === undefined ? undefined : input[waits.input]
  return waits === undefined || typeof key !== 'string' ? undefined : { plugin: name, trigger: waits.trigger, key }
}

/**
 * Asks, and asks again each time that the webhook has come, as long as the answer is “not yet”. What the webhook says is not
 * believed here: the plugin has heard it, and answers for itself.
 */
async function askUntilTold(
  ask: (repeated: boolean) => Promise<ActionOutcome>,
  { again, outlet, signal }: { again: boolean; outlet: string | undefined; signal: AbortSignal },
  told: { mark(): Promise<number>; more(mark: number, until: AbortSignal): Promise<boolean> },
): Promise<ActionOutcome> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)])
  for (let repeated = again; ; repeated = false) {
    // before it is asked: what comes meanwhile is not missed
    const mark = await told.mark()
    const outcome = await ask(repeated)
    if (outcome.outlet !== outlet || !(await told.more(mark, until))) return outcome
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

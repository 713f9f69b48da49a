import { outletSchema } from '../flow/ids.ts'
import type { Manifest, ManifestAction } from './manifest.ts'

const PREFIX = 'trigger:'

/** What the handler of a trigger is called by where actions are called by their names; no action can have such a name. */
export const triggerCall = (trigger: string): string => `${PREFIX}${trigger}`

/** How the handler of a trigger ends: it made something of what came, or it has no use for it. */
export const TRIGGER_OUTLETS = { handled: 'handled', ignored: 'ignored' } as const

/**
 * What is called by a name: an action, or the handler of a trigger in the same form.
 *
 * @returns Undefined when the manifest has neither.
 */
export function calledAs({ actions, triggers }: Manifest, name: string): ManifestAction | undefined {
  if (Object.hasOwn(actions, name)) return actions[name]
  const trigger = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined
  if (trigger === undefined || !Object.hasOwn(triggers, trigger)) return undefined
  const { title, summary, output } = triggers[trigger] as Manifest['triggers'][string]
  return {
    title,
    summary,
    // anything may come in; the signature says that it is the provider's
    input: { type: 'object', properties: {} },
    output,
    outlets: Object.values(TRIGGER_OUTLETS).map((name) => outletSchema.parse(name)),
    sideEffect: 'write',
    mode: 'idempotent',
    voiceSafe: false,
    examples: [],
  }
}

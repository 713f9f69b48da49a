import type { Context } from './context.ts'
import type { AnswerOf, ValueOf } from './schema-types.ts'

/** The parts of a manifest that handlers take their types from. */
export interface ManifestShape {
  readonly actions: Readonly<
    Record<string, { readonly input: unknown; readonly output: unknown; readonly outlets: readonly unknown[] }>
  >
  readonly triggers?: Readonly<Record<string, { readonly output: unknown }>>
  readonly settings?: unknown
}

type SettingsOf<Manifest extends ManifestShape> = Manifest extends { readonly settings: infer Settings }
  ? ValueOf<Settings>
  : Readonly<Record<string, unknown>>

/** Does an action. Throw a `PluginError` to leave by the outlet of its code. */
export type Handler<Action extends { readonly input: unknown }, Settings> = (
  input: ValueOf<Action['input']>,
  context: Context<Settings>,
) => Promise<AnswerOf<Action>> | AnswerOf<Action>

export type Plugin<Manifest extends ManifestShape> = {
  actions: { [Name in keyof Manifest['actions']]: Handler<Manifest['actions'][Name], SettingsOf<Manifest>> }
} & TriggersOf<Manifest>

/** A webhook whose signature holds. */
export interface TriggerInput {
  /** Those that the manifest names, in lower case. */
  headers: Readonly<Record<string, string>>
  /** JSON as it came; the fields of a web form; else undefined. Nobody has checked what it is. */
  body?: unknown
  /** The content as text. */
  text: string
}

/** Makes the trigger's output of a webhook; nothing when it is of no use. The same event may come again, under the same `key`. */
export type TriggerHandler<Trigger extends { readonly output: unknown }, Settings> = (
  input: TriggerInput,
  context: Context<Settings>,
) => Promise<ValueOf<Trigger['output']> | null | undefined> | ValueOf<Trigger['output']> | null | undefined

type TriggersOf<Manifest extends ManifestShape> = Manifest extends {
  readonly triggers: infer Triggers extends Readonly<Record<string, { readonly output: unknown }>>
}
  ? { triggers: { [Name in keyof Triggers]: TriggerHandler<Triggers[Name], SettingsOf<Manifest>> } }
  : { triggers?: undefined }

/**
 * A plugin: one handler for each action of its manifest. Make it the default export of the file that is bundled.
 *
 * @example export default definePlugin<typeof manifest>({ actions: { async findCaller({ number }, { http }) { … } } })
 */
export const definePlugin = <Manifest extends ManifestShape>(plugin: Plugin<Manifest>): Plugin<Manifest> => plugin

import type { Context } from './context.ts'
import type { AnswerOf, ValueOf } from './schema-types.ts'

/** The parts of a manifest that handlers take their types from. */
export interface ManifestShape {
  readonly actions: Readonly<
    Record<string, { readonly input: unknown; readonly output: unknown; readonly outlets: readonly unknown[] }>
  >
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

export interface Plugin<Manifest extends ManifestShape> {
  actions: { [Name in keyof Manifest['actions']]: Handler<Manifest['actions'][Name], SettingsOf<Manifest>> }
}

/**
 * A plugin: one handler for each action of its manifest. Make it the default export of the file that is bundled.
 *
 * @example export default definePlugin<typeof manifest>({ actions: { async findCaller({ number }, { http }) { … } } })
 */
export const definePlugin = <Manifest extends ManifestShape>(plugin: Plugin<Manifest>): Plugin<Manifest> => plugin

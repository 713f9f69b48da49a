import type { Language } from '../flow/language.ts'
import type { FlowDefinition } from '../flow/schema.ts'
import { type Manifest, modeOfAction, outletsOfAction } from '../plugin-manifest/manifest.ts'
import { type Words, wordsIn } from '../plugin-manifest/words-schema.ts'

type Action = Manifest['actions'][string]

/** What a plugin, or a category of plugins, can do, as far as cards have to say it. */
export interface KnownActions {
  readonly actions: Readonly<
    Record<
      string,
      { readonly outlets: readonly (string | { readonly name: string; readonly title: Words })[] } & Readonly<
        Pick<Action, 'sideEffect' | 'mode'>
      >
    >
  >
}

/** Plugin cards as they are after somebody chose their action: with its ways out, in a language, and what it may change. */
export function completePluginCards(
  flow: FlowDefinition,
  plugins: Readonly<Record<string, KnownActions>>,
  language: Language,
): FlowDefinition {
  const nodes = flow.nodes.map((node) => {
    const { plugin, action } = node.config as { plugin?: string; action?: string }
    const known = node.type === 'pluginAction' ? plugins[plugin ?? '']?.actions[action ?? ''] : undefined
    if (known === undefined) return node
    const outlets = outletsOfAction(known).map(({ name, title }) => ({ id: name, label: wordsIn(title, language) }))
    return { ...node, config: { ...node.config, outlets, sideEffect: known.sideEffect, mode: modeOfAction(known) } }
  })
  return { ...flow, nodes }
}

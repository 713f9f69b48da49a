import type { ManifestAction, PluginCategory } from '../plugin-manifest/manifest.ts'
import type { Words } from '../plugin-manifest/words-schema.ts'

type Frozen<Value> = Value extends object ? { readonly [Name in keyof Value]: Frozen<Value[Name]> } : Value

/**
 * What every plugin of a category answers alike, so that a flow can ask for the category and another plugin can take the place of
 * the one that is installed. An action is what stands in a manifest, without its examples: a manifest may be made of it.
 */
export interface CategoryInterface {
  readonly category: PluginCategory
  readonly title: Words
  /** The actions that every plugin of the category has; the others it may leave out. */
  readonly required: readonly string[]
  readonly actions: Readonly<Record<string, CategoryAction>>
  /** Of actions that can go well in several ways: their outlets. A plugin begins with any one of them, and needs no other. */
  readonly successes?: Readonly<Record<string, readonly string[]>>
}

export type CategoryAction = Frozen<
  Pick<ManifestAction, 'title' | 'summary' | 'input' | 'output' | 'sideEffect' | 'mode' | 'askFirst' | 'permission'>
> & {
  readonly outlets: readonly { readonly name: string; readonly title: Words }[]
  /** Whether every plugin of the category has to answer in time for a caller who waits in silence. */
  readonly voiceSafe?: boolean
}

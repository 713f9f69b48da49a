import { PLUGIN_CATEGORIES, parseManifest } from '@patchbay/core'
import type { PluginCategories } from '@patchbay/core/http-contract'
import type { InstallationHead } from '../storage/plugin-installation-store.ts'
import { servesFirst } from './installations.ts'

/** Each category with the plugins of it that are on, and the one of them that serves. */
export function categoriesOf(heads: readonly InstallationHead[]): PluginCategories['categories'] {
  const on = heads.filter(({ enabled }) => enabled).toSorted(servesFirst)
  return PLUGIN_CATEGORIES.map((category) => {
    const choices = on.filter((head) => categoryOf(head) === category).map(({ name }) => name)
    return { category, plugin: choices[0] ?? null, choices }
  })
}

function categoryOf({ manifestText }: InstallationHead): string | undefined {
  const read = parseManifest(JSON.parse(manifestText))
  return read.type === 'manifest' ? read.manifest.category : undefined
}

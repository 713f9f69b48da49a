import type { Manifest } from '../plugin-manifest/manifest.ts'
import { interfaceOf } from './registry.ts'

/** Manifests by what flows may call them: by name, and by category the one of it that serves, which is the first. */
export function pluginsByName(manifests: readonly Manifest[]): Record<string, Manifest> {
  const serving = new Map<string, Manifest>()
  for (const manifest of manifests) if (!serving.has(manifest.category)) serving.set(manifest.category, manifest)
  return {
    ...Object.fromEntries([...serving].map(([category, manifest]) => [category, servingAs(manifest)])),
    ...Object.fromEntries(manifests.map((manifest) => [manifest.name, manifest])),
  }
}

/**
 * A plugin as its category has it: a flow that asks for the category counts on what every plugin of it answers, and not on what
 * this one has beside. Actions that it may leave out are there when it has them.
 */
function servingAs(manifest: Manifest): Manifest {
  const agreed = interfaceOf(manifest.category)
  if (agreed === undefined) return manifest
  const actions = Object.entries(agreed.actions).flatMap(([name, action]) => {
    const own = Object.hasOwn(manifest.actions, name) ? manifest.actions[name] : undefined
    return own === undefined ? [] : [[name, { ...own, ...action }]]
  })
  return { ...manifest, actions: Object.fromEntries(actions) as Manifest['actions'] }
}

import { asksOf } from '@patchbay/core'
import type { PluginLife } from '../plugins/plugin-life.ts'
import type { Registry } from '../registry/registry.ts'
import { PAGES_ORIGIN } from '../survey-pages/survey-desk.ts'
import { GATEWAY_ORIGIN } from '../test-cards/card-desk.ts'
import type { BuiltInPlugins } from './install-template.ts'

/** Parts of this server that plugins ask as they ask anybody outside. */
const OURS = [GATEWAY_ORIGIN, PAGES_ORIGIN]

/**
 * The plugins that came with the software and reach nobody outside, for templates that count on one: no host and no secret has to be
 * agreed to. What they may be given is granted, as on a first run.
 */
export function createBuiltInPlugins(registry: Pick<Registry, 'installable'>, life: Pick<PluginLife, 'install'>): BuiltInPlugins {
  const find = async (name: string) => {
    const found = await registry.installable(name).catch(() => undefined)
    if (found?.origin !== 'release') return undefined
    const asks = asksOf(found.pack.manifest)
    return asks.hosts.some((host) => !OURS.includes(host)) || asks.secrets.length > 0 ? undefined : asks
  }
  return {
    has: async (name) => (await find(name)) !== undefined,
    async install(context, name) {
      const { hosts = [], dataClasses = [] } = (await find(name)) ?? {}
      await life.install(context, { name, grants: { origins: [...hosts], secrets: [], dataClasses: [...dataClasses] } })
    },
  }
}

import { AppError } from '@patchbay/core'
import type { InstallSet, RegistrySet } from '@patchbay/core/http-contract'
import type { RequestContext } from '../context.ts'
import type { Registry } from '../registry/registry.ts'
import { RequestError } from '../request-error.ts'
import { placeOf } from '../services/flows.ts'
import type { PluginInstallationStore } from '../storage/plugin-installation-store.ts'
import type { PluginLife } from './plugin-life.ts'

/** Installs and upgrades versions together that were released together. */
export interface PluginSets {
  /**
   * All members, or none: what was done before one failed is undone.
   *
   * @throws {AppError} `PLUGIN_ASKS_MORE` for what is new, or asks for more, and was not granted; what installing throws.
   */
  install(context: RequestContext, set: RegistrySet, order: InstallSet): Promise<{ installed: string[] }>
}

interface Deps {
  registry: Pick<Registry, 'installable'>
  life: PluginLife
  store: Pick<PluginInstallationStore, 'get'>
}

export function createPluginSets({ registry, life, store }: Deps): PluginSets {
  return {
    async install(context, { members }, { plugins }) {
      const known = await Promise.all(members.map(({ name }) => store.get(placeOf(context), name)))
      const orders = members.map(({ name }) => (Object.hasOwn(plugins, name) ? plugins[name] : undefined) ?? {})
      const errors: { path: string; message: string }[] = []
      for (const [at, { name, version }] of members.entries()) {
        // all is looked at before anything is done
        await registry.installable(name, version)
        if (orders[at]?.grants !== undefined) continue
        if (known[at] === undefined)
          errors.push({ path: `plugins.${name}.grants`, message: 'is not installed yet: say what it may' })
        else {
          const { more } = await life.preview(context, name, version)
          for (const host of more.hosts) errors.push({ path: `plugins.${name}.hosts`, message: host })
          for (const { key } of more.secrets) errors.push({ path: `plugins.${name}.secrets`, message: key })
          for (const one of [...more.dataClasses, ...more.sideEffects]) errors.push({ path: `plugins.${name}`, message: one })
        }
      }
      if (errors.length > 0) throw new RequestError('PLUGIN_ASKS_MORE', 'The set asks for more than was granted', { errors })

      const undo: (() => Promise<unknown>)[] = []
      try {
        for (const [at, { name, version }] of members.entries()) {
          const { grants, settings, secrets } = orders[at] ?? {}
          const given = { ...(settings === undefined ? {} : { settings }), ...(secrets === undefined ? {} : { secrets }) }
          if (known[at]?.version === version && grants === undefined) continue
          if (known[at] === undefined && grants !== undefined) {
            await life.install(context, { name, version, grants, ...given })
            undo.unshift(() => life.uninstall(context, name))
          } else {
            await life.upgrade(context, name, { version, ...(grants === undefined ? {} : { grants }), ...given })
            undo.unshift(() => life.rollBack(context, name))
          }
        }
      } catch (thrown) {
        for (const step of undo) await step()
        throw AppError.from(thrown)
      }
      return { installed: members.map(({ name, version }) => `${name} ${version}`) }
    },
  }
}

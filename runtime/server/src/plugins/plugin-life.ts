import { AppError, isNothing, type Manifest, type PluginAsks } from '@patchbay/core'
import type {
  DevelopPlugin,
  InstalledPlugin,
  InstallPlugin,
  PluginCategories,
  PluginGrants,
  PluginHistory,
  PluginUpgrade,
  UpgradePlugin,
} from '@patchbay/core/http-contract'
import { grantFaults, readPackage } from '@patchbay/sandbox'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { NOTHING_ASKED, type PluginPort } from '../outside/plugin-port.ts'
import type { Installable, Registry } from '../registry/registry.ts'
import { RequestError } from '../request-error.ts'
import { placeOf } from '../services/flows.ts'
import type { PluginHistoryStore } from '../storage/plugin-history-store.ts'
import type { InstallationHead, PluginInstallationStore, StoredInstallation } from '../storage/plugin-installation-store.ts'
import type { PluginVersionStore } from '../storage/plugin-version-store.ts'
import { copyOf, grantsOf, without } from './grants.ts'
import { allow, changedMeanwhile, type Installations, type InstallOrder } from './installations.ts'
import { secretFaults, settingFaults } from './order-faults.ts'
import { categoriesOf } from './plugin-categories.ts'
import type { PluginUse } from './plugin-uses.ts'
import { manifestOf, moreThan, toInstalledPlugin } from './plugin-view.ts'

type What = PluginHistory['entries'][number]['what']

/** The life of an installed plugin, from the registry to its end. All throw `NOT_PERMITTED`, and `PLUGIN_NOT_FOUND` but for `install`. */
export interface PluginLife {
  get(context: RequestContext, name: string): Promise<InstalledPlugin>
  /** @throws {AppError} As `Registry.installable`; `PLUGIN_NOT_VALID`. */
  install(context: RequestContext, order: InstallPlugin): Promise<InstalledPlugin>
  /** What another version would ask for; the newest one unless told. */
  preview(context: RequestContext, name: string, version?: string): Promise<PluginUpgrade>
  /** @throws {AppError} `PLUGIN_ASKS_MORE` when the version asks for more than is granted, and no grants are given. */
  upgrade(context: RequestContext, name: string, order: UpgradePlugin): Promise<InstalledPlugin>
  /** Puts the version before this one back, with the grants that it had. @throws {AppError} `PLUGIN_NO_EARLIER_VERSION` */
  rollBack(context: RequestContext, name: string): Promise<InstalledPlugin>
  /** Puts in what somebody is working on; no other than the latest such version is kept, unless a flow is locked to it. */
  develop(context: RequestContext, name: string, order: DevelopPlugin): Promise<InstalledPlugin>
  turn(context: RequestContext, name: string, enabled: boolean): Promise<InstalledPlugin>
  configure(context: RequestContext, name: string, settings: Readonly<Record<string, unknown>>): Promise<InstalledPlugin>
  /** @param value Undefined takes the secret out. */
  setSecret(context: RequestContext, name: string, key: string, value: string | undefined): Promise<void>
  /** What is taken away is taken from flows too that were published with it; what is added is theirs when they are published again. */
  grant(context: RequestContext, name: string, grants: PluginGrants): Promise<InstalledPlugin>
  /** @throws {RequestError} `PLUGIN_IN_USE` with the flows. What it kept stays, for whoever installs it again. */
  uninstall(context: RequestContext, name: string): Promise<void>
  history(context: RequestContext, name: string): Promise<PluginHistory>
  categories(context: RequestContext): Promise<PluginCategories>
  /** Lets flows that name a category have this plugin of it. */
  choose(context: RequestContext, category: string, name: string): Promise<PluginCategories>
}

interface Deps {
  store: PluginInstallationStore
  versions: PluginVersionStore
  history: PluginHistoryStore
  installations: Installations
  registry: Registry
  port: Pick<PluginPort, 'health'>
  uses(context: RequestContext, plugin: string): Promise<PluginUse[]>
  /** Called after something was put in. */
  installed(): void
  clock: Clock
}

const HISTORY_MAX = 200
const refuse = (message: string) => new AppError('PLUGIN_NOT_VALID', message)

export function createPluginLife(deps: Deps): PluginLife {
  const { store, versions, history, installations, registry, port, uses, installed, clock } = deps

  const find = async (context: RequestContext, name: string): Promise<InstallationHead> => {
    const head = await store.get(placeOf(context), name)
    if (head === undefined) throw new AppError('PLUGIN_NOT_FOUND', `No plugin “${name}” is installed`)
    return head
  }

  const tell = (context: RequestContext, what: What, { name, version }: { name: string; version: string }, detail = '') =>
    history.add({
      ...placeOf(context),
      name,
      version,
      detail,
      what,
      actor: context.actor,
      role: context.role,
      at: new Date(clock()),
    })

  const change = async (head: InstallationHead, context: RequestContext, set: Partial<StoredInstallation>): Promise<void> => {
    const stamped = { ...set, updatedAt: new Date(clock()), updatedBy: context.actor }
    if (!(await store.change(head, stamped))) throw changedMeanwhile()
  }

  const show = async (context: RequestContext, name: string): Promise<InstalledPlugin> => {
    const place = placeOf(context)
    const head = await find(context, name)
    const [used, kept, newest, list, health] = await Promise.all([
      uses(context, name),
      versions.list(place, name),
      registry.newest(name),
      store.list(place),
      port.health(place),
    ])
    const serves = categoriesOf(list).some(({ plugin }) => plugin === name)
    return toInstalledPlugin(head, { uses: used, kept, newest, serves, health: health.get(name) ?? NOTHING_ASKED })
  }

  const put = async (
    context: RequestContext,
    what: What,
    manifest: Manifest,
    order: Omit<InstallOrder, 'manifest'>,
  ): Promise<InstalledPlugin> => {
    const before = await store.get(placeOf(context), manifest.name)
    await installations.install(context, { ...order, manifest })
    await tell(context, what, manifest)
    // what is put in with every change of a file is not told each time
    const known = order.origin === 'development' ? Object.keys(before?.secrets ?? {}) : []
    for (const key of Object.keys(order.secrets ?? {})) if (!known.includes(key)) await tell(context, 'secretSet', manifest, key)
    installed()
    return show(context, manifest.name)
  }

  const orderOf = ({ pack, publisher, origin }: Installable) => ({
    bundle: pack.bundle,
    packageHash: pack.hash,
    publisher,
    origin,
  })

  return {
    async get(context, name) {
      allow(context, 'plugin.view')
      return show(context, name)
    },

    async install(context, { name, version, grants, settings = {}, secrets = {} }) {
      allow(context, 'plugin.install')
      const found = await registry.installable(name, version)
      if ((await store.get(placeOf(context), name)) !== undefined)
        throw refuse(`“${name}” is installed already: upgrade it instead`)
      return put(context, 'installed', found.pack.manifest, { ...orderOf(found), grants, settings, secrets })
    },

    async preview(context, name, version) {
      allow(context, 'plugin.view')
      const head = await find(context, name)
      const { manifest } = (await registry.installable(name, version)).pack
      return {
        from: head.version,
        to: manifest.version,
        asks: moreThan({ ...head, approvals: [] }, manifest),
        more: moreThan(head, manifest),
        settings: settingFaults(manifest, carriedOver(head, manifest)),
      }
    },

    async upgrade(context, name, { version, grants, settings, secrets = {} }) {
      allow(context, 'plugin.install')
      const head = await find(context, name)
      const found = await registry.installable(name, version)
      const { manifest } = found.pack
      const more = moreThan(head, manifest)
      if (grants === undefined && !isNothing(more)) throw asksMoreError(name, manifest.version, more)
      return put(context, 'upgraded', manifest, {
        ...orderOf(found),
        grants: grants ?? stillAsked(head, manifest),
        settings: settings ?? carriedOver(head, manifest),
        secrets,
      })
    },

    async rollBack(context, name) {
      allow(context, 'plugin.install')
      const place = placeOf(context)
      const head = await find(context, name)
      const earlier = head.previous === null ? undefined : { name, ...head.previous }
      const kept = earlier && (await versions.get(place, earlier))
      const code = earlier && (await versions.code(place, earlier))
      if (kept === undefined || code === undefined)
        throw new AppError('PLUGIN_NO_EARLIER_VERSION', `There is no version of “${name}” before this one`)
      const manifest = manifestOf(kept)
      const now = JSON.parse(head.settingsText) as Record<string, unknown>
      const fits = settingFaults(manifest, now).length === 0
      return put(context, 'rolledBack', manifest, {
        bundle: code,
        grants: copyOf(kept),
        settings: fits ? now : (JSON.parse(kept.settingsText) as Record<string, unknown>),
        origin: kept.origin,
        publisher: kept.publisher,
      })
    },

    async develop(context, name, { package: text, grants, settings, secrets = {} }) {
      const { manifest, bundle } = readPackage(text)
      if (manifest.name !== name) throw refuse(`name: the package is ${manifest.name}, and not ${name}`)
      const place = placeOf(context)
      const before = await store.get(place, name)
      const known = before === undefined ? {} : (JSON.parse(before.settingsText) as Record<string, unknown>)
      const shown = await put(context, before === undefined ? 'installed' : 'upgraded', manifest, {
        bundle,
        grants,
        settings: settings ?? known,
        secrets,
        origin: 'development',
      })
      const locked = (await uses(context, name)).map(({ pin }) => pin?.codeHash)
      const head = await find(context, name)
      for (const old of await versions.list(place, name)) {
        const needed = old.codeHash === head.codeHash || old.codeHash === head.previous?.codeHash || locked.includes(old.codeHash)
        if (old.origin === 'development' && !needed) await versions.remove(place, old)
      }
      return shown
    },

    async turn(context, name, enabled) {
      allow(context, 'plugin.install')
      const head = await find(context, name)
      await change(head, context, { enabled })
      await tell(context, enabled ? 'switchedOn' : 'switchedOff', head)
      return show(context, name)
    },

    async configure(context, name, settings) {
      allow(context, 'plugin.configure')
      const head = await find(context, name)
      const errors = settingFaults(manifestOf(head), settings)
      if (errors.length > 0) throw new RequestError('REQUEST_NOT_VALID', 'The settings are not valid', { errors })
      await change(head, context, { settingsText: JSON.stringify(settings) })
      await tell(context, 'configured', head)
      return show(context, name)
    },

    async setSecret(context, name, key, value) {
      allow(context, 'plugin.secrets')
      const head = await find(context, name)
      const [fault] = secretFaults(manifestOf(head), { [key]: value ?? ' '.repeat(10) })
      if (fault !== undefined) throw refuse(fault)
      const { [key]: _old, ...others } = head.secrets
      const set = value === undefined ? {} : installations.sealed(head, { [key]: value })
      await change(head, context, { secrets: { ...others, ...set } })
      await tell(context, 'secretSet', head, key)
    },

    async grant(context, name, grants) {
      allow(context, 'plugin.grant')
      const head = await find(context, name)
      const [fault] = grantFaults(manifestOf(head), grants)
      if (fault !== undefined) throw refuse(`grants: ${fault}`)
      const approval = { at: new Date(clock()), actor: context.actor, role: context.role, version: head.version }
      const before = grantsOf(head)
      // first the older versions: what was taken away is never left with them
      await narrowKept(context, head, before, grants)
      await change(head, context, { approvals: [...head.approvals, { ...approval, ...copyOf(grants) }] })
      await tell(context, 'granted', head)
      return show(context, name)
    },

    async uninstall(context, name) {
      allow(context, 'plugin.install')
      const head = await find(context, name)
      const flows = [...new Map((await uses(context, name)).map((use) => [use.id, { id: use.id, name: use.name }])).values()]
      if (flows.length > 0) {
        const names = flows.map((flow) => `“${flow.name}”`).join(', ')
        throw new RequestError('PLUGIN_IN_USE', `Live flows use it: ${names}`, { flows })
      }
      await change(head, context, { removedAt: new Date(clock()), secrets: {}, code: '', chosenAt: null, previous: null })
      for (const old of await versions.list(placeOf(context), name)) await versions.remove(placeOf(context), old)
      await tell(context, 'uninstalled', head)
    },

    async history(context, name) {
      allow(context, 'plugin.view')
      const found = await history.list(placeOf(context), name, HISTORY_MAX)
      return {
        entries: found.map(({ at, actor, role, what, version, detail }) => ({
          at: at.toISOString(),
          actor,
          role,
          what,
          version,
          detail,
        })),
      }
    },

    async categories(context) {
      allow(context, 'plugin.view')
      return { categories: categoriesOf(await store.list(placeOf(context))) }
    },

    async choose(context, category, name) {
      allow(context, 'plugin.install')
      const head = await find(context, name)
      if (manifestOf(head).category !== category) throw refuse(`“${name}” is no plugin of the category ${category}`)
      if (!head.enabled) throw refuse(`“${name}” is switched off`)
      await change(head, context, { chosenAt: new Date(clock()) })
      await tell(context, 'chosen', head, category)
      return { categories: categoriesOf(await store.list(placeOf(context))) }
    },
  }

  async function narrowKept(context: RequestContext, { name }: InstallationHead, before: PluginGrants, after: PluginGrants) {
    const place = placeOf(context)
    for (const kept of await versions.list(place, name)) {
      const code = await versions.code(place, kept)
      if (code !== undefined) await versions.keep({ ...kept, ...copyOf(without(kept, before, after)), code })
    }
  }
}

/** What was set, as far as a version still knows it. */
function carriedOver({ settingsText }: InstallationHead, { settings: form }: Manifest): Record<string, unknown> {
  const set = JSON.parse(settingsText) as Record<string, unknown>
  return Object.fromEntries(Object.entries(set).filter(([name]) => form !== undefined && Object.hasOwn(form.properties, name)))
}

/** What was granted, as far as a version still asks for it. */
function stillAsked(head: InstallationHead, manifest: Manifest): PluginGrants {
  const granted = grantsOf(head)
  return {
    origins: granted.origins.filter(
      (origin) => grantFaults(manifest, { origins: [origin], secrets: [], dataClasses: [] }).length === 0,
    ),
    secrets: granted.secrets.filter((key) => manifest.secrets.some((secret) => secret.key === key)),
    dataClasses: granted.dataClasses.filter((one) => manifest.dataClasses.includes(one)),
  }
}

function asksMoreError(name: string, version: string, { hosts, secrets, dataClasses, sideEffects }: PluginAsks): RequestError {
  const errors = [
    ...hosts.map((message) => ({ path: 'hosts', message })),
    ...secrets.map(({ key, hosts: towards }) => ({ path: 'secrets', message: `${key} towards ${towards.join(', ')}` })),
    ...dataClasses.map((message) => ({ path: 'dataClasses', message })),
    ...sideEffects.map((message) => ({ path: 'sideEffects', message })),
  ]
  return new RequestError('PLUGIN_ASKS_MORE', `${name} ${version} asks for more than was granted`, { errors })
}

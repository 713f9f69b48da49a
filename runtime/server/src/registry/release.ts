import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, asksOf } from '@patchbay/core'
import type { PluginGrants } from '@patchbay/core/http-contract'
import type { PluginPackage } from '@patchbay/sandbox'
import type { Logger } from 'pino'
import { z } from 'zod'
import { OWNER, type RequestContext } from '../context.ts'
import { grantsOf } from '../plugins/grants.ts'
import type { Installations } from '../plugins/installations.ts'
import { manifestOf } from '../plugins/plugin-view.ts'
import { placeOf } from '../services/flows.ts'
import type { PluginHistoryStore } from '../storage/plugin-history-store.ts'
import type { InstallationHead, PluginInstallationStore } from '../storage/plugin-installation-store.ts'
import type { RegistryStore } from '../storage/registry-store.ts'
import { RELEASE_PUBLISHER, type Registry } from './registry.ts'

/** `index.json` beside the packages, as the build writes it. */
const indexSchema = z.object({
  packages: z.array(
    z.object({ name: z.string(), version: z.string(), hash: z.string(), file: z.string(), builtIn: z.boolean() }),
  ),
})

interface Deps {
  registry: Pick<Registry, 'takeIn'>
  installations: Installations
  stores: {
    registry: Pick<RegistryStore, 'list' | 'text'>
    pluginInstallations: Pick<PluginInstallationStore, 'list' | 'removed'>
    pluginHistory: Pick<PluginHistoryStore, 'add'>
  }
  clock(): number
  log: Logger
}

const SYSTEM: RequestContext = { ...OWNER, actor: 'system' }

/**
 * Puts the plugins that come with the software into the registry, and installs those of them that every environment has. What is
 * known already costs two questions to the database; one that somebody took out stays out.
 *
 * @returns How many were installed or brought up to date.
 */
export async function takeInRelease(folder: string, deps: Deps): Promise<number> {
  const { registry, stores, log } = deps
  const text = await readFile(join(folder, 'index.json'), 'utf8').catch(() => undefined)
  if (text === undefined) {
    log.warn('No plugins came with this build')
    return 0
  }
  const { packages } = indexSchema.parse(JSON.parse(text))
  const [known, heads] = await Promise.all([stores.registry.list(), stores.pluginInstallations.list(placeOf(SYSTEM))])
  let done = 0
  for (const { name, version, hash, file, builtIn } of packages) {
    try {
      const isKnown = known.some((one) => one.name === name && one.version === version && one.hash === hash)
      const head = heads.find((one) => one.name === name)
      const isWanted = builtIn && (head === undefined || (head.origin === 'release' && head.packageHash !== hash))
      if (isKnown && !isWanted) continue
      const pack = await registry.takeIn(await readFile(join(folder, file), 'utf8'))
      if (!isWanted || (await stores.pluginInstallations.removed(placeOf(SYSTEM), name)) !== undefined) continue
      await install(pack, head, deps)
      done++
    } catch (thrown) {
      const { code, message: reason } = AppError.from(thrown)
      // another server does the same at the same time
      if (code === 'PLUGIN_CHANGED_MEANWHILE') continue
      // one that does not fit stops no other, and not the server
      log.error({ plugin: name, code, reason }, 'A plugin was not taken in')
    }
  }
  return done
}

async function install(pack: PluginPackage, head: InstallationHead | undefined, { installations, stores, clock }: Deps) {
  const { manifest, bundle, hash } = pack
  await installations.install(SYSTEM, {
    manifest,
    bundle,
    grants: grantsFor(pack, head),
    settings: head === undefined ? {} : (JSON.parse(head.settingsText) as Record<string, unknown>),
    origin: 'release',
    publisher: RELEASE_PUBLISHER,
    packageHash: hash,
  })
  await stores.pluginHistory.add({
    ...placeOf(SYSTEM),
    name: manifest.name,
    version: manifest.version,
    what: head === undefined ? 'installed' : 'upgraded',
    detail: '',
    actor: SYSTEM.actor,
    role: SYSTEM.role,
    at: new Date(clock()),
  })
}

/** All that it asks for; of one that is there, what it had, and what it did not ask for before. */
function grantsFor({ manifest }: PluginPackage, head: InstallationHead | undefined): PluginGrants {
  const asks = asksOf(manifest)
  const before = head === undefined ? undefined : { asks: asksOf(manifestOf(head)), grants: grantsOf(head) }
  const wanted = <Item>(all: readonly Item[], had: readonly Item[] = [], asked: readonly Item[] = []) =>
    all.filter((one) => had.includes(one) || !asked.includes(one))
  return {
    // a name that stands for many is for a person to say
    origins: wanted(asks.hosts, before?.grants.origins, before?.asks.hosts).filter((host) => !host.includes('*')),
    secrets: wanted(
      asks.secrets.map(({ key }) => key),
      before?.grants.secrets,
      before?.asks.secrets.map(({ key }) => key),
    ),
    dataClasses: wanted(asks.dataClasses, before?.grants.dataClasses, before?.asks.dataClasses),
  }
}

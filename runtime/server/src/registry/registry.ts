import { setTimeout as wait } from 'node:timers/promises'
import { AppError, asksOf } from '@patchbay/core'
import type {
  PublishPackage,
  RegistryPackage,
  RegistryPackageList,
  RegistryPublisherList,
  RegistrySet,
  RegistryVersion,
  ReviewPackage,
} from '@patchbay/core/http-contract'
import { keyIdOf, type PluginPackage, readPackage, verifyPackage } from '@patchbay/sandbox'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { allow, readKeptManifest } from '../plugins/installations.ts'
import type { PackageHead, RegistryStore, StoredPackage } from '../storage/registry-store.ts'
import { hasText, toPackages, toVersionEntry } from './registry-views.ts'
import type { OfferedVersion, RegistrySource } from './sources.ts'
import { compareVersions } from './versions.ts'

/** The publisher of what comes with the software. */
export const RELEASE_PUBLISHER = 'patchbay'

export interface PackageQuery {
  text?: string | undefined
  category?: string | undefined
  language?: string | undefined
  review?: StoredPackage['review'] | undefined
}

/** What may be installed. */
export interface Installable {
  pack: PluginPackage
  publisher: string
  origin: 'release' | 'registry'
}

/** Packages of plugins: published once, looked at by somebody, and then installed by whoever wants them. */
export interface Registry {
  /**
   * Publishes a version. The same once more changes nothing.
   *
   * @throws {AppError} `NOT_PERMITTED`; `PACKAGE_NOT_VALID`, `PLUGIN_NOT_VALID`; `PACKAGE_VERSION_TAKEN` by another content.
   */
  publish(context: RequestContext, order: PublishPackage): Promise<RegistryVersion>
  /** Takes in what came with the software; of its own versions the software's content is the right one. */
  takeIn(text: string): Promise<PluginPackage>
  search(query: PackageQuery, installed: ReadonlyMap<string, string>): Promise<RegistryPackageList>
  /** @throws {AppError} `PACKAGE_NOT_FOUND` */
  package(name: string, installed: ReadonlyMap<string, string>): Promise<RegistryPackage>
  /** @throws {AppError} `PACKAGE_NOT_FOUND` */
  version(name: string, version: string): Promise<RegistryVersion>
  /** @throws {AppError} `PACKAGE_NOT_FOUND` */
  file(name: string, version: string): Promise<string>
  /** @throws {AppError} `NOT_PERMITTED`, `PACKAGE_NOT_FOUND` */
  review(context: RequestContext, name: string, version: string, review: ReviewPackage): Promise<RegistryVersion>
  /** @throws {AppError} `NOT_PERMITTED`, `PACKAGE_NOT_FOUND` */
  yank(context: RequestContext, name: string, version: string, yanked: boolean): Promise<RegistryVersion>
  publishers(): Promise<RegistryPublisherList['publishers']>
  /** The newest version that may be installed; undefined when there is none. */
  newest(name: string): Promise<string | undefined>
  /** @throws {AppError} `PACKAGE_NOT_FOUND`; `PACKAGE_NOT_INSTALLABLE` for what nobody approved, or was withdrawn. */
  installable(name: string, version?: string): Promise<Installable>
  /** @throws {AppError} `NOT_PERMITTED`; `PACKAGE_NOT_FOUND` for a member; `PACKAGE_VERSION_TAKEN`. */
  addSet(context: RequestContext, set: RegistrySet): Promise<RegistrySet>
  sets(): Promise<RegistrySet[]>
  /** @throws {AppError} `PACKAGE_NOT_FOUND` */
  set(name: string, version: string): Promise<RegistrySet>
}

interface Deps {
  store: RegistryStore
  sources: readonly RegistrySource[]
  clock: Clock
  log?: Pick<Logger, 'warn'>
}

const PATIENCE_MS = 2_000
const notFound = (message: string) => new AppError('PACKAGE_NOT_FOUND', message)
const notValid = (problem: string) => new AppError('PACKAGE_NOT_VALID', `The package cannot be published: ${problem}`)

export function createRegistry({ store, sources, clock, log }: Deps): Registry {
  const told = new WeakSet<AppError>()

  const find = async (name: string, version: string): Promise<PackageHead> => {
    const head = await store.get(name, version)
    if (head === undefined) throw notFound(`The registry has no ${name} ${version}`)
    return head
  }

  /** @throws {AppError} `PACKAGE_NOT_VALID` for a name or a key that is somebody else's. */
  const claim = async (name: string, publisher: { name: string; publicKey: string }): Promise<string> => {
    const keyId = keyIdOf(publisher.publicKey)
    if (publisher.name === RELEASE_PUBLISHER) throw notValid(`${RELEASE_PUBLISHER} is who this software is from`)
    const known = await store.claimPublisher({ ...publisher, keyId, since: new Date(clock()) })
    if (known.keyId !== keyId) throw notValid(`${publisher.name} is the name of a publisher with another key`)
    const owner = await store.claimName(name, publisher.name)
    if (owner !== publisher.name) throw notValid(`${name} is a plugin of ${owner}`)
    return keyId
  }

  const toStored = (
    { manifest, files, hash }: PluginPackage,
    of: Pick<StoredPackage, 'text' | 'publisher' | 'keyId' | 'origin' | 'review' | 'reviewedBy' | 'publishedBy'>,
  ): StoredPackage => ({
    ...of,
    name: manifest.name,
    version: manifest.version,
    hash,
    manifestText: JSON.stringify(manifest),
    readme: Object.hasOwn(files, 'README.md') ? (files['README.md'] ?? '') : '',
    reason: '',
    yanked: false,
    publishedAt: new Date(clock()),
  })

  const toVersion = async (head: PackageHead): Promise<RegistryVersion> => {
    const manifest = readKeptManifest(head.manifestText)
    const { files } = readPackage((await store.text(head.name, head.version)) ?? '')
    return {
      ...toVersionEntry(head),
      name: head.name,
      publisher: head.publisher,
      keyId: head.keyId,
      manifest: manifest as unknown as RegistryVersion['manifest'],
      readme: head.readme,
      asks: asksOf(manifest),
      files: Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.byteLength(text) })),
    }
  }

  const bring = async (source: RegistrySource, offered: OfferedVersion): Promise<void> => {
    const text = await source.text(offered)
    const pack = verifyPackage(text, offered.publisher.publicKey)
    const { name, version } = pack.manifest
    if (name !== offered.name || version !== offered.version || pack.hash !== offered.hash)
      throw notValid(`${source.address} gave something else than it offered`)
    const keyId = await claim(name, offered.publisher)
    const publisher = offered.publisher.name
    const by = { reviewedBy: source.address, publishedBy: source.address }
    const known = { text, publisher, keyId, origin: 'publisher' as const, review: 'approved' as const }
    await store.add(toStored(pack, { ...known, ...by }))
  }

  /** Asks the other registries; of those that do not answer, their addresses. */
  const offers = async (): Promise<{ offered: { source: RegistrySource; one: OfferedVersion }[]; unreachable: string[] }> => {
    const unreachable: string[] = []
    const lists = await Promise.all(
      sources.map(async (source) => {
        try {
          return (await source.list()).map((one) => ({ source, one }))
        } catch (cause) {
          const error = AppError.from(cause)
          // a failure that is remembered was said already
          if (!told.has(error)) log?.warn({ registry: source.address, why: error.message }, 'A registry cannot be read')
          told.add(error)
          unreachable.push(source.address)
          return []
        }
      }),
    )
    return { offered: lists.flat(), unreachable }
  }

  /** Brings in whatever other registries have of a package, or of all of them; what is here already stays as it is. */
  const bringIn = async (wanted?: string): Promise<string[]> => {
    if (sources.length === 0) return []
    const { offered, unreachable } = await offers()
    for (const { source, one } of offered) {
      if (wanted !== undefined && one.name !== wanted) continue
      if ((await store.get(one.name, one.version)) !== undefined) continue
      await bring(source, one).catch((cause: unknown) => {
        const { name, version } = one
        log?.warn({ registry: source.address, name, version, why: AppError.from(cause).message }, 'A package cannot be taken')
        unreachable.push(`${source.address}: ${name} ${version}`)
      })
    }
    return unreachable
  }

  return {
    async publish(context, { package: text, publisher }) {
      allow(context, 'registry.publish')
      const pack = verifyPackage(text, publisher.publicKey)
      const { name, version } = pack.manifest
      const keyId = await claim(name, publisher)
      const of = { text, publisher: publisher.name, keyId, origin: 'publisher' as const, publishedBy: context.actor }
      await store.add(toStored(pack, { ...of, review: 'submitted', reviewedBy: '' }))
      const head = await find(name, version)
      if (head.hash === pack.hash) return toVersion(head)
      throw new AppError('PACKAGE_VERSION_TAKEN', `${name} ${version} is published already, with another content`)
    },

    async takeIn(text) {
      const pack = readPackage(text)
      const { name, version } = pack.manifest
      const owner = await store.claimName(name, RELEASE_PUBLISHER)
      if (owner !== RELEASE_PUBLISHER) throw notValid(`${name} is a plugin of ${owner}`)
      const by = { publisher: RELEASE_PUBLISHER, keyId: null, publishedBy: 'system', reviewedBy: 'system' }
      const stored = toStored(pack, { ...by, text, origin: 'release', review: 'approved' })
      if (!(await store.add(stored)) && (await find(name, version)).hash !== pack.hash) await store.replaceRelease(stored)
      return pack
    },

    async search({ text, category, language, review }, installed) {
      const unreachable = await bringIn()
      const packages = toPackages(await store.list(), installed)
      return {
        packages: packages.filter(
          (one) =>
            (category === undefined || one.category === category) &&
            (language === undefined || one.languages.includes(language)) &&
            (review === undefined || one.versions.some((version) => version.review === review)) &&
            (text === undefined || hasText(one, text)),
        ),
        unreachable,
      }
    },

    async package(name, installed) {
      await bringIn(name)
      const [found] = toPackages(await store.list(name), installed)
      if (found === undefined) throw notFound(`The registry has no package ${name}`)
      return found
    },

    async version(name, version) {
      if ((await store.get(name, version)) === undefined) await bringIn(name)
      return toVersion(await find(name, version))
    },

    async file(name, version) {
      const text = await store.text(name, version)
      if (text === undefined) throw notFound(`The registry has no ${name} ${version}`)
      return text
    },

    async review(context, name, version, { review, reason }) {
      allow(context, 'registry.review')
      await find(name, version)
      await store.say(name, version, { review, reason, reviewedBy: context.actor })
      return toVersion(await find(name, version))
    },

    async yank(context, name, version, yanked) {
      allow(context, 'registry.publish')
      await find(name, version)
      await store.say(name, version, { yanked })
      return toVersion(await find(name, version))
    },

    publishers: async () =>
      (await store.publishers()).map(({ since, ...publisher }) => ({ ...publisher, since: since.toISOString() })),

    async newest(name) {
      // whoever looks at a plugin does not wait for a registry that is slow to answer
      await Promise.race([bringIn(name).catch(() => undefined), wait(PATIENCE_MS, undefined, { ref: false })])
      return newestOf(await store.list(name))?.version
    },

    async installable(name, version) {
      if (version === undefined || (await store.get(name, version)) === undefined) await bringIn(name)
      const heads = await store.list(name)
      if (heads.length === 0) throw notFound(`The registry has no package ${name}`)
      const head = version === undefined ? newestOf(heads) : await find(name, version)
      const why = head === undefined ? 'No version of it has been approved' : whyNot(head)
      if (head === undefined || why !== undefined) {
        throw new AppError('PACKAGE_NOT_INSTALLABLE', `${name} ${head?.version ?? ''} cannot be installed: ${why}`)
      }
      const pack = readPackage((await store.text(name, head.version)) ?? '')
      return { pack, publisher: head.publisher, origin: head.origin === 'release' ? 'release' : 'registry' }
    },

    async addSet(context, set) {
      allow(context, 'registry.publish')
      for (const { name, version } of set.members) await find(name, version)
      const stored = { ...set, publishedAt: new Date(clock()), publishedBy: context.actor }
      if (await store.addSet(stored)) return set
      const known = await this.set(set.name, set.version)
      if (JSON.stringify(known.members) === JSON.stringify(set.members)) return known
      throw new AppError('PACKAGE_VERSION_TAKEN', `The set ${set.name} ${set.version} is published already, with other members`)
    },

    sets: async () => (await store.sets()).map(({ name, version, title, members }) => ({ name, version, title, members })),

    async set(name, version) {
      const found = (await this.sets()).find((one) => one.name === name && one.version === version)
      if (found === undefined) throw notFound(`The registry has no set ${name} ${version}`)
      return found
    },
  }
}

const newestOf = (heads: readonly PackageHead[]): PackageHead | undefined =>
  heads.filter((head) => whyNot(head) === undefined).toSorted((a, b) => compareVersions(b.version, a.version))[0]

/** Why a version cannot be installed; undefined when it can. */
function whyNot({ review, yanked, reason }: PackageHead): string | undefined {
  if (yanked) return 'it was withdrawn'
  if (review === 'submitted') return 'nobody has approved it yet'
  return review === 'refused' ? `it was refused: ${reason}` : undefined
}

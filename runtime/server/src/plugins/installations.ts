import { createHash, randomUUID } from 'node:crypto'
import { AppError, type Manifest, may, type Permission, type PluginPin, parseManifest } from '@patchbay/core'
import type { Grants, Installation } from '@patchbay/sandbox'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { deriveKey, seal, unseal } from '../sealing/seal.ts'
import { placeOf } from '../services/flows.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { InstallationHead, PluginInstallationStore, StoredInstallation } from '../storage/plugin-installation-store.ts'
import type { PluginVersionName, PluginVersionStore } from '../storage/plugin-version-store.ts'
import { copyOf, grantsOf, narrowed } from './grants.ts'
import { orderFaults, settingFaults } from './order-faults.ts'

const CODE_CACHE_UNITS = 32 * 1_048_576

export interface InstallOrder {
  /** Parsed JSON of `plugin.json`. */
  manifest: unknown
  /** One script that leaves the plugin in `__plugin.default`. */
  bundle: string
  grants: Grants
  settings?: Readonly<Record<string, unknown>>
  /** By key. An upgrade keeps those that it does not name. */
  secrets?: Readonly<Record<string, string>>
  /** Where it comes from; `file` unless told. */
  origin?: StoredInstallation['origin']
  publisher?: string | null
  packageHash?: string | null
}

/** The plugins of an environment: put in, and made ready to run. */
export interface Installations {
  /**
   * Puts a plugin in, or another version in the place of the one that is there. Every version is kept beside it, for flows that
   * are locked to it.
   *
   * @throws {AppError} `NOT_PERMITTED`; `PLUGIN_NOT_VALID`, saying what is wrong; `PLUGIN_CHANGED_MEANWHILE`.
   */
  install(context: RequestContext, order: InstallOrder): Promise<{ id: string; revision: number }>
  /** Those that are on: first those that were chosen for their category, then in the order in which they were first installed. */
  manifests(place: FlowPlace): Promise<Manifest[]>
  /** Versions by name, of all that is installed. */
  versions(place: FlowPlace): Promise<ReadonlyMap<string, string>>
  /** Those that are switched off. */
  off(place: FlowPlace): Promise<Manifest[]>
  /** Ready to run, as it is installed or as a flow is locked to it; undefined when there is none, or it is switched off. */
  open(place: FlowPlace, name: string, pin?: PluginPin): Promise<Installation | undefined>
  /** What a flow that is published now is locked to, by plugin. */
  pins(place: FlowPlace): Promise<PluginPin[]>
  /** The manifest of what a flow is locked to; undefined when it was taken out or switched off since. */
  pinned(place: FlowPlace, pin: PluginPin): Promise<Manifest | undefined>
  /** Seals secrets for an installation. */
  sealed(head: Pick<StoredInstallation, 'tenantId' | '_id'>, secrets: Readonly<Record<string, string>>): Record<string, Buffer>
}

interface Deps {
  store: PluginInstallationStore
  versions: PluginVersionStore
  secretKey: Buffer
  clock: Clock
}

const notValid = (message: string) => new AppError('PLUGIN_NOT_VALID', message)
export const changedMeanwhile = () =>
  new AppError('PLUGIN_CHANGED_MEANWHILE', 'Somebody else changed the plugin meanwhile: look at it again')

export function createInstallations({ store, versions, secretKey, clock }: Deps): Installations {
  const codes = new LRUCache<string, string>({ maxSize: CODE_CACHE_UNITS, sizeCalculation: (code) => code.length + 1 })
  const secretsKey = (tenantId: string) => deriveKey(secretKey, `tenant/${tenantId}/plugin-secrets`)
  const secretPlace = (id: string, key: string) => `pluginInstallations/${id}/secrets/${key}`

  const sealed: Installations['sealed'] = ({ tenantId, _id }, secrets) =>
    Object.fromEntries(
      Object.entries(secrets).map(([key, value]) => [key, seal(secretsKey(tenantId), Buffer.from(value), secretPlace(_id, key))]),
    )

  const on = async (place: FlowPlace): Promise<InstallationHead[]> =>
    (await store.list(place)).filter(({ enabled }) => enabled).toSorted(servesFirst)

  const codeOf = async (codeHash: string, read: () => Promise<string | undefined>): Promise<string | undefined> => {
    const code = codes.get(codeHash) ?? (await read())
    if (code !== undefined) codes.set(codeHash, code)
    return code
  }

  return {
    sealed,
    async install(context, order) {
      allow(context, 'plugin.install')
      allow(context, 'plugin.grant')
      const { bundle, grants, settings = {}, secrets = {}, origin = 'file', publisher = null, packageHash = null } = order
      const manifest = readManifest(order.manifest)
      const [fault] = orderFaults(manifest, { bundle, grants, settings, secrets })
      if (fault !== undefined) throw notValid(fault)

      const place = placeOf(context)
      const there = await store.get(place, manifest.name)
      const before = there ?? (await store.removed(place, manifest.name))
      const id = before?._id ?? randomUUID()
      const at = new Date(clock())
      const known = Object.entries(there?.secrets ?? {}).filter(([key]) => manifest.secrets.some((one) => one.key === key))
      const codeHash = createHash('sha512').update(bundle).digest('base64')
      const manifestText = JSON.stringify(manifest)
      const settingsText = JSON.stringify(settings)
      const isSame = there?.version === manifest.version && there.codeHash === codeHash
      const installation: StoredInstallation = {
        ...place,
        _id: id,
        name: manifest.name,
        version: manifest.version,
        manifestText,
        code: bundle,
        codeHash,
        settingsText,
        secrets: { ...Object.fromEntries(known), ...sealed({ ...place, _id: id }, secrets) },
        approvals: [
          ...(before?.approvals ?? []),
          { at, actor: context.actor, role: context.role, version: manifest.version, ...copyOf(grants) },
        ],
        enabled: there?.enabled ?? true,
        origin,
        publisher,
        packageHash,
        previous:
          there === undefined || isSame ? (there?.previous ?? null) : { version: there.version, codeHash: there.codeHash },
        chosenAt: there?.chosenAt ?? null,
        removedAt: null,
        revision: (before?.revision ?? 0) + 1,
        updatedAt: at,
        updatedBy: context.actor,
      }
      const { name, version } = installation
      const kept = { ...place, name, version, codeHash, manifestText, code: bundle, settingsText, origin, publisher, keptAt: at }
      // first what may be needed later: a version that nobody installed does no harm
      await versions.keep({ ...kept, ...copyOf(grants) })
      const done = before === undefined ? await store.add(installation) : await store.replace(installation, before.revision)
      if (!done) throw changedMeanwhile()
      return { id, revision: installation.revision }
    },

    manifests: async (place) => (await on(place)).map(({ manifestText }) => readKeptManifest(manifestText)),

    versions: async (place) => new Map((await store.list(place)).map(({ name, version }) => [name, version])),

    async off(place) {
      const found = (await store.list(place)).filter(({ enabled }) => !enabled)
      return found.map(({ manifestText }) => readKeptManifest(manifestText))
    },

    async open(place, name, pin) {
      const head = await store.get(place, pin?.plugin ?? name)
      if (head === undefined || !head.enabled) return undefined
      if (pin !== undefined && !isInstalled(head, pin)) return openKept(place, head, pin)
      const code = await codeOf(head.codeHash, () => store.code(place, head.name, head.codeHash))
      // replaced between the two reads: the next call finds the new one
      if (code === undefined) return undefined
      const grants = pin === undefined ? grantsOf(head) : narrowed(pin.grants, grantsOf(head))
      const settings = JSON.parse(head.settingsText) as Record<string, unknown>
      return toInstallation(head, { code, hash: head.codeHash }, { manifestText: head.manifestText, grants, settings })
    },

    async pins(place) {
      return (await on(place)).map((head) => ({
        plugin: head.name,
        version: head.version,
        codeHash: head.codeHash,
        grants: grantsOf(head),
      }))
    },

    async pinned(place, pin) {
      const head = await store.get(place, pin.plugin)
      if (head === undefined || !head.enabled) return undefined
      const text = isInstalled(head, pin) ? head.manifestText : (await versions.get(place, keptAs(pin)))?.manifestText
      return text === undefined ? undefined : readKeptManifest(text)
    },
  }

  /** A version that is kept for flows that are locked to it. */
  async function openKept(place: FlowPlace, head: InstallationHead, pin: PluginPin): Promise<Installation | undefined> {
    const kept = await versions.get(place, keptAs(pin))
    const code = kept && (await codeOf(kept.codeHash, () => versions.code(place, keptAs(pin))))
    if (kept === undefined || code === undefined) return undefined
    const now = JSON.parse(head.settingsText) as Record<string, unknown>
    // settings are the installation's; those that an older form does not know would stop its calls
    const fits = settingFaults(readKeptManifest(kept.manifestText), now).length === 0
    return toInstallation(
      head,
      { code, hash: kept.codeHash },
      {
        manifestText: kept.manifestText,
        grants: narrowed(pin.grants, kept),
        settings: fits ? now : (JSON.parse(kept.settingsText) as Record<string, unknown>),
      },
    )
  }

  function toInstallation(
    { _id, tenantId, environmentId, secrets }: InstallationHead,
    bundle: Installation['bundle'],
    { manifestText, grants, settings }: { manifestText: string; grants: Grants; settings: Record<string, unknown> },
  ): Installation {
    const manifest = readKeptManifest(manifestText)
    return {
      shelf: { tenantId, environmentId, installationId: _id },
      manifest,
      bundle,
      grants,
      settings,
      async secret(key) {
        const value = Object.hasOwn(secrets, key) ? secrets[key] : undefined
        // what nobody sets follows from the key outside the database, another one for each installation
        if (manifest.secrets.some((one) => one.key === key && one.made === true))
          return deriveKey(secretKey, `tenant/${tenantId}/plugin-made-secrets/${_id}/${key}`).export().toString('hex')
        return value === undefined ? undefined : unseal(secretsKey(tenantId), value, secretPlace(_id, key)).toString()
      },
    }
  }
}

const isInstalled = (head: InstallationHead, pin: PluginPin): boolean =>
  head.version === pin.version && head.codeHash === pin.codeHash

const keptAs = ({ plugin: name, version, codeHash }: PluginPin): PluginVersionName => ({ name, version, codeHash })

/** Those that were chosen first, the latest choice before others; then in the order in which they came. */
export const servesFirst = (a: InstallationHead, b: InstallationHead): number =>
  (b.chosenAt?.getTime() ?? 0) - (a.chosenAt?.getTime() ?? 0) || cameAt(a) - cameAt(b)

const cameAt = ({ approvals }: InstallationHead): number => approvals[0]?.at.getTime() ?? 0

/** @throws {AppError} `NOT_PERMITTED` */
export function allow({ role }: RequestContext, permission: Permission): void {
  if (!may(role, permission)) throw new AppError('NOT_PERMITTED', `As ${role} you may not do this`, { details: { permission } })
}

/** @throws {AppError} `PLUGIN_NOT_VALID`, naming each field. */
const readManifest = (given: unknown): Manifest => manifestOr(parseManifest(given))

/** One that was taken in before, by this release or an earlier one. @throws {AppError} `PLUGIN_NOT_VALID` */
export const readKeptManifest = (manifestText: string): Manifest =>
  manifestOr(parseManifest(JSON.parse(manifestText), { kept: true }))

function manifestOr(read: ReturnType<typeof parseManifest>): Manifest {
  if (read.type === 'manifest') return read.manifest
  throw notValid(read.faults.map(({ field, problem }) => `${field}: ${problem}`).join('; '))
}

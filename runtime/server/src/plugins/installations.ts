import { createHash, randomUUID } from 'node:crypto'
import { AppError, faultsOf, type Manifest, may, type Permission, parseManifest } from '@patchbay/core'
import { type Grants, grantFaults, type Installation, SECRET_MIN_CHARACTERS } from '@patchbay/sandbox'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { deriveKey, seal, unseal } from '../sealing/seal.ts'
import { placeOf } from '../services/flows.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import type { InstallationHead, PluginInstallationStore, StoredInstallation } from '../storage/plugin-installation-store.ts'

/** The largest bundle, in UTF-16 units. */
const CODE_MAX = 1_048_576
const CODE_CACHE_UNITS = 32 * CODE_MAX
const SECRET_MAX = 8_192

export interface InstallOrder {
  /** Parsed JSON of `plugin.json`. */
  manifest: unknown
  /** One script that leaves the plugin in `__plugin.default`. */
  bundle: string
  grants: Grants
  settings?: Readonly<Record<string, unknown>>
  /** By key. An upgrade keeps those that it does not name. */
  secrets?: Readonly<Record<string, string>>
}

/** The plugins of an environment: put in, and made ready to run. */
export interface Installations {
  /**
   * Puts a plugin in, or another version in the place of the one that is there.
   *
   * @throws {AppError} `NOT_PERMITTED`; `PLUGIN_NOT_VALID`, saying what is wrong; `PLUGIN_NOT_VALID` when it was changed meanwhile.
   */
  install(context: RequestContext, order: InstallOrder): Promise<{ id: string; revision: number }>
  /** In the order in which they were first installed. */
  manifests(place: FlowPlace): Promise<Manifest[]>
  /** Ready to run; undefined when there is none, or it is switched off. */
  open(place: FlowPlace, name: string): Promise<Installation | undefined>
}

interface Deps {
  store: PluginInstallationStore
  secretKey: Buffer
  clock: Clock
}

const notValid = (message: string) => new AppError('PLUGIN_NOT_VALID', message)

export function createInstallations({ store, secretKey, clock }: Deps): Installations {
  const codes = new LRUCache<string, string>({ maxSize: CODE_CACHE_UNITS, sizeCalculation: (code) => code.length + 1 })
  const secretsKey = (tenantId: string) => deriveKey(secretKey, `tenant/${tenantId}/plugin-secrets`)
  const secretPlace = (id: string, key: string) => `pluginInstallations/${id}/secrets/${key}`

  const sealed = (tenantId: string, id: string, secrets: Readonly<Record<string, string>>): Record<string, Buffer> =>
    Object.fromEntries(
      Object.entries(secrets).map(([key, value]) => [key, seal(secretsKey(tenantId), Buffer.from(value), secretPlace(id, key))]),
    )

  return {
    async install(context, { manifest: given, bundle, grants, settings = {}, secrets = {} }) {
      allow(context, 'plugin.install')
      allow(context, 'plugin.grant')
      const manifest = readManifest(given)
      const [fault] = orderFaults(manifest, { bundle, grants, settings, secrets })
      if (fault !== undefined) throw notValid(fault)

      const place = placeOf(context)
      const before = await store.get(place, manifest.name)
      const id = before?._id ?? randomUUID()
      const at = new Date(clock())
      const known = Object.entries(before?.secrets ?? {}).filter(([key]) => manifest.secrets.some((one) => one.key === key))
      const installation: StoredInstallation = {
        ...place,
        _id: id,
        name: manifest.name,
        version: manifest.version,
        manifestText: JSON.stringify(manifest),
        code: bundle,
        codeHash: createHash('sha512').update(bundle).digest('base64'),
        settingsText: JSON.stringify(settings),
        secrets: { ...Object.fromEntries(known), ...sealed(place.tenantId, id, secrets) },
        approvals: [
          ...(before?.approvals ?? []),
          { at, actor: context.actor, role: context.role, version: manifest.version, ...copy(grants) },
        ],
        enabled: true,
        revision: (before?.revision ?? 0) + 1,
        updatedAt: at,
        updatedBy: context.actor,
      }
      const kept = before === undefined ? await store.add(installation) : await store.replace(installation, before.revision)
      if (!kept) throw notValid('Somebody else changed the plugin meanwhile: look at it again')
      return { id, revision: installation.revision }
    },

    async manifests(place) {
      const found = (await store.list(place)).filter(({ enabled }) => enabled).toSorted((a, b) => cameAt(a) - cameAt(b))
      return found.map(({ manifestText }) => readManifest(JSON.parse(manifestText)))
    },

    async open(place, name) {
      const head = await store.get(place, name)
      if (head === undefined || !head.enabled) return undefined
      const code = codes.get(head.codeHash) ?? (await store.code(place, name, head.codeHash))
      // replaced between the two reads: the next call finds the new one
      if (code === undefined) return undefined
      codes.set(head.codeHash, code)
      return toInstallation(head, code)
    },
  }

  function toInstallation(head: InstallationHead, code: string): Installation {
    const { _id, tenantId, environmentId, manifestText, settingsText, approvals, secrets, codeHash } = head
    const { origins = [], secrets: granted = [], dataClasses = [] } = approvals.at(-1) ?? {}
    const manifest = readManifest(JSON.parse(manifestText))
    return {
      shelf: { tenantId, environmentId, installationId: _id },
      manifest,
      bundle: { code, hash: codeHash },
      grants: { origins, secrets: granted, dataClasses },
      settings: JSON.parse(settingsText) as Record<string, unknown>,
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

const cameAt = ({ approvals }: InstallationHead): number => approvals[0]?.at.getTime() ?? 0

function allow({ role }: RequestContext, permission: Permission): void {
  if (!may(role, permission)) throw new AppError('NOT_PERMITTED', `As ${role} you may not do this`, { details: { permission } })
}

function readManifest(given: unknown): Manifest {
  const read = parseManifest(given)
  if (read.type === 'manifest') return read.manifest
  throw notValid(read.faults.map(({ field, problem }) => `${field}: ${problem}`).join('; '))
}

/** What is wrong with an order beside its manifest, in words. */
function orderFaults(
  manifest: Manifest,
  { bundle, grants, settings = {}, secrets = {} }: Omit<InstallOrder, 'manifest'>,
): string[] {
  const settingFaults =
    manifest.settings === undefined
      ? Object.keys(settings).map((name) => `settings.${name}: unknown`)
      : faultsOf(manifest.settings, settings).map(({ path, problem }) => `settings.${path}: ${problem}`)
  const secretFaults = Object.entries(secrets).flatMap(([key, value]) => {
    if (!manifest.secrets.some((one) => one.key === key && one.made !== true))
      return [`secrets.${key}: the plugin has no such secret that could be set`]
    if (value.length < SECRET_MIN_CHARACTERS) return [`secrets.${key}: needs ${SECRET_MIN_CHARACTERS} characters at least`]
    return value.length > SECRET_MAX ? [`secrets.${key}: is too long`] : []
  })
  const size = bundle.length > CODE_MAX ? [`bundle: has more than ${CODE_MAX} characters`] : []
  return [...size, ...grantFaults(manifest, grants).map((fault) => `grants: ${fault}`), ...settingFaults, ...secretFaults]
}

const copy = ({ origins, secrets, dataClasses }: Grants) => ({
  origins: [...origins],
  secrets: [...secrets],
  dataClasses: [...dataClasses],
})

import { asksMore, asksOf, type Manifest, type PluginAsks } from '@patchbay/core'
import type { InstalledPlugin } from '@patchbay/core/http-contract'
import { covers } from '@patchbay/sandbox'
import type { InstallationHead } from '../storage/plugin-installation-store.ts'
import type { PluginVersionHead } from '../storage/plugin-version-store.ts'
import { copyOf, grantsOf } from './grants.ts'
import { readKeptManifest } from './installations.ts'
import type { PluginUse } from './plugin-uses.ts'

interface Around {
  uses: readonly PluginUse[]
  kept: readonly PluginVersionHead[]
  /** The newest version that may be installed. */
  newest: string | undefined
  serves: boolean
  health: InstalledPlugin['health']
}

export const manifestOf = ({ manifestText }: Pick<InstallationHead, 'manifestText'>): Manifest => readKeptManifest(manifestText)

/** What a version asks for beyond what was granted to the one that is installed. */
export const moreThan = (head: InstallationHead, manifest: Manifest): PluginAsks =>
  asksMore(manifest, { ...grantsOf(head), manifest: manifestOf(head) }, covers)

/** An installed plugin as the page shows it where it is looked after. */
export function toInstalledPlugin(head: InstallationHead, { uses, kept, newest, serves, health }: Around): InstalledPlugin {
  const manifest = manifestOf(head)
  const grants = grantsOf(head)
  const asks = asksOf(manifest)
  return {
    name: head.name,
    version: head.version,
    title: manifest.title,
    summary: manifest.summary,
    category: manifest.category,
    enabled: head.enabled,
    origin: head.origin,
    publisher: head.publisher,
    revision: head.revision,
    manifest: manifest as unknown as InstalledPlugin['manifest'],
    settings: JSON.parse(head.settingsText) as InstalledPlugin['settings'],
    secrets: asks.secrets.map((secret) => ({
      ...secret,
      granted: grants.secrets.includes(secret.key),
      isSet:
        Object.hasOwn(head.secrets, secret.key) || manifest.secrets.some(({ key, made }) => key === secret.key && made === true),
    })),
    grants,
    asks,
    more: moreThan(head, manifest),
    approvals: head.approvals
      .map(({ at, actor, role, version, ...granted }) => ({
        at: at.toISOString(),
        actor,
        role,
        version,
        grants: copyOf(granted),
      }))
      .toReversed(),
    previous: head.previous?.version ?? null,
    newer: newest === undefined || newest === head.version ? null : newest,
    serves,
    flows: [...new Map(uses.map(({ id, name }) => [id, { id, name }])).values()],
    versions: kept.map(({ version, codeHash }) => ({
      version,
      flows: uses
        .filter(({ pin }) => pin?.version === version && pin.codeHash === codeHash)
        .map(({ id, name }) => ({ id, name })),
    })),
    health,
  }
}

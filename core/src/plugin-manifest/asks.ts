import type { Manifest } from './manifest.ts'
import type { DataClass } from './value-schema.ts'
import type { Words } from './words-schema.ts'

/** What a plugin asks for, before anybody has said yes. */
export interface PluginAsks {
  /** Origins; `*.` stands for one label. */
  hosts: string[]
  /** `optional`: only some uses need it. */
  secrets: { key: string; title: Words; hosts: string[]; optional: boolean }[]
  dataClasses: DataClass[]
  /** What its actions do. */
  sideEffects: ('read' | 'write' | 'money')[]
}

export const asksOf = ({ hosts, secrets, dataClasses, actions }: Manifest): PluginAsks => ({
  hosts: [...hosts],
  secrets: secrets.map(({ key, title = key, hosts: towards, optional = false }) => ({
    key,
    title,
    hosts: [...towards],
    optional,
  })),
  dataClasses: [...dataClasses],
  sideEffects: (['read', 'write', 'money'] as const).filter((one) =>
    Object.values(actions).some(({ sideEffect }) => sideEffect === one),
  ),
})

/** What somebody said yes to, and to which manifest. */
interface Granted {
  origins: readonly string[]
  secrets: readonly string[]
  dataClasses: readonly DataClass[]
  manifest: Manifest
}

/**
 * What a manifest asks for beyond what was granted; all empty when nothing is.
 *
 * @param granted With the manifest that was looked at then: a secret that is to go to more hosts is another question, and so is
 * a plugin that only read and now writes.
 * @param covers Whether a host of a manifest is, or stands for, an origin.
 */
export function asksMore(
  manifest: Manifest,
  granted: Granted | undefined,
  covers: (host: string, origin: string) => boolean,
): PluginAsks {
  const asks = asksOf(manifest)
  if (granted === undefined) return asks
  const before = asksOf(granted.manifest)
  return {
    hosts: asks.hosts.filter((host) => !granted.origins.some((origin) => covers(host, origin))),
    secrets: asks.secrets.filter(({ key, hosts }) => {
      const known = granted.secrets.includes(key) ? before.secrets.find((secret) => secret.key === key) : undefined
      return known === undefined || hosts.some((host) => !known.hosts.includes(host))
    }),
    dataClasses: asks.dataClasses.filter((one) => !granted.dataClasses.includes(one)),
    sideEffects: asks.sideEffects.filter((one) => !before.sideEffects.includes(one)),
  }
}

export const isNothing = ({ hosts, secrets, dataClasses, sideEffects }: PluginAsks): boolean =>
  hosts.length + secrets.length + dataClasses.length + sideEffects.length === 0

import type { PluginAsks, PluginGrants } from '@patchbay/core/http-contract'

/** In place of hosts: those that whoever installs it names. */
export const NAMED_HOSTS = 'https://*'

/** What is ticked of what a plugin asks for, while somebody looks at it. */
export interface Ticked {
  /** By host as the plugin asks for it: the origins that are allowed for it; absent: none. */
  hosts: Readonly<Record<string, readonly string[]>>
  secrets: readonly string[]
  dataClasses: PluginGrants['dataClasses']
}

/** Stands for one address, of which a name is missing. */
export const isWildcard = (host: string): boolean => host.includes('*') && host !== NAMED_HOSTS

/** Everything that is asked for, but for names that only the one who installs can know. */
export const tickAll = ({ hosts, secrets, dataClasses }: PluginAsks): Ticked => ({
  hosts: Object.fromEntries(hosts.map((host) => [host, host.includes('*') ? [] : [host]])),
  secrets: secrets.map(({ key }) => key),
  dataClasses,
})

/** What is asked for as it is allowed now. */
export const tickedNow = ({ hosts, secrets, dataClasses }: PluginAsks, grants: PluginGrants): Ticked => ({
  hosts: Object.fromEntries(
    hosts.flatMap((host) => {
      const others = hosts.filter((other) => other !== NAMED_HOSTS)
      const origins = grants.origins.filter((origin) =>
        host === NAMED_HOSTS ? !others.some((other) => standsFor(other, origin)) : standsFor(host, origin),
      )
      return origins.length === 0 ? [] : [[host, origins]]
    }),
  ),
  secrets: secrets.map(({ key }) => key).filter((key) => grants.secrets.includes(key)),
  dataClasses: dataClasses.filter((one) => grants.dataClasses.includes(one)),
})

/** `https://*.example.com` stands for one name in front of the rest; the server looks again, and more closely. */
function standsFor(host: string, origin: string): boolean {
  const [before = '', behind = ''] = host.split('*')
  return isWildcard(host) ? origin.startsWith(before) && origin.endsWith(behind) && !origin.includes('*') : host === origin
}

/** The address of a host that stands for several, from the one name that is missing in it. */
export const originFrom = (host: string, name: string): string =>
  name.trim() === '' ? '' : host.replace('*', name.trim().toLowerCase())

/** The one name, out of the address. */
export function nameIn(host: string, origin: string): string {
  const [before = '', behind = ''] = host.split('*')
  return origin === '' ? '' : origin.slice(before.length, origin.length - behind.length)
}

/** A host is ticked, and nobody has said yet which one is meant. */
export const isIncomplete = ({ hosts }: Ticked): boolean =>
  Object.entries(hosts).some(([host, origins]) => isWildcard(host) && origins.length === 0)

export const toGrants = ({ hosts, secrets, dataClasses }: Ticked): PluginGrants => ({
  origins: Object.values(hosts).flat(),
  secrets: [...secrets],
  dataClasses: [...dataClasses],
})

/** What was allowed before with what is allowed on top of it. */
export const together = (before: PluginGrants, more: PluginGrants): PluginGrants => ({
  origins: [...new Set([...before.origins, ...more.origins])],
  secrets: [...new Set([...before.secrets, ...more.secrets])],
  dataClasses: [...new Set([...before.dataClasses, ...more.dataClasses])],
})

export const asksNothing = ({ hosts, secrets, dataClasses, sideEffects }: PluginAsks): boolean =>
  hosts.length + secrets.length + dataClasses.length + sideEffects.length === 0

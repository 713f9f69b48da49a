import { type DataClass, type Manifest, NAMED_HOSTS, outsideHostText, readOutsideAddress } from '@patchbay/core'

/** What somebody who may has granted. What is not named is refused, whatever the manifest asks for. */
export interface Grants {
  /** Exact origins; of a wildcard in the manifest the installation's own, such as `https://my-shop.myshopify.com`. */
  origins: readonly string[]
  /** Keys of secrets that may be used. */
  secrets: readonly string[]
  /** What it may be given. */
  dataClasses: readonly DataClass[]
}

/** Where an installation keeps its things, apart from everybody else's. */
export interface Shelf {
  tenantId: string
  environmentId: string
  installationId: string
}

/** An installed plugin, as far as running it needs: built from whatever a registry keeps. */
export interface Installation {
  shelf: Shelf
  manifest: Manifest
  /** One script that leaves the plugin's default export in `__plugin.default`. */
  bundle: { code: string; hash: string }
  grants: Grants
  /** As the plugin reads them: no secrets. */
  settings: Readonly<Record<string, unknown>>
  /** A secret's value; undefined while it is not set. Asked for when it is needed, never before. */
  secret(key: string): Promise<string | undefined>
}

/** A secret that is shorter cannot be told from other text, and is not taken. */
export const SECRET_MIN_CHARACTERS = 8

const ORIGINS_MAX = 50

/** Why grants do not fit a manifest; empty when they do. Texts are for those who install. */
export function grantFaults({ hosts, secrets, dataClasses }: Manifest, grants: Grants): string[] {
  const pinned = hosts.filter((host) => host.includes('*') && host !== NAMED_HOSTS)
  return [
    ...grants.origins
      .filter((origin) => origin.includes('*') || !hosts.some((host) => covers(host, origin)))
      .map((origin) => `${origin} is no address that the plugin asks for`),
    ...pinned
      .filter((host) => grants.origins.filter((origin) => covers(host, origin)).length > 1)
      .map((host) => `${host} stands for one address`),
    ...(grants.origins.length > ORIGINS_MAX ? [`no more than ${ORIGINS_MAX} addresses can be named`] : []),
    ...grants.secrets.filter((key) => !secrets.some((secret) => secret.key === key)).map((key) => `there is no secret ${key}`),
    ...grants.dataClasses.filter((one) => !dataClasses.includes(one)).map((one) => `the plugin does not ask for ${one}`),
  ]
}

/** Whether a host of a manifest is, or stands for, an origin. `*.` stands for one label, `https://*` for any that was named. */
export function covers(host: string, origin: string): boolean {
  if (host === NAMED_HOSTS) return isOrigin(origin)
  if (!host.includes('*')) return host === origin
  const [scheme, parent] = host.split('*')
  if (scheme === undefined || parent === undefined || !origin.startsWith(scheme) || !origin.endsWith(parent)) return false
  const label = origin.slice(scheme.length, origin.length - parent.length)
  return /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(label)
}

/** An exact one: a name, and a port where it is not the usual one. */
function isOrigin(origin: string): boolean {
  const address = readOutsideAddress(origin)
  return address?.secure === true && `https://${outsideHostText(address)}` === origin
}

/** The granted origin that an address belongs to. An operator's test host may be reached by http, the granted one says https. */
export function grantedOrigin({ origins }: Grants, url: string): string | undefined {
  const address = readOutsideAddress(url)
  if (address === undefined) return undefined
  const port = address.port === 443 ? '' : `:${address.port}`
  return origins.find((origin) => origin === `https://${address.host}${port}`)
}

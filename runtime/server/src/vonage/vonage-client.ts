import { Auth } from '@vonage/auth'
import { Vonage } from '@vonage/server-sdk'
import type { VonageSettings } from '../settings.ts'

const REQUEST_TIMEOUT_MS = 5000

/**
 * Makes a client of the real SDK, for one region's hosts.
 *
 * @param regionUrl From a webhook: followed only to Vonage's own hosts and to the configured one, for our application's
 *   token goes with every request.
 */
export function createVonageClient(
  settings: VonageSettings,
  regionUrl: string | null = null,
  timeoutMs = REQUEST_TIMEOUT_MS,
): Vonage {
  const { apiKey, apiSecret, applicationId, privateKey, apiHost, restHost } = settings
  const auth = new Auth({ apiKey, apiSecret, applicationId, privateKey })
  const host = regionUrl !== null && isTrusted(regionUrl, settings) ? regionUrl.replace(/\/+$/, '') : apiHost
  return new Vonage(auth, {
    timeout: timeoutMs,
    ...(host === undefined ? {} : { apiHost: host }),
    ...(restHost === undefined ? {} : { restHost }),
  })
}

/** Vonage's hosts over https, or exactly the address that the operator set. */
export function isTrusted(url: string, { apiHost }: Pick<VonageSettings, 'apiHost'>): boolean {
  if (!URL.canParse(url)) return false
  const { origin, protocol, hostname } = new URL(url)
  if (apiHost !== undefined && origin === new URL(apiHost).origin) return true
  return protocol === 'https:' && /(^|\.)(vonage|nexmo)\.com$/.test(hostname)
}

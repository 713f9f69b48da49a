import { type AccountFinding, finding } from '@patchbay/core'

const WAIT_MS = 5000

/** Who answers at an address: this Patchbay, somebody else, or nobody. */
export type Answerer = 'patchbay' | 'other' | 'nobody'

/**
 * Asks where Vonage would: our voice webhooks refuse a GET in words of their own, which nobody else says. From here it can
 * only be seen what this machine sees: a firewall in front of the world stays unseen.
 */
export async function askOwnAddress(publicUrl: string): Promise<Answerer> {
  try {
    const response = await fetch(`${publicUrl}/vonage/voice/answer`, { redirect: 'manual', signal: AbortSignal.timeout(WAIT_MS) })
    const said: unknown = await response.json().catch(() => undefined)
    const isOurs = typeof said === 'object' && said !== null && 'code' in said && said.code === 'METHOD_NOT_ALLOWED'
    // a proxy whose server is away
    if (response.status === 502 || response.status === 504) return 'nobody'
    return response.status === 405 && isOurs ? 'patchbay' : 'other'
  } catch {
    return 'nobody'
  }
}

/** @param vonageIsLocal Whether what stands for Vonage runs on this machine: then a local address is the right one. */
export async function publicUrlFindings(
  publicUrl: string,
  vonageIsLocal: boolean,
  ask: (publicUrl: string) => Promise<Answerer>,
): Promise<AccountFinding[]> {
  const isLocal = isLocalAddress(publicUrl)
  if (isLocal && !vonageIsLocal) return [finding('PUBLIC_URL_LOCAL', { publicUrl })]
  const codes = { patchbay: 'PUBLIC_URL_GOOD', other: 'PUBLIC_URL_LEADS_ELSEWHERE', nobody: 'PUBLIC_URL_NOT_ANSWERING' } as const
  return [
    ...(isLocal || publicUrl.startsWith('https:') ? [] : [finding('PUBLIC_URL_NOT_HTTPS', { publicUrl })]),
    finding(codes[await ask(publicUrl)], { publicUrl }),
  ]
}

const LOCAL_IPV4 = /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./

/** Loopback, a private network (RFC 1918, 4193, 6598), or a name that only a local network knows. */
export function isLocalAddress(url: string): boolean {
  const { hostname } = new URL(url)
  if (hostname.startsWith('[')) return /^\[(::1?\]|f[cd]|fe[89ab])/.test(hostname)
  if (/^\d+(\.\d+){3}$/.test(hostname)) return LOCAL_IPV4.test(`${hostname}.`)
  return !hostname.includes('.') || /\.(local|localhost|internal|lan|home\.arpa)$/.test(hostname)
}

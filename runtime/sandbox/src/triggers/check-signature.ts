import { createHmac, timingSafeEqual } from 'node:crypto'
import type { TriggerSignature } from '@patchbay/core'

/** A webhook of a provider's, as it came. */
export interface SignedRequest {
  /** In lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  rawBody: Buffer
  method: string
  /** As the provider was told it. */
  url: string
}

/** Beyond this number it is milliseconds: as seconds it would be in the year 5138. */
const SECONDS_MAX = 100_000_000_000
/** Parts of a header that are looked at. */
const SIGNATURES_MAX = 20

/**
 * Whether a webhook is the provider's, by what the manifest says of its signature.
 *
 * @param secret As it was set. @param now Milliseconds since 1970.
 * @returns `tooOld` only for a signature that holds: whoever cannot sign is told nothing.
 */
export function checkTriggerSignature(
  signature: TriggerSignature,
  request: SignedRequest,
  { secret, now }: { secret: string; now: number },
): 'signed' | 'notSigned' | 'tooOld' {
  const given = read(signature, request)
  if (signature.scheme === 'bearer') {
    return given.signatures.some((one) => sameBytes(Buffer.from(one), Buffer.from(secret))) ? 'signed' : 'notSigned'
  }
  const key = signature.secretEncoding === 'base64' ? Buffer.from(secret, 'base64') : Buffer.from(secret)
  const hmac = createHmac(signature.scheme.slice('hmac-'.length), key)
  for (const part of signature.signed.split(/(\{(?:body|time|method|url)\})/)) hmac.update(signedPart(part, request, given.time))
  const expected = hmac.digest()
  const holds = given.signatures.map((one) => sameBytes(bytesOf(one, signature.encoding), expected)).includes(true)
  if (!holds) return 'notSigned'
  return isInTime(signature, given.time, now) ? 'signed' : 'tooOld'
}

interface Given {
  signatures: string[]
  time: string
}

/** During a change of secrets a provider may sign with both: one of the signatures has to hold. */
function read({ scheme, header, prefix, parts, timeHeader }: TriggerSignature, { headers }: SignedRequest): Given {
  const headerOf = (name: string): string => {
    const value = headers[name.toLowerCase()]
    return typeof value === 'string' ? value : ''
  }
  const sent = headerOf(header)
  const dated = timeHeader === undefined ? '' : headerOf(timeHeader)
  if (parts === undefined) {
    // no signature has a comma in it, a secret may
    const given = scheme === 'bearer' ? [sent] : sent.split(',', SIGNATURES_MAX).map((one) => one.trim())
    const signatures = given.filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length))
    return { signatures, time: dated }
  }
  const list = sent.split(',', SIGNATURES_MAX).map((part) => {
    const at = part.indexOf('=')
    return { name: part.slice(0, at).trim(), value: part.slice(at + 1).trim() }
  })
  const time = parts.time === undefined ? dated : (list.find(({ name }) => name === parts.time)?.value ?? '')
  const signatures = list.filter(({ name, value }) => name === parts.signature && value.startsWith(prefix))
  return { signatures: signatures.map(({ value }) => value.slice(prefix.length)), time }
}

function signedPart(part: string, { rawBody, method, url }: SignedRequest, time: string): string | Buffer {
  switch (part) {
    case '{body}':
      return rawBody
    case '{time}':
      return time
    case '{method}':
      return method
    case '{url}':
      return url
    default:
      return part
  }
}

function isInTime({ timeHeader, parts, toleranceSeconds }: TriggerSignature, time: string, now: number): boolean {
  if (timeHeader === undefined && parts?.time === undefined) return true
  if (!/^\d{1,15}$/.test(time)) return false
  const sentAt = Number(time) > SECONDS_MAX ? Number(time) : Number(time) * 1000
  return Math.abs(now - sentAt) <= toleranceSeconds * 1000
}

/** What is not spelled as it should be gives other bytes, or fewer, and does not hold. */
const bytesOf = (text: string, encoding: TriggerSignature['encoding']): Buffer => {
  const spelling = encoding === 'hex' ? /^[0-9a-f]+$/i : /^[A-Za-z0-9+/]+={0,2}$/
  return spelling.test(text) ? Buffer.from(text, encoding) : Buffer.alloc(0)
}

/** Takes as long for a near miss as for a wild guess. */
function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

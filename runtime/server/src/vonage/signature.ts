import { createHmac, createSecretKey, hash, timingSafeEqual } from 'node:crypto'
import { AppError } from '@patchbay/core'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { VonageSettings } from '../settings.ts'

/** A webhook older than this is refused (V2.8-1: its token has no expiry of its own). */
const MAX_AGE_SECONDS = 600
/** How far the two clocks may be apart. */
const TOLERANCE_SECONDS = 60
/** About twenty thousand webhooks a minute for as long as a token is good; far beyond what one process answers. */
const REMEMBERED_TOKENS = 200_000

/**
 * Takes the `Authorization` header and the raw body of a webhook.
 *
 * @throws {AppError} `WEBHOOK_NOT_SIGNED`
 */
export type SignatureCheck = (authorization: string | undefined, rawBody: Buffer) => SignedWebhook

export interface SignedWebhook {
  /** The token's own id; the same for every retry of one webhook. */
  jti: string
}

/**
 * Makes the check of signed webhooks: HS256 and nothing else, the hash of the raw body, age, account and application. The
 * key object is made once: HMAC with it takes a third of the time that it takes with bytes.
 *
 * @returns A function of the `Authorization` header and the raw body.
 *   It throws {AppError} `WEBHOOK_NOT_SIGNED` with the rule that was broken; never says more than that to the sender.
 * Source: spec V2.8-1 … V2.8-4.
 */
export function createSignatureCheck(
  { apiKey, applicationId, signatureSecret }: Pick<VonageSettings, 'apiKey' | 'applicationId' | 'signatureSecret'>,
  clock: Clock,
): SignatureCheck {
  const key = createSecretKey(Buffer.from(signatureSecret))
  /** The header that was read last: Vonage's is the same each time. */
  let known = ''
  const seen = new LRUCache<string, string>({ max: REMEMBERED_TOKENS })

  return (authorization, rawBody) => {
    const [header, claims, signature, ...rest] = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1]?.split('.') ?? []
    if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) throw refused('no token')
    if (header !== known) {
      if (readPart(header).alg !== 'HS256') throw refused('not HS256')
      known = header
    }
    const expected = createHmac('sha256', key).update(`${header}.${claims}`).digest('base64url')
    if (!sameText(signature, expected)) throw refused('signature', 'V2.8-2')

    const { iat, jti, payload_hash, api_key, application_id } = readPart(claims)
    if (typeof iat !== 'number' || typeof jti !== 'string' || jti === '' || typeof payload_hash !== 'string')
      throw refused('claims')
    const age = clock() / 1000 - iat
    if (age > MAX_AGE_SECONDS + TOLERANCE_SECONDS || age < -TOLERANCE_SECONDS) throw refused('age')
    if (api_key !== apiKey) throw refused('api_key', 'V2.8-2')
    if (application_id !== undefined && application_id !== applicationId) throw refused('application_id')
    if (!sameText(payload_hash, hash('sha256', rawBody, 'hex'))) throw refused('payload_hash', 'V2.8-4')

    const before = seen.get(jti)
    if (before !== undefined && before !== payload_hash) throw refused('token used for another body')
    seen.set(jti, payload_hash)
    return { jti }
  }
}

const refused = (reason: string, rule = 'V2.8-1') =>
  new AppError('WEBHOOK_NOT_SIGNED', 'The webhook does not carry a valid signature', { details: { rule, reason } })

function readPart(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** Takes as long for a near miss as for a wild guess. */
function sameText(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}

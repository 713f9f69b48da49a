import { createHash, createHmac, randomUUID } from 'node:crypto'

export interface SigningKeys {
  apiKey: string
  signatureSecret: string
  applicationId: string
}

/**
 * Makes the bearer token of a signed webhook.
 *
 * @param rawBody The bytes that are sent; empty for GET.
 * @param at Milliseconds since 1970, of the machine and not of the emulated call: the receiver compares it with its own clock.
 * Source: V2.8-1, V2.8-2.
 */
export function signWebhook({ apiKey, signatureSecret, applicationId }: SigningKeys, rawBody: string, at = Date.now()): string {
  const claims = {
    iat: Math.floor(at / 1000),
    jti: randomUUID(),
    iss: 'Vonage',
    payload_hash: createHash('sha256').update(rawBody).digest('hex'),
    api_key: apiKey,
    application_id: applicationId,
  }
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${content}.${createHmac('sha256', signatureSecret).update(content).digest('base64url')}`
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

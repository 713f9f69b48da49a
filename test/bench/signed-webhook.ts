import { createHash, createHmac } from 'node:crypto'
import type { SigningKeys } from '../support/vonage-post.ts'

export interface SignedWebhook {
  body: string
  headers: Record<string, string>
}

/**
 * A webhook as Vonage signs it: one text for a whole call, of which the address alone says which question it answers.
 *
 * @param round Tells rounds of load apart.
 */
export function signedWith(keys: SigningKeys, round: string, body: object): SignedWebhook {
  const text = JSON.stringify(body)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = {
    iat: Math.floor(Date.now() / 1000),
    jti: `${round}-${createHash('sha256').update(text).digest('hex')}`,
    iss: 'Vonage',
    payload_hash: createHash('sha256').update(text).digest('hex'),
    api_key: keys.apiKey,
    application_id: keys.applicationId,
  }
  const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  const signature = createHmac('sha256', keys.signatureSecret).update(content).digest('base64url')
  return { body: text, headers: { 'content-type': 'application/json', authorization: `Bearer ${content}.${signature}` } }
}

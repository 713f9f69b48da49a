import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { AppError } from '@patchbay/core'
import { z } from 'zod'

/** Source: the DSSE protocol, https://github.com/secure-systems-lab/dsse; the payload is an in-toto Statement v1. */
const PAYLOAD_TYPE = 'application/vnd.in-toto+json'

const envelopeSchema = z.strictObject({
  payloadType: z.string(),
  payload: z.string().max(100_000),
  signatures: z.tuple([z.strictObject({ keyid: z.string().max(100), sig: z.string().max(200) })]),
})
export type Envelope = z.infer<typeof envelopeSchema>

/** What is signed is never the payload alone: its type and lengths stand in front, so that nothing can be read as something else. */
const signed = (payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `), payload])

const refuse = (problem: string) => new AppError('PACKAGE_NOT_VALID', `The package cannot be trusted: ${problem}`)

/** Signs a text with an Ed25519 key. @param privateKey PKCS 8 as PEM. */
export function signEnvelope(payload: string, privateKey: string): Envelope {
  const key = createPrivateKey(privateKey)
  const bytes = Buffer.from(payload)
  const sig = sign(null, signed(bytes), key).toString('base64')
  return {
    payloadType: PAYLOAD_TYPE,
    payload: bytes.toString('base64'),
    signatures: [{ keyid: idOf(createPublicKey(key)), sig }],
  }
}

/**
 * The text that was signed.
 *
 * @param publicKey SPKI as PEM.
 * @throws {AppError} `PACKAGE_NOT_VALID` unless exactly this key signed exactly this.
 */
export function openEnvelope(given: unknown, publicKey: string): string {
  const read = envelopeSchema.safeParse(given)
  if (!read.success) throw refuse('its signature is not readable')
  const { payloadType, payload, signatures } = read.data
  const [{ keyid, sig }] = signatures
  if (payloadType !== PAYLOAD_TYPE) throw refuse('its signature is for something else')
  const key = publicKeyOf(publicKey)
  if (keyid !== idOf(key)) throw refuse('it was signed with another key')
  const [bytes, signature] = [fromBase64(payload), fromBase64(sig)]
  if (!verify(null, signed(bytes), key, signature)) throw refuse('its signature is not right')
  return bytes.toString()
}

/** Names a key: the sum of what it is, in hexadecimal digits. @param publicKey SPKI as PEM. @throws {AppError} `PACKAGE_NOT_VALID` for what is none. */
export const keyIdOf = (publicKey: string): string => idOf(publicKeyOf(publicKey))

const idOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')

function publicKeyOf(pem: string): KeyObject {
  // a private key would be read too, and must not get about
  const key = /^-----BEGIN PUBLIC KEY-----/.test(pem.trim()) ? tryKey(pem) : undefined
  if (key?.asymmetricKeyType !== 'ed25519') throw refuse('the key is no Ed25519 public key (SPKI as PEM)')
  return key
}

function tryKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem)
  } catch {
    return undefined
  }
}

/** One text for the same bytes: another spelling of a signature is another signature. */
function fromBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw refuse('its signature is not written as it should be')
  return bytes
}

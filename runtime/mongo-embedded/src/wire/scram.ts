import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

const ITERATIONS = 15_000
const HASH = 'sha256'
const KEY_BYTES = 32

/** What the server keeps of a password. Source: RFC 5802 §3, RFC 7677. */
export interface Verifier {
  readonly user: string
  readonly salt: Buffer
  readonly storedKey: Buffer
  readonly serverKey: Buffer
}

/** @param password ASCII, so that it needs no SASLprep. */
export function verifierOf(user: string, password: string): Verifier {
  const salt = randomBytes(KEY_BYTES - 4)
  const salted = pbkdf2Sync(password, salt, ITERATIONS, KEY_BYTES, HASH)
  const clientKey = hmac(salted, 'Client Key')
  return { user, salt, storedKey: createHash(HASH).update(clientKey).digest(), serverKey: hmac(salted, 'Server Key') }
}

/** The server's side of one SCRAM-SHA-256 exchange: two messages in, two out. */
export class ScramExchange {
  readonly #verifier: Verifier
  readonly #firstBare: string
  readonly #nonce: string
  /** The server's first message. */
  readonly challenge: string

  /** @throws {Error} when the message is not a client's first, or names another user. */
  constructor(verifier: Verifier, clientFirst: string) {
    const [, bare = '', user, clientNonce] = /^[ny](?:=[^,]*)?,[^,]*,(n=([^,]*),r=([^,]+))$/.exec(clientFirst) ?? []
    if (user !== verifier.user || clientNonce === undefined) throw new Error('not the first message of a known user')
    this.#verifier = verifier
    this.#firstBare = bare
    this.#nonce = clientNonce + randomBytes(18).toString('base64')
    this.challenge = `r=${this.#nonce},s=${verifier.salt.toString('base64')},i=${ITERATIONS}`
  }

  /** The server's last message. @throws {Error} unless the client proved that it knows the password. */
  finish(clientFinal: string): string {
    const [, withoutProof = '', nonce, proof] = /^(c=[^,]*,r=([^,]+)),p=([A-Za-z0-9+/=]+)$/.exec(clientFinal) ?? []
    if (nonce !== this.#nonce || proof === undefined) throw new Error('not the final message of this exchange')
    const { storedKey, serverKey } = this.#verifier
    const message = `${this.#firstBare},${this.challenge},${withoutProof}`
    const signature = hmac(storedKey, message)
    const given = Buffer.from(proof, 'base64')
    if (given.length !== signature.length) throw new Error('the proof has the wrong length')
    const clientKey = Buffer.from(given.map((byte, index) => byte ^ (signature[index] as number)))
    if (!timingSafeEqual(createHash(HASH).update(clientKey).digest(), storedKey)) throw new Error('wrong password')
    return `v=${hmac(serverKey, message).toString('base64')}`
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac(HASH, key).update(text).digest()
}

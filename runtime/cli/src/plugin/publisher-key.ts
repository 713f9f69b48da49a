import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { CommandFailure } from '../command-failure.ts'

/** Where the key is kept when nothing else is said. */
export const defaultKeyFile = (): string => join(homedir(), '.patchbay', 'publisher.pem')

/** Whoever sits here, as a publisher is called. */
export function defaultPublisher(): string {
  const name = userInfo()
    .username.toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return /^[a-z]/.test(name) && name.length > 1 ? name.slice(0, 40) : `publisher-${name}`.replace(/-$/, '')
}

/**
 * The key that packages are signed with; made when there is none yet, and readable by its owner only.
 *
 * @throws {CommandFailure} When the file holds no Ed25519 private key.
 */
export function publisherKey(file: string): { privateKey: string; publicKey: string; isNew: boolean } {
  const isNew = !existsSync(file)
  if (isNew) {
    const { privateKey } = generateKeyPairSync('ed25519')
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    // never over one that somebody made meanwhile
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  }
  const privateKey = readFileSync(file, 'utf8')
  const publicKey = publicOf(privateKey)
  if (publicKey === undefined) throw new CommandFailure(`${file} holds no Ed25519 private key.`)
  return { privateKey, publicKey, isNew }
}

function publicOf(privateKey: string): string | undefined {
  try {
    const key = createPublicKey(privateKey)
    return key.asymmetricKeyType === 'ed25519' ? key.export({ type: 'spki', format: 'pem' }).toString() : undefined
  } catch {
    return undefined
  }
}

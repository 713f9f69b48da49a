import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from './start-error.ts'

export interface Credentials {
  readonly user: string
  readonly password: string
}

/** The name and the password of this folder, made on the first call and kept in a file that only its owner can read. @throws {StartError} */
export function credentialsOf(folder: string): Credentials {
  const path = join(folder, 'credentials.json')
  if (!existsSync(path)) {
    const made = { user: 'patchbay', password: randomBytes(32).toString('base64url') }
    writeFileSync(path, `${JSON.stringify(made)}\n`, { mode: 0o600, flag: 'wx' })
  }
  try {
    const { user, password } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Credentials>
    if (typeof user === 'string' && typeof password === 'string') return { user, password }
  } catch {
    // told below, like a file without the two
  }
  throw new StartError(`${path} holds no user and password. Remove it, and new ones are made at the next start.`)
}

import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { CommandFailure } from '../command-failure.ts'

const credentialsSchema = z.strictObject({
  apiKey: z.string().min(1),
  apiSecret: z.string().min(1),
  signatureSecret: z.string().min(1),
  applicationId: z.uuid(),
  privateKeyPem: z.string().includes('PRIVATE KEY'),
  publicKeyPem: z.string().includes('PUBLIC KEY'),
})
export type EmulatorCredentials = z.infer<typeof credentialsSchema>

/**
 * The account of the emulated Vonage: made once, kept readable by its owner only.
 *
 * @throws {CommandFailure} When the file is there but damaged: new ones would make the signatures of calls in flight worthless.
 */
export function emulatorCredentials(file: string): EmulatorCredentials {
  if (!existsSync(file)) {
    const made = makeCredentials()
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    return made
  }
  try {
    return credentialsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new CommandFailure(`${file} cannot be read. Delete it: the account of the emulated Vonage is then made anew.`, {
      cause,
    })
  }
}

function makeCredentials(): EmulatorCredentials {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return {
    apiKey: randomBytes(4).toString('hex'),
    apiSecret: randomBytes(12).toString('base64url'),
    signatureSecret: randomBytes(32).toString('base64url'),
    applicationId: randomUUID(),
    privateKeyPem: privateKey,
    publicKeyPem: publicKey,
  }
}

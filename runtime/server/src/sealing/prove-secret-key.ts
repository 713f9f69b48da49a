import { randomBytes } from 'node:crypto'
import { AppError } from '@patchbay/core'
import type { KeyProofStore } from '../storage/key-proof-store.ts'
import type { KeyStore } from '../storage/key-store.ts'
import { createRunKeys } from './run-keys.ts'
import { deriveKey, seal, unseal } from './seal.ts'

const PLACE = 'keyProofs/secretKey'

/**
 * Holds that this is the secret key that the database was begun with. With another one nothing stored could be read, and what is
 * stored from then on could not be read with the first.
 *
 * @throws {AppError} `SETTING_NOT_VALID` for another key; nothing was changed then.
 */
export async function proveSecretKey(
  { proofs, keys }: { proofs: Pick<KeyProofStore, 'get' | 'add'>; keys: KeyStore },
  secretKey: Buffer,
): Promise<void> {
  const key = deriveKey(secretKey, 'key-proof')
  try {
    if ((await proofs.get()) === undefined) {
      // a database of an earlier release has none, but it may have calls
      const run = await keys.any()
      if (run !== undefined) await createRunKeys(keys, secretKey).open(run.tenantId, run._id)
      await proofs.add(seal(key, randomBytes(16), PLACE))
    }
    // the one that another process may have kept meanwhile
    unseal(key, (await proofs.get()) as Buffer, PLACE)
  } catch (thrown) {
    if (AppError.from(thrown).code !== 'SEALED_VALUE_NOT_READABLE') throw thrown
    throw new AppError(
      'SETTING_NOT_VALID',
      'PATCHBAY_SECRET_KEY should be the key that this database was begun with: what is sealed in it cannot be read with another. Put the former key back, or its file secret-key into the data folder, or start with an empty database. Nothing was changed',
      { cause: thrown },
    )
  }
}

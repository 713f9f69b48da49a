import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSecretKey } from '@patchbay/server'
import { CommandFailure } from '../command-failure.ts'
import { dataFolderOf } from './open-database.ts'

/**
 * The key without which nothing that is sealed can be read: of the settings, or the one that the first start has made.
 *
 * @throws {CommandFailure} When there is none. None is made: it would open nothing.
 */
export function storedSecretKey(env: NodeJS.ProcessEnv): Buffer {
  const { folder } = dataFolderOf(env)
  const given = env['PATCHBAY_SECRET_KEY']
  if (given !== undefined && given !== '') return parseSecretKey(given)
  try {
    return parseSecretKey(readFileSync(join(folder.path, 'secret-key'), 'utf8').trim())
  } catch (cause) {
    throw new CommandFailure('There is no secret key: neither PATCHBAY_SECRET_KEY nor the file secret-key in the data folder.', {
      cause,
    })
  }
}

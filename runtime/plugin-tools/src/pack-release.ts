import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@patchbay/core'
import { emptySandbox } from './loaded-actions.ts'
import { packPlugin } from './pack-plugin.ts'

/** `index.json` beside the packages that come with a release. */
export interface ReleaseIndex {
  packages: {
    name: string
    version: string
    hash: string
    /** Beside the index. */
    file: string
    /** Whether an environment has it from the beginning. */
    builtIn: boolean
  }[]
}

/** Folders that are packed at the same time. */
const AT_ONCE = 4

/**
 * Packs every folder of plugins that come with this software. What else is in the folder of packages goes.
 *
 * @param builtIn Names of those that an environment has from the beginning; one that is not there yet is left out.
 * @throws {AppError} `PLUGIN_NOT_VALID`, naming the folder.
 */
export async function packRelease(from: string, to: string, builtIn: readonly string[]): Promise<ReleaseIndex> {
  const folders = existsSync(from)
    ? readdirSync(from, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && existsSync(join(from, entry.name, 'handlers.ts')))
        .map(({ name }) => name)
        .sort()
    : []
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to, { recursive: true })
  const sandbox = emptySandbox()
  const packages: ReleaseIndex['packages'] = []
  const left = [...folders]
  const work = async () => {
    for (let folder = left.shift(); folder !== undefined; folder = left.shift()) {
      const { manifest, text, hash } = await packPlugin(join(from, folder), { sandbox }).catch((thrown: unknown) => {
        throw new AppError('PLUGIN_NOT_VALID', `${folder}: ${AppError.from(thrown).message}`, { cause: thrown })
      })
      const { name, version } = manifest
      const file = `${name}-${version}.plugin.json`
      writeFileSync(join(to, file), text)
      packages.push({ name, version, hash, file, builtIn: builtIn.includes(name) })
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  } finally {
    await sandbox.close()
  }
  const index = { packages: packages.sort((a, b) => (a.name < b.name ? -1 : 1)) }
  writeFileSync(join(to, 'index.json'), JSON.stringify(index, null, 2))
  return index
}

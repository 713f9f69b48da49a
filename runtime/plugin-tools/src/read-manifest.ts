import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, type Manifest, parseManifest } from '@patchbay/core'
import { readModule } from './read-module.ts'

const FILES = ['manifest.ts', 'manifest.js', 'plugin.json']

/**
 * The manifest of a plugin's folder: `manifest.ts` with the manifest as its default export, or `plugin.json`.
 *
 * @throws {AppError} `PLUGIN_NOT_VALID`: a line for each fault, with the field and what it should be.
 */
export async function readManifestOf(folder: string): Promise<Manifest> {
  const file = FILES.map((name) => join(folder, name)).find(existsSync)
  if (file === undefined) throw new AppError('PLUGIN_NOT_VALID', `There is no ${FILES.join(' or ')} in ${folder}`)
  const read = parseManifest(file.endsWith('.json') ? fromJson(file) : await fromModule(file))
  if (read.type === 'manifest') return read.manifest
  throw new AppError('PLUGIN_NOT_VALID', read.faults.map(({ field, problem }) => `${field}: ${problem}`).join('\n'))
}

function fromJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new AppError('PLUGIN_NOT_VALID', 'plugin.json is not JSON', { cause })
  }
}

async function fromModule(file: string): Promise<unknown> {
  const { default: given, manifest = given } = await readModule(file)
  if (manifest === undefined) throw new AppError('PLUGIN_NOT_VALID', 'The manifest is not the default export of its file')
  // as plugin.json will hold it: what is no data does not survive
  return JSON.parse(JSON.stringify(given ?? manifest)) as unknown
}

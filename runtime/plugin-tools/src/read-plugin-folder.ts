import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@patchbay/core'
import type { Fake } from '@patchbay/plugin-sdk'
import { bundlePlugin } from './bundle-plugin.ts'
import type { PluginUnderTest } from './conformance/check-plugin.ts'
import { readManifestOf } from './read-manifest.ts'
import { readModule } from './read-module.ts'

/**
 * What is tried of a plugin's folder: its manifest, its handlers as a bundle, and the fake of its service.
 *
 * @throws {AppError} `PLUGIN_NOT_VALID`: a manifest with faults, what does not compile, a fake that is none.
 */
export async function readPluginFolder(folder: string): Promise<PluginUnderTest> {
  const [manifest, code, fake] = await Promise.all([
    readManifestOf(folder),
    bundlePlugin(join(folder, 'handlers.ts')),
    readFakeOf(folder),
  ])
  return { manifest, code, fake }
}

/** The fake of a plugin's service: undefined when the folder has none. */
async function readFakeOf(folder: string): Promise<Fake | undefined> {
  const file = ['fake.ts', 'fake.js'].map((name) => join(folder, name)).find(existsSync)
  if (file === undefined) return undefined
  const { default: fake } = (await readModule(file)) as { default?: Partial<Fake> }
  if (typeof fake?.start !== 'function' || typeof fake.answer !== 'function') {
    throw new AppError('PLUGIN_NOT_VALID', 'fake.ts: its default export must be a fake: export default defineFake({ … })')
  }
  return fake as Fake
}

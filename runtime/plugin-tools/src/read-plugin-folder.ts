import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@patchbay/core'
import type { Fake } from '@patchbay/plugin-sdk'
import { build } from 'esbuild'
import { bundlePlugin } from './bundle-plugin.ts'
import type { PluginUnderTest } from './conformance/check-plugin.ts'

/**
 * What is tried of a plugin's folder: `manifest.ts` and `fake.ts` by their default exports, `handlers.ts` as a bundle. The author's own
 * code, on the author's own machine.
 *
 * @throws {AppError} `PLUGIN_NOT_VALID` for what does not compile, and for a fake that is none.
 */
export async function readPluginFolder(folder: string): Promise<PluginUnderTest> {
  const [manifest, code, fake] = await Promise.all([
    defaultExport(join(folder, 'manifest.ts')),
    bundlePlugin(join(folder, 'handlers.ts')),
    readFakeOf(folder),
  ])
  return { manifest: JSON.parse(JSON.stringify(manifest ?? null)) as unknown, code, fake }
}

/** The fake of a plugin's service: undefined when the folder has none. */
export async function readFakeOf(folder: string): Promise<Fake | undefined> {
  const file = ['fake.ts', 'fake.js'].map((name) => join(folder, name)).find(existsSync)
  if (file === undefined) return undefined
  const fake = (await defaultExport(file)) as Partial<Fake> | undefined
  if (typeof fake?.start !== 'function' || typeof fake.answer !== 'function') {
    throw new AppError('PLUGIN_NOT_VALID', 'fake.ts: its default export must be a fake: export default defineFake({ … })')
  }
  return fake as Fake
}

async function defaultExport(file: string): Promise<unknown> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    conditions: ['patchbay-source'],
    logLevel: 'silent',
  }).catch((cause: unknown) => {
    throw new AppError('PLUGIN_NOT_VALID', cause instanceof Error ? cause.message : String(cause), { cause })
  })
  const code = Buffer.from(outputFiles[0]?.text ?? '').toString('base64')
  const module = (await import(`data:text/javascript;base64,${code}`)) as { default?: unknown }
  return module.default
}

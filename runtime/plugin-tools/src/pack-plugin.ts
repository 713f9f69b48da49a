import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, type Manifest } from '@patchbay/core'
import { BUNDLE_FILE, MANIFEST_FILE, packageText, readPackage, type Sandbox } from '@patchbay/sandbox'
import { build } from 'esbuild'
import { bundleHandlers } from './bundle-plugin.ts'
import { actionFaults, emptySandbox } from './loaded-actions.ts'
import { readManifestOf } from './read-manifest.ts'

export interface PackedPlugin {
  manifest: Manifest
  /** What is handed on; sign it with `signPackage`. */
  text: string
  hash: string
}

export interface PackOptions {
  /** For several in a row; else each starts and ends one of its own. */
  sandbox?: Sandbox
  /** Behind the version: `-dev` for what is being worked on. */
  suffix?: string
}

/**
 * Makes a plugin's package out of its folder: manifest, handlers as one script, source map, README, and the fake of its service for
 * those who want to try it. The same sources give the same package.
 *
 * @throws {AppError} `PLUGIN_NOT_VALID`, a line for each thing that is wrong.
 */
export async function packPlugin(folder: string, { sandbox, suffix = '' }: PackOptions = {}): Promise<PackedPlugin> {
  const written = await readManifestOf(folder)
  const manifest = { ...written, version: `${written.version}${suffix}` }
  const bundle = await bundleHandlers(handlersOf(folder))
  const own = sandbox ?? emptySandbox()
  try {
    const faults = await actionFaults(own, manifest, bundle.code)
    if (faults.length > 0) throw new AppError('PLUGIN_NOT_VALID', faults.join('\n'))
  } finally {
    if (sandbox === undefined) await own.close()
  }
  const readme = join(folder, 'README.md')
  const text = packageText({
    [MANIFEST_FILE]: JSON.stringify(manifest, null, 2),
    [BUNDLE_FILE]: bundle.code,
    'bundle.js.map': bundle.map,
    ...(existsSync(readme) ? { 'README.md': readFileSync(readme, 'utf8') } : {}),
    ...(await fakeOf(folder)),
  })
  return { manifest, text, hash: readPackage(text).hash }
}

/** @throws {AppError} `PLUGIN_NOT_VALID` when there are none. */
function handlersOf(folder: string): string {
  const file = ['handlers.ts', 'handlers.js'].map((name) => join(folder, name)).find(existsSync)
  if (file === undefined) throw new AppError('PLUGIN_NOT_VALID', `There is no handlers.ts in ${folder}`)
  return file
}

/** Runs in Node.js when somebody tries the plugin, and never with it. */
async function fakeOf(folder: string): Promise<Record<string, string>> {
  const file = join(folder, 'fake.ts')
  if (!existsSync(file)) return {}
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    minifyWhitespace: true,
    logLevel: 'silent',
  })
  return { 'fake.js': outputFiles[0]?.text ?? '' }
}

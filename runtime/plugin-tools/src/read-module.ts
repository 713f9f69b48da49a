import { AppError } from '@patchbay/core'
import { build } from 'esbuild'
import { withSdk } from './with-sdk.ts'

/**
 * What a module of a plugin's folder exports: the author's own code, on the author's own machine.
 *
 * @throws {AppError} `PLUGIN_NOT_VALID` for what does not compile.
 */
export async function readModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    conditions: ['patchbay-source'],
    plugins: [withSdk],
    logLevel: 'silent',
  }).catch((cause: unknown) => {
    throw new AppError('PLUGIN_NOT_VALID', cause instanceof Error ? cause.message : String(cause), { cause })
  })
  const code = Buffer.from(outputFiles[0]?.text ?? '').toString('base64')
  return (await import(`data:text/javascript;base64,${code}`)) as Record<string, unknown>
}

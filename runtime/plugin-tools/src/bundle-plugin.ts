import { build } from 'esbuild'

/** A plugin's handlers as the one script that the sandbox loads. @param file With the plugin as its default export. */
export async function bundlePlugin(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: '__plugin',
    platform: 'neutral',
    target: 'es2024',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['patchbay-source', 'browser', 'import'],
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

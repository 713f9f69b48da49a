import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'

/** A plugin's folder need not have the SDK installed: this one is the host's. */
export const withSdk: Plugin = {
  name: 'with-sdk',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@patchbay\/plugin-sdk$/ }, () => ({
      path: fileURLToPath(import.meta.resolve('@patchbay/plugin-sdk')),
      sideEffects: false,
    })),
}

import { defineConfig } from 'vitest/config'

/** Packages are tested from source: the condition picks `src` in the workspaces' `exports`. */
const source = { ssr: { resolve: { conditions: ['patchbay-source', 'node'] } } }

const project = (name: string, include: string[], testTimeout = 20_000, setupFiles: string[] = []) => ({
  ...source,
  test: {
    ...{ name, include, testTimeout, setupFiles, hookTimeout: 60_000, environment: 'node' as const },
    // what is waited for comes when a busy machine gets to it; the usual second is no assertion of ours
    expect: { poll: { timeout: 10_000 } },
  },
})

const steadySeed = ['test/support/steady-seed.ts']

/** One project a suite, so that `npm test` can run, time and count each alone. */
export default defineConfig({
  ...source,
  test: {
    projects: [
      project('unit', [
        'core/src/**/*.test.ts',
        'runtime/*/src/**/*.test.ts',
        'plugins/*/src/**/*.test.ts',
        'editor/src/**/*.test.ts',
        'test/*.test.ts',
      ]),
      project('golden', ['test/golden/**/*.test.ts']),
      project('templates', ['test/templates/**/*.test.ts']),
      project('property', ['test/property/**/*.test.ts'], 120_000, steadySeed),
      project('contract', ['test/contract/**/*.test.ts'], 60_000, steadySeed),
      project('hostile', ['test/hostile/**/*.test.ts'], 60_000),
      project('conformance', ['test/conformance/**/*.test.ts'], 60_000),
      project('e2e', ['test/e2e/**/*.test.ts'], 180_000, steadySeed),
      project('chaos', ['test/chaos/**/*.test.ts'], 300_000),
    ],
  },
})

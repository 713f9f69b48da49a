import { createHash } from 'node:crypto'
import { AppError, type Manifest, parseManifest } from '@patchbay/core'
import { createSandbox, type Sandbox } from '@patchbay/sandbox'

const PROBE = 'probe'
const PROBE_MS = 10_000

/** A sandbox in which nothing is kept and nothing reached: for looking at what loads. */
export const emptySandbox = (): Sandbox =>
  createSandbox(
    {
      reach: async () => {
        throw new AppError('REQUEST_FAILED', 'Nothing is reached while a plugin is packed')
      },
      kv: { get: async () => undefined, set: async () => 'full', delete: async () => false },
      records: {
        insert: async () => 'full',
        get: async () => undefined,
        find: async () => [],
        replace: async () => 'moved',
        remove: async () => false,
      },
      log: () => undefined,
    },
    { children: 2 },
  )

/**
 * Loads a bundle where it will run, and says what is wrong with what it left there.
 *
 * @returns A line for each action that the manifest has and the bundle has not, and the other way round.
 */
export async function actionFaults(sandbox: Sandbox, manifest: Manifest, code: string): Promise<string[]> {
  const probe = probeFor(manifest)
  const look = `
;{
  const plugin = __plugin.default
  const names = Object.entries((plugin && plugin.actions) || {}).filter(([, one]) => typeof one === 'function').map(([name]) => name)
  __plugin = { default: { actions: { ${PROBE}: () => ({ outlet: 'done', output: { names } }) } } }
}`
  const answer = await sandbox
    .invoke(
      {
        shelf: { tenantId: 'tools', environmentId: 'tools', installationId: 'tools' },
        manifest: probe,
        bundle: { code: code + look, hash: createHash('sha512').update(code).digest('base64') },
        grants: { origins: [], secrets: [], dataClasses: [] },
        settings: {},
        secret: async () => undefined,
      },
      { action: PROBE, input: {}, key: PROBE, now: 0, signal: AbortSignal.timeout(PROBE_MS), takeSecret: async () => undefined },
    )
    .catch((thrown: unknown) => {
      const { reason = '' } = AppError.from(thrown).details
      throw new AppError('PLUGIN_NOT_VALID', `The plugin does not load in the sandbox: ${reason}`, { cause: thrown })
    })
  const { names } = answer.output as { names: string[] }
  const declared = Object.keys(manifest.actions)
  return [
    ...declared.filter((name) => !names.includes(name)).map((name) => `actions.${name}: handlers.ts has no such action`),
    ...names
      .filter((name) => !declared.includes(name))
      .map((name) => `actions.${name}: is in handlers.ts and not in the manifest`),
  ]
}

/** The manifest with nothing in it but the action that looks. */
function probeFor(manifest: Manifest): Manifest {
  const anything = { type: 'object', properties: {} }
  const examples = [{ input: {}, outlet: 'done' }]
  const look = {
    title: PROBE,
    summary: PROBE,
    input: anything,
    output: anything,
    outlets: ['done'],
    sideEffect: 'read',
    examples,
  }
  const { name, version, sdk, title, summary } = manifest
  const limits = { ...manifest.limits, timeoutMs: PROBE_MS }
  // of a category that asks for nothing
  const read = parseManifest({ name, version, sdk, title, summary, category: 'devices', limits, actions: { [PROBE]: look } })
  if (read.type === 'manifest') return read.manifest
  throw new AppError('INTERNAL', 'The manifest of the probe is not valid')
}

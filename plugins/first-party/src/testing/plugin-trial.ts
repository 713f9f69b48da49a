import { resolve } from 'node:path'
import type { Manifest } from '@patchbay/core'
import type { Fake } from '@patchbay/plugin-sdk'
import { readPluginFolder, type Trial, type TrialBench } from '@patchbay/plugin-tools'

/** One of our plugins in the real sandbox, with its fake in place of the service. */
export async function pluginTrial(bench: TrialBench, name: string): Promise<Trial> {
  const { manifest, code, fake } = await readPluginFolder(resolve(import.meta.dirname, '..', name))
  return bench.trialOf(manifest as Manifest, code, fake as Fake)
}

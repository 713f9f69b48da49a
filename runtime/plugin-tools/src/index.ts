export { type PluginPackage, readPackage, signPackage, verifyPackage } from '@patchbay/sandbox'
export { bundlePlugin } from './bundle-plugin.ts'
export {
  type ConformanceBench,
  type ConformanceReport,
  createConformanceBench,
  type PluginUnderTest,
  type RuleResult,
} from './conformance/check-plugin.ts'
export { conformanceDetails, conformanceFaults, conformanceTable } from './conformance/conformance-table.ts'
export { createTrialBench, type Trial, type TrialBench } from './conformance/trial.ts'
export { type PackedPlugin, type PackOptions, packPlugin } from './pack-plugin.ts'
export { packRelease, type ReleaseIndex } from './pack-release.ts'
export { readManifestOf } from './read-manifest.ts'
export { readPluginFolder } from './read-plugin-folder.ts'

export { bundlePlugin } from './bundle-plugin.ts'
export {
  type ConformanceBench,
  type ConformanceReport,
  createConformanceBench,
  type PluginUnderTest,
  type RuleResult,
} from './conformance/check-plugin.ts'
export { conformanceDetails, conformanceFaults, conformanceTable } from './conformance/conformance-table.ts'
export { readFakeOf, readPluginFolder } from './read-plugin-folder.ts'

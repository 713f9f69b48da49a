export {
  type CreateFlow,
  createFlowSchema,
  type FlowDraft,
  type FlowList,
  type FlowSummary,
  type FlowVersion,
  flowDraftSchema,
  flowListSchema,
  flowSummarySchema,
  flowVersionSchema,
  goLiveSchema,
  type Publish,
  type Published,
  publishedSchema,
  publishSchema,
  saveDraftSchema,
  type VersionList,
  versionListSchema,
} from './flows.ts'
export {
  type NumberAssignment,
  type NumberList,
  type NumberRule,
  numberListSchema,
  numberRuleSchema,
  numberSchema,
  ruleTargetSchema,
  saveNumberSchema,
} from './numbers.ts'
export { type OutsideHostList, outsideHostListSchema } from './outside-hosts.ts'
export {
  type CalleeAction,
  calleeActionSchema,
  type Dial,
  type Dialled,
  dialledSchema,
  dialSchema,
  type Phone,
  type PhoneEvent,
  phoneEventSchema,
  phoneSchema,
  pressKeysSchema,
  sayWordsSchema,
  type TryFlow,
  tryFlowSchema,
} from './phone.ts'
export {
  type PluginActionSummary,
  type PluginList,
  type PluginSummary,
  pluginListSchema,
} from './plugins.ts'
export { type Problem, problemSchema } from './problem.ts'

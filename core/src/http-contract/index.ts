export {
  type AccountCheck,
  accountCheckSchema,
  type BuyNumber,
  buyNumberSchema,
  type MendRequest,
  mendSchema,
  type NumberOffer,
  type NumberOfferList,
  type NumberSearch,
  numberOfferListSchema,
  numberSearchSchema,
  type OwnedNumber,
  type OwnedNumberList,
  ownedNumberListSchema,
  ownedNumberSchema,
  type ReleaseNumber,
  releaseNumberSchema,
} from './account.ts'
export {
  type Binding,
  type BindingList,
  bindingKindSchema,
  bindingListSchema,
  bindingSchema,
  type SaveBinding,
  saveBindingSchema,
} from './bindings.ts'
export {
  CALLBACK_REASONS,
  type Callback,
  type CallbackList,
  type CallbacksQuery,
  callbackListSchema,
  callbackSchema,
  callbacksQuerySchema,
  callbackTimeSchema,
} from './callbacks.ts'
export {
  type Call,
  type CallCame,
  type CallDid,
  type CallEntry,
  type CallLeg,
  type CallList,
  type CallNode,
  type CallSummary,
  type CallsQuery,
  callListSchema,
  callSchema,
  callsQuerySchema,
} from './calls.ts'
export { type CallsAtOnceState, callsAtOnceStateSchema } from './capacity.ts'
export {
  type Emergency,
  emergencySchema,
  emergencyStateSchema,
  type SetEmergency,
  setEmergencySchema,
} from './emergency.ts'
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
export { type MediaFile, type MediaList, mediaFileSchema, mediaListSchema } from './media.ts'
export {
  type MessagesQuery,
  messagesQuerySchema,
  type ReceivedMessage,
  type ReceivedMessageList,
  receivedMessageListSchema,
  type SentMessage,
} from './messages.ts'
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
export { type OutboundRefusalList, outboundRefusalListSchema } from './outbound.ts'
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
export { invokePluginSchema, type PluginOutcome, pluginOutcomeSchema } from './plugin-actions.ts'
export {
  type PluginActionSummary,
  type PluginList,
  type PluginSummary,
  pluginListSchema,
} from './plugins.ts'
export { type Problem, problemSchema } from './problem.ts'
export {
  type LibraryPrompt,
  libraryPromptSchema,
  type PromptList,
  type PromptPublished,
  type PromptUse,
  type PromptVersionList,
  promptListSchema,
  promptPublishedSchema,
  promptVersionListSchema,
  type RepublishedFlow,
  type SavePrompt,
  savePromptSchema,
} from './prompts.ts'
export { type Recording, type RecordingList, recordingListSchema, recordingSchema, setHeardSchema } from './recordings.ts'

export { type AccountFinding, type FindingCode, finding, type Mend } from './account/finding.ts'
export { findingText } from './account/finding-text.ts'
export { BINDING_KINDS, type BindingOf } from './bindings/bindings.ts'
export {
  type Calendar,
  type CalendarNow,
  calendarNow,
  calendarSchema,
  calendarStatus,
  type LocalTime,
  nextOpening,
  WEEKDAYS,
} from './bindings/calendar.ts'
export { MAILBOX_DEFAULT_DAYS, type Mailbox, mailboxSchema } from './bindings/mailbox.ts'
export { type Queue, queueSchema } from './bindings/queue.ts'
export { type Team, teamSchema } from './bindings/team.ts'
export { BUSY_FLOW_ID, busyFlow } from './capacity/busy-flow.ts'
export {
  BUSY_TEXTS,
  CALLS_AT_ONCE_MOST,
  type CallsAtOnce,
  callsAtOnceSchema,
  DEFAULT_CALLS_AT_ONCE,
} from './capacity/calls-at-once.ts'
export { compileFlow } from './engine/compile-flow.ts'
export { type DialEffect, type Effect, effectsOf, HOLD_SECONDS, type RecordEffect, type TicketEffect } from './engine/effect.ts'
export type { RunFact } from './engine/fact.ts'
export { isConnectUnsettled, isLegRefused, outcomeOfStatus, unnamedCallee } from './engine/legs.ts'
export { loadPlan } from './engine/load-plan.ts'
export { heardNext, type QueueWait } from './engine/queue-wait.ts'
export {
  type Answer,
  FAILED,
  type PendingRequest,
  type Request,
  type RequestKind,
  type RequestMode,
  type RequestOf,
  UNKNOWN,
} from './engine/request.ts'
export { CALLS_PER_SECOND } from './engine/ring-group.ts'
export {
  answersQuestion,
  type CallReceived,
  CONNECT_OUTCOMES,
  type ConnectOutcome,
  LEG_STATUSES,
  type LegStatus,
  type LegStatusChanged,
  type QuestionEvent,
  type RecordingReceived,
  type RunEvent,
} from './engine/run-event.ts'
export { type EndReason, type FlowRef, type Frame, type Leg, type RunState, whereIs } from './engine/run-state.ts'
export { PLAN_FORMAT, type StatePlan } from './engine/state-plan.ts'
export { startRun, step } from './engine/step.ts'
export { AT_ANY_TIME, type Fault, type FaultCode, type TraceEntry } from './engine/trace.ts'
export type { LoadedPlan, Plans, Turn } from './engine/turn.ts'
export type { QueueStanding } from './engine/wait-treatment.ts'
export type { World } from './engine/world.ts'
export { AppError, assertNever, ERROR_CODES, type ErrorCode, type ErrorDetails, type ErrorKind } from './errors/app-error.ts'
export { VOICE_EVENT_TYPES, type VoiceEvent, type VoiceEventType } from './events/contact-event.ts'
export { projectTurn } from './events/project-turn.ts'
export { readAnswer } from './flow/answer-path.ts'
export { BINDING_KIND_NAMES, type BindingKind, bindingNameSchema } from './flow/binding.ts'
export { canonicalJson, canonicalText, logicText } from './flow/canonical-text.ts'
export { type Condition, conditionSchema, needsValue } from './flow/condition.ts'
export { digitsPass } from './flow/digits-check.ts'
export { editFlow, type FlowEdit } from './flow/edit.ts'
export { type Endpoint, endpointText } from './flow/endpoint.ts'
export type { HandedValue } from './flow/handed-value.ts'
export {
  CALLER,
  type FlowId,
  flowIdSchema,
  type LegName,
  type NodeId,
  nodeIdSchema,
  type Outlet,
  outletSchema,
  type VersionKey,
} from './flow/ids.ts'
export { hasErrors, type Issue, type IssueCode, type IssueSeverity, issue } from './flow/issue.ts'
export { issueText } from './flow/issue-text.ts'
export { LANGUAGE_NAMES, LANGUAGES, type Language, languageSchema } from './flow/language.ts'
export { MESSAGE_MAX_CHARACTERS } from './flow/message-text.ts'
export { readFlow } from './flow/migrations.ts'
export { createFlow } from './flow/new-flow.ts'
export { isOwnHeader } from './flow/outside-header.ts'
export { isHostAllowed, outsideHostSchema, outsideHostText, readOutsideAddress } from './flow/outside-host.ts'
export {
  type InlinePrompt,
  mediaIdOf,
  mediaReference,
  type Prompt,
  type PromptLibrary,
  type SharedPrompt,
} from './flow/prompt.ts'
export { questionsSchema } from './flow/questions.ts'
export {
  type FlowDefinition,
  type FlowEdge,
  type FlowNode,
  flowDefinitionSchema,
  type Key,
  keySchema,
  type Position,
  phoneNumberSchema,
} from './flow/schema.ts'
export { type SecretInput, secretPasses } from './flow/secret-input.ts'
export type { BindingNames, CallableFlow, OutsideReach, PluginPin, Surroundings } from './flow/surroundings.ts'
export { CALL_FACTS, type Variable, type VariableType, variableNameSchema, variableSchema } from './flow/variable.ts'
export { DEFAULT_VOICE, type Voice } from './flow/voice.ts'
export { type ConfigSchema, configSchemaOf } from './flow/walk-config.ts'
export type { NccoAction } from './ncco/ncco.ts'
export { type QueueSound, queueNcco } from './ncco/queue-ncco.ts'
export {
  holdNcco,
  isHeardFirst,
  type NccoAddresses,
  nccoEndpoint,
  RECORDING_PATIENCE,
  recordingNcco,
  toNcco,
  whisperNcco,
} from './ncco/to-ncco.ts'
export { TALK_LANGUAGE, VOICE_STYLES } from './ncco/voices.ts'
export { NODE_FAMILIES, type NodeFamily, type NodeType, type OutletSpec } from './nodes/define-node-type.ts'
export { NODE_TYPES, nodeTypeOf } from './nodes/registry.ts'
export { COUNTRIES, countryOf } from './outbound/calling-codes.ts'
export {
  judgeOutbound,
  type OutboundCounts,
  type OutboundRefusal,
  priceOf,
  refusalOfNumber,
} from './outbound/judge-outbound.ts'
export { DEFAULT_OUTBOUND_POLICY, type OutboundPolicy, outboundPolicySchema } from './outbound/outbound-policy.ts'
export { may, type Permission, type Role } from './permissions/permissions.ts'
export type { CategoryAction, CategoryInterface } from './plugin-categories/category-interface.ts'
export { crm } from './plugin-categories/crm.ts'
export { http } from './plugin-categories/http.ts'
export { identity } from './plugin-categories/identity.ts'
export { payments } from './plugin-categories/payments.ts'
export { refunds } from './plugin-categories/refunds.ts'
export { categoryInterfaces, interfaceOf } from './plugin-categories/registry.ts'
export { pluginsByName } from './plugin-categories/serve-category.ts'
export { surveys } from './plugin-categories/surveys.ts'
export { asksMore, asksOf, isNothing, type PluginAsks } from './plugin-manifest/asks.ts'
export {
  CALL_RULE_PROBLEMS,
  CALL_RULES_MOST,
  type CallRuleProblem,
  type CallSurroundings,
  type CallWishes,
  callRuleFaults,
  fitsVariable,
  handableFieldsOf,
  handedValues,
  isSensitive,
  numberFieldsOf,
} from './plugin-manifest/call-rule.ts'
export { calledAs, TRIGGER_OUTLETS, triggerCall } from './plugin-manifest/called.ts'
export { boundsOf, faultsOf, type ValueFault } from './plugin-manifest/conforms.ts'
export { blanked, type ErasedCustomer, isAbout, speakingOf } from './plugin-manifest/erase-record.ts'
export { personalPaths } from './plugin-manifest/erasing-faults.ts'
export type { CollectionErasing } from './plugin-manifest/erasing-schema.ts'
export { faultText } from './plugin-manifest/fault-text.ts'
export {
  type Manifest,
  type ManifestAction,
  type ManifestCollection,
  manifestJsonSchema,
  manifestSchema,
  modeOfAction,
  NAMED_HOSTS,
  outletsOfAction,
  PLUGIN_CATEGORIES,
  type PluginCategory,
  SDK_VERSION,
  timeoutOf,
} from './plugin-manifest/manifest.ts'
export {
  dataClassAt,
  dataClassesIn,
  type ManifestFault,
  type ParsedManifest,
  parseManifest,
} from './plugin-manifest/parse-manifest.ts'
export type { ManifestTrigger, TriggerSignature } from './plugin-manifest/trigger-schema.ts'
export { DATA_CLASSES, type DataClass, type ObjectSchema, type ValueSchema } from './plugin-manifest/value-schema.ts'
export { type Words, wordsIn } from './plugin-manifest/words-schema.ts'
export {
  type BuildResult,
  type BuiltTemplate,
  buildTemplate,
  type Installation,
} from './templates/build-template.ts'
export { checkTexts, hasEnglishLeft, unusedTexts } from './templates/check-texts.ts'
export { type CallLine, type PlayedTemplate, playTemplate } from './templates/play-template.ts'
export { type Answers, answerSchemaOf, type Person, type Question, readAnswers } from './templates/question.ts'
export { readTemplate, type TemplateFault, type TemplateFiles } from './templates/read-template.ts'
export {
  TEMPLATE_CHANNELS,
  TEMPLATE_INDUSTRIES,
  TEMPLATE_TYPES,
  type Template,
  type TemplateManifest,
} from './templates/template.ts'
export { currencyDigits, moneyText } from './text/money-text.ts'
export { renderText, templateVariables, VALUE_MAX_CHARACTERS } from './text/render-text.ts'
export { smsParts } from './text/sms-parts.ts'
export { WAITING_WORDS } from './text/waiting-words.ts'
export { bindingsNamed } from './verify/binding-issues.ts'
export { callableFlow, flowsEntered } from './verify/flow-reference-issues.ts'
export { pluginsUsed } from './verify/plugin-issues.ts'
export { mediaIdsOf, mediaUsed, promptsUsed } from './verify/shared-references.ts'
export { outletsOf, validate } from './verify/validate.ts'

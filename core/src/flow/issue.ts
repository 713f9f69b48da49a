import type { NodeId } from './ids.ts'

/** Everything that can be wrong with a flow, and with what it plays. `error` stops publishing; `warning` is shown and may be meant. */
export const ISSUE_SEVERITY = {
  SCHEMA: 'error',
  FLOW_TOO_NEW: 'error',
  FLOW_EMPTY: 'error',
  START_MISSING: 'error',
  START_UNKNOWN: 'error',
  TOO_MANY_NODES: 'error',
  NODE_ID_TWICE: 'error',
  NODE_TYPE_UNKNOWN: 'error',
  NODE_TYPE_VERSION_UNKNOWN: 'error',
  FIELD_MISSING: 'error',
  FIELD_NOT_VALID: 'error',
  PHONE_NUMBER_NOT_VALID: 'error',
  KEY_TWICE: 'error',
  OUTLET_TWICE: 'error',
  MAX_BELOW_MIN: 'error',
  EDGE_NOT_VALID: 'error',
  OUTLET_UNCONNECTED: 'error',
  NODE_UNREACHABLE: 'warning',
  CYCLE_WITHOUT_ASKING: 'error',
  TEXT_NOT_READABLE: 'error',
  TEXT_TOO_LONG: 'error',
  TEXT_MISSING: 'error',
  RECORDING_MISSING: 'error',
  RECORDING_NOT_VALID: 'error',
  PROMPT_UNKNOWN: 'error',
  MEDIA_UNKNOWN: 'error',
  MEDIA_NOT_SOUND: 'error',
  MEDIA_FORMAT_OTHER: 'error',
  MEDIA_WAV_BITS: 'error',
  MEDIA_WAV_ENCODING: 'error',
  MEDIA_DAMAGED: 'error',
  VARIABLE_UNKNOWN: 'error',
  VARIABLE_TWICE: 'error',
  VARIABLES_TOO_LARGE: 'error',
  VALUE_NOT_A_NUMBER: 'error',
  DEFAULT_LANGUAGE_OFF: 'error',
  LANGUAGE_OFF: 'error',
  VOICE_UNKNOWN: 'warning',
  SSML_NOT_SPOKEN: 'warning',
  ENTRY_TWICE: 'error',
  ENTRY_ENTERED: 'error',
  SPEAKS_AFTER_CALL: 'error',
  FLOW_UNKNOWN: 'error',
  FLOW_VARIABLE_UNKNOWN: 'error',
  FLOW_OUTCOME_UNKNOWN: 'warning',
  TREATMENT_CONNECTS: 'error',
  TREATMENT_RECORDS: 'error',
  TREATMENT_LEADS_OUT: 'error',
  TREATMENT_ASKS_SECRET: 'error',
  TREATMENT_TAKES_MONEY: 'error',
  TREATMENT_PART: 'warning',
  TREATMENT_OUTCOME_STAYS: 'warning',
  TREATMENT_SILENT: 'warning',
  BINDING_MISSING: 'error',
  MESSAGE_TEXT_MISSING: 'error',
  FLOW_VERSION_OLDER: 'error',
  OUTSIDE_ADDRESS_NOT_VALID: 'error',
  OUTSIDE_ADDRESS_NOT_SECURE: 'error',
  HOST_NOT_ALLOWED_OUTSIDE: 'error',
  HEADER_NOT_ALLOWED: 'error',
  SENSITIVE_SENT_OUTSIDE: 'warning',
  SECRET_VARIABLE_NOT_SENSITIVE: 'error',
  SECRET_USED_IN_TEXT: 'error',
  PLUGIN_NOT_INSTALLED: 'error',
  PLUGIN_SWITCHED_OFF: 'error',
  PLUGIN_CATEGORY_EMPTY: 'error',
  PLUGIN_ACTION_UNKNOWN: 'error',
  PLUGIN_ACTION_CHANGED: 'error',
  PLUGIN_OUTLET_UNKNOWN: 'error',
  PLUGIN_INPUT_MISSING: 'error',
  PLUGIN_FIELD_UNKNOWN: 'error',
  NUMBER_OWN: 'error',
  CALLER_ID_NOT_OWN: 'error',
  NUMBER_PREMIUM: 'warning',
  NUMBER_COUNTRY: 'warning',
  FALLBACK_NUMBER_REFUSED: 'error',
} as const satisfies Record<string, 'error' | 'warning'>

export type IssueCode = keyof typeof ISSUE_SEVERITY
export type IssueSeverity = 'error' | 'warning'

/** A finding, as data: its text is looked up by code and language, never stored. */
export interface Issue {
  code: IssueCode
  severity: IssueSeverity
  nodeId?: NodeId
  /** Within the node's config, or within the flow when there is no node. */
  path?: readonly (string | number)[]
  /** What the text mentions: names and limits. */
  data: Readonly<Record<string, string | number>>
}

export function issue(code: IssueCode, found: Partial<Pick<Issue, 'nodeId' | 'path' | 'data'>> = {}): Issue {
  return { code, severity: ISSUE_SEVERITY[code], data: {}, ...found }
}

export const hasErrors = (issues: readonly Issue[]): boolean => issues.some(({ severity }) => severity === 'error')

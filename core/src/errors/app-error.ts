/** `user`: the person can fix it · `operational`: the outside world failed, a retry may help · `unexpected`: our bug. */
export type ErrorKind = 'user' | 'operational' | 'unexpected'

/** Every code the product raises. Start here: the server will not compile until a new code has an HTTP status. */
export const ERROR_CODES = {
  REQUEST_NOT_VALID: 'user',
  FLOW_NOT_READABLE: 'user',
  FLOW_NOT_VALID: 'user',
  FLOW_NOT_FOUND: 'user',
  VERSION_NOT_FOUND: 'user',
  NUMBER_NOT_FOUND: 'user',
  NUMBER_RULE_NOT_VALID: 'user',
  NUMBER_IN_USE: 'user',
  NUMBER_PRICE_CHANGED: 'user',
  VONAGE_REFUSED: 'user',
  RECORDING_NOT_FOUND: 'user',
  CALL_NOT_FOUND: 'user',
  CALLBACK_NOT_FOUND: 'user',
  CALLBACK_MOVED_ON: 'user',
  CALL_RULE_NOT_FOUND: 'user',
  CALL_RULE_CHANGED_MEANWHILE: 'user',
  CALL_RULE_NOT_VALID: 'user',
  DRAFT_CHANGED_MEANWHILE: 'user',
  DRAFT_MATCH_REQUIRED: 'user',
  FLOW_IN_USE: 'user',
  BINDING_NOT_FOUND: 'user',
  BINDING_CHANGED_MEANWHILE: 'user',
  BINDING_MATCH_REQUIRED: 'user',
  BINDING_IN_USE: 'user',
  EMERGENCY_FLOW_NOT_VALID: 'user',
  ERASURE_NOT_FOUND: 'user',
  OVERFLOW_NOT_VALID: 'user',
  PROMPT_NOT_FOUND: 'user',
  PROMPT_NOT_VALID: 'user',
  PROMPT_CHANGED_MEANWHILE: 'user',
  PROMPT_IN_USE: 'user',
  MEDIA_NOT_FOUND: 'user',
  MEDIA_NOT_PLAYABLE: 'user',
  MEDIA_IN_USE: 'user',
  NOT_FOUND: 'user',
  METHOD_NOT_ALLOWED: 'user',
  HOST_NOT_ALLOWED: 'user',
  ORIGIN_NOT_ALLOWED: 'user',
  BODY_TOO_LARGE: 'user',
  TOO_MANY_REQUESTS: 'user',
  NOT_PERMITTED: 'user',
  PLUGIN_NOT_VALID: 'user',
  TEMPLATE_NOT_FOUND: 'user',
  TEMPLATE_NEEDS_PLUGIN: 'user',
  PACKAGE_NOT_VALID: 'user',
  PACKAGE_NOT_FOUND: 'user',
  PACKAGE_VERSION_TAKEN: 'user',
  PACKAGE_NOT_INSTALLABLE: 'user',
  PLUGIN_IN_USE: 'user',
  PLUGIN_ASKS_MORE: 'user',
  PLUGIN_CHANGED_MEANWHILE: 'user',
  PLUGIN_NO_EARLIER_VERSION: 'user',
  PLUGIN_NOT_FOUND: 'user',
  TRIGGER_NOT_SIGNED: 'user',
  IDEMPOTENCY_KEY_REQUIRED: 'user',
  IDEMPOTENCY_KEY_TAKEN: 'user',
  SETTING_NOT_VALID: 'user',
  WEBHOOK_NOT_SIGNED: 'user',
  WEBHOOK_BODY_NOT_VALID: 'user',
  RUN_NOT_FOUND: 'user',
  RUN_MOVED_MEANWHILE: 'operational',
  PLAN_FORMAT_UNKNOWN: 'operational',
  DATABASE_NOT_REACHABLE: 'operational',
  TELEPHONY_NOT_REACHABLE: 'operational',
  REQUEST_FAILED: 'operational',
  TENANT_MISSING: 'unexpected',
  SEALED_VALUE_NOT_READABLE: 'unexpected',
  INTERNAL: 'unexpected',
} as const satisfies Record<string, ErrorKind>
export type ErrorCode = keyof typeof ERROR_CODES

/** Ids and limits only, so it is safe to log and to send: never spoken text, digits or phone numbers. */
export type ErrorDetails = Readonly<Record<string, string | number>>

export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly kind: ErrorKind
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, { details = {}, cause }: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.kind = ERROR_CODES[code]
    this.details = details
  }

  /** Wraps anything thrown, once, at an edge. An `AppError` passes through unchanged. */
  static from(thrown: unknown): AppError {
    return thrown instanceof AppError ? thrown : new AppError('INTERNAL', 'Unexpected failure', { cause: thrown })
  }
}

/** Makes the compiler reject a `switch` that forgot a case. */
export function assertNever(value: never): never {
  throw new AppError('INTERNAL', 'Unhandled case', { cause: value })
}

import { AppError, type ErrorCode } from '@patchbay/core'
import type { Problem } from '@patchbay/core/http-contract'
import type { Middleware } from 'koa'
import type { Logger } from 'pino'
import { RequestError } from '../request-error.ts'

/** Every code has a status: a new one does not compile until it is here. */
export const STATUS_OF_CODE = {
  REQUEST_NOT_VALID: 400,
  FLOW_NOT_READABLE: 422,
  FLOW_NOT_VALID: 422,
  FLOW_NOT_FOUND: 404,
  VERSION_NOT_FOUND: 404,
  NUMBER_NOT_FOUND: 404,
  RECORDING_NOT_FOUND: 404,
  NUMBER_RULE_NOT_VALID: 422,
  NUMBER_IN_USE: 409,
  NUMBER_PRICE_CHANGED: 409,
  VONAGE_REFUSED: 422,
  CALL_NOT_FOUND: 404,
  CALLBACK_NOT_FOUND: 404,
  CALLBACK_MOVED_ON: 409,
  CALL_RULE_NOT_FOUND: 404,
  CALL_RULE_CHANGED_MEANWHILE: 412,
  CALL_RULE_NOT_VALID: 422,
  DRAFT_CHANGED_MEANWHILE: 412,
  DRAFT_MATCH_REQUIRED: 428,
  FLOW_IN_USE: 409,
  BINDING_NOT_FOUND: 404,
  BINDING_CHANGED_MEANWHILE: 412,
  BINDING_MATCH_REQUIRED: 428,
  BINDING_IN_USE: 409,
  EMERGENCY_FLOW_NOT_VALID: 422,
  ERASURE_NOT_FOUND: 404,
  OVERFLOW_NOT_VALID: 422,
  PROMPT_NOT_FOUND: 404,
  PROMPT_NOT_VALID: 422,
  PROMPT_CHANGED_MEANWHILE: 412,
  PROMPT_IN_USE: 409,
  MEDIA_NOT_FOUND: 404,
  MEDIA_NOT_PLAYABLE: 415,
  MEDIA_IN_USE: 409,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  HOST_NOT_ALLOWED: 403,
  ORIGIN_NOT_ALLOWED: 403,
  BODY_TOO_LARGE: 413,
  TOO_MANY_REQUESTS: 429,
  NOT_PERMITTED: 403,
  PLUGIN_NOT_VALID: 422,
  TEMPLATE_NOT_FOUND: 404,
  TEMPLATE_NEEDS_PLUGIN: 422,
  PACKAGE_NOT_VALID: 422,
  PACKAGE_NOT_FOUND: 404,
  PACKAGE_VERSION_TAKEN: 409,
  PACKAGE_NOT_INSTALLABLE: 409,
  PLUGIN_IN_USE: 409,
  PLUGIN_ASKS_MORE: 409,
  PLUGIN_CHANGED_MEANWHILE: 409,
  PLUGIN_NO_EARLIER_VERSION: 409,
  PLUGIN_NOT_FOUND: 404,
  TRIGGER_NOT_SIGNED: 401,
  IDEMPOTENCY_KEY_REQUIRED: 428,
  IDEMPOTENCY_KEY_TAKEN: 422,
  SETTING_NOT_VALID: 500,
  WEBHOOK_NOT_SIGNED: 401,
  WEBHOOK_BODY_NOT_VALID: 400,
  RUN_NOT_FOUND: 404,
  RUN_MOVED_MEANWHILE: 503,
  PLAN_FORMAT_UNKNOWN: 503,
  DATABASE_NOT_REACHABLE: 503,
  TELEPHONY_NOT_REACHABLE: 503,
  REQUEST_FAILED: 502,
  TENANT_MISSING: 500,
  SEALED_VALUE_NOT_READABLE: 500,
  INTERNAL: 500,
} as const satisfies Record<ErrorCode, number>

/** The body of an error (RFC 9457). What is our own fault is told in the log only. */
function toProblem(error: AppError, requestId: string): Problem {
  const status = STATUS_OF_CODE[error.code]
  const detail =
    error.kind === 'unexpected' ? 'Something went wrong on our side. The log has the cause under the request id.' : error.message
  return {
    type: `/docs/errors#${error.code.toLowerCase()}`,
    title: error.code,
    status,
    detail,
    code: error.code,
    requestId,
    ...(error instanceof RequestError && error.errors !== undefined ? { errors: error.errors } : {}),
    ...(error instanceof RequestError && error.issues !== undefined ? { issues: [...error.issues] } : {}),
    ...(error instanceof RequestError && error.flows !== undefined ? { flows: [...error.flows] } : {}),
  }
}

/** The one edge at which what is thrown becomes an answer. */
export function problems(log: Logger): Middleware {
  return async (ctx, next) => {
    try {
      await next()
    } catch (thrown) {
      const error = fromHttp(thrown)
      const problem = toProblem(error, ctx.state.requestId)
      const entry = {
        code: error.code,
        requestId: problem.requestId,
        method: ctx.method,
        path: routeOf(ctx.path),
        ...error.details,
      }
      if (error.kind === 'user') log.info(entry, 'request refused')
      else log.error({ ...entry, cause: causeOf(error) }, 'request failed')
      ctx.status = problem.status
      ctx.type = 'application/problem+json'
      // what a save has to begin from now
      if (error.code.endsWith('_CHANGED_MEANWHILE') && error.details['revision'] !== undefined)
        ctx.set('etag', `"${error.details.revision}"`)
      ctx.body = JSON.stringify(problem)
    }
  }
}

/** Koa and its middleware throw errors with a status of their own: for files that are not there, and for paths that lead astray. */
function fromHttp(thrown: unknown): AppError {
  if (thrown instanceof Error && 'status' in thrown && Number(thrown.status) >= 400 && Number(thrown.status) < 500) {
    return new AppError('NOT_FOUND', 'There is nothing at this address', { cause: thrown })
  }
  return AppError.from(thrown)
}

/** Telephone numbers stand in some addresses of the API, and what opens a customer's page in others; they do not belong into a log. */
const routeOf = (path: string): string => path.replace(/^\/(pay|survey)\/.+/, '/$1/<link>').replace(/\d{7,15}/g, '<number>')

/** The name and stack of what lies beneath; messages of foreign errors may hold anything, and are left out. */
export function causeOf(error: AppError): { name: string; stack: string } | undefined {
  const cause = error.cause instanceof Error ? error.cause : error
  const frames = (cause.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  return { name: cause.name, stack: frames.slice(0, 8).join('\n') }
}

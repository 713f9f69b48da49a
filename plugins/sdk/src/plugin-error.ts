import type { HttpReply } from './context.ts'

/** What can go wrong, and what a flow can tell apart: each leads to the outlet beside it where the action has it, else to `failed`. */
export const ERROR_OUTLETS = {
  NOT_FOUND: 'notFound',
  INVALID_INPUT: 'invalidInput',
  UNAUTHORIZED: 'unauthorized',
  RATE_LIMITED: 'rateLimited',
  UNAVAILABLE: 'unavailable',
  TIMEOUT: 'timeout',
  DECLINED: 'declined',
  CONFLICT: 'conflict',
  LIMIT_EXCEEDED: 'limitExceeded',
  INTERNAL: 'internal',
} as const
export type ErrorCode = keyof typeof ERROR_OUTLETS

/** Thrown by a handler to leave an action by an outlet. Only RATE_LIMITED, UNAVAILABLE and TIMEOUT are ever tried again. */
export class PluginError extends Error {
  override readonly name = 'PluginError'
  readonly code: ErrorCode
  /** Seconds; the host takes 30 at most. */
  readonly retryAfter: number

  /** @param message For the operator's log; secrets are taken out of it. Never personal data. */
  constructor(code: ErrorCode, message: string = code, { retryAfter = 0 }: { retryAfter?: number } = {}) {
    super(message)
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** What the host's services throw has a code, too, but is another class: ask here rather than by `instanceof`. */
export const errorCodeOf = (thrown: unknown): ErrorCode | undefined => {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' && Object.hasOwn(ERROR_OUTLETS, code) ? (code as ErrorCode) : undefined
}

const OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_INPUT',
  401: 'UNAUTHORIZED',
  402: 'DECLINED',
  403: 'UNAUTHORIZED',
  404: 'NOT_FOUND',
  408: 'TIMEOUT',
  409: 'CONFLICT',
  410: 'NOT_FOUND',
  412: 'CONFLICT',
  422: 'INVALID_INPUT',
  429: 'RATE_LIMITED',
}

/**
 * Gives a reply of the 200s back, and makes an error of every other.
 *
 * @throws {PluginError} By the usual meaning of the status; of 429 with what `Retry-After` says.
 */
export function expectOk(reply: HttpReply): HttpReply {
  if (reply.status >= 200 && reply.status <= 299) return reply
  const code = OF_STATUS[reply.status] ?? (reply.status >= 500 ? 'UNAVAILABLE' : 'INVALID_INPUT')
  const seconds = Number(reply.headers['retry-after'])
  throw new PluginError(code, `The service answered ${reply.status}`, { retryAfter: Number.isFinite(seconds) ? seconds : 0 })
}

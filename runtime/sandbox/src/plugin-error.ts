import { AppError } from '@patchbay/core'

/** What plugins and the host's services say went wrong, and the outlet that each leads to where an action has it. */
export const PLUGIN_ERRORS = {
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
export type PluginErrorCode = keyof typeof PLUGIN_ERRORS

export const isPluginErrorCode = (code: string): code is PluginErrorCode => Object.hasOwn(PLUGIN_ERRORS, code)

/** An error that a guest is told of; the text must hold nothing of the host's. */
export const guestError = (code: PluginErrorCode, message: string, cause?: unknown): AppError =>
  new AppError('REQUEST_FAILED', message, { details: { reason: code }, cause })

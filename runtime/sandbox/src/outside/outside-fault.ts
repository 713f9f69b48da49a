import { AppError } from '@patchbay/core'

/** Why there is no reply from outside. */
export type OutsideFault =
  | 'addressNotValid'
  | 'hostNotAllowed'
  | 'addressNotPublic'
  | 'nameNotFound'
  | 'notReached'
  | 'redirected'
  | 'tooLarge'
  | 'replyNotReadable'
  | 'timeout'

/** @param sent Whether the request may have arrived; false only when it surely has not. */
export const outsideFault = (reason: OutsideFault, sent: boolean, cause?: unknown): AppError =>
  new AppError('REQUEST_FAILED', 'Something outside could not be reached', { details: { reason, sent: sent ? 1 : 0 }, cause })

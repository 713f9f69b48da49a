import type { CallsAtOnce } from '@patchbay/core'
import type { CallsAtOnceState } from '@patchbay/core/http-contract'
import { request } from './request.ts'

export const getCallsAtOnce = () => request<CallsAtOnceState>('/calls-at-once')

/** @throws {ApiError} `OVERFLOW_NOT_VALID` (422) when the next caller would be led to nothing. */
export const saveCallsAtOnce = (settings: CallsAtOnce) =>
  request<CallsAtOnceState>('/calls-at-once', { method: 'PUT', body: settings })

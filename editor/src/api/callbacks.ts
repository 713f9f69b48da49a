import type { Callback, CallbackList, CallbacksQuery } from '@patchbay/core/http-contract'
import { request } from './request.ts'
import { searchOf } from './search.ts'

const at = (id: string): string => `/callbacks/${encodeURIComponent(id)}`

export const listCallbacks = (query: CallbacksQuery) => request<CallbackList>(`/callbacks${searchOf(query)}`)
/** @throws {ApiError} `CALLBACK_MOVED_ON` (409) */
export const retimeCallback = (id: string, to: Date) =>
  request<Callback>(`${at(id)}/time`, { method: 'PUT', body: { at: to.toISOString() } })
/** @throws {ApiError} `CALLBACK_MOVED_ON` (409) */
export const cancelCallback = (id: string) => request<void>(at(id), { method: 'DELETE' })
/** @throws {ApiError} `CALLBACK_MOVED_ON` (409) */
export const restoreCallback = (id: string) => request<Callback>(`${at(id)}/restore`, { method: 'POST', body: {} })

import type { Call, CallList, CallsQuery } from '@patchbay/core/http-contract'
import { request } from './request.ts'
import { searchOf } from './search.ts'

export const listCalls = (query: CallsQuery) => request<CallList>(`/calls${searchOf(query)}`)

/** @throws {ApiError} `CALL_NOT_FOUND` (404) */
export const getCall = (runId: string) => request<Call>(`/calls/${encodeURIComponent(runId)}`)

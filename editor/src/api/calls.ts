import type { Call, CallList, CallsQuery } from '@patchbay/core/http-contract'
import { request } from './request.ts'

export function listCalls(query: CallsQuery): Promise<CallList> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return request<CallList>(`/calls${search.size === 0 ? '' : `?${search}`}`)
}

/** @throws {ApiError} `CALL_NOT_FOUND` (404) */
export const getCall = (runId: string) => request<Call>(`/calls/${encodeURIComponent(runId)}`)

import type { CallRule, CallRuleList, SaveCallRule } from '@patchbay/core/http-contract'
import { request } from './request.ts'

const at = (plugin: string): string => `/plugins/${encodeURIComponent(plugin)}/call-rules`
const one = (plugin: string, id: string): string => `${at(plugin)}/${encodeURIComponent(id)}`

export const listCallRules = (plugin: string) => request<CallRuleList>(at(plugin))
/** @throws {ApiError} `CALL_RULE_NOT_VALID` (422) with `problem.errors`. */
export const addCallRule = (plugin: string, body: SaveCallRule) => request<CallRule>(at(plugin), { method: 'POST', body })
/** @throws {ApiError} `CALL_RULE_CHANGED_MEANWHILE` (412) when somebody saved after `revision`; `CALL_RULE_NOT_VALID` (422). */
export const saveCallRule = (plugin: string, { id, revision }: Pick<CallRule, 'id' | 'revision'>, body: SaveCallRule) =>
  request<CallRule>(one(plugin, id), { method: 'PUT', body, headers: { 'if-match': `"${revision}"` } })
export const deleteCallRule = (plugin: string, id: string) => request<void>(one(plugin, id), { method: 'DELETE' })

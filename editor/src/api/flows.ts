import type { FlowDefinition } from '@patchbay/core'
import type {
  CreateFlow,
  FlowDraft,
  FlowList,
  FlowSummary,
  NumberList,
  Published,
  VersionList,
} from '@patchbay/core/http-contract'
import { request } from './request.ts'

const at = (id: string): string => `/flows/${encodeURIComponent(id)}`

export const listFlows = () => request<FlowList>('/flows')
export const listNumbers = () => request<NumberList>('/numbers')
export const createFlow = (flow: CreateFlow) => request<FlowDraft>('/flows', { method: 'POST', body: flow })
export const duplicateFlow = (id: string) => request<FlowDraft>(`${at(id)}/duplicate`, { method: 'POST', body: {} })
export const deleteFlow = (id: string) => request<void>(at(id), { method: 'DELETE' })
export const restoreFlow = (id: string) => request<FlowSummary>(`${at(id)}/restore`, { method: 'POST', body: {} })
export const getDraft = (id: string) => request<FlowDraft>(`${at(id)}/draft`)

/** @throws {ApiError} `DRAFT_CHANGED_MEANWHILE` (412) when somebody saved after `revision`. */
export const saveDraft = (definition: FlowDefinition, revision: number, keepalive = false) =>
  request<FlowDraft>(`${at(definition.id)}/draft`, {
    method: 'PUT',
    body: { definition },
    headers: { 'if-match': `"${revision}"` },
    keepalive,
  })

/** A version as it was published. */
export const getVersion = (id: string, version: number) => request<FlowDefinition>(`${at(id)}/versions/${version}`)
export const listVersions = (id: string) => request<VersionList>(`${at(id)}/versions`)

/** @throws {ApiError} `FLOW_NOT_VALID` (422) with `problem.issues` when something stands in the way. */
export const publishFlow = (id: string, note: string) =>
  request<Published>(`${at(id)}/versions`, { method: 'POST', body: { note } })
export const goLive = (id: string, version: number) =>
  request<FlowSummary>(`${at(id)}/live`, { method: 'POST', body: { version } })

/** Renames a flow that is not open: reads its draft and saves it under the new name. */
export async function renameFlow(id: string, name: string): Promise<FlowDraft> {
  const { definition, revision } = await getDraft(id)
  return saveDraft({ ...definition, name }, revision)
}

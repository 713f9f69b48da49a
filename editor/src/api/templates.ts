import type { InstallTemplate, TemplateDetail, TemplateInstalled, TemplateList } from '@patchbay/core/http-contract'
import { request } from './request.ts'

const at = (id: string): string => `/templates/${encodeURIComponent(id)}`

export const listTemplates = () => request<TemplateList>('/templates')

/** @param language What its preview is in, where the line has a voice for it. */
export const getTemplate = (id: string, language: string) =>
  request<TemplateDetail>(`${at(id)}?language=${encodeURIComponent(language)}`)

/** @throws {ApiError} `REQUEST_NOT_VALID` with `problem.errors`; `FLOW_NOT_VALID` with `problem.issues`; `TEMPLATE_NEEDS_PLUGIN`. */
export const installTemplate = (id: string, body: InstallTemplate) =>
  request<TemplateInstalled>(`${at(id)}/install`, { method: 'POST', body })

import type { LibraryPrompt, PromptList, PromptPublished, PromptVersionList, SavePrompt } from '@patchbay/core/http-contract'
import { request } from './request.ts'

const at = (id: string): string => `/prompts/${encodeURIComponent(id)}`

export const listPrompts = () => request<PromptList>('/prompts')
export const getPrompt = (id: string) => request<LibraryPrompt>(at(id))
export const createPrompt = (prompt: SavePrompt) => request<LibraryPrompt>('/prompts', { method: 'POST', body: prompt })
export const deletePrompt = (id: string) => request<void>(at(id), { method: 'DELETE' })
export const restorePrompt = (id: string) => request<LibraryPrompt>(`${at(id)}/restore`, { method: 'POST', body: {} })
export const listPromptVersions = (id: string) => request<PromptVersionList>(`${at(id)}/versions`)

/** @throws {ApiError} `PROMPT_CHANGED_MEANWHILE` (412) when somebody saved after `version`; `PROMPT_NOT_VALID` (422). */
export const savePrompt = (id: string, version: number, prompt: SavePrompt) =>
  request<LibraryPrompt>(at(id), { method: 'PUT', body: prompt, headers: { 'if-match': `"${version}"` } })

/** Publishes the flows that use a prompt with its newest version; the reply says what became of each. */
export const publishPrompt = (id: string, note: string) =>
  request<PromptPublished>(`${at(id)}/publish`, { method: 'POST', body: { note } })

import type { Recording, RecordingList } from '@patchbay/core/http-contract'
import { request } from './request.ts'

const at = (id: string): string => `/recordings/${encodeURIComponent(id)}`

export const listRecordings = () => request<RecordingList>('/recordings')
export const setHeard = (id: string, heard: boolean) => request<Recording>(`${at(id)}/heard`, { method: 'PUT', body: { heard } })
export const deleteRecording = (id: string) => request<void>(at(id), { method: 'DELETE' })
export const restoreRecording = (id: string) => request<Recording>(`${at(id)}/restore`, { method: 'POST', body: {} })

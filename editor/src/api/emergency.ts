import type { Emergency, SetEmergency } from '@patchbay/core/http-contract'
import { request } from './request.ts'

export const getEmergency = () => request<Emergency>('/emergency')
export const setEmergency = (wanted: SetEmergency) => request<Emergency>('/emergency', { method: 'PUT', body: wanted })

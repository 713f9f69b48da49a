import type { Key } from '@patchbay/core'
import type { CalleeAction, Dial, Dialled, Phone, TryFlow } from '@patchbay/core/http-contract'
import { request } from './request.ts'

const at = (callId: string): string => `/phone/calls/${encodeURIComponent(callId)}`

export const getPhone = () => request<Phone>('/phone')
export const dial = (call: Dial) => request<Dialled>('/phone/calls', { method: 'POST', body: call })
export const tryFlow = (flow: TryFlow) => request<Dialled>('/phone/try', { method: 'POST', body: flow })
export const pressKeys = (callId: string, keys: readonly Key[]) =>
  request<void>(`${at(callId)}/keys`, { method: 'POST', body: { keys } })
export const sayWords = (callId: string, text: string) =>
  request<void>(`${at(callId)}/speech`, { method: 'POST', body: { text } })
export const actAsCallee = (callId: string, action: CalleeAction) =>
  request<void>(`${at(callId)}/callees`, { method: 'POST', body: action })
export const hangUp = (callId: string) => request<void>(at(callId), { method: 'DELETE' })

/** Where the events of a call are streamed from. */
export const callEventsUrl = (callId: string): string => `/api/v1${at(callId)}/events`

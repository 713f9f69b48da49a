import type { OutboundPolicy } from '@patchbay/core'
import type { OutboundRefusalList } from '@patchbay/core/http-contract'
import { request } from './request.ts'

export const getOutboundPolicy = () => request<OutboundPolicy>('/outbound-policy')
export const saveOutboundPolicy = (policy: OutboundPolicy) =>
  request<OutboundPolicy>('/outbound-policy', { method: 'PUT', body: policy })
export const getOutboundRefusals = () => request<OutboundRefusalList>('/outbound-policy/refused')

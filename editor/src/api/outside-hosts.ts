import type { OutsideHostList } from '@patchbay/core/http-contract'
import { request } from './request.ts'

export const getOutsideHosts = () => request<OutsideHostList>('/outside-hosts')

/** @throws {ApiError} `REQUEST_NOT_VALID` (400) when one of them is no host. */
export const saveOutsideHosts = (hosts: readonly string[]) =>
  request<OutsideHostList>('/outside-hosts', { method: 'PUT', body: { hosts } })

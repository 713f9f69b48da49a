import type { EraseCustomer, Erasure } from '@patchbay/core/http-contract'
import { request } from './request.ts'

/** Begins; it goes on by itself. @throws {ApiError} `NOT_PERMITTED` (403) */
export const eraseCustomer = (whom: EraseCustomer) => request<Erasure>('/erasures', { method: 'POST', body: whom })
export const getErasure = (id: string) => request<Erasure>(`/erasures/${encodeURIComponent(id)}`)

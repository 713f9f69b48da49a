import { eraseCustomerSchema, erasureListSchema, erasureSchema } from '@patchbay/core/http-contract'
import type { ApiOperation } from './api-operation.ts'

/** What the API can do about erasing customers. */
export const ERASURE_OPERATIONS: readonly ApiOperation[] = [
  { method: 'get', path: '/api/v1/erasures', summary: 'List who had customers erased, and when', reply: erasureListSchema },
  {
    method: 'post',
    path: '/api/v1/erasures',
    summary: 'Erase a customer for good: calls, recordings, messages, and what plugins keep of them',
    body: eraseCustomerSchema,
    reply: erasureSchema,
    status: 202,
  },
  { method: 'get', path: '/api/v1/erasures/{id}', summary: 'Say how far an erasing is', reply: erasureSchema },
]

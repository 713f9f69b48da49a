import type { z } from 'zod'

/** One thing that the API can do, as its description lists it. */
export interface ApiOperation {
  method: 'get' | 'post' | 'put' | 'delete'
  /** With parameters in braces, as OpenAPI writes them. */
  path: string
  summary: string
  body?: z.ZodType
  /** Takes a file of one of these kinds as its body. */
  file?: readonly string[]
  /** What a success replies; absent: nothing. */
  reply?: z.ZodType
  status?: number
  query?: readonly string[]
  headers?: readonly string[]
  stream?: boolean
  /** The content types of a file that a success replies. */
  sound?: readonly string[]
}

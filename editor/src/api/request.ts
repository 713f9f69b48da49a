import type { Problem } from '@patchbay/core/http-contract'
import { ApiError } from './api-error.ts'

const BASE = '/api/v1'
const WAIT_MS = 15_000
/** A file takes its time on a slow line. */
const FILE_WAIT_MS = 5 * 60_000

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  /** A file that is sent as it is, in place of a body. */
  file?: Blob
  headers?: Record<string, string>
  /** Survives the closing of the page. */
  keepalive?: boolean
}

/**
 * Calls the API of our own server. Replies are trusted to be what the contract says: both come out of one build.
 *
 * @returns The parsed reply, or undefined for an empty one.
 * @throws {ApiError} `away` when nobody answered in time; otherwise the problem that the server described.
 */
export async function request<T>(
  path: string,
  { method = 'GET', body, file, headers = {}, keepalive = false }: RequestOptions = {},
): Promise<T> {
  let reply: Response
  let text: string
  try {
    reply = await fetch(`${BASE}${path}`, {
      method,
      keepalive,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(file === undefined ? {} : { body: file }),
      signal: AbortSignal.timeout(file === undefined ? WAIT_MS : FILE_WAIT_MS),
    })
    text = await reply.text()
  } catch (thrown) {
    throw ApiError.from(thrown)
  }
  const parsed = parse(text)
  if (!reply.ok) {
    const problem = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Partial<Problem>
    throw new ApiError(problem.code ?? 'UNKNOWN', reply.status, problem)
  }
  return parsed as T
}

function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    // a proxy's page of HTML says nothing that a person could use
    return undefined
  }
}

import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

export interface HttpRequest {
  url: string
  method: 'POST' | 'GET'
  headers: Record<string, string>
  body: string | undefined
  connectTimeoutMs: number
  socketTimeoutMs: number
}

export interface HttpReply {
  status: number
  body: string
}

/** Carries one request out. Rejects with a {@link TransportError} when there is no reply. */
export type Transport = (request: HttpRequest) => Promise<HttpReply>

/** The message is what a fallback request gives as its `reason` (V2.7-3). */
export class TransportError extends Error {
  override readonly name = 'TransportError'
}

/** Talks HTTP with the two time-outs of V2.7-1; no redirects, no connection kept. */
export const httpTransport: Transport = ({ url, method, headers, body, connectTimeoutMs, socketTimeoutMs }) =>
  new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? requestHttps : requestHttp
    const request = send(url, { method, headers, agent: false })
    const fail = (message: string, cause?: unknown) => {
      clearTimeout(connecting)
      clearTimeout(answering)
      request.destroy()
      reject(new TransportError(message, { cause }))
    }
    const connecting = setTimeout(() => fail('Connection timeout.'), connectTimeoutMs)
    const answering = setTimeout(() => fail('Socket timeout.'), connectTimeoutMs + socketTimeoutMs)
    request.on('socket', (socket) => socket.once('connect', () => clearTimeout(connecting)))
    request.on('error', (error) => fail('Connection closed.', error))
    request.on('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', (error) => fail('Connection closed.', error))
      response.on('end', () => {
        clearTimeout(connecting)
        clearTimeout(answering)
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') })
      })
    })
    request.end(body)
  })

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/

/** True for addresses that never leave this machine. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname)
}

/** Keeps webhooks on this machine: an NCCO may name any address, and nobody elsewhere expects calls from an emulator. */
export function loopbackOnly(transport: Transport): Transport {
  return async (request) => {
    if (!isLoopback(new URL(request.url).hostname)) throw new TransportError('The emulator calls loopback addresses only.')
    return transport(request)
  }
}

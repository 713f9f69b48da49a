import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '@patchbay/core'

/** What is in hand when a stop is asked for may take this long; a turn is given up far sooner. */
const GRACE_MS = 7000

type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A listening server whose work begins and ends while it listens: a balancer then sees "not yet" or "no more", not a refusal. */
export interface HttpServer {
  /** @throws {AppError} `SETTING_NOT_VALID` when the port is taken. */
  listen(port: number, host: string): Promise<number>
  open(handler: Handler): void
  /**
   * Takes nothing new, waits for what is in hand, and closes. Meanwhile it answers 503, at which Vonage turns to its fallback
   * address and a balancer to another server. Streams are ended.
   */
  close(): Promise<void>
  readonly isOpen: boolean
}

export function createHttpServer(): HttpServer {
  let handler: Handler | undefined
  const inHand = new Set<ServerResponse>()
  let settled = () => {}

  const server = createServer((request, response) => {
    if (handler === undefined) return notOpen(request, response)
    inHand.add(response)
    response.once('close', () => {
      inHand.delete(response)
      settled()
    })
    handler(request, response)
  })

  /** What has begun to answer is decided; a stream of events among it has no end of its own, and nobody waits for it. */
  const isDone = () => [...inHand].every(({ headersSent, writableEnded }) => headersSent && !writableEnded)

  return {
    get isOpen() {
      return handler !== undefined
    },
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, port)))
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
      }),
    open(next) {
      handler = next
    },
    async close() {
      handler = undefined
      await new Promise<void>((resolve) => {
        const overdue = setTimeout(resolve, GRACE_MS)
        settled = () => {
          if (!isDone()) return
          clearTimeout(overdue)
          resolve()
        }
        settled()
      })
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

function notOpen(request: IncomingMessage, response: ServerResponse): void {
  const alive = request.url === '/healthz'
  response.writeHead(alive ? 200 : 503, { 'content-type': 'application/json', 'retry-after': '1', connection: 'close' })
  response.end(JSON.stringify(alive ? { up: true } : { ready: false }))
}

const portError = (error: NodeJS.ErrnoException, port: number): AppError =>
  error.code === 'EADDRINUSE'
    ? new AppError('SETTING_NOT_VALID', `PORT should be a port that is free: ${port} is taken`, { cause: error })
    : new AppError('SETTING_NOT_VALID', `PORT and HOST should be an address of this machine that may be listened on`, {
        cause: error,
      })

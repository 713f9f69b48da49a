import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'

/** An application that takes websocket calls, closed when the test ends. */
export interface SocketApplication {
  readonly url: string
  /** Text frames as JSON, oldest first; they arrive in real time, whatever the clock of the calls does. */
  readonly texts: Record<string, unknown>[]
  /** Sound frames. */
  readonly sounds: Buffer[]
  readonly headers: IncomingHttpHeaders[]
  /** Sends to the call that was made last: an object as text, bytes as sound. */
  send(frame: object): void
  /** Closes the last call's socket. */
  closeLast(): void
}

export async function startSocketApplication(): Promise<SocketApplication> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise<void>((resolve) => server.once('listening', resolve))
  const texts: Record<string, unknown>[] = []
  const sounds: Buffer[] = []
  const headers: IncomingHttpHeaders[] = []
  let last: WebSocket | undefined
  server.on('connection', (socket, request) => {
    last = socket
    headers.push(request.headers)
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) sounds.push(data)
      else texts.push(JSON.parse(data.toString('utf8')))
    })
  })
  onTestFinished(async () => {
    for (const client of server.clients) client.terminate()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/call`,
    texts,
    sounds,
    headers,
    send: (frame) => last?.send(Buffer.isBuffer(frame) ? frame : JSON.stringify(frame)),
    closeLast: () => last?.close(),
  }
}

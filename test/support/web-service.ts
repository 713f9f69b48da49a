import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a web service was asked, and how to answer. */
export interface ServiceRequest {
  method: string
  /** With the query. */
  path: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
  answer(status: number, body?: unknown): void
}

/** Somebody else's web service, on this machine. */
export interface WebService {
  /** As the list of allowed hosts and the setting for test hosts name it. */
  host: string
  /** Everything that arrived, in order. */
  asked: ServiceRequest[]
  stop(): Promise<void>
}

/** @param serve Answers a request, or leaves it unanswered. */
export async function startWebService(serve: (request: ServiceRequest) => void): Promise<WebService> {
  const asked: ServiceRequest[] = []
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const came = { method, path: url, headers, body: Buffer.concat(chunks).toString(), answer: answering(reply) }
      asked.push(came)
      serve(came)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `localhost:${(server.address() as AddressInfo).port}`,
    asked,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const answering =
  (reply: ServerResponse): ServiceRequest['answer'] =>
  (status, body) => {
    reply.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body))
  }

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A webhook as the application received it. `fields` are those of the JSON body, or of the query of a GET. */
export interface ReceivedWebhook {
  method: string
  path: string
  query: Record<string, string>
  fields: Record<string, unknown>
  rawBody: string
  authorization: string
}

/** JSON to answer with, a bare status, a raw body, or a connection that is cut or never answered. */
export type Reply = unknown[] | { status: number; body?: string } | 'cut' | 'hang'
type Script = Reply | ((webhook: ReceivedWebhook, nth: number) => Reply | Promise<Reply>)

/** A customer's application with scripted replies by path; what has no script is answered with 204. */
export interface CustomerApplication {
  readonly url: string
  readonly received: ReceivedWebhook[]
  /** What came in on one path, oldest first. */
  on(path: string): ReceivedWebhook[]
  /** Statuses of the event webhooks, in order of arrival. */
  statuses(): unknown[]
  script(path: string, script: Script): void
  close(): Promise<void>
}

export async function startCustomerApplication(): Promise<CustomerApplication> {
  const received: ReceivedWebhook[] = []
  const scripts = new Map<string, Script>()

  const server = createServer(async (request, response) => {
    const webhook = await read(request)
    received.push(webhook)
    const script = scripts.get(webhook.path) ?? { status: 204 }
    const nth = received.filter(({ path }) => path === webhook.path).length
    const reply = typeof script === 'function' ? await script(webhook, nth) : script
    if (reply === 'hang') return
    if (reply === 'cut') {
      request.socket.destroy()
      return
    }
    if (Array.isArray(reply)) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply))
    else response.writeHead(reply.status).end(reply.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const on = (path: string) => received.filter((webhook) => webhook.path === path)

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    on,
    statuses: () => on('/event').map(({ fields }) => fields.status),
    script: (path, script) => void scripts.set(path, script),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function read(request: IncomingMessage): Promise<ReceivedWebhook> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  const rawBody = Buffer.concat(parts).toString('utf8')
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://application')
  const query = Object.fromEntries(searchParams)
  return {
    method: request.method ?? '',
    path: pathname,
    query,
    fields: rawBody === '' ? query : JSON.parse(rawBody),
    rawBody,
    authorization: request.headers.authorization ?? '',
  }
}

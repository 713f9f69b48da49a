import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

export interface Balancer {
  /** Requests of which a server was not there, or not ready, and another one was asked instead. */
  readonly passedOn: number
  stop(): Promise<void>
}

/**
 * What stands in front of several servers: gives each request to one of them by lot, and to the next one when that refuses the
 * connection or says that it is not ready. What was sent and not answered is a 502, as it is anywhere: it may have been done.
 *
 * @param choose 0 to 1, for each request.
 */
export async function startBalancer(port: number, servers: readonly number[], choose: () => number): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true })
  let passedOn = 0

  const serve = async (asked: IncomingMessage, reply: ServerResponse) => {
    const parts: Buffer[] = []
    for await (const part of asked) parts.push(part as Buffer)
    const body = Buffer.concat(parts)
    const first = Math.floor(choose() * servers.length)
    for (let tried = 0; tried < servers.length; tried++) {
      const server = servers[(first + tried) % servers.length] ?? 0
      const came = await carry(asked, body, { port: server, agent })
      if (came === 'refused' || (came !== 'cut' && came.statusCode === 503 && tried + 1 < servers.length)) {
        if (came !== 'refused') came.resume()
        passedOn += 1
        continue
      }
      if (came === 'cut') return void reply.writeHead(502).end()
      reply.writeHead(came.statusCode ?? 502, came.headers)
      return void came.on('error', () => reply.destroy()).pipe(reply)
    }
    reply.writeHead(502).end()
  }

  const server = createServer((asked, reply) => void serve(asked, reply).catch(() => reply.destroy()))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    get passedOn() {
      return passedOn
    },
    async stop() {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** @returns The reply; `refused` when nobody listens there, `cut` when the connection broke on the way. */
function carry(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  to: { port: number; agent: Agent },
): Promise<IncomingMessage | 'refused' | 'cut'> {
  return new Promise((resolve) => {
    const sent = request({ host: '127.0.0.1', ...to, method, path: url, headers }, resolve)
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'cut'))
    sent.end(body)
  })
}

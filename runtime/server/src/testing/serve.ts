import type { AddressInfo, Server } from 'node:net'
import Koa, { type Middleware } from 'koa'

/** Serves middleware on a free port, for a test. */
export async function serve(...middleware: readonly Middleware[]): Promise<{ url: string; close(): void }> {
  const app = new Koa()
  for (const each of middleware) app.use(each)
  const server: Server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() }
}

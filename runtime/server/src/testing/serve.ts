import type { AddressInfo, Server } from 'node:net'
import Koa, { type Middleware } from 'koa'
import { onTestFinished } from 'vitest'

/** Serves middleware on a free port until the test that calls it has ended. @returns The address. */
export async function serve(...middleware: readonly Middleware[]): Promise<string> {
  const app = new Koa()
  for (const each of middleware) app.use(each)
  const server: Server = app.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

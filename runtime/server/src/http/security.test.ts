import { request } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import Koa from 'koa'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problems } from './problem.ts'
import { hostCheck, originCheck, ownAddresses, securityHeaders } from './security.ts'

let server: Server
let port: number

beforeAll(async () => {
  const app = new Koa()
  const own = ownAddresses(3000, 'https://calls.example.com')
  for (const middleware of [problems(pino({ level: 'silent' })), securityHeaders(), hostCheck(own), originCheck(own)])
    app.use(middleware)
  app.use((ctx) => {
    ctx.body = 'in'
  })
  server = app.listen(0)
  await new Promise((resolve) => server.once('listening', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

/** `fetch` does not let a test choose the host. */
const send = (method: string, headers: Record<string, string>) =>
  new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
    request({ port, method, headers }, (response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0, headers: response.headers })
    })
      .once('error', reject)
      .end()
  })

describe('the host', () => {
  test.each([
    ['127.0.0.1:3000', 200],
    ['localhost:3000', 200],
    ['[::1]:3000', 200],
    ['calls.example.com', 200],
    ['localhost:3001', 403],
    ['rebound.example.org', 403],
    ['rebound.example.org:3000', 403],
    ['', 403],
  ])('%j: %d', async (host, status) => expect((await send('GET', { host })).status).toBe(status))
})

describe('the origin of a change', () => {
  const host = 'localhost:3000'
  test.each<[string, string, Record<string, string>, number]>([
    ['from the editor', 'PUT', { origin: 'http://localhost:3000' }, 200],
    ['from the editor at its public address', 'PUT', { origin: 'https://calls.example.com' }, 200],
    ['from a program', 'PUT', {}, 200],
    ['from another site', 'PUT', { origin: 'https://example.org' }, 403],
    ['from a page without an origin', 'POST', { origin: 'null' }, 403],
    ['from the public name without its encryption', 'POST', { origin: 'http://calls.example.com' }, 403],
    ['from another site that hides its origin', 'DELETE', { 'sec-fetch-site': 'cross-site' }, 403],
    ['only reading, from another site', 'GET', { origin: 'https://example.org' }, 200],
  ])('%s', async (_what, method, headers, status) => expect((await send(method, { host, ...headers })).status).toBe(status))
})

test('the browser is told to load and run nothing from elsewhere', async () => {
  const { headers } = await send('GET', { host: 'localhost:3000' })
  expect(headers['content-security-policy']).toBe(
    "default-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data:;media-src 'self' https:;worker-src 'self';object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
  )
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
})

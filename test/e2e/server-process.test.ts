import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CallBench, freePort, startCallBench } from '../support/call-bench.ts'
import { startServerProcess } from '../support/server-process.ts'

let bench: CallBench
beforeAll(async () => {
  bench = await startCallBench()
})
afterAll(() => bench.stop())

test.each([
  ['a HOST that others reach', { HOST: '0.0.0.0' }, /^HOST should be .*no sign-in/],
  ['no signature secret', { VONAGE_SIGNATURE_SECRET: '' }, /^VONAGE_SIGNATURE_SECRET should be/],
  ['a private key that is not there', { VONAGE_PRIVATE_KEY: '/nowhere.pem' }, /^VONAGE_PRIVATE_KEY should be/],
])('%s stops the start with one line', async (_what, env, line) => {
  const failure = await startServerProcess({ ...bench.env, ...env }).then(
    () => '',
    (thrown: Error) => thrown.message,
  )
  expect(failure).toMatch(line)
  expect(failure.split('\n')).toHaveLength(1)
})

test('a port that is taken is named', async () => {
  const server = await startServerProcess(bench.env)
  await expect(startServerProcess(bench.env)).rejects.toThrow(`PORT should be a port that is free: ${bench.env.PORT} is taken`)
  await server.end('SIGTERM')
})

test('another secret key than that of the first start stops the start, and the first goes on', async () => {
  const first = await startServerProcess(bench.env)
  const other = { ...bench.env, PORT: String(await freePort()), PATCHBAY_SECRET_KEY: 'ab'.repeat(32) }
  await expect(startServerProcess(other)).rejects.toThrow(
    /^PATCHBAY_SECRET_KEY should be the key that this database was begun with[^\n]*$/,
  )
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
  await first.end('SIGTERM')
})

test('a process without its parent ends by itself', async () => {
  const main = fileURLToPath(new URL('../../runtime/server/src/main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=patchbay-source', main, '--end-with-stdin'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, ...bench.env },
  })
  await once(child.stdout, 'data')
  child.stdin.end()
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('while the database is away the process is alive and not ready; it is ready once the database is back', async (context) => {
  if (!bench.database.embedded) return context.skip()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  await bench.database.kill()
  const starting = startServerProcess({ ...bench.env, PORT: String(port), PUBLIC_URL: url })
  const statusOf = (path: string) =>
    fetch(url + path).then(
      ({ status }) => status,
      () => 0,
    )
  await expect.poll(() => statusOf('/healthz'), { timeout: 10_000 }).toBe(200)
  expect([await statusOf('/readyz'), await statusOf('/vonage/voice/answer')]).toEqual([503, 503])
  await bench.database.restart()
  const server = await starting
  expect(await statusOf('/readyz')).toBe(200)

  await bench.database.kill()
  expect(await statusOf('/readyz')).toBe(503)
  await bench.database.restart()
  await expect.poll(() => statusOf('/readyz'), { timeout: 10_000 }).toBe(200)
  expect(await server.end('SIGTERM')).toBe(0)
})

test('metrics are served on a port of their own, and nowhere else', async () => {
  const metricsPort = String(await freePort())
  const server = await startServerProcess({ ...bench.env, METRICS_PORT: metricsPort })
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
  expect(text).toContain('patchbay_webhooks_refused_total 0')
  expect((await fetch(`http://127.0.0.1:${metricsPort}/`)).status).toBe(404)
  expect(await (await fetch(`${server.url}/metrics`)).text()).not.toContain('patchbay_webhooks_refused_total')
  await server.end('SIGTERM')
})

import { createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { freePort } from './free-port.ts'

let taker: Server | undefined
afterEach(() => new Promise<void>((resolve) => (taker ? taker.close(() => resolve()) : resolve())))

async function taken(): Promise<number> {
  const server = createServer()
  taker = server
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

test('0 gives a port that can be listened on', async () => {
  const port = await freePort('127.0.0.1', 0)
  expect(await freePort('127.0.0.1', port)).toBe(port)
})

test('a port that is taken is named, with the way to choose another', async () => {
  const port = await taken()
  await expect(freePort('127.0.0.1', port)).rejects.toThrow(
    `Port ${port} is taken by another program. Choose another: PORT=${port + 1} npm start`,
  )
})

test('a port that is let go in time is waited for', async () => {
  const port = await taken()
  const found = freePort('127.0.0.1', port, 10_000)
  taker?.close()
  taker = undefined
  expect(await found).toBe(port)
})

test('a host that this machine does not have is said', async () => {
  await expect(freePort('192.0.2.1', 3000)).rejects.toThrow(/Port 3000 on 192.0.2.1 cannot be used/)
})

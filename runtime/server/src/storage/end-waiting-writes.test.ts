import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../../test/support/database.ts'
import { connectDatabase } from './database.ts'

let database: TestDatabase
let connection: Connection
const sockets: Socket[] = []
const note = (message: unknown) => void sockets.push((message as { socket: Socket }).socket)

beforeAll(async () => {
  database = await startTestDatabase()
  subscribe('net.client.socket', note)
  connection = await connectDatabase(database.url, { log: pino({ enabled: false }), giveUp: new AbortController().signal })
})
afterAll(async () => {
  unsubscribe('net.client.socket', note)
  await connection.close()
  await database.stop()
})

/** Connections of now are destroyed, and nobody was told yet. */
function breakAll(): void {
  expect(sockets.filter(({ destroyed }) => !destroyed).length).toBeGreaterThan(0)
  for (const socket of sockets) socket.destroy()
}
const lamps = () => connection.getClient().db().collection('lamps')
const ping = () => connection.getClient().db().command({ ping: 1 })

test('a command that meets a connection at its end fails, and the next one is answered', async () => {
  await ping()
  breakAll()
  await expect(ping()).rejects.toMatchObject({ name: 'MongoNetworkError' })
  await expect.poll(ping).toMatchObject({ ok: 1 })
})

test('a read is made once more, and answered', async () => {
  await ping()
  breakAll()
  expect(await lamps().findOne({ nobody: true })).toBe(null)
})

test('a write larger than a socket takes at once fails when its connection ends amid it', async (context) => {
  const { pid } = database
  // of a server that is not ours nobody can say when it reads
  if (pid === undefined) return context.skip()
  await ping()
  process.kill(pid, 'SIGSTOP')
  try {
    const writing = lamps().insertOne({ text: 'x'.repeat(1_000_000) })
    const failed = expect(writing).rejects.toMatchObject({ name: 'MongoNetworkError' })
    await expect.poll(() => sockets.some(({ destroyed, writableLength }) => !destroyed && writableLength > 0)).toBe(true)
    breakAll()
    await failed
  } finally {
    process.kill(pid, 'SIGCONT')
  }
})

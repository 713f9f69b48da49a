import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { open } from 'lmdb'

/** What figures of the database are held against, since figures alone say as much about the machine. */
export interface References {
  /** A put of a value of this size into LMDB without anything around it, durable when it is answered. */
  put(): Promise<unknown>
  /** A message of this size to another process and back, one connection for each caller. */
  roundTrip(caller: number): Promise<unknown>
  close(): Promise<void>
}

/** @param bytes Size of a value and of a message. */
export async function startReferences(bytes: number, callers: number): Promise<References> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-reference-'))
  const store = open<Buffer, number>({ path: join(folder, 'lmdb'), overlappingSync: false, encoding: 'binary' })
  const value = Buffer.alloc(bytes, 'x')
  const path = join(folder, 'echo.sock')
  const echo = spawn(process.execPath, [fileURLToPath(new URL('./echo-server.ts', import.meta.url)), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(createInterface({ input: echo.stdout }), 'line')
  const sockets = await Promise.all(Array.from({ length: callers }, () => connected(path)))
  let next = 0
  return {
    // keys in no order, as those of runs are
    put: () => store.put((next++ * 7919) % 1_000_003, Buffer.from(value)),
    roundTrip: (caller) => roundTrip(sockets[caller] as Socket, value),
    async close() {
      for (const socket of sockets) socket.destroy()
      const gone = once(echo, 'exit')
      echo.kill()
      await gone
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function connected(path: string): Promise<Socket> {
  const socket = connect(path)
  await once(socket, 'connect')
  return socket
}

function roundTrip(socket: Socket, message: Buffer): Promise<void> {
  return new Promise((resolve) => {
    let missing = message.length
    const take = (chunk: Buffer) => {
      missing -= chunk.length
      if (missing > 0) return
      socket.off('data', take)
      resolve()
    }
    socket.on('data', take)
    socket.write(message)
  })
}

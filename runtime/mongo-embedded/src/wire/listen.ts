import { chmodSync, existsSync, rmSync, statSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Database } from '../commands/database.ts'
import { StartError } from '../storage/start-error.ts'
import { serveConnection } from './connection.ts'

export interface Listener {
  close(): Promise<void>
}

/** Listens on a Unix socket that only its owner can open. @throws {StartError} */
export async function listenOnSocket(socketPath: string, database: Database, sockets: Set<Socket>): Promise<Listener> {
  // the kernel cuts longer paths off silently; sun_path holds 108 bytes on Linux and 104 on macOS (unix(7))
  if (Buffer.byteLength(socketPath) > 103)
    throw new StartError(`The socket path ${socketPath} is longer than 103 bytes. Choose a shorter folder.`)
  await removeStale(socketPath)
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serveConnection(socket, database)
  })
  const before = process.umask(0o177)
  try {
    await listening(server, socketPath)
  } finally {
    process.umask(before)
  }
  chmodSync(socketPath, 0o600)
  return { close: () => closed(server, sockets) }
}

async function removeStale(socketPath: string): Promise<void> {
  if (!existsSync(socketPath)) return
  if (!statSync(socketPath).isSocket()) throw new StartError(`${socketPath} exists and is not a socket. Choose another path.`)
  const inUse = await new Promise<boolean>((resolve) => {
    const probe = connect(socketPath)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
  if (inUse) throw new StartError(`Another process listens on ${socketPath}. Stop it, or choose another path.`)
  rmSync(socketPath)
}

function listening(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new StartError(`Can not listen on ${socketPath} (${error.code}). Choose another path.`)),
    )
    server.listen(socketPath, () => resolve())
  })
}

function closed(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })
}

import { existsSync, rmSync, statSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type ListenOptions, type Server, type Socket } from 'node:net'
import type { Database } from '../commands/database.ts'
import { StartError } from '../storage/start-error.ts'
import { serveConnection } from './connection.ts'
import type { Verifier } from './scram.ts'

export interface Listener {
  /** The port that was given or chosen; undefined for a socket. */
  readonly port: number | undefined
  /** Takes no more connections, waits for `settled`, then closes the ones there are. */
  close(settled: () => Promise<void>): Promise<void>
}

export interface Serving {
  readonly database: Database
  readonly sockets: Set<Socket>
  readonly verifier?: Verifier
}

/** Listens on a Unix socket that only its owner can open. @throws {StartError} */
export async function listenOnSocket(path: string, serving: Serving): Promise<Listener> {
  // the kernel cuts longer paths off silently; sun_path holds 108 bytes on Linux and 104 on macOS (unix(7))
  if (Buffer.byteLength(path) > 103)
    throw new StartError(`The socket path ${path} is longer than 103 bytes. Choose a shorter folder.`)
  if (!path.endsWith('.sock'))
    throw new StartError(`The socket path ${path} must end with .sock, by which drivers tell it from the name of a host.`)
  await removeStale(path)
  // the mode must be right from the first moment on, not a moment after
  const before = process.umask(0o177)
  try {
    return await listen({ path }, path, serving)
  } finally {
    process.umask(before)
  }
}

/** Listens on loopback, for clients that can show the password. Port 0 lets the system choose. @throws {StartError} */
export function listenOnPort(port: number, serving: Serving & { verifier: Verifier }): Promise<Listener> {
  return listen({ port, host: '127.0.0.1' }, `127.0.0.1:${port}`, serving)
}

async function listen(where: ListenOptions, name: string, { database, sockets, verifier }: Serving): Promise<Listener> {
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serveConnection(socket, { database, verifier })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new StartError(`Can not listen on ${name} (${error.code}). Choose another.`)),
    )
    server.listen(where, () => resolve())
  })
  const port = typeof server.address() === 'object' ? (server.address() as AddressInfo).port : undefined
  return { port, close: (settled) => closed(server, sockets, settled) }
}

async function removeStale(path: string): Promise<void> {
  if (!existsSync(path)) return
  if (!statSync(path).isSocket()) throw new StartError(`${path} exists and is not a socket. Choose another path.`)
  const inUse = await new Promise<boolean>((resolve) => {
    const probe = connect(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
  if (inUse) throw new StartError(`Another process listens on ${path}. Stop it, or choose another path.`)
  rmSync(path)
}

async function closed(server: Server, sockets: Set<Socket>, settled: () => Promise<void>): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  // no new commands; those that were begun are answered
  for (const socket of sockets) socket.pause()
  await settled()
  await new Promise((resolve) => setImmediate(resolve))
  for (const socket of sockets) {
    socket.destroySoon()
    // a client that does not read its answers holds nobody up
    setTimeout(() => socket.destroy(), 1000).unref()
  }
  await gone
}
